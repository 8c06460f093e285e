"""What may be asked about erasures, and what stands in the way of one."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from marketplace import approvals, identity, ledger, members, payments, programmes
from marketplace.core.db import execute
from marketplace.erasures.errors import NoErasure
from marketplace.erasures.values import Erasure, Loss, Reason, Step, Value
from marketplace.members import Member

_COLUMNS = ", ".join(f"x.{one.name}" for one in fields(Erasure) if one.name not in ("state", "ended_at", "steps"))
_ERASURE = f"""
    SELECT {_COLUMNS}, coalesce(d.how, CASE WHEN s.steps > 0 THEN 'begun' ELSE 'waiting' END) AS state, d.at AS ended_at, s.steps
      FROM erasures x LEFT JOIN erasure_ends d ON d.erasure_id = x.id
     CROSS JOIN LATERAL (SELECT count(*) AS steps FROM erasure_steps WHERE erasure_id = x.id) s
     WHERE """  # noqa: S608 - our own names
# Of the membership, and of those that went on as it.
_LINE = "IN (SELECT member_line(%(member)s))"
_ORDERS = f"SELECT id FROM orders WHERE member_id {_LINE}"  # noqa: S608
_PAID = f"SELECT id FROM payments WHERE member_id {_LINE}"  # noqa: S608
# What moves and has to end first.
_MOVING: Mapping[Reason, str] = {
    "order": f"""SELECT FROM ({_ORDERS}) o WHERE NOT EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)
                    AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)""",  # noqa: S608
    "payment": f"""SELECT FROM ({_PAID}) p WHERE NOT EXISTS (SELECT FROM payment_completions c WHERE c.payment_id = p.id)
                      AND NOT EXISTS (SELECT FROM payment_expiries e WHERE e.payment_id = p.id)""",  # noqa: S608
    "refund": f"""SELECT FROM payment_refunds r WHERE r.payment_id IN ({_PAID})
                     AND NOT EXISTS (SELECT FROM payment_refund_ends e WHERE e.refund_id = r.id)""",  # noqa: S608
    "dispute": f"""SELECT FROM payment_disputes d WHERE d.payment_id IN ({_PAID})
                      AND NOT EXISTS (SELECT FROM payment_dispute_steps s WHERE s.dispute_id = d.id AND s.what = 'closed')""",  # noqa: S608
    "gift": f"""SELECT FROM gifts g WHERE g.giver_id {_LINE} AND NOT EXISTS (SELECT FROM gift_ends e WHERE e.gift_id = g.id)""",  # noqa: S608
}
_IN_THE_WAY = f"SELECT {', '.join(f'EXISTS ({sql})' for sql in _MOVING.values())}"
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


def in_the_way(member: Member, now: datetime) -> list[Reason]:
    """Why a member's data cannot be erased now; nothing when they can."""
    found = execute(_IN_THE_WAY, {"member": member.id}).one()
    reasons: list[Reason] = [name for name, there in zip(_MOVING, found, strict=True) if there]
    if member.user_id is not None and identity.grants(member.user_id):
        reasons.insert(0, "role")
    if payments.debts(member):
        reasons.append("debt")
    if members.held(member.id) is not None:
        reasons.append("hold")
    if any(approvals.by_id(one, now=now).open for one in proposals_about(member)):
        reasons.append("proposal")
    return reasons


def proposals_about(member: Member) -> list[int]:
    """The proposals about a member, one of his cards or his orders, whatever became of them."""
    rows = execute(
        f"""SELECT id FROM proposals p WHERE programme_id = %(programme)s AND (
               subject IN (SELECT number FROM members WHERE id {_LINE}
                     UNION SELECT public_id FROM giftcards WHERE member_id {_LINE}
                     UNION SELECT public_id FROM payments WHERE member_id {_LINE})
               OR (kind = 'debt_write_off' AND split_part(subject, ':', 1) IN (SELECT m::text FROM member_line(%(member)s) m))
               OR (kind IN ('member_block', 'member_unblock') AND subject IN (SELECT id::text FROM fraud_signals WHERE member_id {_LINE}))) ORDER BY id""",  # noqa: S608
        {"programme": member.programme_id, "member": member.id},
    )
    return [int(one) for one in rows.scalars()]


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
