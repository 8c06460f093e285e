"""What refunds take back: the running total of a purchase decides, in the purchase's own class, and nobody gives more than they earned."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace import earning, ledger, members
from marketplace.core.db import transaction
from marketplace.core.problems import Problems
from marketplace.earning import Operation, Report, rules
from marketplace.earning.rules import Purchase, Refund
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.members import a_member
from tests.builders.programmes import a_programme

CARD = "220220******1186"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NUMBERS: Iterator[int] = count(1)


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


@pytest.fixture
def anna(programme: Programme) -> Member:
    with transaction():
        anna = a_member(programme, user=None)
        members.bind_card(anna, CARD, NOW - timedelta(days=30))
    return anna


def an_operation(
    kind: str,
    amount: int,
    *,
    days_ago: int = 0,
    currency: str = "RUB",
    mcc: str = "5999",
    shop: str = "SHOP",
    rrn: str = "",
) -> Operation:
    """In kopecks."""
    number = next(NUMBERS)
    at = NOW - timedelta(days=days_ago)
    return Operation(number, f"op{number:06}", CARD, at, kind, amount, currency, mcc, shop, rrn)


def bought(amount: int = 1_000_000, **over: Any) -> Operation:
    return an_operation("purchase", amount, days_ago=over.pop("days_ago", 5), **over)


def refund(amount: int = 1_000_000, **over: Any) -> Operation:
    return an_operation("refund", amount, **over)


def take(programme: Programme, *operations: Operation) -> Report:
    with transaction():
        report = earning.take_in(programme, operations, source="test", file="ops.csv", now=NOW)
    with transaction():
        assert earning.invariants() == []
    return report


def balance(member: Member, kind: str = "member") -> int:
    with transaction():
        return ledger.balance(ledger.account(member.programme_id, kind, owner_id=member.id), date(2026, 11, 21))


@pytest.mark.parametrize("at_once", [True, False])
def test_twenty_small_refunds_take_what_one_takes(programme: Programme, anna: Member, at_once: bool) -> None:
    small = [refund(19_999) for _ in range(20)]
    take(programme, bought(20 * 19_999))
    assert balance(anna) == 19

    reports = [take(programme, *small)] if at_once else [take(programme, each) for each in small]

    assert (sum(report.taken_back for report in reports), balance(anna)) == (19, 0)
    assert not any(report.flagged for report in reports)


def test_refund_greater_than_its_purchase_takes_what_it_brought_and_is_flagged(
    programme: Programme, anna: Member
) -> None:
    take(programme, bought(100_000), bought(90_000_000, shop="OTHER"))
    assert balance(anna) == 5 + 4500

    report = take(programme, refund(90_000_000))

    assert (report.taken_back, report.flagged, balance(anna), balance(anna, "debt")) == (5, 1, 4500, 0)
    again = take(programme, refund(90_000_000))
    assert (again.reasons, again.flagged, balance(anna)) == ({"above_purchase": 1}, 1, 4500)


@pytest.mark.parametrize(
    "earlier", [[], [bought(shop="OTHER")], [bought(days_ago=-1)]], ids=["none", "another shop", "later"]
)
def test_refund_without_a_purchase_takes_nothing_and_is_flagged(
    programme: Programme, anna: Member, earlier: list[Operation]
) -> None:
    take(programme, *earlier, bought(shop="THIRD"))
    before = balance(anna)

    report = take(programme, refund())

    assert (report.reasons, report.flagged, balance(anna)) == ({"no_purchase": 1}, 1, before)


@pytest.mark.parametrize(
    ("over", "flagged"),
    [({"mcc": "6012"}, 0), ({"mcc": "6011"}, 0), ({"currency": "USD"}, 1)],
    ids=["quasi cash", "cash", "dollars"],
)
def test_refund_is_of_its_purchases_class(
    programme: Programme, anna: Member, over: dict[str, str], flagged: int
) -> None:
    take(programme, bought(rrn="1"))

    report = take(programme, refund(rrn="1", **over))

    assert (report.taken_back, report.flagged, balance(anna)) == (50, flagged, 0)


def test_refund_of_what_earned_nothing_takes_nothing(programme: Programme, anna: Member) -> None:
    report = take(
        programme,
        bought(shop="OTHER"),
        bought(mcc="6012", rrn="1"),
        refund(rrn="1"),
        bought(100, rrn="2"),
        refund(100, rrn="2"),
    )
    assert (report.reasons, report.flagged) == ({"earned": 1, "quasi_cash": 2, "too_small": 2}, 0)


def test_refund_goes_on_to_the_purchase_before(programme: Programme, anna: Member) -> None:
    report = take(
        programme, bought(1_000_000, days_ago=9), bought(200_000, days_ago=2), refund(200_000), refund(600_000)
    )
    assert (report.taken_back, report.flagged, balance(anna)) == (10 + 30, 0, 20)


def test_look_says_what_taking_in_does(programme: Programme, anna: Member) -> None:
    operations = [bought(), refund(19_999), refund(19_999), refund(5_000_000), refund(shop="NOWHERE")]
    with transaction():
        seen = earning.look(programme, operations, source="test", problems=Problems("ops.csv"), now=NOW)
    done = take(programme, *operations)
    assert (seen.reasons, seen.members, seen.flagged) == (done.reasons, done.members, done.flagged)
    assert seen.flagged == 2


parts = st.lists(st.integers(1, 100_000), min_size=1, max_size=20)


@given(
    bills=st.lists(st.integers(1, 3_000_000), min_size=1, max_size=4),
    parts=parts,
    rrn=st.booleans(),
    currency=st.sampled_from(["RUB", "USD"]),
)
@example(bills=[400_000], parts=[19_999] * 20, rrn=False, currency="RUB")
def test_any_partition_of_a_refund_takes_what_the_whole_takes(
    bills: list[int], parts: list[int], rrn: bool, currency: str
) -> None:
    whole, split = ([shop_purchase(n, bill) for n, bill in enumerate(bills)] for _ in range(2))
    number = "7" if rrn else ""

    taken = give_back(whole, sum(parts), number, currency)
    in_parts = [give_back(split, part, number, currency) for part in parts]

    assert sum(points for points, _ in in_parts) == taken[0] <= sum(bill // 20_000 for bill in bills)
    if currency == "RUB":
        assert sum(unplaced for _, unplaced in in_parts) == taken[1] == max(0, sum(parts) - sum(bills))
    assert [purchase.returned for purchase in whole] == [purchase.returned for purchase in split]


def shop_purchase(number: int, amount: int) -> Purchase:
    at = NOW - timedelta(days=number + 1)
    return Purchase(number, f"p{number}", CARD, at, amount, "RUB", "7", "SHOP", 1, "earned", amount // 20_000, 0)


def give_back(purchases: list[Purchase], amount: int, rrn: str, currency: str) -> tuple[int, int]:
    """Points taken and what belongs to no purchase; the purchases remember."""
    done = rules.give_back(Refund(1, "r", CARD, NOW, amount, currency, rrn, "SHOP", 1), purchases)
    for part in done.parts:
        part.purchase.returned += part.amount
    return sum(part.points for part in done.parts), done.unplaced
