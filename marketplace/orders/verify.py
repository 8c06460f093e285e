"""The rules that orders must satisfy at any moment, each as one query that finds where it is broken.

They look across the books on purpose: an order is right when its points, its card and its code agree.
"""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "each order took its points, once and all of them": """
        SELECT o.id AS "order", o.price_points, -e.amount AS taken FROM orders o
          LEFT JOIN transfers t ON t.ref = 'order:' || o.id AND t.kind = CASE o.fulfilment WHEN 'own' THEN 'hold' ELSE 'order' END
          LEFT JOIN accounts a ON a.programme_id = o.programme_id AND a.kind = 'member' AND a.owner_id = o.member_id
                   AND a.unit = 'points'
          LEFT JOIN entries e ON e.transfer_id = t.id AND e.account_id = a.id
         WHERE e.amount IS DISTINCT FROM -o.price_points""",
    "points are taken for orders only": """
        SELECT t.id AS transfer FROM transfers t
         WHERE t.kind = 'order' AND NOT EXISTS (SELECT FROM orders o WHERE t.ref = 'order:' || o.id)""",
    "each debit has exactly one certificate or one refund": """
        SELECT o.id AS "order", g.state AS card, f.order_id IS NOT NULL AS fulfilled, c.order_id IS NOT NULL AS cancelled,
               r.id AS refund
          FROM orders o
          LEFT JOIN order_fulfilments f ON f.order_id = o.id
          LEFT JOIN order_cancellations c ON c.order_id = o.id
          LEFT JOIN giftcards g ON g.order_id = o.id
          LEFT JOIN transfers r ON r.ref = 'cancel:' || o.id
         WHERE (f.order_id IS NOT NULL) <> (g.id IS NOT NULL)
            OR (c.order_id IS NOT NULL) <> (r.id IS NOT NULL)
            OR (c.order_id IS NOT NULL AND g.id IS NOT NULL AND g.state <> 'void')
            OR (f.order_id IS NULL AND c.order_id IS NULL AND o.fulfilment <> 'own')""",
    "what was held for an order is captured when it has its card, and only then": """
        SELECT o.id AS "order" FROM orders o
          LEFT JOIN order_fulfilments f ON f.order_id = o.id
          LEFT JOIN transfers t ON t.ref = 'capture:' || o.id AND t.kind = 'capture'
         WHERE (o.fulfilment = 'own' AND f.order_id IS NOT NULL) <> (t.id IS NOT NULL)""",
    "a certificate is what was ordered, for whom it was ordered": """
        SELECT o.id AS "order", g.id AS giftcard FROM giftcards g JOIN orders o ON o.id = g.order_id
         WHERE (g.programme_id, g.member_id, g.offer_id, g.brand_id, g.value, g.currency)
            <> (o.programme_id, o.member_id, o.offer_id, o.brand_id, o.value, o.currency) OR g.expires_on > o.card_until""",
    "both texts were accepted with each order": """
        SELECT o.id AS "order" FROM orders o WHERE 2 <> (SELECT count(*) FROM acceptances a WHERE a.order_id = o.id)""",
    "an order that waits for its certificate has a promise": """
        SELECT o.id AS "order" FROM orders o
         WHERE o.fulfilment = 'own' AND NOT EXISTS (SELECT FROM order_fulfilments f WHERE f.order_id = o.id)
           AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
           AND NOT EXISTS (SELECT FROM outbox p WHERE p.topic = 'orders.fulfil' AND p.ref = o.id::text AND p.kept_at IS NULL)""",
    "no limit counts more than was ordered and not given back": """
        SELECT u.member_id AS member, u.offer_id AS offer, u.used FROM member_offer_usage u
         WHERE u.used > (SELECT count(*) FROM orders o WHERE o.member_id = u.member_id AND o.offer_id = u.offer_id AND o.counted_member
                            AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id))
        UNION ALL
        SELECT NULL, u.offer_id, u.used FROM offer_usage u
         WHERE u.used > (SELECT count(*) FROM orders o WHERE o.offer_id = u.offer_id AND o.counted_offer
                            AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id))""",
}


def invariants() -> list[Finding]:
    """Every place where orders break a rule; none when they are right. Reads all orders."""
    return search(RULES)
