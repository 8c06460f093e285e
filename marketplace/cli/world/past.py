"""What the members of the demo world have earned, exchanged and given back until today."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from marketplace import ledger, orders, programmes
from marketplace.cli.world import reading
from marketplace.cli.world.goods import Goods
from marketplace.cli.world.people import Members
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as, as_owner
from marketplace.members import Member
from marketplace.programmes import Programme

# Of the facts of a row, those that are whole numbers.
WHOLE = ("amount", "nights")


def live(of_slug: Mapping[str, Programme], people: Members, goods: Goods, now: datetime) -> None:
    """Post the history, oldest first, and check that it leaves the lots that the world promises."""
    placed: dict[str, orders.Order] = {}
    for row in reading.rows("history"):
        member, programme = people[row["member"], row["programme"]], of_slug[row["programme"]]
        day = programme.day(now) - timedelta(days=int(row["days_before"]))
        at = reading.moment(day, programme.time_zone, now)
        if row["kind"] == "order":
            placed[row["ref"]] = _order(row, member, programme, goods, at)
        elif row["kind"] == "refund":
            why = "taken back by its owner"
            act_as(_actor(member))
            orders.cancel(placed[row["of_ref"]], why=why, now=at)
            act_as(SYSTEM)
        else:
            _earn(row, member, programme, at, now)
    for row in reading.rows("lots"):
        _check(row, people[row["member"], row["programme"]], of_slug[row["programme"]], now)


def _order(row: Mapping[str, str], member: Member, programme: Programme, goods: Goods, at: datetime) -> orders.Order:
    act_as(_actor(member))
    order = orders.place(
        member,
        **goods.choice(row["programme"], row["offer"], reading.minor(row["value_rub"])),
        price=reading.minor(row["points"].removeprefix("-"), programme.decimals),
        ref=row["ref"],
        accepted=programmes.texts_accepted(member.programme_id, member.language),
        now=at,
    )
    act_as(SYSTEM)
    return order if order.issued_at else orders.fulfil(order.id, now=at)


def _earn(row: Mapping[str, str], member: Member, programme: Programme, at: datetime, now: datetime) -> None:
    points = reading.minor(row["points"], programme.decimals)
    facts: dict[str, Any] = dict(fact.split("=", 1) for fact in reading.parts(row["facts"]))
    memo = facts | {name: int(facts[name]) for name in WHOLE if name in facts} | {"what": row["kind"]}
    if "amount" in memo:
        memo["currency"] = programme.currency
    giver = ledger.account(programme.id, "programme")
    mine = ledger.account(programme.id, "member", owner_id=member.id)
    ends = reading.last_day(row["expires"], programme.day(now))
    entries = [ledger.Entry(giver, -points), ledger.Entry(mine, points, expires_on=ends, memo=memo)]
    ref = f"world:{row['ref']}"
    why = "Баллы, накопленные до открытия этой витрины"
    with as_owner():
        ledger.adjust(programme.id, ref=ref, entries=entries, why=why, at=at, today=programme.day(at))


def _check(row: Mapping[str, str], member: Member, programme: Programme, now: datetime) -> None:
    account = ledger.account(programme.id, "member", owner_id=member.id)
    ends = reading.last_day(row["expires"], programme.day(now))
    left = [lot for lot in ledger.open_lots(account, programme.day(now)) if lot.expires_on == ends]
    wanted = reading.minor(row["remaining"], programme.decimals)
    assert sum(lot.remaining for lot in left) == wanted, f"{row['member']}: {left} instead of {wanted} until {ends}"


def _actor(member: Member) -> Actor:
    return Actor("user", member.user_id)
