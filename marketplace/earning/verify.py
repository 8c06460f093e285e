"""The rules that earning must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search
from marketplace.earning import intakes

SEALED = "card operations are taken in by the application itself, which alone can seal what came"

RULES: dict[str, str] = {
    "the points of card operations are those that the ledger posted for them": """
        SELECT o.programme_id AS programme, o.points, coalesce(e.points, 0) AS posted
          FROM (SELECT programme_id, points > 0 AS earned, sum(points) AS points FROM card_operations WHERE points <> 0 GROUP BY 1, 2) o
          LEFT JOIN (
            SELECT t.programme_id, t.kind = 'accrual' AS earned, -sum(e.amount) AS points
              FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id AND a.kind = 'programme'
             WHERE t.ref LIKE 'card-operations:%%' AND t.kind IN ('accrual', 'clawback') GROUP BY 1, 2) e USING (programme_id, earned)
         WHERE o.points <> coalesce(e.points, 0)""",
    "points are earned for card operations, and taken back for them": """
        SELECT t.id AS transfer, t.kind, t.ref, coalesce(o.points, p.points) AS points, e.points AS posted
          FROM (SELECT id, kind, ref, programme_id,
                       regexp_match(ref, '^card-operations:([0-9]{1,18})-([0-9]{1,18}):(earned|taken_back)$') AS said,
                       regexp_match(ref, '^refund-parts:([0-9]{1,18})-([0-9]{1,18}):(given_back|taken_back)$') AS late
                  FROM transfers WHERE kind IN ('accrual', 'clawback')) t
          LEFT JOIN LATERAL (
            SELECT sum(points) AS points FROM card_operations o
             WHERE o.id BETWEEN t.said[1]::bigint AND t.said[2]::bigint AND o.programme_id = t.programme_id AND o.reason = t.said[3]
               AND (t.kind = 'accrual') = (o.reason = 'earned')) o ON true
          LEFT JOIN LATERAL (
            SELECT -sum(net.points) AS points FROM (
                SELECT sum(p.points) AS points FROM refund_parts p JOIN card_operations o ON o.id = p.purchase_id
                 WHERE p.id BETWEEN t.late[1]::bigint AND t.late[2]::bigint AND p.late AND o.programme_id = t.programme_id
                 GROUP BY o.member_id) net
             WHERE CASE t.late[3] WHEN 'given_back' THEN t.kind = 'accrual' AND net.points < 0
                                  WHEN 'taken_back' THEN t.kind = 'clawback' AND net.points > 0 END) p ON true
          LEFT JOIN LATERAL (
            SELECT -sum(e.amount) AS points FROM entries e JOIN accounts a ON a.id = e.account_id AND a.kind = 'programme'
             WHERE e.transfer_id = t.id) e ON true
         WHERE coalesce(o.points, p.points) IS NULL OR coalesce(o.points, p.points) IS DISTINCT FROM e.points""",
    "what refunds take or give back late is posted": """
        SELECT programme, p.points, e.posted
          FROM (SELECT o.programme_id AS programme, sum(p.points) AS points FROM refund_parts p JOIN card_operations o ON o.id = p.purchase_id
                 WHERE p.late GROUP BY 1) p
          LEFT JOIN (
            SELECT t.programme_id AS programme, sum(e.amount) AS posted
              FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id AND a.kind = 'programme'
             WHERE t.ref LIKE 'refund-parts:%%' GROUP BY 1) e USING (programme)
         WHERE p.points <> coalesce(e.posted, 0)""",
    "a refund takes back what its parts take": """
        SELECT o.id AS operation, o.points, p.points AS parts
          FROM (SELECT refund_id AS id, sum(points) AS points FROM refund_parts WHERE NOT late GROUP BY 1) p
          FULL JOIN (SELECT id, points FROM card_operations WHERE kind = 'refund') o USING (id)
         WHERE coalesce(o.points, 0) <> -coalesce(p.points, 0)""",
    "refunds give back no more of a purchase than it was, and take the points of that share": """
        SELECT o.id AS operation, o.amount, o.points, p.amount AS given_back, p.points AS taken
          FROM card_operations o JOIN (SELECT purchase_id, sum(amount) AS amount, sum(points) AS points FROM refund_parts GROUP BY 1) p
            ON p.purchase_id = o.id
         WHERE o.kind = 'refund' OR p.amount < 0 OR p.amount > o.amount OR p.points <> div(o.points * p.amount, o.amount)""",
    "a refund takes of its purchase whatever it can": """
        SELECT r.id AS operation, r.amount, r.given FROM (
            SELECT r.*, coalesce((SELECT sum(p.amount) FROM refund_parts p WHERE p.refund_id = r.id), 0) AS given
              FROM card_operations r WHERE r.kind = 'refund' AND r.forgotten IS NULL) r
          JOIN LATERAL (
            SELECT b.id, b.amount, b.currency FROM card_operations b
             WHERE b.programme_id = r.programme_id AND b.token = r.token AND b.kind <> 'refund' AND b.member_id IS NOT NULL
               AND b.happened_at <= r.happened_at AND (b.merchant = r.merchant OR (b.rrn <> '' AND b.rrn = r.rrn))
             ORDER BY (b.rrn <> '' AND b.rrn = r.rrn) DESC, b.happened_at DESC, b.source COLLATE "C" DESC, b.operation_id COLLATE "C" DESC
             LIMIT 1) b ON r.given < r.amount AND b.currency = r.currency
         WHERE b.amount > coalesce((SELECT sum(p.amount) FROM refund_parts p WHERE p.purchase_id = b.id), 0)""",
    "card operations are taken in with a record of it": """
        SELECT coalesce(o.txid, a.txid)::text AS transaction, o.number, a.recorded
          FROM (SELECT txid, 'programme:' || programme_id AS subject, count(*) AS number FROM card_operations GROUP BY 1, 2) o
          FULL JOIN (SELECT txid, subject, sum((after->>'new')::bigint) AS recorded FROM audit_records
                      WHERE action = 'earning.take_in' GROUP BY 1, 2) a ON a.txid = o.txid AND a.subject = o.subject
         WHERE o.number IS DISTINCT FROM a.recorded""",
    "card operations, and what they give back, are those of their intake": """
        SELECT coalesce(o.txid, i.txid)::text AS transaction, o.number, i.number AS noted, o.earned, i.earned AS noted_earned
          FROM (SELECT txid, sum(number)::bigint AS number, sum(waiting)::bigint AS waiting, sum(parts)::bigint AS parts,
                       sum(earned)::bigint AS earned, sum(taken_back)::bigint AS taken_back
                  FROM (SELECT txid, count(*) AS number, 0 AS waiting, 0 AS parts, coalesce(sum(points) FILTER (WHERE points > 0), 0) AS earned,
                               coalesce(-sum(points) FILTER (WHERE points < 0), 0) AS taken_back FROM card_operations GROUP BY 1
                        UNION ALL SELECT txid, 0, count(*), 0, 0, 0 FROM waiting_operations GROUP BY 1
                        UNION ALL SELECT txid, 0, 0, count(*), 0, 0 FROM refund_parts GROUP BY 1) stored GROUP BY 1) o
          FULL JOIN (SELECT txid, sum(number)::bigint AS number, sum(waiting)::bigint AS waiting, sum(parts)::bigint AS parts,
                            sum(earned)::bigint AS earned, sum(taken_back)::bigint AS taken_back FROM operation_intakes GROUP BY 1) i USING (txid)
         WHERE (o.number, o.waiting, o.parts, o.earned, o.taken_back) IS DISTINCT FROM (i.number, i.waiting, i.parts, i.earned, i.taken_back)""",
    "an intake holds no more than its run": """
        SELECT r.id AS run, r.total, sum(i.number + i.waiting) AS taken_in
          FROM operation_intakes i JOIN runs r ON r.id = i.run_id
         GROUP BY r.id HAVING sum(i.number + i.waiting) > r.total OR bool_or(i.file_digest <> r.file_digest OR i.programme_id <> r.programme_id)""",
    "operations that wait were received with a record of it": """
        SELECT coalesce(w.txid, a.txid)::text AS transaction, w.number, a.recorded
          FROM (SELECT txid, 'programme:' || programme_id AS subject, count(*) AS number FROM waiting_operations GROUP BY 1, 2) w
          FULL JOIN (SELECT txid, subject, sum((after->>'new')::bigint) AS recorded FROM audit_records
                      WHERE action = 'earning.wait' GROUP BY 1, 2) a ON a.txid = w.txid AND a.subject = w.subject
         WHERE w.number IS DISTINCT FROM a.recorded""",
    "an operation that waited is taken in as it was received, in its time": """
        SELECT o.id AS operation, w.id AS waiting FROM waiting_operations w JOIN card_operations o USING (programme_id, source, operation_id)
         WHERE (w.forgotten IS NULL AND o.forgotten IS NULL AND w.token <> o.token) OR (w.happened_at, w.kind, w.amount, w.currency, w.mcc)
               IS DISTINCT FROM (o.happened_at, o.kind, o.amount, o.currency, o.mcc)
            OR o.imported_at < w.happened_at - interval '1 day'""",
}


def invariants() -> list[Finding]:
    """Every place where earning breaks a rule; none when it is right. Reads all card operations."""
    return [*search(RULES), *(Finding(SEALED, f"intake {number}", {}) for number in intakes.forged())]
