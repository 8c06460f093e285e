"""The rules that erasures must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "points end by an erasure that was asked for, after its term, all of them": """
        SELECT t.id AS transfer, t.ref FROM transfers t
          LEFT JOIN erasures x ON t.ref = 'erasure:' || x.id AND x.programme_id = t.programme_id
          LEFT JOIN accounts a ON a.programme_id = t.programme_id AND a.kind = 'member' AND a.owner_id = x.member_id AND a.unit = 'points'
          LEFT JOIN entries e ON e.transfer_id = t.id AND e.account_id = a.id
         WHERE t.kind = 'erasure' AND ((e.amount < 0 AND e.balance_after = 0 AND t.at >= x.due_at) IS NOT TRUE
            OR EXISTS (SELECT FROM erasure_ends d WHERE d.erasure_id = x.id AND d.how = 'taken_back'))""",
    "an erasure is done after its term, once, with a record of it": """
        SELECT d.erasure_id AS erasure, d.at FROM erasure_ends d JOIN erasures x ON x.id = d.erasure_id
         WHERE d.how = 'done' AND (d.at < x.due_at OR NOT EXISTS (SELECT FROM audit_records r
               WHERE r.subject = 'member:' || x.member_id AND r.action = 'erasures.erase' AND r.at = d.at))""",
    "somebody whose data were erased has no name and no address, and nobody signs in for them": """
        SELECT m.id AS member FROM members m JOIN erasures x ON x.member_id = m.id JOIN erasure_ends d ON d.erasure_id = x.id
         WHERE d.how = 'done' AND (m.email <> '' OR m.phone <> '' OR m.last_name <> '' OR m.user_id IS NOT NULL OR x.evidence <> '')""",
    "nobody's data are erased but by a request": """
        SELECT e.member_id AS member FROM erased_members e WHERE NOT EXISTS (SELECT FROM erasure_steps s JOIN erasures x ON x.id = s.erasure_id
                 WHERE s.txid = e.txid AND e.member_id IN (SELECT member_line(x.member_id)))""",
    "words are forgotten while an erasure is going on": """
        SELECT f.sheet, f.row_id FROM forgettings f
         WHERE NOT EXISTS (SELECT FROM erasure_steps s WHERE s.txid = f.txid)""",
}


def invariants() -> list[Finding]:
    """Every place where an erasure breaks a rule; none when they are right."""
    return search(RULES)
