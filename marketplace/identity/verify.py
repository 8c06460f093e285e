"""The rules that rights must satisfy at any moment, each as one query that finds where it is broken.

Grants come and go, so they cannot be sealed; what was given and taken back is in the audit log, which is.
"""

from marketplace.core.chain import Sheet
from marketplace.core.findings import Finding, search

# What the hash chain covers: API clients, for whom they speak and what they may do.
SHEETS = (
    Sheet(
        "api_clients",
        (
            "programme_id", "name", "key_prefix", "key_digest", "scopes", "member_id", "per_minute", "created_at", "expires_at",
        ),
    ),
)  # fmt: skip

RULES: dict[str, str] = {
    "a role is held by whom the audit says it was given to, and by nobody else": """
        SELECT subject AS grants_of, place AS programme, g.roles AS held, t.roles AS given
          FROM (SELECT 'user:' || user_id AS subject, coalesce(to_jsonb(programme_id), 'null') AS place,
                       jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', role, 'partner_id', partner_id)) ORDER BY id) AS roles
                  FROM grants GROUP BY user_id, programme_id) g
          FULL JOIN (
            SELECT DISTINCT ON (subject, after->'programme_id') subject, after->'programme_id' AS place, after->'roles' AS roles
              FROM audit_records WHERE action IN ('identity.grant', 'identity.revoke')
             ORDER BY subject, after->'programme_id', id DESC) t USING (subject, place)
         WHERE coalesce(g.roles, '[]') <> coalesce(t.roles, '[]')""",
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
    """Every place where somebody may do what nobody let them do; none when rights are right."""
    return search(RULES)
