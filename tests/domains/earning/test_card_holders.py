"""Whose a card operation is: the card's holder's of that moment, and a refund the one's who earned on the purchase."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from marketplace import earning, ledger, members
from marketplace.core.db import transaction
from marketplace.earning import Operation, Report
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.members import a_member
from tests.builders.programmes import a_programme

CARD = "220220******1186"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


def balance(member: Member, kind: str = "member") -> int:
    with transaction():
        return ledger.balance(ledger.account(member.programme_id, kind, owner_id=member.id), date(2026, 11, 21))


def an_operation(number: int, kind: str, *, days_ago: int, rrn: str = "", amount: int = 1_000_000) -> Operation:
    at = NOW - timedelta(days=days_ago)
    return Operation(number, f"op{number}", CARD, at, kind, amount, "RUB", "5999", "SHOP", rrn)


def take(programme: Programme, *operations: Operation) -> Report:
    with transaction():
        return earning.take_in(programme, operations, source="test", file="ops.csv", now=NOW)


@pytest.fixture
def boris(programme: Programme) -> Member:
    with transaction():
        return a_member(programme, user=None)


def held(member: Member, *, days_ago: int, until_days_ago: int | None = None) -> None:
    with transaction():
        card = members.bind_card(member, CARD, NOW - timedelta(days=days_ago))
        if until_days_ago is not None:
            members.unbind_card(member, card.id, now=NOW - timedelta(days=until_days_ago))


def test_refund_after_unbinding_takes_back_what_the_purchase_brought(programme: Programme, boris: Member) -> None:
    held(boris, days_ago=9)
    take(programme, an_operation(1, "purchase", days_ago=5))
    with transaction():
        members.unbind_card(boris, members.cards(boris.id)[0].id, now=NOW - timedelta(days=4))

    report = take(programme, an_operation(2, "refund", days_ago=3))

    assert (report.taken_back, balance(boris)) == (50, 0)


def test_operations_are_those_of_the_holder_of_their_moment(programme: Programme, boris: Member) -> None:
    with transaction():
        clara = a_member(programme, user=None)
    held(boris, days_ago=9, until_days_ago=6)
    held(clara, days_ago=3)

    days = {1: 12, 2: 9, 3: 7, 4: 6, 5: 4, 6: 3, 7: 1}
    report = take(programme, *(an_operation(n, "purchase", days_ago=day) for n, day in days.items()))

    assert report.reasons == {"no_member": 3, "earned": 4}
    assert (balance(boris), balance(clara)) == (100, 100)


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(("rrn", "left"), [("111", (0, 50)), ("222", (50, 0)), ("", (50, 0))])
def test_refund_takes_from_whoever_earned_on_the_purchase(
    programme: Programme, boris: Member, at_once: bool, rrn: str, left: tuple[int, int]
) -> None:
    with transaction():
        clara = a_member(programme, user=None)
    held(boris, days_ago=9, until_days_ago=6)
    held(clara, days_ago=5)
    bought = an_operation(1, "purchase", days_ago=8, rrn="111"), an_operation(2, "purchase", days_ago=4, rrn="222")
    refund = an_operation(3, "refund", days_ago=2, rrn=rrn)

    if at_once:
        take(programme, *bought, refund)
    else:
        take(programme, *bought)
        take(programme, refund)

    assert (balance(boris), balance(clara), balance(boris, "debt"), balance(clara, "debt")) == (*left, 0, 0)


def test_refund_between_two_holders_is_the_first_ones(programme: Programme, boris: Member) -> None:
    with transaction():
        clara = a_member(programme, user=None)
    held(boris, days_ago=9, until_days_ago=6)
    held(clara, days_ago=3)
    take(programme, an_operation(1, "purchase", days_ago=8))

    take(programme, an_operation(2, "refund", days_ago=1, amount=400_000))

    assert (balance(boris), balance(clara, "debt")) == (30, 0)


def test_card_of_one_member_alone_counts_for_him_from_before(programme: Programme, boris: Member) -> None:
    held(boris, days_ago=5, until_days_ago=4)
    assert take(programme, an_operation(1, "purchase", days_ago=9)).reasons == {"no_member": 1}
    held(boris, days_ago=2)

    report = take(programme, *(an_operation(n, "purchase", days_ago=day) for n, day in ((2, 8), (3, 3), (4, 1))))

    assert report.reasons == {"earned": 2, "no_member": 1}
    assert balance(boris) == 100
