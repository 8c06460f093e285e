"""The rules that rights must satisfy at any moment, each as one query that finds where it is broken.

Grants, sessions and invitations come and go, so they cannot be sealed; what was given and taken back is in the audit log, which is.
What people sign in with is theirs to change, and each change has a seal (`sealing.py`).
"""

from marketplace.core import own_seals
from marketplace.core.chain import Sheet
from marketplace.core.findings import Finding, search
from marketplace.identity.book import OWNED
from marketplace.identity.forgetting import ERASED
from marketplace.identity.sealing import seal_sign_in, unsealed

__all__ = ["ERASED", "SHEETS", "invariants", "seal_sign_in"]

# What the hash chain covers: API clients, for whom they speak and what they may do; the seals of what people sign in with.
SHEETS = (
    Sheet(
        "api_clients",
        (
            "programme_id", "name", "key_prefix", "key_digest", "scopes", "member_id", "per_minute", "created_at", "expires_at",
        ),
    ),
    Sheet("sign_in_seals", ("user_id", "number", "state", "authenticator", "seal", "at")),
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
    "a role that has ended is held by nobody": """
        SELECT g.id AS grant, g.user_id AS user FROM grants g JOIN ended_grants e ON e.id = g.id""",
    "somebody is signed in where the audit says that he has signed in": """
        SELECT s.id AS session, s.user_id AS user FROM user_sessions s
         WHERE NOT EXISTS (SELECT FROM audit_records a WHERE a.subject = 'user:' || s.user_id AND a.action = 'identity.sign_in'
                              AND a.after->>'session_id' = s.id::text AND a.after->>'key_digest' = left(encode(s.key_digest, 'hex'), 16)
                              AND (a.after->>'until')::timestamptz = s.ends_at)""",
    "an invitation was sent as the audit says, and is open until the audit says that it ended": """
        SELECT i.id AS invitation, i.role, i.partner_id AS partner FROM invitations i
          LEFT JOIN LATERAL (SELECT a.after FROM audit_records a WHERE a.subject = 'invitation:' || i.id AND a.action = 'identity.invite'
                              ORDER BY a.id LIMIT 1) made ON true
          LEFT JOIN LATERAL (SELECT a.after FROM audit_records a
                              WHERE a.subject = 'invitation:' || i.id AND a.action IN ('identity.invite', 'identity.invite_again')
                              ORDER BY a.id DESC LIMIT 1) sent ON true
          LEFT JOIN LATERAL (SELECT a.action FROM audit_records a
                              WHERE a.subject = 'invitation:' || i.id AND a.action IN ('identity.accept_invitation', 'identity.revoke_invitation')
                              ORDER BY a.id DESC LIMIT 1) ended ON true
         WHERE (i.role, i.partner_id::text, i.ends_at, left(encode(i.token_digest, 'hex'), 16), i.accepted_at IS NOT NULL, i.revoked_at IS NOT NULL)
               IS DISTINCT FROM (made.after->>'role', made.after->>'partner_id', (sent.after->>'until')::timestamptz, sent.after->>'link_digest',
                   coalesce(ended.action = 'identity.accept_invitation', false), coalesce(ended.action = 'identity.revoke_invitation', false))""",
    "what somebody signs in with is as it was sealed last": """
        SELECT u.id AS user, s.number AS seals FROM users u
          LEFT JOIN (SELECT user_id, jsonb_agg(jsonb_build_array(encode(credential_id, 'hex'), encode(public_key, 'hex'), usage) ORDER BY credential_id) AS keys
                       FROM passkeys GROUP BY 1) k ON k.user_id = u.id
          LEFT JOIN (SELECT user_id, max(number) AS number, count(*) AS seals FROM sign_in_seals GROUP BY 1) n ON n.user_id = u.id
          LEFT JOIN sign_in_seals s ON s.user_id = u.id AND s.number = n.number
         WHERE NOT sign_in_gone(u) AND (s.state IS DISTINCT FROM sign_in_facts(u, k.keys) OR n.seals <> n.number)""",
    "somebody is suspended from issuing, and issues again, when the audit says so": """
        SELECT coalesce(s.user_id, split_part(a.subject, ':', 2)::bigint) AS user, s.at, s.lifted_at, a.at AS said_at
          FROM issuing_suspensions s
          FULL JOIN (SELECT subject, at, (after->>'programme_id')::bigint AS programme_id FROM audit_records
                      WHERE action = 'identity.suspend_issuing') a
               ON a.subject = 'user:' || s.user_id AND a.programme_id = s.programme_id AND a.at = s.at
         WHERE s.id IS NULL OR a.at IS NULL OR s.lifted_at IS NOT NULL AND NOT EXISTS (
               SELECT FROM audit_records e WHERE e.subject = a.subject AND e.action = 'identity.resume_issuing'
                  AND (e.after->>'programme_id')::bigint = s.programme_id AND e.at = s.lifted_at)""",
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
    return search(RULES) + unsealed() + own_seals.unsealed(OWNED)
