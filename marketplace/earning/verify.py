"""The rules that earning must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

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
        SELECT t.id AS transfer, t.kind, t.ref, o.points, e.points AS posted
          FROM (SELECT id, kind, ref, programme_id,
                       regexp_match(ref, '^card-operations:([0-9]{1,18})-([0-9]{1,18}):(earned|taken_back)$') AS said
                  FROM transfers WHERE kind IN ('accrual', 'clawback')) t
          LEFT JOIN LATERAL (
            SELECT sum(points) AS points FROM card_operations o
             WHERE o.id BETWEEN t.said[1]::bigint AND t.said[2]::bigint AND o.programme_id = t.programme_id AND o.reason = t.said[3]
               AND (t.kind = 'accrual') = (o.reason = 'earned')) o ON true
          LEFT JOIN LATERAL (
            SELECT -sum(e.amount) AS points FROM entries e JOIN accounts a ON a.id = e.account_id AND a.kind = 'programme'
             WHERE e.transfer_id = t.id) e ON true
         WHERE o.points IS NULL OR o.points IS DISTINCT FROM e.points""",
    "a refund takes back what its parts take": """
        SELECT o.id AS operation, o.points, p.points AS parts
          FROM (SELECT refund_id AS id, sum(points) AS points FROM refund_parts GROUP BY 1) p
          FULL JOIN (SELECT id, points FROM card_operations WHERE kind = 'refund') o USING (id)
         WHERE coalesce(o.points, 0) <> -coalesce(p.points, 0)""",
    "refunds give back no more of a purchase than it was, and take the points of that share": """
        SELECT o.id AS operation, o.amount, o.points, p.amount AS given_back, p.points AS taken
          FROM card_operations o JOIN (SELECT purchase_id, sum(amount) AS amount, sum(points) AS points FROM refund_parts GROUP BY 1) p
            ON p.purchase_id = o.id
         WHERE o.kind = 'refund' OR p.amount > o.amount OR p.points <> div(o.points * p.amount, o.amount)""",
}


def invariants() -> list[Finding]:
    """Every place where earning breaks a rule; none when it is right. Reads all card operations."""
    return search(RULES)
