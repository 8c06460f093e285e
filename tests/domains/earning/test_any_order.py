"""The same card operations end in the same points, in whatever order their files come."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import earning, members
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Problems
from marketplace.earning import Operation
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.members import a_member
from tests.builders.programmes import a_programme
from tests.domains.earning.test_refunds import CARD, NOW, balance, bought, refund, take

Shopper = tuple[Programme, Member]


def a_shopper() -> Shopper:
    """A programme, and a member of it whose bank card earns."""
    with transaction():
        programme = a_programme(texts=False)
        anna = a_member(programme, user=None)
        members.bind_card(anna, CARD, NOW - timedelta(days=30))
    return programme, anna


@pytest.fixture
def shopper(ctx: Flask) -> Shopper:
    return a_shopper()


def points(member: Member) -> int:
    """What the member has, less what they owe."""
    return balance(member) + balance(member, "debt")


def parts(programme: Programme) -> list[tuple[Any, ...]]:
    """Which refund gives back how much of which purchase, and the points of it."""
    rows = execute(
        """SELECT r.operation_id, b.operation_id, sum(p.amount), sum(p.points) FROM refund_parts p
             JOIN card_operations r ON r.id = p.refund_id JOIN card_operations b ON b.id = p.purchase_id
            WHERE r.programme_id = %(programme)s GROUP BY 1, 2 HAVING sum(p.amount) <> 0 ORDER BY 1, 2""",
        {"programme": programme.id},
    )
    return [tuple(row) for row in rows]


def test_refund_that_came_before_its_purchase_takes_back_what_it_must(shopper: Shopper) -> None:
    programme, anna = shopper
    late, other = bought(rrn="7"), bought(2_000_000, shop="OTHER")
    assert take(programme, refund(400_000, rrn="7")).reasons == {"no_purchase": 1}
    with transaction():
        seen = earning.look(programme, [late, other], source="test", problems=Problems("f"), now=NOW)

    report = take(programme, late, other)

    assert (report.earned, report.taken_back, points(anna)) == (150, 20, 130)
    assert (seen.members, seen.reasons) == (report.members, report.reasons)
    assert take(programme, refund(600_000, rrn="7")).taken_back == 30
    assert points(anna) == 100


def test_points_come_back_when_the_purchase_that_a_refund_names_comes_after_all(shopper: Shopper) -> None:
    programme, anna = shopper
    take(programme, bought(), refund(rrn="9"))
    assert points(anna) == 0, "the only purchase at this merchant"

    report = take(programme, bought(100, rrn="9", mcc="6011"))

    assert (report.earned, report.taken_back, points(anna)) == (50, 0, 50)


def test_refund_that_names_a_purchase_nobody_knows_has_none(shopper: Shopper) -> None:
    programme, _ = shopper
    report = take(programme, bought(rrn="1"), refund(rrn="1"), refund(rrn="2"))
    assert (report.reasons, report.flagged) == ({"earned": 1, "taken_back": 1, "no_purchase": 1}, 1)


operations = st.lists(
    st.builds(
        lambda kind, amount, days, shop, rrn, mcc, dollars: (kind, amount * 1000, days, shop, rrn, mcc, dollars),
        st.sampled_from(["purchase", "refund"]),
        st.integers(1, 2000),
        st.integers(0, 3),
        st.sampled_from(["SHOP", "OTHER"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["5999", "5999", "6012"]),
        st.sampled_from(["RUB", "RUB", "RUB", "USD"]),
    ),
    min_size=2,
    max_size=7,
)


@given(drawn=operations, chance=st.randoms(use_true_random=False), most=st.integers(1, 3))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_files_ends_the_same(ctx: Flask, drawn: list[tuple[Any, ...]], chance: Any, most: int) -> None:
    made = [
        Operation(n, f"op{n}", CARD, NOW - timedelta(days=days), kind, amount, currency, mcc, shop, rrn)
        for n, (kind, amount, days, shop, rrn, mcc, currency) in enumerate(drawn, 1)
    ]
    shuffled = list(made)
    chance.shuffle(shuffled)
    ends = []
    for order, size in ((made, len(made)), (shuffled, most)):
        programme, anna = a_shopper()
        for first in range(0, len(order), size):
            take(programme, *order[first : first + size])
        ends.append((points(anna), parts(programme)))
    assert ends[0] == ends[1]
