"""Colleagues who are suspended from issuing: they sign in and read, and give nothing of value out in a programme, nor agree to it, until others lift that."""

from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.identity.errors import IssuingSuspended


def suspend_issuing(user_id: int, *, programme_id: int, why: str, now: datetime) -> bool:
    """Suspend somebody in a programme. Returns False where they are suspended there already: they stay so."""
    facts = {"user": user_id, "programme": programme_id, "now": now}
    made = execute(
        """INSERT INTO issuing_suspensions (user_id, programme_id, at) VALUES (%(user)s, %(programme)s, %(now)s)
           ON CONFLICT (user_id, programme_id) WHERE lifted_at IS NULL DO NOTHING RETURNING id""",
        facts,
    ).first()
    if made is None:
        return False
    _record("identity.suspend_issuing", user_id, programme_id, suspended=True, why=why, now=now)
    return True


def resume_issuing(user_id: int, *, programme_id: int, why: str, now: datetime) -> bool:
    """Let somebody issue again in a programme. Returns False where nothing kept them from it."""
    facts = {"user": user_id, "programme": programme_id, "now": now}
    lifted = execute(
        """UPDATE issuing_suspensions SET lifted_at = %(now)s
            WHERE user_id = %(user)s AND programme_id = %(programme)s AND lifted_at IS NULL RETURNING id""",
        facts,
    ).first()
    if lifted is None:
        return False
    _record("identity.resume_issuing", user_id, programme_id, suspended=False, why=why, now=now)
    return True


def suspended_since(user_id: int, programme_id: int) -> datetime | None:
    """Since when somebody is suspended from issuing in a programme; None: they are not."""
    found: datetime | None = execute(
        "SELECT at FROM issuing_suspensions WHERE user_id = %(user)s AND programme_id = %(programme)s AND lifted_at IS NULL",
        {"user": user_id, "programme": programme_id},
    ).scalar()
    return found


def must_not_be_suspended(user_id: int, programme_id: int) -> None:
    """Raises IssuingSuspended."""
    since = suspended_since(user_id, programme_id)
    if since is not None:
        raise IssuingSuspended(since=since.isoformat())


def _record(action: str, user_id: int, programme_id: int, *, suspended: bool, why: str, now: datetime) -> None:
    before, after = ({"programme_id": programme_id, "suspended": one} for one in (not suspended, suspended))
    audit.record(action, f"user:{user_id}", at=now, why=why, before=before, after=after)
