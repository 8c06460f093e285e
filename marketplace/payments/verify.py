"""The rules that payments must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core import own_seals
from marketplace.core.findings import Finding, search
from marketplace.payments.book import OWNED

RULES: dict[str, str] = {
    "money that came stands in the books, once and all of it": """
        SELECT p.id AS payment, p.amount, e.amount AS posted FROM payments p JOIN payment_completions c ON c.payment_id = p.id
          LEFT JOIN transfers t ON t.ref = 'payment:' || p.id AND t.kind = 'payment'
          LEFT JOIN entries e ON e.transfer_id = t.id AND e.amount > 0
         WHERE e.amount IS DISTINCT FROM p.amount""",
    "money moves for payments with one cause": """
        SELECT t.id AS transfer, t.kind, t.ref FROM transfers t
         WHERE t.kind IN ('payment', 'sale', 'refund', 'dispute') AND NOT CASE split_part(t.ref, ':', 1)
            WHEN 'payment' THEN t.kind = 'payment' AND EXISTS (
                SELECT FROM payment_completions c WHERE c.payment_id = split_part(t.ref, ':', 2)::bigint)
            WHEN 'refund' THEN t.kind = 'refund' AND EXISTS (
                SELECT FROM payment_refund_ends e WHERE e.refund_id = split_part(t.ref, ':', 2)::bigint AND e.how = 'done')
            WHEN 'refund-back' THEN t.kind = 'refund' AND EXISTS (
                SELECT FROM payment_refund_ends e WHERE e.refund_id = split_part(t.ref, ':', 2)::bigint AND e.how = 'failed')
            WHEN 'dispute' THEN t.kind = 'dispute' AND EXISTS (
                SELECT FROM payment_dispute_takings d WHERE d.dispute_id = split_part(t.ref, ':', 2)::bigint)
            WHEN 'dispute-back' THEN t.kind = 'dispute' AND EXISTS (
                SELECT FROM payment_dispute_returns d WHERE d.dispute_id = split_part(t.ref, ':', 2)::bigint)
            WHEN 'debt-net' THEN t.kind = 'dispute' AND EXISTS (SELECT FROM payment_nettings n WHERE n.id = split_part(t.ref, ':', 2)::bigint)
            WHEN 'write-off' THEN t.kind = 'dispute' AND EXISTS (
                SELECT FROM payment_write_offs w WHERE w.proposal_id = split_part(t.ref, ':', 2)::bigint)
            WHEN 'sale' THEN t.kind = 'sale' AND EXISTS (
                SELECT FROM payment_completions c WHERE c.payment_id = split_part(t.ref, ':', 2)::bigint)
            WHEN 'sale-back' THEN t.kind = 'sale' AND EXISTS (SELECT FROM transfers s WHERE s.ref = 'sale:' || split_part(t.ref, ':', 2))
            WHEN 'part-back' THEN t.kind = 'sale' AND EXISTS (
                SELECT FROM payment_refunds r WHERE r.id = split_part(t.ref, ':', 2)::bigint AND r.cause = 'returned' AND r.borne_by = 'programme')
            WHEN 'gift-again' THEN t.kind = 'sale' AND EXISTS (
                SELECT FROM payment_refund_ends e WHERE e.refund_id = split_part(t.ref, ':', 2)::bigint AND e.how = 'failed')
            WHEN 'gift-back' THEN t.kind = 'sale' AND EXISTS (SELECT FROM transfers s WHERE s.ref = 'sale-back:' || split_part(t.ref, ':', 2))
            ELSE false END""",
    "what was done with a refund stands in the books": """
        SELECT e.refund_id AS refund, r.amount, n.amount AS posted FROM payment_refund_ends e JOIN payment_refunds r ON r.id = e.refund_id
          LEFT JOIN transfers t ON t.ref = 'refund:' || e.refund_id LEFT JOIN entries n ON n.transfer_id = t.id AND n.amount > 0
         WHERE e.how = 'done' AND n.amount IS DISTINCT FROM r.amount
        UNION ALL
        SELECT e.refund_id, r.amount, n.amount FROM payment_refund_ends e JOIN payment_refunds r ON r.id = e.refund_id
          JOIN payment_refund_ends d ON d.refund_id = e.refund_id AND d.how = 'done'
          LEFT JOIN transfers t ON t.ref = 'refund-back:' || e.refund_id LEFT JOIN entries n ON n.transfer_id = t.id AND n.amount > 0
         WHERE e.how = 'failed' AND n.amount IS DISTINCT FROM r.amount""",
    "no more of a payment is refunded than was paid": """
        SELECT p.id AS payment, p.amount, sum(r.amount) AS refunded FROM payments p JOIN payment_refunds r ON r.payment_id = p.id
         WHERE NOT EXISTS (SELECT FROM payment_refund_ends e WHERE e.refund_id = r.id AND e.how = 'failed')
         GROUP BY p.id HAVING sum(r.amount) > p.amount OR NOT EXISTS (SELECT FROM payment_completions c WHERE c.payment_id = p.id)""",
    "money that came after a payment had expired goes back": """
        SELECT p.id AS payment FROM payments p JOIN payment_completions c ON c.payment_id = p.id JOIN payment_expiries x ON x.payment_id = p.id
         WHERE NOT EXISTS (SELECT FROM payment_refunds r WHERE r.payment_id = p.id)""",
    "what was taken for a dispute is what its funds ask for": """
        SELECT d.id AS dispute, payment_dispute_due(d.id) AS due FROM payment_disputes d WHERE payment_dispute_due(d.id) <> ''""",
    "a debt that was given up was agreed to by two": """
        SELECT w.proposal_id AS proposal, w.amount FROM payment_write_offs w LEFT JOIN proposals p ON p.id = w.proposal_id
          LEFT JOIN proposal_applications a ON a.proposal_id = p.id
         WHERE p.kind IS DISTINCT FROM 'debt_write_off' OR p.subject <> w.member_id || ':' || w.unit
            OR a.proposal_id IS NULL OR NOT EXISTS (
               SELECT FROM proposal_versions n WHERE n.proposal_id = p.id AND (n.payload ->> 'amount')::bigint = w.amount)""",
    "what was taken for a dispute is what its cards lost": """
        SELECT t.dispute_id AS dispute, t.value, coalesce(sum(p.value), 0) AS pieces FROM payment_dispute_takings t
          LEFT JOIN payment_dispute_pieces p ON p.dispute_id = t.dispute_id GROUP BY t.dispute_id, t.value HAVING t.value <> coalesce(sum(p.value), 0)""",
    "what is owed for disputes stands as a debt": """
        SELECT d.id AS dispute, t.owed, -e.amount AS debt FROM payment_dispute_takings t JOIN payment_disputes d ON d.id = t.dispute_id
          LEFT JOIN transfers x ON x.ref = 'dispute:' || d.id
          LEFT JOIN LATERAL (SELECT e.amount FROM entries e JOIN accounts a ON a.id = e.account_id WHERE e.transfer_id = x.id AND a.kind = 'debt') e ON true
         WHERE t.owed <> -coalesce(e.amount, 0)""",
    "nothing was handed over of a payment beyond what came": """
        SELECT p.payment, p.prepaid FROM (
            SELECT e.memo ->> 'payment' AS payment, sum(e.amount) AS prepaid FROM entries e JOIN accounts a ON a.id = e.account_id
             WHERE a.kind = 'prepaid' GROUP BY 1) p
         WHERE p.prepaid < 0 AND NOT EXISTS (
            SELECT FROM payment_disputes d JOIN payments n ON n.id = d.payment_id WHERE n.public_id = p.payment)""",
    "points were credited for money that came in time, once and all of them": """
        SELECT t.id AS topup, t.points, e.amount AS credited FROM topups t LEFT JOIN payments p ON p.purpose = 'topup' AND p.purpose_id = t.id
          LEFT JOIN payment_completions c ON c.payment_id = p.id LEFT JOIN payment_expiries x ON x.payment_id = p.id
          LEFT JOIN transfers s ON s.ref = 'topup:' || t.id AND s.kind = 'topup' LEFT JOIN entries e ON e.transfer_id = s.id AND e.amount > 0
         WHERE p.id IS NULL OR p.member_id <> t.member_id OR e.amount IS DISTINCT FROM CASE WHEN c.at IS NOT NULL AND x.at IS NULL THEN t.points END
        UNION ALL
        SELECT p.purpose_id, NULL, NULL FROM payments p WHERE p.purpose = 'topup' AND NOT EXISTS (SELECT FROM topups t WHERE t.id = p.purpose_id)""",
    "bought points move with one cause": """
        SELECT x.id AS transfer, x.ref, x.kind FROM transfers x
         WHERE x.kind = 'topup' AND NOT CASE split_part(x.ref, ':', 1)
            WHEN 'topup' THEN EXISTS (SELECT FROM topups t WHERE t.id = split_part(x.ref, ':', 2)::bigint)
            WHEN 'topup-refund' THEN EXISTS (SELECT FROM topup_takings k WHERE k.cause = 'refund' AND k.cause_id = split_part(x.ref, ':', 2)::bigint
                AND (split_part(x.ref, ':', 3) = '' OR EXISTS (SELECT FROM topup_returns b WHERE b.taking_id = k.id)))
            WHEN 'topup-dispute' THEN EXISTS (SELECT FROM topup_takings k WHERE k.cause = 'dispute' AND k.cause_id = split_part(x.ref, ':', 2)::bigint
                AND (split_part(x.ref, ':', 3) = '' OR EXISTS (SELECT FROM topup_returns b WHERE b.taking_id = k.id)))
            ELSE false END""",
    "of bought points as many were taken back as their money went back, but for rounding": """
        SELECT t.id AS topup, t.points, payment_available(p.id) AS kept, k.taken FROM topups t
          JOIN payments p ON p.purpose = 'topup' AND p.purpose_id = t.id JOIN transfers x ON x.ref = 'topup:' || t.id
          CROSS JOIN LATERAL (SELECT count(*) AS times, coalesce(sum(k.points + k.owed) FILTER (
                WHERE NOT EXISTS (SELECT FROM topup_returns b WHERE b.taking_id = k.id)), 0) AS taken FROM topup_takings k WHERE k.topup_id = t.id) k
         WHERE abs(k.taken - least(t.points, ceil(t.points::numeric * (p.amount - payment_available(p.id)) / p.amount))) > k.times""",
    "a payment that is open has a promise": """
        SELECT p.id AS payment FROM payments p
         WHERE NOT EXISTS (SELECT FROM payment_completions c WHERE c.payment_id = p.id) AND NOT EXISTS (SELECT FROM payment_expiries x WHERE x.payment_id = p.id)
           AND NOT EXISTS (SELECT FROM outbox o WHERE o.topic = 'payments.watch' AND o.ref = p.id::text AND o.kept_at IS NULL)
        UNION ALL
        SELECT r.payment_id FROM payment_refunds r WHERE NOT EXISTS (SELECT FROM payment_refund_ends e WHERE e.refund_id = r.id)
           AND NOT EXISTS (SELECT FROM outbox o WHERE o.topic = 'payments.refund' AND o.ref = r.id::text AND o.kept_at IS NULL)""",
}


def invariants() -> list[Finding]:
    """Every place where payments break a rule; none when they are right. Reads all payments."""
    return search(RULES) + own_seals.unsealed(OWNED)
