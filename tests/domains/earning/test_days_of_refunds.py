"""A refund takes the points that its purchase brought: whoever buys and gives back keeps the days that their points had."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from marketplace import earning, ledger, members, orders, programmes
from marketplace.core.db import as_owner, execute, transaction
from marketplace.earning import Operation
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.ledger import give, spend
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.orders import a_range_shelf, an_order, by
from tests.builders.programmes import a_programme
from tests.domains.earning.test_refunds import CARD, NOW, bought, refund

TODAY, WEEK = date(2026, 11, 21), date(2026, 11, 28)
Shopper = tuple[Programme, Member]


@pytest.fixture
def shopper(ctx: Flask) -> Shopper:
    """Somebody with 50 points to spend today, and 50 within a week."""
    with transaction():
        programme = a_programme(texts=False)
        anna = a_member(programme, user=None)
        members.bind_card(anna, CARD, NOW - timedelta(days=30))
        give(programme, purse(anna), [(50, TODAY), (50, WEEK)])
    return programme, anna


def purse(member: Member) -> int:
    return ledger.account(member.programme_id, "member", owner_id=member.id)


def lots(member: Member, today: date = TODAY) -> list[tuple[date | None, int]]:
    """Points by their last day."""
    with transaction():
        return [(lot.expires_on, lot.remaining) for lot in ledger.open_lots(purse(member), today)]


def take(programme: Programme, *operations: Operation, now: datetime = NOW) -> None:
    with transaction():
        earning.take_in(programme, operations, source="test", file="ops.csv", now=now)
    with transaction():
        assert [*earning.invariants(), *ledger.invariants()] == []


@pytest.mark.parametrize("files", ["one", "two", "refund first"])
def test_whoever_buys_and_gives_back_has_the_days_that_they_had(shopper: Shopper, files: str) -> None:
    programme, anna = shopper
    both = [bought(rrn="7"), refund(rrn="7")]

    for operations in {"one": [both], "two": [both[:1], both[1:]], "refund first": [both[1:], both[:1]]}[files]:
        take(programme, *operations)

    assert lots(anna) == [(TODAY, 50), (WEEK, 50)]


def test_each_of_several_refunds_takes_of_its_own_purchase(shopper: Shopper) -> None:
    programme, anna = shopper
    later = NOW + timedelta(days=5)
    take(programme, bought(rrn="1"))
    take(programme, bought(rrn="2", days_ago=-4), now=later)
    earned = [programmes.expiry_of(programme, programme.day(at)) for at in (NOW, later)]

    take(programme, refund(400_000, rrn="1", days_ago=-5), refund(200_000, rrn="2", days_ago=-5), now=later)

    assert lots(anna, programme.day(later)) == [(WEEK, 50), (earned[0], 30), (earned[1], 40)]


def test_what_is_spent_of_a_purchase_is_taken_of_what_lasts_shortest(shopper: Shopper) -> None:
    programme, anna = shopper
    take(programme, bought())
    with transaction():
        spend(programme, purse(anna), 130, at=NOW)
        give(programme, purse(anna), [(50, TODAY), (50, WEEK)])

    take(programme, refund())

    assert lots(anna) == [(TODAY, 20), (WEEK, 50)]


def test_points_of_a_purchase_are_found_again_where_two_memberships_became_one(shopper: Shopper) -> None:
    programme, anna = shopper
    with transaction():
        boris = a_member(programme, user=None)
    take(programme, bought(rrn="1"), bought(rrn="2", shop="OTHER"))
    with transaction():
        become_one(anna, boris, now=NOW)

    take(programme, refund(rrn="1"), refund(rrn="2", shop="OTHER"))

    assert lots(boris) == [(TODAY, 50), (WEEK, 50)]


def test_another_persons_points_of_the_same_file_are_no_purchase_of_hers(shopper: Shopper) -> None:
    programme, anna = shopper
    with transaction():
        boris = a_member(programme, user=None)
        members.bind_card(boris, "411111******1001", NOW - timedelta(days=30))
    take(programme, bought(rrn="1"), bought(rrn="2")._replace(token="411111******1001"))
    with transaction():
        spend(programme, purse(anna), 150, at=NOW)
        become_one(anna, boris, now=NOW)
        give(programme, purse(boris), [(50, TODAY)])

    take(programme, refund(rrn="1"))

    assert [points for _, points in lots(boris)] == [50], "his own, which last longer"
    assert lots(boris) != [(TODAY, 50)]


def test_points_that_came_back_for_a_purchase_are_what_it_brought(shopper: Shopper) -> None:
    programme, anna = shopper
    take(programme, bought(rrn="1"), refund(rrn="9"))
    take(programme, bought(100, rrn="9", mcc="6011", days_ago=6))
    assert sum(points for _, points in lots(anna)) == 150, "the refund was of another purchase, which earned nothing"

    take(programme, refund(rrn="1"))

    assert lots(anna) == [(TODAY, 50), (WEEK, 50)]


def test_what_goes_on_in_two_lots_is_asked_for_once(ctx: Flask) -> None:
    with transaction():
        shelf = a_range_shelf()
        anna, boris = a_member(shelf.programme, user=None), a_member(shelf.programme, user=None)
        members.bind_card(anna, CARD, NOW - timedelta(days=30))
    take(shelf.programme, bought(100_000_000))
    with transaction():
        order = an_order(anna, shelf, now=NOW)
        become_one(anna, boris, now=NOW)
    with transaction(by=by(boris)):
        orders.cancel(order, why="", now=NOW)
    with transaction(), as_owner():
        brought = execute(
            "SELECT id, account_id FROM lots WHERE transfer_id = (SELECT id FROM transfers WHERE kind = 'accrual' AND ref LIKE 'card%%')"
        )
        [(lot, account)] = [tuple(row) for row in brought]
        asked = execute(
            "SELECT f.lots, f.most FROM lots l, ledger_brought_lots(ARRAY[l.transfer_id], ARRAY[l.account_id], ARRAY[4_900::bigint], %(today)s) f WHERE l.id = %(lot)s",
            {"today": TODAY, "lot": lot},
        ).one()
    assert (len(asked.lots), sum(asked.most), account) == (2, 4_900, purse(anna))
