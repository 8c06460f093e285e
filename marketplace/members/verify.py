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
    "who goes on as another was agreed to by two, and their accounts do": """
        SELECT m.id AS merge FROM member_merges m JOIN members f ON f.id = m.from_member_id JOIN members i ON i.id = m.into_member_id
          LEFT JOIN proposals p ON p.id = m.proposal_id LEFT JOIN proposal_applications a ON a.proposal_id = m.proposal_id AND a.txid = m.txid
         WHERE f.programme_id <> i.programme_id OR p.kind IS DISTINCT FROM 'member_merge' OR p.subject <> f.number OR a.proposal_id IS NULL
            OR EXISTS (SELECT FROM accounts x JOIN balances b ON b.account_id = x.id LEFT JOIN accounts h ON h.id = b.passes_to
                        WHERE x.programme_id = f.programme_id AND x.kind IN ('member', 'debt') AND x.owner_id = f.id
                          AND h.owner_id IS DISTINCT FROM i.id)
            OR NOT EXISTS (SELECT FROM audit_records r WHERE r.subject = 'member:' || f.id AND r.action = 'members.merge' AND r.txid = m.txid)""",
    "accounts go on as others where their owners do": """
        SELECT b.account_id AS account FROM balances b JOIN accounts a ON a.id = b.account_id
         WHERE b.passes_to IS NOT NULL AND NOT EXISTS (SELECT FROM member_merges m WHERE m.from_member_id = a.owner_id)""",
    "a member's level is what they joined with, or what the last membership that became theirs left them": """
        SELECT m.id AS member, m.tier, x.tier_after FROM members m
          JOIN LATERAL (SELECT tier_after FROM member_merges g WHERE g.into_member_id = m.id ORDER BY g.id DESC LIMIT 1) x ON x.tier_after <> m.tier""",
    "no bank card earns for somebody who goes on as another": """
        SELECT c.id AS bank_card FROM member_cards c JOIN member_merges m ON m.from_member_id = c.member_id WHERE c.unbound_at IS NULL""",
    "a member is held, and let go on, when the audit says so": """
        SELECT h.id AS hold, h.member_id AS member, h.kind, h.lifted_at FROM member_holds h
         WHERE NOT EXISTS (SELECT FROM audit_records a WHERE a.subject = 'member:' || h.member_id AND a.at = h.at
                              AND a.action = 'members.hold' AND a.after->>'held' = h.kind)
            OR h.lifted_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM audit_records a WHERE a.subject = 'member:' || h.member_id AND a.at = h.lifted_at
                   AND (a.action = 'members.lift_hold' OR a.action = 'members.hold' AND a.before->>'held' = h.kind))""",
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
