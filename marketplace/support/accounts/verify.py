"""The rules that points put right by hand must satisfy at any moment, each as one query that finds where it is broken."""

RULES: dict[str, str] = {
    "points that staff gave or took are moved as it was written down, at once": """
        SELECT c.id AS correction, t.id AS transfer, e.amount FROM point_corrections c
          LEFT JOIN transfers t ON t.ref = 'correction:' || c.id AND t.kind = 'adjustment' AND t.txid = c.txid
          LEFT JOIN accounts a ON a.programme_id = c.programme_id AND a.kind = 'member' AND a.owner_id = c.member_id AND a.unit = 'points'
          LEFT JOIN entries e ON e.transfer_id = t.id AND e.account_id = a.id
         WHERE e.amount IS DISTINCT FROM CASE c.kind WHEN 'debit' THEN -c.amount ELSE c.amount END
            OR e.expires_on IS DISTINCT FROM c.expires_on
            OR (SELECT count(*) FROM entries o WHERE o.transfer_id = t.id) <> 2""",
    "staff moves points by hand with a reason that is written down, and in no other way": """
        SELECT t.id AS transfer, t.ref FROM transfers t
         WHERE t.kind = 'adjustment'
           AND (t.ref LIKE 'correction:%%' OR EXISTS (SELECT FROM audit_records r
                WHERE r.subject = 'transfer:' || t.id AND r.action = 'ledger.adjust' AND r.actor_kind = 'user'))
           AND NOT EXISTS (SELECT FROM point_corrections c WHERE t.ref = 'correction:' || c.id)""",
    "points that another person had to agree to were agreed to, as they were asked for": """
        SELECT c.id AS correction FROM point_corrections c
          LEFT JOIN proposal_applications a ON a.proposal_id = c.proposal_id AND a.txid = c.txid
          LEFT JOIN proposals p ON p.id = c.proposal_id
          LEFT JOIN proposal_versions v ON v.proposal_id = a.proposal_id AND v.digest = a.digest
         WHERE c.proposal_id IS NOT NULL
           AND (v.payload->>'amount' IS DISTINCT FROM c.amount::text OR v.payload->>'kind' IS DISTINCT FROM c.kind
                OR p.kind <> 'points_correction' OR p.proposed_by <> c.asked_by)""",
    "points that another person agreed to were given or taken": """
        SELECT a.proposal_id AS proposal FROM proposal_applications a JOIN proposals p ON p.id = a.proposal_id
         WHERE p.kind = 'points_correction' AND NOT EXISTS (SELECT FROM point_corrections c WHERE c.proposal_id = a.proposal_id AND c.txid = a.txid)""",
    "what counts against the limits of a day is what was given and taken on it": """
        SELECT d.programme_id AS programme, d.day, d.user_id, d.budget, d.amount, c.amount AS corrections
          FROM correction_days d
          FULL JOIN (SELECT programme_id, day, who, CASE kind WHEN 'goodwill' THEN 'goodwill' ELSE 'hand' END AS budget, sum(amount) AS amount
                       FROM point_corrections, unnest(CASE kind WHEN 'goodwill' THEN ARRAY[asked_by] ELSE ARRAY[asked_by, NULL] END) who
                      GROUP BY 1, 2, 3, 4) c
            ON c.programme_id = d.programme_id AND c.day = d.day AND c.budget = d.budget AND coalesce(c.who, 0) = coalesce(d.user_id, 0)
         WHERE d.amount IS DISTINCT FROM c.amount""",
    "a correction has its record, with the balance before and after": """
        SELECT c.id AS correction FROM point_corrections c
         WHERE NOT EXISTS (SELECT FROM audit_records r WHERE r.txid = c.txid AND r.subject = 'member:' || c.member_id
                 AND r.action = 'accounts.' || c.kind
                 AND (r.after->>'balance')::bigint - (r.before->>'balance')::bigint = CASE c.kind WHEN 'debit' THEN -c.amount ELSE c.amount END)""",
}
