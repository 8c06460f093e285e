"""What may be asked at the fraud desk; read only."""

from dataclasses import replace

from marketplace import members
from marketplace.core.db import execute
from marketplace.fraud.errors import NobodyToHold, NoSignal
from marketplace.fraud.values import LIMITS, Decision, Signal

STATE = (
    "coalesce((SELECT d.outcome FROM fraud_decisions d WHERE d.signal_id = s.id ORDER BY d.id DESC LIMIT 1), 'open')"
)
_SIGNAL = f"""SELECT s.id, s.programme_id, s.kind, s.member_id, s.user_id, s.partner_id, s.mark, s.score, s.evidence, s.at, {STATE} AS state
  FROM fraud_signals s"""  # noqa: S608 - our own names


def signal(signal_id: int, *, programme_id: int) -> Signal:
    """A signal of a programme. Raises NoSignal: unknown and another programme's alike."""
    row = execute(
        f"{_SIGNAL} WHERE s.id = %(id)s AND s.programme_id = %(programme)s",
        {"id": signal_id, "programme": programme_id},
    ).first()
    if row is None:
        raise NoSignal
    return Signal(*row)


def aimed(of: Signal, number: str) -> Signal:
    """The signal as one about the member with this number. Raises NobodyToHold: it names no such member."""
    member = members.by_number(of.programme_id, number)
    if member is None or (member.id != of.member_id and member.number not in of.members):
        raise NobodyToHold
    return replace(of, member_id=member.id)


def concerned(of: Signal) -> list[int]:
    """The members whom a signal is about, or to whom its colleague gave something."""
    served = members.by_number(of.programme_id, of.served) if of.served else None
    return [one for one in (of.member_id, served.id if served else None) if one is not None]


def held_by(of: Signal) -> list[int]:
    """Whom decisions about a signal have put on hold, beside the one whom it is about."""
    rows = execute(
        "SELECT DISTINCT member_id FROM fraud_decisions WHERE signal_id = %(id)s AND outcome = 'hold' AND member_id IS NOT NULL ORDER BY 1",
        {"id": of.id},
    ).scalars()
    return [one for one in rows if one != of.member_id]


def of_member(member_id: int) -> list[Signal]:
    """The signals about a member, newest first."""
    rows = execute(f"{_SIGNAL} WHERE s.member_id = %(id)s ORDER BY s.id DESC LIMIT 20", {"id": member_id})
    return [Signal(*row) for row in rows]


def decisions(signal_id: int) -> list[Decision]:
    """What was decided about a signal, newest first."""
    rows = execute(
        "SELECT outcome, why, actor, at FROM fraud_decisions WHERE signal_id = %(id)s ORDER BY id DESC",
        {"id": signal_id},
    )
    return [Decision(*row) for row in rows]


def waiting(programme_id: int) -> int:
    """How many signals nobody has decided about."""
    return int(
        execute(
            """SELECT count(*) FROM fraud_signals s WHERE s.programme_id = %(id)s
                  AND NOT EXISTS (SELECT FROM fraud_decisions d WHERE d.signal_id = s.id)""",
            {"id": programme_id},
        ).scalar_one()
    )


def limits(programme_id: int) -> dict[str, int]:
    """The thresholds of a programme, by name; its own, else the default ones."""
    rows = execute("SELECT name, value FROM fraud_limits WHERE programme_id = %(id)s", {"id": programme_id})
    return {name: limit.default for name, limit in LIMITS.items()} | {row.name: row.value for row in rows}
