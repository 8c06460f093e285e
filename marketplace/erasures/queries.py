"""What may be asked about erasures, and what stands in the way of one."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import cast

from marketplace import approvals, gifts, identity, ledger, members, orders, payments, programmes
from marketplace.core.db import execute
from marketplace.erasures.errors import NoErasure
from marketplace.erasures.values import Erasure, Late, Loss, Reason, Step, Value
from marketplace.members import Member

_COLUMNS = ", ".join(f"x.{one.name}" for one in fields(Erasure) if one.name not in ("state", "ended_at", "steps"))
_ERASURE = f"""
    SELECT {_COLUMNS}, coalesce(d.how, CASE WHEN s.steps > 0 THEN 'begun' ELSE 'waiting' END) AS state, d.at AS ended_at, s.steps
      FROM erasures x LEFT JOIN erasure_ends d ON d.erasure_id = x.id
     CROSS JOIN LATERAL (SELECT count(*) AS steps FROM erasure_steps WHERE erasure_id = x.id) s
     WHERE """  # noqa: S608 - our own names
LATE = timedelta(days=3)  # after the term: somebody has to look what is in the way
_LATE = """SELECT m.number, x.due_at FROM erasures x JOIN members m ON m.id = x.member_id LEFT JOIN erasure_ends d ON d.erasure_id = x.id
     WHERE d.erasure_id IS NULL AND x.due_at < %(since)s AND (%(programme)s::bigint IS NULL OR x.programme_id = %(programme)s) ORDER BY x.due_at"""
_MOVES = (*orders.MOVES, *payments.MOVES, *gifts.MOVES)
_CARDS = """SELECT sum(remaining)::bigint AS amount, currency, count(*) AS cards FROM giftcards
             WHERE member_id = %(member)s AND state IN ('active', 'frozen') AND expires_on >= %(today)s GROUP BY currency ORDER BY currency"""
_WAITS = """SELECT (SELECT count(*) FROM wishes WHERE member_id = %(member)s) AS wishes,
                   (SELECT count(*) FROM cases WHERE member_id = %(member)s AND state NOT IN ('closed', 'merged')) AS open_cases"""


def newest(member_id: int) -> Erasure | None:
    """The request of a member that was made last."""
    row = execute(f"{_ERASURE} x.member_id = %(member)s ORDER BY x.id DESC LIMIT 1", {"member": member_id}).first()
    return None if row is None else Erasure(*row)


def erasure(erasure_id: int) -> Erasure:
    """A request by its id. Raises NoErasure."""
    row = execute(f"{_ERASURE} x.id = %(id)s", {"id": erasure_id}).first()
    if row is None:
        raise NoErasure
    return Erasure(*row)


def number(of: Erasure) -> str:
    """The number of the member whose request it is."""
    return str(execute("SELECT number FROM members WHERE id = %(id)s", {"id": of.member_id}).scalar_one())


def steps(erasure_id: int) -> list[Step]:
    """What was destroyed, in order."""
    rows = execute("SELECT name, rows, at FROM erasure_steps WHERE erasure_id = %(id)s ORDER BY id", {"id": erasure_id})
    return [Step(*row) for row in rows]


def late(now: datetime, *, programme_id: int | None = None) -> list[Late]:
    """Requests whose term has long been over, LATE and more, and that are not done: something is in the way. Of all programmes, or of one."""
    rows = execute(_LATE, {"since": now - LATE, "programme": programme_id})
    return [Late(*row) for row in rows]


def in_the_way(member: Member, now: datetime) -> list[Reason]:
    """Why a member's data cannot be erased now; nothing when they can. What memberships that went on as this one have in progress counts."""
    line = {"members": members.line(member.id)}
    reasons: list[Reason] = [
        cast(Reason, one.what) for one in _MOVES if execute(f"SELECT EXISTS ({one.sql})", line).scalar_one()
    ]
    if member.user_id is not None and identity.grants(member.user_id):
        reasons.insert(0, "role")
    if payments.debts(member):
        reasons.append("debt")
    if members.held(member.id) is not None:
        reasons.append("hold")
    if any(approvals.by_id(one, now=now).open for one in approvals.about(line["members"])):
        reasons.append("proposal")
    return reasons


def loss(member: Member, now: datetime) -> Loss:
    """What a member would lose now."""
    today = programmes.get(member.programme_id).day(now)
    facts = {"member": member.id, "today": today}
    waits = execute(_WAITS, facts).one()
    return Loss(
        ledger.balance(ledger.account(member.programme_id, "member", owner_id=member.id), today),
        tuple(Value(*row) for row in execute(_CARDS, facts)),
        waits.wishes,
        waits.open_cases,
    )
