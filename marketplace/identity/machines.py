"""What may be done with API clients; and keys, which other machines have too."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.core import audit, own_seals
from marketplace.core.db import db, execute
from marketplace.identity import rules
from marketplace.identity.book import CLIENTS
from marketplace.identity.errors import UnknownScope
from marketplace.identity.keys import NewKey, fits, key_prefix, new_key
from marketplace.identity.models import ApiClient
from marketplace.identity.queries import KIND, Client, as_client

__all__ = ["NewKey", "create_client", "fits", "key_prefix", "new_key", "revoke_client"]


def create_client(
    programme_id: int,
    name: str,
    scopes: Sequence[str],
    *,
    now: datetime,
    member_id: int | None = None,
    per_minute: int = 600,
    expires_at: datetime | None = None,
) -> tuple[Client, str]:
    """An API client and its key, `vk_<8>_<32>` (160 random bits): the only time that the key is seen.

    Raises:
        UnknownScope: a scope that does not exist, or none at all.
    """
    unknown = [scope for scope in scopes if scope not in rules.SCOPES]
    if unknown or not scopes:
        raise UnknownScope(scope=", ".join(unknown))
    key = new_key(KIND)
    row = ApiClient(
        programme_id=programme_id, name=name, key_prefix=key.prefix, key_digest=key.digest,
        scopes=sorted(set(scopes)), member_id=member_id, per_minute=per_minute, created_at=now, expires_at=expires_at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    own_seals.seal(CLIENTS, row.id)
    facts = {"name": name, "scopes": row.scopes, "programme_id": programme_id, "member_id": member_id}
    audit.record("identity.create_client", f"client:{row.id}", at=now, after=facts)
    return as_client(row), key.text


def revoke_client(client_id: int, *, now: datetime) -> bool:
    """End an API client's access forever; whether it had any."""
    ended = execute(
        "UPDATE api_clients SET revoked_at = %(now)s WHERE id = %(id)s AND revoked_at IS NULL RETURNING id",
        {"id": client_id, "now": now},
    ).first()
    if ended is not None:
        before, after = {"revoked_at": None}, {"revoked_at": now.isoformat()}
        audit.record("identity.revoke_client", f"client:{client_id}", at=now, before=before, after=after)
    return ended is not None
