"""The rules that memberships must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "who was linked to a membership signs in for it": """
        SELECT m.id AS member, m.user_id AS user_now, l.linked
          FROM (SELECT DISTINCT ON (subject) subject, after->>'user_id' AS linked FROM audit_records
                 WHERE action = 'members.link' ORDER BY subject, id DESC) l
          LEFT JOIN members m ON l.subject = 'member:' || m.id
         WHERE m.user_id IS DISTINCT FROM l.linked::bigint""",
    "each consent is one that was given": """
        SELECT coalesce('user:' || c.user_id, a.subject) AS consent_of, c.id AS consent, a.id AS record
          FROM consents c
          FULL JOIN (SELECT * FROM audit_records WHERE action = 'members.consent') a
               ON a.subject = 'user:' || c.user_id AND a.after->>'digest' = encode(c.digest, 'hex') AND a.at = c.at
              AND (a.after->>'programme_id')::bigint = c.programme_id AND a.after->>'kind' = c.kind
         WHERE c.id IS NULL OR a.id IS NULL""",
    "a bank card stops to earn for a member when he says so": """
        SELECT c.id AS bank_card, c.member_id AS member, c.unbound_at, a.at AS said_at
          FROM member_cards c
          FULL JOIN (SELECT at, subject, coalesce(after->>'card_id', before->>'card_id')::bigint AS card_id FROM audit_records
                      WHERE action = 'members.unbind_card') a
               ON a.card_id = c.id AND a.subject = 'member:' || c.member_id
         WHERE c.unbound_at IS DISTINCT FROM a.at""",
}


def invariants() -> list[Finding]:
    """Every place where memberships break a rule; none when they are right."""
    return search(RULES)
