"""An order is taken back while nobody has seen its code; every point returns to its lot."""

from datetime import date, timedelta

import pytest
from flask import Flask

from marketplace import codes, giftcards, ledger, orders
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.core.topics import Topic
from tests.builders import orders as shop
from tests.builders.merging import become_one
from tests.builders.programmes import a_programme

DAY = date(2026, 11, 21)
LATER = shop.NOW + timedelta(days=1)
STAFF = Actor("user", 7)


def lots(member: shop.Member) -> list[tuple[date | None, int]]:
    account = ledger.account(member.programme_id, "member", owner_id=member.id)
    return [(lot.expires_on, lot.remaining) for lot in ledger.open_lots(account, DAY)]


def test_points_return_to_the_lots_they_came_from_and_the_code_waits(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=1)
        anna = shop.a_member(shelf.programme, lots=[(300, date(2027, 6, 30)), (120, date(2026, 12, 31)), (1000, None)])
    before = lots(anna)
    with transaction():
        order = shop.an_order(anna, shelf)
    assert lots(anna) != before
    with transaction(by=shop.by(anna)):
        cancelled = orders.cancel(order, why="передумала", now=LATER)
    assert (cancelled.state, cancelled.cancelled_at) == ("cancelled", LATER)
    assert lots(anna) == before
    assert ledger.total(ledger.account(shelf.programme.id, "partner", owner_id=shelf.brand.partner_id)) == 0
    card = giftcards.of_orders([order.id])[order.id]
    assert (card.state, card.remaining) == ("void", 30_000)
    with transaction():
        assert codes.waiting(shelf.programme.id) == 1
    assert shop.wrong() == []


@pytest.mark.parametrize("own", [False, True], ids=["loaded code", "certificate of ours, held"])
def test_points_whose_day_has_passed_come_back_with_a_day_of_grace(ctx: Flask, own: bool) -> None:
    soon, late = DAY + timedelta(days=5), shop.NOW + timedelta(days=10)
    with transaction():
        programme = a_programme(grace_days=7)
        shelf = shop.a_range_shelf(programme) if own else shop.a_shelf(programme)
        anna = shop.a_member(programme, lots=[(shelf.price - 100, soon), (100, date(2027, 6, 30))])
        order = shop.an_order(anna, shelf)
    with transaction():
        ledger.expire(programme.id, at=late, today=late.date())
    with transaction(by=shop.by(anna)):
        orders.cancel(order, why="", now=late)
    grace = late.date() + timedelta(days=7)
    assert lots(anna) == [(grace, shelf.price - 100), (date(2027, 6, 30), 100)]
    assert shop.balance(anna, late) == shelf.price
    assert shop.wrong() == []
    with transaction():
        shop.an_order(anna, shelf, now=late)
    assert lots(anna) == []


def test_grace_is_given_once_and_then_for_that_day_alone(ctx: Flask) -> None:
    with transaction():
        programme = a_programme(grace_days=7)
        shelf = shop.a_shelf(programme)
        anna = shop.a_member(programme, lots=[(450, DAY)])
        order = shop.an_order(anna, shelf)
    for days, last_day in ((1, 8), (20, 20)):
        now = shop.NOW + timedelta(days=days)
        with transaction(by=shop.by(anna)):
            orders.cancel(order, why="", now=now)
        assert lots(anna) == [(DAY + timedelta(days=last_day), 450)]
        with transaction():
            order = shop.an_order(anna, shelf, now=now)
    assert shop.wrong() == []


def test_cancelling_twice_is_cancelling_once(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=1)
        anna = shop.a_member(shelf.programme, points=450)
        order = shop.an_order(anna, shelf)
    outcomes = []
    for _ in range(2):
        with transaction(by=shop.by(anna)):
            outcomes.append(orders.cancel(order, why="", now=LATER))
    assert outcomes[0] == outcomes[1]
    assert shop.balance(anna) == 450
    assert codes.stock([shelf.denomination_id], today=DAY) == {shelf.denomination_id: 0}
    with transaction():
        assert codes.waiting(shelf.programme.id) == 1
    assert shop.wrong() == []


def test_cancelling_is_audited_with_who_and_why(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=450)
        order = shop.an_order(anna, shelf)
    with transaction(by=STAFF):
        orders.cancel(order, why="ошиблась номиналом", now=LATER)
    record = execute("SELECT * FROM audit_records WHERE action = 'orders.cancel'").one()
    assert (record.subject, record.actor_id, record.why, record.at) == (
        f"order:{order.id}",
        7,
        "ошиблась номиналом",
        LATER,
    )
    card = giftcards.of_orders([order.id])[order.id]
    assert [event.kind for event in giftcards.events(card)] == ["voided", "issued"]


def test_order_of_a_shown_code_is_not_cancelled(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=450)
        order = shop.an_order(anna, shelf)
        card = giftcards.of_orders([order.id])[order.id]
        giftcards.reveal(
            card.public_id,
            programme_id=anna.programme_id,
            member_id=anna.id,
            now=LATER,
            fresh_factor=True,
        )
    with pytest.raises(orders.NotCancellable) as no, transaction(by=shop.by(anna)):
        orders.cancel(order, why="", now=LATER)
    assert no.value.facts == {"reason": "revealed"}
    assert (shop.balance(anna), orders.order(order.id, anna.id).state) == (0, "issued")
    assert shop.wrong() == []


def test_order_of_an_expired_card_is_not_cancelled_a_frozen_one_is(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(validity_days=30)
        anna = shop.a_member(shelf.programme, points=900)
        old, frozen = shop.an_order(anna, shelf), shop.an_order(anna, shelf)
        card = giftcards.of_orders([frozen.id])[frozen.id]
        giftcards.freeze(card.public_id, member=anna, now=LATER)
        assert orders.cancel(frozen, why="", now=LATER).state == "cancelled"
    with pytest.raises(orders.NotCancellable) as no, transaction(by=shop.by(anna)):
        orders.cancel(old, why="", now=shop.NOW + timedelta(days=31))
    assert no.value.facts == {"reason": "expired"}
    assert shop.wrong() == []


def test_a_cancelled_order_gives_its_place_back(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=5, per_member_limit=1, total_limit=1)
        anna, boris = (shop.a_member(shelf.programme, points=900) for _ in range(2))
        order = shop.an_order(anna, shelf)
        orders.cancel(order, why="", now=LATER)
    with transaction():
        shop.an_order(boris, shelf)
    with pytest.raises(orders.LimitReached), transaction():
        shop.an_order(anna, shelf)
    assert shop.wrong() == []


def test_nobody_empties_the_shelf_by_ordering_and_cancelling_again_and_again(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=9)
        other = shop.a_shelf(shelf.programme, stock=1)
        anna, boris = (shop.a_member(shelf.programme, points=900) for _ in range(2))
    for times in range(3):
        with transaction(by=shop.by(anna)):
            sale = orders.quote(anna, denomination_id=shelf.denomination_id, now=LATER).sale
            orders.must_be_left(anna, sale, now=LATER)
            orders.cancel(shop.an_order(anna, shelf, now=LATER), why="", now=LATER)
            assert codes.waiting(shelf.programme.id) == times + 1
    with pytest.raises(orders.LimitReached) as no, transaction():
        shop.an_order(anna, shelf, now=LATER)
    assert no.value.facts == {"limit": 3, "whose": "cancellations"}
    with pytest.raises(orders.LimitReached) as no, transaction():
        orders.must_be_left(anna, sale, now=LATER)
    assert no.value.facts == {"limit": 3, "whose": "cancellations"}
    tomorrow = LATER + timedelta(days=1)
    with transaction():
        shop.an_order(boris, shelf, now=LATER)
        shop.an_order(anna, other, now=LATER)
        olga = shop.a_member(shelf.programme, points=900)
        become_one(anna, olga, now=LATER)
    for attempt in (
        lambda: shop.an_order(olga, shelf, now=LATER),
        lambda: orders.must_be_left(olga, sale, now=LATER),
    ):
        with pytest.raises(orders.LimitReached) as no, transaction():
            attempt()
        assert no.value.facts == {"limit": 3, "whose": "cancellations"}, "another membership is no new day"
    with transaction():
        shop.an_order(olga, shelf, now=tomorrow)
    assert shop.wrong() == []


def test_it_is_said_what_comes_back_of_an_order_of_a_membership_that_goes_on_as_another(ctx: Flask) -> None:
    day = date(2027, 6, 30)
    with transaction():
        shelf = shop.a_range_shelf(a_programme())  # its card is still to be made
        anna, olga = shop.a_member(shelf.programme, lots=[(shelf.price, day)]), shop.a_member(shelf.programme)
        order = shop.an_order(anna, shelf)
        become_one(anna, olga, now=LATER)
    with transaction(by=shop.by(olga)):
        hers = orders.order(order.id, olga.id)
        said = [(lot.expires_on, lot.amount) for lot in orders.coming_back(hers, now=LATER)]
        assert [(lot.expires_on, -lot.amount) for lot in orders.lots_taken(hers)] == said
        orders.cancel(hers, why="", now=LATER)
    assert said == lots(olga) == [(day, shelf.price)]


def test_the_ref_of_a_cancelled_order_stays_its_own(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=900)
        order = shop.an_order(anna, shelf, ref="click-0001")
        orders.cancel(order, why="", now=LATER)
    with transaction():
        assert shop.an_order(anna, shelf, ref="click-0001").state == "cancelled"
    assert shop.balance(anna) == 900


def test_certificate_of_ours_is_issued_by_the_worker_and_its_points_are_held_until_then(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, points=2000)
        order = shop.an_order(anna, shelf)
    assert (order.state, order.value, order.price_points) == ("placed", 100_000, 1500)
    with transaction():
        held = ledger.account(shelf.programme.id, "held", owner_id=anna.id)
        partner = ledger.account(shelf.programme.id, "partner", owner_id=shelf.brand.partner_id)
    assert (shop.balance(anna), ledger.balance(held, DAY), ledger.total(partner)) == (500, 1500, 0)
    promise = execute("SELECT topic, ref FROM outbox").one()
    assert (promise.topic, promise.ref) == (Topic.ORDERS_ADVANCE, str(order.id))
    assert shop.wrong() == []
    for _ in range(2):
        with transaction():
            assert orders.fulfil(order.id, now=LATER).state == "issued"
    assert (shop.balance(anna), ledger.balance(held, DAY), ledger.total(partner)) == (500, 0, 1500)
    with transaction(by=shop.by(anna)):
        card = giftcards.of_orders([order.id])[order.id]
        secret = giftcards.reveal(
            card.public_id,
            programme_id=anna.programme_id,
            member_id=anna.id,
            now=LATER,
            fresh_factor=True,
        )
    assert codes.well_formed(secret.code)
    assert card.last4 == secret.code[-4:]
    assert card.expires_on == order.card_until == DAY + timedelta(days=365)
    with transaction():
        execute("UPDATE outbox SET kept_at = now()")
    assert shop.wrong() == []


def test_a_waiting_order_is_cancelled_and_then_not_fulfilled(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, lots=[(1000, date(2027, 1, 31)), (1000, None)])
    before = lots(anna)
    with transaction():
        order = shop.an_order(anna, shelf)
    with transaction(by=shop.by(anna)):
        orders.cancel(order, why="", now=LATER)
    assert lots(anna) == before
    with transaction():
        assert orders.fulfil(order.id, now=LATER).state == "cancelled"
    assert giftcards.of_orders([order.id]) == {}
    assert shop.wrong() == []


def test_a_certificate_of_ours_that_nobody_saw_returns_to_the_member(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, lots=[(1000, date(2027, 1, 31)), (1000, None)])
    before = lots(anna)
    with transaction():
        order = shop.an_order(anna, shelf)
        orders.fulfil(order.id, now=LATER)
    with transaction(by=shop.by(anna)):
        orders.cancel(order, why="", now=LATER)
    assert lots(anna) == before
    assert execute("SELECT count(*) FROM free_codes").scalar_one() == 0
    assert shop.wrong() == []


def test_member_without_points_cannot_have_a_certificate_of_ours_either(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, points=1499)
    with pytest.raises(ledger.NotEnoughPoints), transaction():
        shop.an_order(anna, shelf)
    for value in (0, -100, 49_999, 55_555, 500_001, 10**20):
        with pytest.raises(Refusal), transaction():
            shop.an_order(anna, shelf, value=value)
    assert execute("SELECT count(*) FROM orders").scalar_one() == 0


@pytest.mark.parametrize("limited", ["per_member_limit", "total_limit"])
def test_order_placed_without_a_limit_gives_no_place_back(ctx: Flask, limited: str) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=5)
        anna = shop.a_member(shelf.programme, points=5000)
        old = shop.an_order(anna, shelf)
        execute(f"UPDATE offers SET {limited} = 1 WHERE id = %(id)s", {"id": shelf.offer_id})
    with transaction():
        counted = shop.an_order(anna, shelf)
    with transaction(by=shop.by(anna)):
        orders.cancel(old, why="", now=LATER)
    with pytest.raises(orders.LimitReached), transaction():
        shop.an_order(anna, shelf)
    with transaction(by=shop.by(anna)):
        orders.cancel(counted, why="", now=LATER)
    with transaction():
        shop.an_order(anna, shelf)
    assert shop.wrong() == []
