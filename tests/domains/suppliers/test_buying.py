"""A card that is bought when it is ordered: it comes, or it waits for a person who decides with evidence."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import catalogue, codes, giftcards, orders, suppliers
from marketplace import shop as window
from marketplace.core import clock, outbox
from marketplace.core.db import execute, transaction
from marketplace.integrations.suppliers.practice.app import PracticeSupplier
from marketplace.integrations.suppliers.practice.faults import Fault
from marketplace.jobs import orders as jobs
from marketplace.jobs import outbox as relay
from marketplace.jobs import supplier_orders
from marketplace.members import Member
from marketplace.orders import Order
from tests.builders import orders as shop
from tests.builders.suppliers import a_supplied_shelf, practice

LETTER = "The supplier's letter of 21 November says that nothing was sold"


@pytest.fixture
def at(ctx: Flask) -> Iterator[Any]:
    with time_machine.travel(shop.NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def supplier(
    at: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[tuple[PracticeSupplier, shop.Shelf, Member]]:
    with practice(monkeypatch) as (app, url):
        with transaction():
            shelf = a_supplied_shelf(url, fixed=getattr(request, "param", False))
            anna = shop.a_member(shelf.programme, points=10_000)
        yield app, shelf, anna


Supplied = tuple[PracticeSupplier, shop.Shelf, Member]


def ordered(supplied: Supplied, *faults: Fault) -> Order:
    """An order of 1 000 ₽ for 1 500 points that meets these faults, one a call that orders."""
    app, shelf, anna = supplied
    app.faults.extend(faults)
    with transaction():
        return shop.an_order(anna, shelf, now=clock.now())


def pass_time(at: Any, seconds: int, step: int = 20) -> None:
    for _ in range(0, seconds, step):
        at.shift(timedelta(seconds=step))
        relay.drain()
        supplier_orders.look.run()


def state(order: Order) -> str:
    return orders.order_by_id(order.id).state


def asked(order: Order) -> list[tuple[str, str | None]]:
    return [(call.what, call.outcome) for call in suppliers.calls(suppliers.purchase_of(order.id).id)]


@pytest.mark.parametrize("supplier", [False, True], indirect=True, ids=["a range", "a denomination"])
def test_card_comes_with_the_code_that_was_sold_and_nothing_else_keeps_it(
    supplier: Supplied, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    order = ordered(supplier)
    assert relay.drain() >= 1
    card = giftcards.of_orders([order.id])[order.id]
    [sold] = supplier[0].books.sold
    with transaction():
        secret = giftcards.reveal(
            card.public_id,
            programme_id=order.programme_id,
            member_id=order.member_id,
            now=clock.now(),
            fresh_factor=True,
        )
    assert (secret.code, secret.pin) == (sold.code, sold.pin)
    assert asked(order) == [("order", "sold"), ("collect", "code")]
    for table in (
        "supplier_calls",
        "supplier_purchases",
        "supplier_receipts",
        "outbox",
        "audit_records",
        "orders",
        "codes",
        "mails",
    ):
        kept = str(execute(f"SELECT t::text FROM {table} t").all())
        assert sold.code not in kept, table
        assert sold.code not in caplog.text
    assert shop.wrong() == []
    with pytest.raises(orders.NotCancellable) as no, transaction():
        orders.cancel(order, why="", now=clock.now())
    assert no.value.facts == {"reason": "bought"}


def test_order_is_not_taken_back_from_the_moment_before_the_supplier_is_asked(supplier: Supplied) -> None:
    order = ordered(supplier)
    with transaction():
        orders.begin(order, now=clock.now())
    with pytest.raises(orders.NotCancellable) as no, transaction():
        orders.cancel(order, why="", now=clock.now())
    assert no.value.facts == {"reason": "unknown"}


def test_process_that_dies_after_asking_is_followed_by_one_that_asks_what_became_of_it(
    supplier: Supplied, at: Any
) -> None:
    order = ordered(supplier)
    with transaction():
        purchase = orders.begin(order, now=clock.now())
        step = suppliers.go_on(purchase.id, now=clock.now())
    assert isinstance(step, suppliers.Asked)
    supplier_orders._asked(step)  # it is killed here
    with pytest.raises(outbox.NotYet):
        jobs.advance(str(order.id))
    pass_time(at, 70)
    assert state(order) == "issued"
    assert len(supplier[0].books.sold) == 1
    assert asked(order) == [("order", None), ("find", "sold"), ("collect", "code")]


def test_code_that_comes_later_and_a_lost_identifier_end_with_the_card(supplier: Supplied, at: Any) -> None:
    order = ordered(supplier, Fault.CODE_LATER)
    pass_time(at, 60)
    assert (state(order), asked(order)[1]) == ("issued", ("collect", "not_yet"))
    nameless = ordered(supplier, Fault.NO_IDENTIFIER)
    pass_time(at, 60)
    assert (state(nameless), suppliers.purchase_of(nameless.id).known_by) == ("issued", "dates")


def test_what_is_overdue_is_shown_even_while_nothing_is_asked_at_all(supplier: Supplied, at: Any) -> None:
    lost, late = ordered(supplier, Fault.COMMIT_THEN_500), ordered(supplier, Fault.CODE_LATER)
    relay.drain()
    at.shift(timedelta(minutes=12, seconds=50))  # the worker has fallen behind
    supplier_orders.look.run()
    assert [suppliers.purchase_of(order.id).trouble for order in (lost, late)] == [None, None]
    at.shift(timedelta(seconds=20))
    for _ in range(2):
        supplier_orders.look.run()
    assert [suppliers.purchase_of(order.id).trouble for order in (lost, late)] == ["unknown", "no_code"]
    pass_time(at, 1200, 300)
    assert [state(order) for order in (lost, late)] == ["issued", "issued"]


def test_two_lost_identifiers_of_the_same_thing_are_not_guessed_apart(supplier: Supplied, at: Any) -> None:
    pair = [ordered(supplier, Fault.NO_IDENTIFIER) for _ in range(2)]
    pass_time(at, 1500, 300)
    assert [(state(order), suppliers.purchase_of(order.id).trouble) for order in pair] == [("unknown", "unknown")] * 2
    for order, sold in zip(pair, supplier[0].books.sold, strict=True):  # a person looks into the supplier's own list
        with transaction():
            orders.name_sale(order, str(sold.number), evidence=LETTER, now=clock.now())
    pass_time(at, 40)
    assert [state(order) for order in pair] == ["issued", "issued"]


def test_refused_and_failed_orders_give_the_points_back(supplier: Supplied, at: Any) -> None:
    for fault in (Fault.REFUSED, Fault.FAILS):
        order = ordered(supplier, fault)
        pass_time(at, 40)
        assert (state(order), shop.balance(supplier[2])) == ("cancelled", 10_000)
    assert shop.wrong() == []


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [(Fault.DUPLICATE_CODE, "duplicate"), (Fault.WRONG_DENOMINATION, "wrong_value"), (Fault.MALFORMED_CARD, "malformed")],
)  # fmt: skip
def test_what_is_not_what_was_bought_waits_for_a_person_who_buys_again(
    supplier: Supplied, at: Any, fault: Fault, trouble: str
) -> None:
    first = ordered(supplier)
    relay.drain()
    order = ordered(supplier, fault)
    relay.drain()
    pass_time(at, 60)
    assert (state(order), suppliers.purchase_of(order.id).trouble) == ("unknown", trouble)
    assert suppliers.waiting(order.programme_id) == 1
    with pytest.raises(suppliers.EvidenceNeeded), transaction():
        orders.buy_again(order, evidence="because", now=clock.now())
    with transaction():
        orders.buy_again(order, evidence=LETTER, now=clock.now())
    relay.drain()
    assert [state(one) for one in (first, order)] == ["issued", "issued"]
    assert [one.end for one in suppliers.purchases_of(order.id)] == ["written_off", "obtained"]
    record = execute("SELECT why FROM audit_records WHERE action = 'orders.buy_again'").scalar_one()
    assert record == LETTER


def test_person_with_evidence_gives_the_points_back_once(supplier: Supplied, at: Any) -> None:
    order = ordered(supplier, Fault.WRONG_DENOMINATION)
    relay.drain()
    for _ in range(2):
        if state(order) != "cancelled":
            with transaction():
                orders.give_up(order, evidence=LETTER, now=clock.now())
    with pytest.raises(suppliers.PurchaseEnded), transaction():
        orders.give_up(order, evidence=LETTER, now=clock.now())
    pass_time(at, 40)
    assert (state(order), shop.balance(supplier[2])) == ("cancelled", 10_000)
    assert shop.wrong() == []


def test_person_does_not_decide_while_the_supplier_is_being_asked(supplier: Supplied) -> None:
    order = ordered(supplier)
    with transaction():
        suppliers.go_on(orders.begin(order, now=clock.now()).id, now=clock.now())
    with pytest.raises(suppliers.BeingAsked), transaction():
        orders.give_up(order, evidence=LETTER, now=clock.now())


def test_cards_of_a_silent_supplier_are_off_sale_until_he_answers_again(supplier: Supplied, at: Any) -> None:
    _, shelf, anna = supplier
    for _ in range(5):
        ordered(supplier, Fault.COMMIT_THEN_500)
    relay.drain()
    of = {"programme_id": shelf.programme.id, "now": clock.now()}
    with pytest.raises(catalogue.NoOffer):
        window.offer(shelf.offer_id, **of)
    with pytest.raises(catalogue.NotForSale) as no, transaction():
        shop.an_order(anna, shelf, now=clock.now())
    assert no.value.facts == {"reason": "supplier"}
    supplier_orders.look.run()
    assert window.offer(shelf.offer_id, **of).id == shelf.offer_id
    deeds = execute("SELECT action FROM audit_records WHERE action LIKE 'suppliers.%%' ORDER BY id").scalars()
    assert deeds == ["suppliers.connect", "suppliers.break", "suppliers.mend"]


def test_secret_of_a_connection_is_in_the_vault_and_in_no_record(supplier: Supplied) -> None:
    [connection] = suppliers.connections()
    assert suppliers.secret(connection.id) == "practice-secret"
    rows = execute(
        "SELECT c.*, (SELECT json_agg(a.after) FROM audit_records a)::text AS told FROM supplier_connections c"
    ).all()
    assert "practice-secret" not in str(rows)


def test_code_that_somebody_has_already_is_not_kept_under_another_brand(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=0)
        other = shop.a_brand(shelf.programme)
        codes.keep(shelf.brand.id, "AB12-CD34-EF56", "0417")
    with pytest.raises(codes.CodeKnown), transaction():
        codes.keep(other.id, "ab12cd34ef56")


def test_nothing_is_bought_from_a_restored_database_until_it_is_reconciled(supplier: Supplied, at: Any) -> None:
    with transaction():
        execute("SELECT stock_quarantine('journal', %(at)s)", {"at": clock.now()})
    order = ordered(supplier)
    pass_time(at, 60)
    assert (state(order), supplier[0].books.sold) == ("placed", [])
    with transaction():
        held = codes.quarantine()
        assert held is not None
        codes.reconcile(held, [], why="held against the supplier's list", apply=True, now=clock.now())
    pass_time(at, 320)
    assert (state(order), len(supplier[0].books.sold)) == ("issued", 1)
