"""Orders when everybody comes at once. Each guard is also taken out, and the same crowd then breaks the books."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from marketplace import giftcards, orders
from marketplace.codes import OutOfStock
from marketplace.core.db import db, execute, transaction
from marketplace.members import Member
from marketplace.orders import LimitReached, NotCancellable, Order
from tests.builders import orders as shop
from tests.builders.functions import function_changed
from tests.races.crowd import together
from tests.races.test_codes_claim import LOCK

ROUNDS, MEMBERS, STOCK = 10, 16, 4
LATER = shop.NOW + timedelta(days=1)


def counted(outcomes: list[object]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


def ordering(
    member: Member, shelf: shop.Shelf, ref: str = "", accepted: dict[str, bytes] | None = None
) -> Callable[[], Order]:
    """The deed of ordering, for a thread of its own."""
    return partial(shop.an_order, member, shelf, ref=ref, accepted=accepted or shelf.accepted)


def detached(make: Callable[[], tuple[shop.Shelf, list[Member]]]) -> tuple[shop.Shelf, list[Member]]:
    """What was made, loaded whole and free of the session."""
    with transaction():
        shelf, members = make()
        db.session.flush()
        db.session.refresh(shelf.brand)
        db.session.expunge(shelf.brand)
    return shelf, members


def a_queue(how_many: int, points: int = 450, **shelf: object) -> tuple[shop.Shelf, list[Member]]:
    """A shelf, and members who want what lies on it."""

    def make() -> tuple[shop.Shelf, list[Member]]:
        of = shop.a_shelf(**shelf)  # type: ignore[arg-type]
        return of, [shop.a_member(of.programme, points=points) for _ in range(how_many)]

    return detached(make)


def last_codes(app: Flask) -> str:
    """A round of the last codes; returns what went wrong, or nothing."""
    shelf, members = a_queue(MEMBERS, stock=STOCK)
    outcomes = together(app, [ordering(member, shelf) for member in members])
    sold = [outcome for outcome in outcomes if isinstance(outcome, Order)]
    no = [outcome for outcome in outcomes if isinstance(outcome, OutOfStock)]
    held = execute(
        "SELECT count(DISTINCT code_id) AS codes, count(*) AS cards FROM giftcards WHERE offer_id = %(offer)s",
        {"offer": shelf.offer_id},
    ).one()
    if (len(sold), len(no), held.codes, held.cards) != (STOCK, MEMBERS - STOCK, STOCK, STOCK):
        return f"{counted(outcomes)} {held}"
    spent = sum(shop.balance(member) == 0 for member in members)
    return "" if spent == STOCK else f"{spent} members have paid"


def test_the_last_codes_go_to_as_many_members_and_the_others_keep_their_points(ctx: Flask) -> None:
    for _ in range(ROUNDS):
        assert last_codes(ctx) == ""
    assert shop.wrong() == []


def test_without_the_lock_on_codes_the_same_crowd_breaks_it(ctx: Flask, owner_url: str) -> None:
    with function_changed(owner_url, "code_claim", LOCK):
        assert any(last_codes(ctx) for _ in range(ROUNDS))


def test_one_click_twenty_times_is_one_order(ctx: Flask) -> None:
    shelf, [anna] = a_queue(1, points=4500, stock=30, per_member_limit=5)
    for ref in ("click-0001", "click-0002"):
        outcomes = together(ctx, [ordering(anna, shelf, ref=ref)] * 15)
        assert counted(outcomes) == {"Order": 15}
        assert len({outcome.id for outcome in outcomes if isinstance(outcome, Order)}) == 1
    assert shop.balance(anna) == 4500 - 2 * 450
    assert shop.wrong() == []


def a_crowd_of_one(app: Flask) -> tuple[Counter[str], int]:
    """Fifteen orders of a member who can pay three; what came of it, and what they have left."""
    shelf, [anna] = a_queue(1, points=1400, stock=30)
    return counted(together(app, [ordering(anna, shelf) for _ in range(15)])), shop.balance(anna)


def test_one_member_cannot_spend_the_same_points_twice(ctx: Flask) -> None:
    for _ in range(3):
        assert a_crowd_of_one(ctx) == ({"Order": 3, "NotEnoughPoints": 12}, 50)
    assert shop.wrong() == []


@pytest.mark.parametrize("whose", ["member", "offer"])
def test_limits_hold_in_a_crowd(ctx: Flask, whose: str) -> None:
    limit = {"per_member_limit": 2} if whose == "member" else {"total_limit": 2}
    for _ in range(3):
        shelf, members = a_queue(1 if whose == "member" else 12, points=5400, stock=30, **limit)
        crowd = members * 12 if whose == "member" else members
        outcomes = together(ctx, [ordering(member, shelf) for member in crowd])
        assert counted(outcomes) == {"Order": 2, "LimitReached": 10}
        assert {no.facts["whose"] for no in outcomes if isinstance(no, LimitReached)} == {whose}
    assert shop.wrong() == []


def test_without_the_condition_on_usage_the_limit_is_broken(ctx: Flask, owner_url: str) -> None:
    with function_changed(owner_url, "offer_usage_take", " WHERE u.used < p_offer_limit"):
        shelf, members = a_queue(12, points=450, stock=30, total_limit=2)
        assert counted(together(ctx, [ordering(member, shelf) for member in members]))["Order"] > 2


def a_little_later(pause_seconds: float, deed: Callable[[], object]) -> Callable[[], object]:
    """The same deed, after a pause: the other one gets a head start of that much."""

    def wait_and_do() -> object:
        time.sleep(pause_seconds)
        return deed()

    return wait_and_do


def test_a_card_is_either_shown_or_taken_back(ctx: Flask) -> None:
    for turn in range(12):
        shelf, [anna] = a_queue(1, stock=1)
        with transaction():
            order = shop.an_order(anna, shelf)
        card = giftcards.of_orders([order.id])[order.id]
        show = partial(
            giftcards.reveal,
            card.public_id,
            programme_id=anna.programme_id,
            member_id=anna.id,
            now=LATER,
            fresh_factor=True,
        )
        take_back = partial(orders.cancel, order, why="", now=LATER)
        outcomes = together(ctx, [take_back, a_little_later(0.003 * (turn % 6), show)] * 4)
        shown, taken = counted(outcomes[1::2]), counted(outcomes[0::2])
        if shown["Secret"]:
            assert (shown, taken) == ({"Secret": 4}, {"NotCancellable": 4})
            assert shop.balance(anna) == 0
        else:
            assert (shown, taken) == ({"CardNotActive": 4}, {"Order": 4})
            assert shop.balance(anna) == 450
    assert shop.wrong() == []


def test_a_waiting_order_is_either_issued_or_cancelled(ctx: Flask) -> None:
    for _ in range(8):
        shelf, [anna] = detached(lambda: (of := shop.a_range_shelf(), [shop.a_member(of.programme, points=1500)]))
        with transaction():
            order = shop.an_order(anna, shelf)
        issue = partial(orders.fulfil, order.id, now=LATER)
        take_back = partial(orders.cancel, order, why="", now=LATER)
        outcomes = together(ctx, [issue, take_back, issue, take_back, issue])
        assert set(counted(outcomes)) <= {"Order", "AlreadySettled", "NotCancellable"}
        state = orders.order(order.id, anna.id).state
        assert state in ("issued", "cancelled")
        assert shop.balance(anna) == (1500 if state == "cancelled" else 0)
        if any(isinstance(no, NotCancellable) for no in outcomes):
            with transaction(by=shop.by(anna)):
                assert orders.cancel(order, why="", now=LATER).state == "cancelled"
    with transaction():
        execute("UPDATE outbox SET kept_at = now()")
    assert shop.wrong() == []


def test_ordering_and_cancelling_by_turns_never_waits_for_each_other(ctx: Flask) -> None:
    shelf, members = a_queue(6, points=900, stock=6, per_member_limit=2, total_limit=9)
    with transaction():
        placed = [(member, shop.an_order(member, shelf)) for member in members]
    back = [partial(orders.cancel, order, why="", now=LATER) for member, order in placed]
    outcomes = together(ctx, [*back, *(ordering(member, shelf) for member in members)])
    assert set(counted(outcomes)) <= {"Order", "OutOfStock", "LimitReached"}
    assert shop.wrong() == []
