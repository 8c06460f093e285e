"""The rules that rights must satisfy at any moment, each as one query that finds where it is broken.

Grants come and go, so they cannot be sealed; what was given and taken back stands in the audit, which is.
"""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "a role is held by whom the audit says it was given to, since then, and by nobody else": """
        SELECT coalesce(g.subject, t.subject) AS grant_to, coalesce(g.facts, t.facts)->>'role' AS role,
               g.granted_at AS held_since, t.at AS given_at
          FROM (SELECT 'user:' || user_id AS subject, granted_at,
                       jsonb_build_object('role', role, 'programme_id', programme_id, 'partner_id', partner_id) AS facts FROM grants) g
          FULL JOIN (
            SELECT subject, facts, at FROM (
                SELECT DISTINCT ON (subject, facts) subject, facts, action, at
                  FROM (SELECT id, subject, action, at, CASE action WHEN 'identity.grant' THEN after ELSE before END AS facts
                          FROM audit_records WHERE action IN ('identity.grant', 'identity.revoke')) a
                 ORDER BY subject, facts, id DESC) newest
             WHERE action = 'identity.grant') t USING (subject, facts)
         WHERE g.granted_at IS DISTINCT FROM t.at""",
    "an API client may do what the audit says it was made for, and is ended when the audit says so": """
        SELECT c.id AS client, c.revoked_at, e.at AS ended_at FROM api_clients c
          LEFT JOIN audit_records m ON m.subject = 'client:' || c.id AND m.action = 'identity.create_client'
          LEFT JOIN audit_records e ON e.subject = 'client:' || c.id AND e.action = 'identity.revoke_client'
         WHERE c.revoked_at IS DISTINCT FROM e.at OR m.id IS NULL
            OR m.after->'scopes' IS DISTINCT FROM to_jsonb(c.scopes)
            OR (m.after->>'programme_id')::bigint IS DISTINCT FROM c.programme_id
            OR (m.after->>'member_id')::bigint IS DISTINCT FROM c.member_id""",
}


def invariants() -> list[Finding]:
    """Every place where somebody may do what nobody let him do; none when rights are right."""
    return search(RULES)
