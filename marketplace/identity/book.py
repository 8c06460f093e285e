"""What the hash chain covers of identity: API clients, for whom they speak and what they may do.

Grants are given and taken back; `verify.py` holds them against the audit.
"""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet(
        "api_clients",
        (
            "programme_id", "name", "key_prefix", "key_digest", "scopes", "member_id", "per_minute", "created_at", "expires_at",
        ),
    ),
)  # fmt: skip
