"""Signals at their edge: what lies just on this side of a threshold says nothing, what lies on the other speaks."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import codes, fraud, gifts, identity, members, settlements, support, tills
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from marketplace.support import accounts, cases
from tests.builders import orders as shop
from tests.builders.codes import in_the_clear
from tests.builders.gifts import A_GIFT
from tests.builders.identity import a_user
from tests.builders.orders import a_member, a_shelf
from tests.builders.payments import Practice, practice
from tests.builders.programmes import set_of
from tests.builders.tills import a_terminal, a_till, load_many, redeem
from tests.web.console.house import House, at
from tests.web.console.test_fraud import come, seen
from tests.web.console.test_refunds_of_money import paid, refund
from tests.web.console.test_reissues import a_card


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


def test_members_on_one_network_are_seen_from_the_threshold_on_whatever_browsers_they_have(house: House) -> None:
    with house.app.app_context(), transaction():
        fraud.set_limits(house.first.id, {"network_accounts": 3}, now=clock.now())
    for agent in ("Browser A", "Browser B"):
        come(house, 1, agent)
    assert seen(house) == []
    come(house, 1, "Browser C")
    assert (seen(house), seen(house)) == (["network"], [])


def test_a_decoy_that_is_tried_is_seen_and_a_code_beside_it_in_the_batch_is_not(house: House) -> None:
    with house.app.app_context():
        with transaction():
            till = a_till(house.first, stock=1)
            load_many(house.first.id, till.shelf.brand.id, till.shelf.denomination_id, 8)
        marks = set(execute("SELECT mark FROM code_canaries").scalars())
        rows = execute("SELECT id, blind FROM codes ORDER BY id DESC").all()
        decoy = next(row.id for row in rows if codes.decoy_mark(row.blind) in marks)
        unsold = next(row.id for row in rows if codes.decoy_mark(row.blind) not in marks)
        for number, speaks in ((unsold, []), (decoy, ["canary"])):
            with pytest.raises(tills.CardUnusable), transaction():
                tills.find(till.terminal, in_the_clear(number).code, now=clock.now())
            assert seen(house) == speaks


def test_a_cashier_who_takes_back_again_and_again_is_seen_from_the_fifth_time_on_at_whatever_tills(
    house: House,
) -> None:
    now = clock.now()
    with house.app.app_context():
        with transaction():
            till, cashier, colleague = a_till(house.first, stock=1), a_user().id, a_user().id
            first, second = till.terminal, a_terminal(till.shelf.brand.partner_id)
        for terminal, by, times, speaks in (
            (first, cashier, 4, []), (first, colleague, 1, []), (second, colleague, 3, []), (second, cashier, 1, ["reversing"]),
        ):  # fmt: skip
            for _ in range(times):
                ref = ids.new_ref()
                with transaction():
                    redeem(terminal, till.code, ref=ref, amount=1, now=now)
                with transaction(by=Actor("user", by)):
                    tills.reverse(terminal, ref, by="cashier", now=now)
            assert seen(house) == speaks
        assert execute("SELECT user_id FROM fraud_signals").scalar_one() == cashier


def points(house: House, amount: int, **over: Any) -> None:
    """Support gives a member points by hand."""
    with house.app.app_context():
        with transaction():
            member = a_member(house.first, points=10)
            contact = cases.Contact(email="", phone="+79210000000", reply_by="phone")
            case = cases.open_case(
                house.first.id, channel="phone", category="points", text="", contact=contact, ref=ids.new_ref(), member=member, now=clock.now()
            ).case  # fmt: skip
        with transaction(by=Actor("user", house.ids["support"])):
            if over.get("goodwill"):
                accounts.give_goodwill(member, amount, note="sorry", ref=ids.new_ref(), now=clock.now())
            else:
                wanted = accounts.Wanted(
                    kind="credit", amount=amount, reason="missing", note="checked", case_id=case.id, paper_id=None
                )
                accounts.correct(member, wanted, ref=ids.new_ref(), now=clock.now())


def another_code(house: House, value: int) -> None:
    """Support gives a card another code, by itself."""
    card = a_card(house, value)
    with house.app.app_context(), transaction():
        support.reissue(card, "lost", ["number", "order"], by=house.ids["support"], now=clock.now())


def sent_back(house: House, value: int) -> None:
    """Support takes a card away and what was paid for it goes back."""
    card = a_card(house, value)
    with house.app.app_context(), transaction():
        support.withdraw(card, "unwanted", "source", note="asked", by=house.ids["support"], now=clock.now())


def adjusted(house: House, amount: int) -> None:
    """Finance puts a partner's statement right."""
    with house.app.app_context(), transaction():
        partner = a_shelf(house.first).brand.partner_id
        settlements.adjust(
            partner, -amount, ref=ids.new_ref(), why="rounding", by=house.ids["finance"], now=clock.now()
        )


@pytest.mark.parametrize(
    ("act", "done", "below", "most"),
    [
        ("reissue", another_code, 49_400, 50_000), ("refund", sent_back, 49_400, 50_000), ("correction", points, 980, 1_000),
        ("adjustment", adjusted, 98_900, 100_000), ("day", lambda house, amount: points(house, amount, goodwill=True), 900, 1_000),
    ],
)  # fmt: skip
def test_a_colleague_is_seen_from_99_percent_of_each_limit_on_and_not_just_below(
    house: House, act: str, done: Callable[[House, int], None], below: int, most: int
) -> None:
    done(house, below)
    assert seen(house) == []
    done(house, most - below if act == "day" else most)
    assert (seen(house), seen(house)) == (["limit"], [])
    with house.app.app_context():
        evidence = execute("SELECT evidence FROM fraud_signals").scalar_one()
    assert (evidence["act"], evidence["value"], evidence["most"]) == (act, most, most)


def put_off(house: House, value: int) -> None:
    """Support puts off a card's last day."""
    card = a_card(house, value)
    with house.app.app_context(), transaction(by=Actor("user", house.ids["support"])):
        support.extend(
            card, card.expires_on + timedelta(days=9), "goodwill", note="a long wait", by=house.ids["support"], now=clock.now()
        )  # fmt: skip


def test_limits_of_a_day_are_seen_from_nine_tenths_on_with_all_that_was_given_out(house: House) -> None:
    with house.app.app_context(), transaction():
        set_of(house.first, issued_value_day=100_000)
    for done, value, speaks in ((another_code, 44_000, []), (sent_back, 44_900, []), (put_off, 1_100, ["limit"])):
        done(house, value)
        assert seen(house) == speaks
    assert seen(house) == [], "once a day"
    with house.app.app_context():
        signal = execute("SELECT id, user_id, evidence FROM fraud_signals").one()
    assert (signal.user_id, signal.evidence) == (
        house.ids["support"],
        {
            "act": "issued", "whose": "value", "value": 90_000, "most": 100_000, "currency": "RUB", "reissued": 1, "refunded": 1, "extended": 1,
        },
    )  # fmt: skip
    page = at(house.of("admin"), f"/console/fraud/{signal.id}")[1]
    assert ("one colleague’s, by value" in page, "Later last days" in page) == (True, True)


def test_what_one_order_paid_for_counts_together_whoever_has_it_by_now(house: House) -> None:
    card, by = a_card(house, 24_900), house.ids["support"]
    with house.app.app_context():
        with transaction(by=Actor("user", by)):
            given = support.reissue(card, "lost", ["number", "order"], by=by, now=clock.now())
        assert seen(house) == []
        with transaction(by=Actor("user", 1)):
            owner = members.member(given.member_id)
            assert owner is not None
            gift = gifts.give(owner, given.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
        with transaction():
            claimed = gifts.claim(gift, a_member(house.first), now=clock.now())
        with transaction(by=Actor("user", by)):
            support.reissue(claimed, "lost", ["number", "order"], by=by, now=clock.now())
    assert seen(house) == ["limit"]
    with house.app.app_context():
        assert execute("SELECT evidence->>'value' FROM fraud_signals").scalar_one() == "49800"


def test_a_gift_whose_word_is_guessed_is_seen_once_it_is_locked_and_its_giver_is_nobody_to_hold(house: House) -> None:
    card = a_card(house)
    with house.app.app_context():
        with transaction(by=Actor("user", 1)):
            giver = members.member(card.member_id)
            assert giver is not None
            gift = gifts.give(giver, card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
        for times, speaks in ((4, []), (1, ["word"])):
            for _ in range(times):
                with pytest.raises(gifts.WrongWord), transaction():
                    gifts.prove(gift, "tulip")
            assert seen(house) == speaks
        assert seen(house) == []
        signal = execute("SELECT id, member_id, evidence FROM fraud_signals").one()
    assert (signal.member_id, signal.evidence) == (
        None,
        {"tries": 5, "member": giver.number, "card": card.public_id},
    )
    page = at(house.of("admin"), f"/console/fraud/{signal.id}")[1]
    assert (f"/console/cards/{card.public_id}" in page, giver.name in page, "Put on hold" in page) == (
        True,
        True,
        False,
    )


def test_whose_password_is_guessed_can_be_protected_by_a_hold_and_nothing_is_held_against_them(house: House) -> None:
    with house.app.app_context():
        with transaction():
            user = a_user()
            member = a_member(house.first, email=user.email)
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user.id, "id": member.id})
            identity.begin_session(user, now=clock.now(), agent="Own browser", network="192.0.2.7")
        assert seen(house) == []
        with transaction():
            identity.tell_of_guesses(user.id, programme_id=house.first.id, tries=30, now=clock.now())
        relay.drain(clock.now())
        assert (seen(house), seen(house)) == (["sign_in"], [])
        number = execute("SELECT id FROM fraud_signals WHERE member_id = %(id)s", {"id": member.id}).scalar_one()
        found = fraud.signal(number, programme_id=house.first.id)
        page = at(house.of("admin"), f"/console/fraud/{number}")[1]
        assert ("Put on hold" in page, "Propose to block" in page) == (True, False)
        with transaction():
            with pytest.raises(fraud.NobodyToHold):
                fraud.block(found, why="no", now=clock.now())
            fraud.hold(found, why="until she writes", now=clock.now())
        assert execute("SELECT count(*) FROM fraud_marks").scalar_one() == 0
    page = at(house.of("admin"), f"/console/fraud/{number}")[1]
    assert ("Put on hold" in page, "Propose to block" in page) == (False, False), "held already"


@pytest.fixture
def bank(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with time_machine.travel(shop.NOW, tick=True), practice(app, monkeypatch) as one:
        yield one


def test_money_sent_back_is_counted_over_a_day(bank: Practice) -> None:
    house = House(bank.app, shop.NOW)
    made = paid(bank, house, 3)
    for order, amount, speaks in ((0, "400", []), (1, "400", []), (2, "185", ["refunds"]), (2, "5", ["limit"])):
        assert refund(house, made[order], amount)[0] < 400
        assert seen(house) == speaks, amount
