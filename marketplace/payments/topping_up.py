"""Points that members buy with money, where their programme sells them: what they cost, asked for, disputed."""

from datetime import datetime

from marketplace import programmes
from marketplace.core import ids, outbox
from marketplace.core.db import execute
from marketplace.core.money import Money
from marketplace.members import Member
from marketplace.payments import queries
from marketplace.payments.errors import named_refusals
from marketplace.payments.returning import note_dispute
from marketplace.payments.rules import PAY_TIME
from marketplace.payments.values import DisputeSaid, Payment, TopUp
from marketplace.programmes import Programme

_TOPUP = """SELECT t.id, t.member_id, t.points, t.fresh_days, t.placed_at, l.expires_on, l.usable_from,
       coalesce(k.taken, 0)::bigint AS taken, coalesce(k.owed, 0)::bigint AS owed
  FROM topups t LEFT JOIN transfers x ON x.ref = 'topup:' || t.id LEFT JOIN lots l ON l.transfer_id = x.id
  LEFT JOIN LATERAL (SELECT sum(k.points) AS taken, sum(k.owed) AS owed FROM topup_takings k
       WHERE k.topup_id = t.id AND NOT EXISTS (SELECT FROM topup_returns b WHERE b.taking_id = k.id)) k ON true
 WHERE t.id = %(id)s"""


def topup_price(programme: Programme, points: int) -> Money:
    """What so many points cost, in minor units of either. The caller has asked whether the programme sells points."""
    assert programme.topup_price is not None, "it sells points"
    return Money(points // 10**programme.decimals * programme.topup_price, programme.currency)


def topup_left(member: Member, *, now: datetime) -> int:
    """How many points the member may still buy on the day of `now`; none where the programme sells none."""
    programme = programmes.get(member.programme_id)
    if programme.topup_price is None:
        return 0
    asked = {"member": member.id, "now": now, "zone": programme.time_zone}
    bought = execute("SELECT topup_of_day(%(member)s, %(now)s, %(zone)s)", asked).scalar_one()
    return max(programme.topup_day - int(bought), 0)


def top_up(member: Member, points: int, *, amount: int, ref: str, now: datetime) -> Payment:
    """Ask to buy points for the sum that was shown, in minor units; once by `ref`. They are credited when the money comes.

    Raises:
        TopUpOff: the programme sells no points. TopUpPoints: not so many at a time, or not whole ones. TopUpPrice: that is not what they
        cost now. TopUpDay: that would be more than may be bought in one day.
    """
    with named_refusals():
        topup_id = execute(
            "SELECT topup_place(%(member)s, %(ref)s, %(points)s, %(amount)s, %(payment)s, %(now)s, %(until)s)",
            {
                "member": member.id, "ref": ref, "points": points, "amount": amount, "payment": ids.new_ref(), "now": now,
                "until": now + PAY_TIME,
            },
        ).scalar_one()  # fmt: skip
    outbox.wake_after_commit()
    return queries.payment_of("topup", int(topup_id))


def topup(payment: Payment) -> TopUp:
    """What a payment for points buys, and what became of it."""
    assert payment.purpose == "topup", "it is for points"
    return TopUp(**execute(_TOPUP, {"id": payment.purpose_id}).mappings().one())


def topup_disputed(payment: Payment, said: DisputeSaid, *, now: datetime) -> str:
    """Note what the provider says of a dispute about bought points, and bring what was taken back for it into line with where its funds are.

    Returns:
        "take", "return", or "" where there was nothing to do.
    """
    execute("SELECT payment_lock(%(id)s)", {"id": payment.id})
    dispute = note_dispute(payment, said, now=now)
    asked = {"id": dispute.id, "now": now, "today": programmes.get(payment.programme_id).day(now)}
    return str(execute("SELECT topup_dispute(%(id)s, %(now)s, %(today)s)", asked).scalar_one())
