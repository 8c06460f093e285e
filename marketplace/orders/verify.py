"""The rules that orders must satisfy at any moment, each as one query that finds where it is broken.

They look across the books on purpose: an order is right when its points, its card and its code agree.
"""

from marketplace.core.findings import Finding, search
from marketplace.orders import published

RULES: dict[str, str] = {
    "each order took its points, once and all of them": """
        SELECT o.id AS "order", o.points_part, -e.amount AS taken FROM orders o
          LEFT JOIN transfers t ON t.ref = 'order:' || o.id AND t.kind = CASE WHEN o.fulfilment = 'stock' AND o.money_part = 0 THEN 'order' ELSE 'hold' END
          LEFT JOIN accounts a ON a.programme_id = o.programme_id AND a.kind = 'member' AND a.owner_id = o.member_id
                   AND a.unit = 'points'
          LEFT JOIN entries e ON e.transfer_id = t.id AND e.account_id = a.id
         WHERE e.amount IS DISTINCT FROM -o.points_part""",
    "points move for orders with one cause: the order, its card or its cancellation": """
        SELECT t.id AS transfer, t.kind, t.ref FROM transfers t
          LEFT JOIN orders o ON o.id = substring(t.ref FROM '^[a-z]+:([0-9]{1,18})$')::bigint AND o.programme_id = t.programme_id
         WHERE t.kind IN ('order', 'hold', 'capture', 'release', 'reversal')
           AND t.ref IS DISTINCT FROM CASE t.kind
                   WHEN 'order' THEN (SELECT 'order:' || o.id FROM giftcards g WHERE g.order_id = o.id AND o.fulfilment = 'stock' AND o.money_part = 0)
                   WHEN 'hold' THEN CASE WHEN o.fulfilment <> 'stock' OR o.money_part > 0 THEN 'order:' || o.id END
                   WHEN 'capture' THEN (SELECT 'capture:' || o.id FROM giftcards g WHERE g.order_id = o.id)
                   ELSE (SELECT 'cancel:' || o.id FROM order_cancellations c WHERE c.order_id = o.id) END""",
    "each debit has exactly one certificate or one refund": """
        SELECT o.id AS "order", g.state AS card, c.order_id IS NOT NULL AS cancelled, r.id AS refund
          FROM orders o
          LEFT JOIN order_cancellations c ON c.order_id = o.id
          LEFT JOIN giftcards g ON g.order_id = o.id
          LEFT JOIN transfers r ON r.ref = 'cancel:' || o.id
         WHERE (c.order_id IS NOT NULL) <> (r.id IS NOT NULL)
            OR (c.order_id IS NOT NULL AND g.id IS NOT NULL AND g.state <> 'void')
            OR (g.id IS NULL AND c.order_id IS NULL AND o.fulfilment = 'stock' AND o.money_part = 0)""",
    "what was held for an order is captured when it has its card, and only then": """
        SELECT o.id AS "order" FROM orders o
          LEFT JOIN giftcards g ON g.order_id = o.id
          LEFT JOIN transfers t ON t.ref = 'capture:' || o.id AND t.kind = 'capture'
         WHERE ((o.fulfilment <> 'stock' OR o.money_part > 0) AND g.id IS NOT NULL) <> (t.id IS NOT NULL)""",
    "a card that was not in stock holds the code that was obtained for its order": """
        SELECT o.id AS "order", g.id AS giftcard FROM orders o
          JOIN giftcards g ON g.order_id = o.id
          LEFT JOIN order_obtainments t ON t.order_id = o.id
         WHERE (o.fulfilment <> 'stock' AND t.order_id IS NULL) OR t.code_id <> g.code_id""",
    "nothing is given back while nobody knows whether its code was bought": """
        SELECT u.order_id AS "order" FROM order_unknown_outcomes u
         WHERE u.closed_at IS NULL
           AND (EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = u.order_id)
                OR EXISTS (SELECT FROM order_obtainments t WHERE t.order_id = u.order_id))""",
    "a certificate is what was ordered, for whom it was ordered": """
        SELECT o.id AS "order", g.id AS giftcard FROM giftcards g JOIN orders o ON o.id = g.order_id
         WHERE (g.programme_id, g.member_id, g.offer_id, g.brand_id, g.value, g.currency)
            <> (o.programme_id, o.member_id, o.offer_id, o.brand_id, o.value, o.currency) OR g.born_until > o.card_until""",
    "a certificate whose code was shown is not taken back by cancelling": """
        SELECT g.id AS giftcard FROM giftcards g JOIN order_cancellations c ON c.order_id = g.order_id
         WHERE g.revealed_at IS NOT NULL""",
    "an order is of its member's programme, and so is what was ordered": """
        SELECT o.id AS "order" FROM orders o JOIN members m ON m.id = o.member_id JOIN offers f ON f.id = o.offer_id
          LEFT JOIN brands b ON b.id = o.brand_id
         WHERE o.programme_id <> m.programme_id OR o.programme_id <> f.programme_id OR o.programme_id IS DISTINCT FROM b.programme_id""",
    "an order that waits for its certificate has a promise": """
        SELECT o.id AS "order" FROM orders o
         WHERE (o.fulfilment <> 'stock' OR o.money_part > 0) AND NOT EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)
           AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
           AND NOT EXISTS (SELECT FROM outbox p WHERE p.topic = 'orders.advance' AND p.ref = o.id::text AND p.kept_at IS NULL)""",
    "the money of an order is one payment of its member": """
        SELECT o.id AS "order", o.money_part, p.amount FROM orders o LEFT JOIN payments p ON p.purpose = 'order' AND p.purpose_id = o.id
         WHERE CASE WHEN o.money_part = 0 THEN p.id IS NOT NULL
                    ELSE (p.programme_id, p.member_id, p.amount, p.currency) IS DISTINCT FROM (o.programme_id, o.member_id, o.money_part, o.currency) END
        UNION ALL
        SELECT p.purpose_id, NULL, p.amount FROM payments p
         WHERE p.purpose = 'order' AND NOT EXISTS (SELECT FROM orders o WHERE o.id = p.purpose_id)""",
    "an order that has its card is paid, and its partner has the money": """
        SELECT o.id AS "order", o.money_part FROM orders o JOIN giftcards g ON g.order_id = o.id JOIN brands b ON b.id = o.brand_id
          LEFT JOIN payments p ON p.purpose = 'order' AND p.purpose_id = o.id
         WHERE o.money_part > 0 AND NOT EXISTS (
            SELECT FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id
             WHERE t.ref = 'sale:' || p.id AND a.kind = 'partner' AND a.owner_id = b.partner_id AND a.unit = o.currency AND e.amount = o.money_part)""",
    "of an order that was taken back no money stays": """
        SELECT o.id AS "order", payment_available(p.id) AS kept FROM orders o JOIN order_cancellations c ON c.order_id = o.id
          JOIN payments p ON o.money_part > 0 AND p.purpose = 'order' AND p.purpose_id = o.id
         WHERE payment_is_sold(p.id) OR (payment_available(p.id) > 0 AND NOT EXISTS (
            SELECT FROM payment_refunds r JOIN payment_refund_ends e ON e.refund_id = r.id AND e.how = 'failed' WHERE r.payment_id = p.id))""",
    "no more of an order came back than it was worth, and not after it was taken back": """
        SELECT r.order_id AS "order", sum(r.value) AS value FROM order_refunds r JOIN orders o ON o.id = r.order_id
         CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM payments p JOIN payment_disputes d ON d.payment_id = p.id
                                             WHERE p.purpose = 'order' AND p.purpose_id = o.id) AS at_all) disputed
         GROUP BY r.order_id, o.value, o.points_part, o.money_part, disputed.at_all
        HAVING sum(r.value) > o.value OR sum(r.points) < div(o.points_part::numeric * sum(r.value), o.value)
            OR sum(r.points) > CASE WHEN disputed.at_all THEN o.points_part ELSE div(o.points_part::numeric * sum(r.value), o.value) END
            OR sum(r.money) > div(o.money_part::numeric * sum(r.value), o.value)
            OR EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = r.order_id)""",
    "what came back of orders is no more than was left of the certificate that staff took away for it": """
        SELECT r.voiding_id AS voiding, sum(r.value) AS value, v.amount FROM order_refunds r LEFT JOIN giftcard_voidings v ON v.id = r.voiding_id
         GROUP BY r.voiding_id, v.amount HAVING v.amount IS NULL OR sum(r.value) > v.amount""",
    "points and money came back as their refunds say": """
        SELECT r.id AS refund, r.points, t.points AS returned FROM order_refunds r
          LEFT JOIN transfers x ON x.ref = 'order-refund:' || r.id LEFT JOIN transfer_returns t ON t.transfer_id = x.id
          LEFT JOIN payment_refunds p ON p.id = r.payment_refund_id
         WHERE r.points <> coalesce(t.points, 0) OR r.money <> coalesce(p.amount, 0) + r.netted
        UNION ALL
        SELECT t.id, NULL, NULL FROM transfers t
         WHERE t.kind = 'return' AND NOT EXISTS (SELECT FROM order_refunds r WHERE t.ref = 'order-refund:' || r.id)""",
    "a certificate is void because it went on, its order was taken back, or staff took it away": """
        SELECT g.id AS giftcard FROM giftcards g
         WHERE g.state = 'void' AND NOT EXISTS (SELECT FROM giftcard_endings e WHERE e.giftcard_id = g.id)
           AND NOT EXISTS (SELECT FROM giftcard_voidings v WHERE v.giftcard_id = g.id)
           AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = g.order_id)""",
    "limits count what was ordered and not given back": """
        SELECT member_id AS member, offer_id AS offer, u.used, o.number AS orders FROM member_offer_usage u
          FULL JOIN (SELECT member_id, offer_id, count(*) AS number FROM orders o
                      WHERE counted_member AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
                      GROUP BY 1, 2) o USING (member_id, offer_id)
         WHERE coalesce(u.used, 0) <> coalesce(o.number, 0)
        UNION ALL
        SELECT NULL, offer_id, u.used, o.number FROM offer_usage u
          FULL JOIN (SELECT offer_id, count(*) AS number FROM orders o
                      WHERE counted_offer AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
                      GROUP BY 1) o USING (offer_id)
         WHERE coalesce(u.used, 0) <> coalesce(o.number, 0)""",
}


def invariants() -> list[Finding]:
    """Every place where orders break a rule; none when they are right. Reads all orders."""
    return search(RULES | published.RULES)
