"""What may be asked about calls; read only."""

from datetime import datetime

from marketplace.core.db import execute
from marketplace.support.calls.errors import NoCall
from marketplace.support.calls.values import Call, Step

_CALL = """SELECT c.id, c.programme_id, c.member_id, c.phone, c.named, c.agent_id, c.began_at,
       (SELECT s.at FROM call_steps s WHERE s.call_id = c.id AND s.what = 'end') AS ended_at FROM calls c"""


def call(call_id: int, *, programme_id: int) -> Call:
    """A call of a programme. Raises NoCall: unknown and another programme's alike."""
    return _one(
        f"{_CALL} WHERE c.id = %(id)s AND c.programme_id = %(programme)s", {"id": call_id, "programme": programme_id}
    )


def call_by_ref(ref: str) -> Call:
    """The call that was taken down under this ref. Raises NoCall."""
    return _one(f"{_CALL} WHERE c.ref = %(ref)s", {"ref": ref})


def steps(of: Call) -> list[Step]:
    """What was done in a call, in order."""
    rows = execute(
        "SELECT id, what, text, giftcard_id, case_id, at FROM call_steps WHERE call_id = %(id)s ORDER BY id",
        {"id": of.id},
    )
    return [Step(*row) for row in rows]


def today_of(programme_id: int, agent_id: int, *, since: datetime, limit: int = 50) -> list[Call]:
    """The calls that somebody has taken since then, the newest first."""
    rows = execute(
        f"{_CALL} WHERE c.programme_id = %(programme)s AND c.agent_id = %(agent)s AND c.began_at >= %(since)s ORDER BY c.began_at DESC LIMIT %(limit)s",
        {"programme": programme_id, "agent": agent_id, "since": since, "limit": limit},
    ).mappings()
    return [Call(**(row | {"named": tuple(row["named"])})) for row in rows]


def _one(sql: str, facts: dict[str, object]) -> Call:
    row = execute(sql, facts).mappings().first()
    if row is None:
        raise NoCall
    return Call(**(row | {"named": tuple(row["named"])}))
