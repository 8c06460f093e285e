"""The ledger when everybody comes at once. With the lock taken out of the database's function, the same crowd breaks the books."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from marketplace import earning, ledger, members
from marketplace.core.db import execute, transaction
from marketplace.earning import Operation
from marketplace.ledger import AlreadySettled, Entry, NotEnoughPoints, Posted, RefUsed
from marketplace.programmes import Programme
from tests.builders import books
from tests.builders.functions import function_changed
from tests.builders.ledger import THEN, a_member_account, a_ref, give
from tests.builders.members import a_member
from tests.builders.programmes import a_programme
from tests.races.crowd import together

pytestmark = pytest.mark.ledger_alone

TODAY = date(2026, 11, 1)
ROUNDS = 6


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


def an_account(programme: Programme, lots: list[tuple[int, date | None]]) -> int:
    with transaction():
        account = a_member_account(programme)
        give(programme, account, lots)
    return account


def spending(
    programme: Programme, account: int, points: int, *, ref: str = "", today: date = TODAY
) -> Callable[[], Posted]:
    """The deed of paying; the partner's account is there already."""
    with transaction():
        partner = ledger.account(programme.id, "partner", owner_id=1)
    entries = [Entry(account, -points), Entry(partner, points)]
    return partial(
        books.post, programme.id, "adjustment", ref=ref or a_ref("race"), entries=entries, at=THEN, today=today
    )


def counted(outcomes: list[object]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


def wrong() -> list[object]:
    with transaction():
        return [*ledger.invariants(), *earning.invariants()]


def crowd_at_one_purse(app: Flask, programme: Programme) -> str:
    """Eight want 40 of 100 in four lots; returns what went wrong."""
    account = an_account(programme, [(25, TODAY + timedelta(days=n)) for n in range(4)])
    outcomes = together(app, [spending(programme, account, 40) for _ in range(8)])
    if counted(outcomes) != {"Posted": 2, "NotEnoughPoints": 6}:
        return f"{outcomes}"
    return f"{wrong() or ''}"


def test_requests_cannot_spend_the_same_value_twice(app: Flask, programme: Programme) -> None:
    assert [crowd_at_one_purse(app, programme) for _ in range(ROUNDS)] == [""] * ROUNDS


@pytest.mark.spoils_the_books
def test_control_without_the_lock_the_same_crowd_breaks_the_books(
    app: Flask, programme: Programme, owner_url: str
) -> None:
    with function_changed(owner_url, "ledger_post", "FOR NO KEY UPDATE"):
        assert any(crowd_at_one_purse(app, programme) for _ in range(ROUNDS * 3))


def test_one_ref_fifty_times_at_once_posts_once(app: Flask, programme: Programme) -> None:
    account = an_account(programme, [(1000, None)])
    deed = spending(programme, account, 10, ref=a_ref("once"))

    outcomes = together(app, [deed] * 50)

    posted = [outcome for outcome in outcomes if isinstance(outcome, Posted)]
    assert len(posted) == 50, outcomes
    assert len({outcome.transfer_id for outcome in posted}) == 1
    assert sum(outcome.created for outcome in posted) == 1
    assert wrong() == []


def test_one_ref_with_two_amounts_at_once_posts_one_of_them(app: Flask, programme: Programme) -> None:
    account, ref = an_account(programme, [(1000, None)]), a_ref("one-of-two")
    outcomes = together(app, [spending(programme, account, amount, ref=ref) for amount in (10, 20)])
    assert counted(outcomes) == {"Posted": 1, "RefUsed": 1}
    assert any(isinstance(outcome, RefUsed) for outcome in outcomes)


def test_spending_at_midnight_while_points_expire(app: Flask, programme: Programme) -> None:
    for _ in range(ROUNDS):
        account = an_account(programme, [(60, TODAY), (40, TODAY + timedelta(days=9))])
        sweep = partial(ledger.expire, programme.id, at=THEN + timedelta(days=1), today=TODAY + timedelta(days=1))
        before, after = TODAY, TODAY + timedelta(days=1)
        deeds = [
            spending(programme, account, 70, today=before),
            spending(programme, account, 40, today=after),
            sweep,
            sweep,
        ]

        outcomes = together(app, deeds)

        assert all(isinstance(outcome, Posted | ledger.Expired | NotEnoughPoints) for outcome in outcomes), outcomes
        spent = sum(points for outcome, points in zip(outcomes, (70, 40), strict=False) if isinstance(outcome, Posted))
        expired = sum(outcome.points for outcome in outcomes if isinstance(outcome, ledger.Expired))
        with transaction():
            left = ledger.balance(account, after)
        # Whichever came first: 70 took the 60 that were ending and 10 more, or they expired and 40 could be spent.
        assert (spent, expired, left) in {(70, 0, 30), (40, 60, 0)}
        assert wrong() == []


def test_hold_is_captured_or_released_never_both(app: Flask, programme: Programme) -> None:
    for _ in range(ROUNDS):
        account = an_account(programme, [(100, None)])
        with transaction():
            held = ledger.account(programme.id, "held", owner_id=1)
            own = ledger.account(programme.id, "member", owner_id=1)
            give(programme, own, [(100, None)])
            partner = ledger.account(programme.id, "partner", owner_id=1)
            kept = books.hold(
                own, held, 70, programme_id=programme.id, ref=a_ref("hold"), at=THEN, today=TODAY
            ).transfer_id
        deeds: list[Callable[[], object]] = [
            partial(books.capture, kept, partner, ref=a_ref("race-capture"), at=THEN, today=TODAY),
            partial(books.release, kept, ref=a_ref("release"), at=THEN, today=TODAY),
            partial(books.capture, kept, partner, ref=a_ref("race-capture"), at=THEN, today=TODAY),
            spending(programme, account, 30),
        ]
        assert counted(together(app, deeds)) == {"Posted": 2, "AlreadySettled": 2}
        assert wrong() == []


def test_transfer_is_reversed_once(app: Flask, programme: Programme) -> None:
    account = an_account(programme, [(60, TODAY), (60, None)])
    with transaction():
        spent = spending_now(programme, account, 100)
    ref = a_ref("reverse")
    refs = [ref, ref, ref, a_ref("reverse"), a_ref("reverse")]

    outcomes = together(app, [partial(books.reverse, spent, ref=each, at=THEN, today=TODAY) for each in refs])

    assert sum(isinstance(outcome, Posted) and outcome.created for outcome in outcomes) == 1
    assert all(isinstance(outcome, Posted | AlreadySettled) for outcome in outcomes), outcomes
    with transaction():
        assert [lot.remaining for lot in ledger.open_lots(account, TODAY)] == [60, 60]
    assert wrong() == []


def spending_now(programme: Programme, account: int, points: int) -> int:
    partner = ledger.account(programme.id, "partner", owner_id=1)
    entries = [Entry(account, -points), Entry(partner, points)]
    return books.post(programme.id, "adjustment", ref=a_ref("spent"), entries=entries, at=THEN, today=TODAY).transfer_id


def test_members_who_pay_each_other_do_not_wait_for_each_other_for_ever(app: Flask, programme: Programme) -> None:
    first, second = (an_account(programme, [(500, None)]) for _ in range(2))
    deeds = [
        partial(
            books.post, programme.id, "adjustment", ref=a_ref("pay"), at=THEN, today=TODAY,
            entries=[Entry(giver, -5), Entry(taker, 5)],
        )
        for giver, taker in [(first, second), (second, first)] * 12
    ]  # fmt: skip
    assert counted(together(app, deeds)) == {"Posted": 24}
    assert wrong() == []


def test_account_asked_for_at_once_is_opened_once(app: Flask, programme: Programme) -> None:
    for kind, owner in (("member", 77), ("suspense", None)):
        outcomes = together(app, [partial(ledger.account, programme.id, kind, owner_id=owner)] * 12)
        assert counted(outcomes) == {"int": 12}
        assert len(set(outcomes)) == 1


def test_file_taken_in_twice_at_once_brings_points_once(app: Flask, programme: Programme) -> None:
    with transaction():
        anna = a_member(programme, user=None)
        members.bind_card(anna, "220220******1186", THEN)
        account = ledger.account(programme.id, "member", owner_id=anna.id)
    kinds = ["purchase", "purchase", "refund"]
    operations = [
        Operation(n, str(n), "220220******1186", THEN, kinds[n % 3], 100_000, "RUB", "5411", "SHOP", "")
        for n in range(30)
    ]
    deed = partial(earning.take_in, programme, operations, source="race", file="race", now=THEN)

    outcomes = together(app, [deed] * 4)

    assert counted(outcomes) == {"Report": 4}
    with transaction():
        assert ledger.balance(account, TODAY) == 20 * 5 - 10 * 5
        assert execute("SELECT count(*) FROM card_operations").scalar_one() == 30
    assert wrong() == []
