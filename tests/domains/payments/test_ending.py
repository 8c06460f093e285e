"""How payments end that nobody would end by themselves: those that need a person, refunds that fail late, orders whose money goes while their code comes."""

import json
from datetime import timedelta
from typing import Any

import pytest

from marketplace import codes, orders, payments
from marketplace.core import clock, ids, outbox
from marketplace.core.db import execute, transaction
from marketplace.core.topics import Topic
from marketplace.jobs import payment_events, restored
from marketplace.members import Member
from tests.builders import orders as shop
from tests.builders.payments import (
    DISPUTED,
    REFUNDS_FAIL,
    Practice,
    a_mixed_order,
    fresh,
    money_in,
    payment_of,
    refunds_of,
    work,
)
from tests.domains.payments.test_disputes import (  # noqa: F401 - fixtures
    PAID,
    SHARE,
    anna,
    bank,
    card_of,
    issued,
    used,
)

Buyer = tuple[Member, shop.Shelf]


def test_staff_refunds_nothing_of_an_order_that_is_still_to_be_handed_over(bank: Practice, anna: Buyer) -> None:  # noqa: F811
    order = a_mixed_order(*anna, points=1_000)
    work()
    payment = payment_of(order)
    with transaction():
        payments.complete(
            payment, intent_ref="pi_other", amount=PAID, currency="RUB", known_by="asked", now=clock.now()
        )
    assert fresh(order).state == "placed"
    with pytest.raises(payments.NotHandedOver), transaction():
        payments.send_back(payment, 1, why="she asked", ref=ids.new_ref(), now=clock.now())
    with transaction():
        outbox.hurry(Topic.ORDERS_ADVANCE, str(order.id), now=clock.now())
    work()
    assert fresh(order).state == "issued"
    with transaction():
        payments.send_back(payment, 1, why="she asked", ref=ids.new_ref(), now=clock.now())


def test_order_whose_money_is_withdrawn_once_its_code_is_there_ends_and_its_points_come_back(
    bank: Practice,  # noqa: F811
    anna: Buyer,  # noqa: F811
) -> None:
    order = a_mixed_order(*anna, points=1_000)
    work()
    bank.pay(order, DISPUTED)
    later = [event for event in bank.told if "dispute" in event["type"]]
    for event in bank.told:
        if event not in later:
            payment_events.hear(kept(event))
    with transaction():
        orders.lose_sight(order.id, "the supplier is asked", now=clock.now())
    for event in later:
        payment_events.hear(kept(event))
    with transaction():  # and now the code comes
        orders.obtain(order.id, lambda one: codes.mint(one.brand_id), now=clock.now())
    assert fresh(order).state == "obtained"
    work()
    assert (fresh(order).state, shop.balance(anna[0])) == ("cancelled", 3_000)
    assert (money_in("gateway"), money_in("prepaid"), money_in("partner")) == (0, 0, 0)
    assert [*shop.wrong(), *payments.invariants()] == []


def kept(event: dict[str, Any]) -> payments.Event:
    """An event of the sandbox, kept as a webhook keeps it; nobody has heard it yet."""
    with transaction():
        payments.keep_event(event["id"], event["type"], json.dumps(event).encode(), now=clock.now())
        execute("UPDATE outbox SET kept_at = now() WHERE topic = 'payments.hear' AND kept_at IS NULL")
    return payments.event(execute("SELECT max(id) FROM provider_events").scalar_one())


def test_obtained_order_that_is_paid_is_not_taken_back(bank: Practice, anna: Buyer) -> None:  # noqa: F811
    order = a_mixed_order(*anna, points=1_000)
    work()
    with transaction():
        payments.complete(
            payment_of(order), intent_ref="pi_other", amount=PAID, currency="RUB", known_by="asked", now=clock.now()
        )
        orders.obtain(order.id, lambda one: codes.mint(one.brand_id), now=clock.now())
    with pytest.raises(orders.NotCancellable), transaction():
        orders.cancel(fresh(order), why="x", now=clock.now())
    with pytest.raises(Exception, match="there is something for its points"), transaction():
        execute("SELECT order_cancel(%(id)s, '', NULL, now(), current_date, NULL)", {"id": order.id})


def test_refund_of_staff_that_fails_after_the_order_was_cancelled_lies_among_what_was_paid(
    bank: Practice,  # noqa: F811
    anna: Buyer,  # noqa: F811
) -> None:
    order = issued(bank, anna, REFUNDS_FAIL)
    with transaction():
        payments.send_back(payment_of(order), 10_000, why="a scratched card", ref=ids.new_ref(), now=clock.now())
    work()
    with transaction():
        orders.cancel(order, why="returned after all", now=clock.now())
    work()
    bank.deliver(times=2)
    work()
    assert {state for _cause, _amount, state in refunds_of(order)} == {"failed"}
    assert (money_in("prepaid"), money_in("programme"), money_in("partner")) == (PAID, 0, 0)
    with transaction():
        again = payments.send_back(payment_of(order), PAID, why="once more", ref=ids.new_ref(), now=clock.now())
        execute("SELECT payment_refund_end(%(id)s, 'done', '', now(), current_date)", {"id": again.id})
    assert (money_in("prepaid"), money_in("programme")) == (0, 0)
    assert payments.invariants() == []


def test_payment_of_which_another_sum_came_ends_once_a_person_has_dealt_with_it(bank: Practice, anna: Buyer) -> None:  # noqa: F811
    order = a_mixed_order(*anna, points=1_000)
    work()
    payment = payment_of(order)
    with pytest.raises(payments.NoTrouble), transaction():
        orders.deal_with(payment, why="nothing is wrong", now=clock.now())
    with pytest.raises(payments.WrongAmount), transaction():
        payments.complete(payment, intent_ref="pi_x", amount=1, currency="RUB", known_by="event", now=clock.now())
    with pytest.raises(payments.RefundUnexplained), transaction():
        orders.deal_with(payment, why=" ", now=clock.now())
    with transaction():
        orders.deal_with(payment, why="refunded at the provider", now=clock.now())
    assert (fresh(order).state, shop.balance(anna[0]), payments.trouble(payment.id)) == ("cancelled", 3_000, None)
    why, before = execute("SELECT why, before FROM audit_records WHERE action = 'payments.deal_with'").one()
    assert (why, before) == ("refunded at the provider", {"trouble": "wrong_amount"})
    work()
    assert [*shop.wrong(), *payments.invariants()] == []


def test_event_that_cannot_be_heard_keeps_no_other_and_comes_last_the_next_time(
    bank: Practice,  # noqa: F811
    anna: Buyer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = issued(bank, anna)
    intent, now = payment_of(order).intent_ref or "", clock.now()
    with transaction():
        for name in ("evt_bad", "evt_good"):
            payments.keep_event(name, "charge.refunded", b"{}", now=now)
        for row in execute("SELECT id FROM provider_events WHERE event_ref LIKE 'evt_%%d' ORDER BY id").all():
            payments.note_heard(row.id, "waiting", payment_id=None, about=intent, now=now - timedelta(minutes=5))
    heard: list[str] = []

    def hear(event: payments.Event) -> None:
        heard.append(event.event_ref)
        if event.event_ref == "evt_bad":
            raise KeyError("of a version that we do not know")

    monkeypatch.setattr(payment_events, "hear", hear)
    payment_events.hear_waiting()
    payment_events.hear_waiting(intent)
    assert heard == ["evt_bad", "evt_good", "evt_good", "evt_bad"]
    with transaction():
        assert payments.forget_bodies(now + timedelta(days=1), 100) >= 2
    blank = execute("SELECT body, outcome FROM provider_events WHERE event_ref = 'evt_bad'").one()
    assert (bytes(blank.body), blank.outcome) == (b"", "foreign")


@pytest.mark.spoils_the_books  # no withdrawal of the desk stands behind it
def test_card_taken_away_after_a_lost_dispute_gives_back_all_the_points_that_its_rest_cost(
    bank: Practice,  # noqa: F811
    anna: Buyer,  # noqa: F811
) -> None:
    order = issued(bank, anna, DISPUTED)
    bank.deliver()
    work()
    assert card_of(order).remaining == 100_000 - SHARE
    assert orders.refundable(card_of(order)) == [orders.Back(order.id, anna[0].id, 100_000 - SHARE, 1_000, 0)]
    with transaction():
        orders.refund(card_of(order), "unwanted", note="x", now=clock.now())
    assert shop.balance(anna[0]) == 3_000
    assert [*shop.wrong(), *payments.invariants()] == []


@pytest.mark.spoils_the_books  # a till's movement without its till
def test_what_is_owed_is_kept_back_of_a_part_that_goes_back_too(bank: Practice, anna: Buyer) -> None:  # noqa: F811
    first, second = issued(bank, anna, DISPUTED), issued(bank, anna)
    used(card_of(first), 80_000)
    bank.deliver()
    work()
    owed = payments.debts(anna[0])[0].amount
    with transaction():
        execute(
            "SELECT giftcard_take(%(card)s, 50000, 'redemption:2', %(today)s, now())",
            {"card": card_of(second).id, "today": shop.NOW.date()},
        )
        orders.refund(card_of(second), "unwanted", note="x", now=clock.now())
    work()
    assert payments.debts(anna[0]) == ([payments.Debt("RUB", owed - PAID // 2)] if owed > PAID // 2 else [])
    kept = min(owed, PAID // 2)
    assert refunds_of(second) == ([("returned", PAID // 2 - kept, "done")] if kept < PAID // 2 else [])
    assert execute("SELECT money, netted FROM order_refunds").one() == (PAID // 2, kept)
    assert payments.available(payment_of(second).id) == PAID // 2
    assert payments.invariants() == []


def test_no_money_is_sent_back_from_a_restored_database_until_it_is_reconciled(bank: Practice, anna: Buyer) -> None:  # noqa: F811
    order = issued(bank, anna)
    with transaction():
        execute("SELECT stock_quarantine('journal', %(at)s)", {"at": clock.now()})
        payments.send_back(payment_of(order), 100, why="she asked", ref=ids.new_ref(), now=clock.now())
    work()
    assert [state for _cause, _amount, state in refunds_of(order)] == ["requested"]
    assert bank.bank.store.all("refund") == []
    with transaction():
        held = codes.quarantine()
        assert held is not None
        codes.reconcile(held, [], why="held against the provider's list", apply=True, now=clock.now())
    work(clock.now() + restored.PAUSE)
    assert [state for _cause, _amount, state in refunds_of(order)] == ["done"]
