"""Two at the desk at the same instant: neither the cap of one person nor the count of a day lets both through."""

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask

from marketplace import approvals, earning, giftcards, gifts, ledger, members, support
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import db, transaction
from marketplace.earning import Operation
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.support import accounts, cases
from marketplace.web.console import withdrawal_kinds
from tests.builders.gifts import A_GIFT
from tests.builders.members import a_member
from tests.builders.programmes import set_of
from tests.races.crowd import together
from tests.web.console.house import House
from tests.web.console.test_reissues import a_card

ROUNDS = 3


def refund(house: House, card: Card, who: str = "support") -> str:
    """As the page does it: "done", or "asked" where another person has to agree."""
    held, by, now = support.hold(card), house.ids[who], clock.now()
    facts = withdrawal_kinds.payload(held, "unwanted", "source", by=by, now=now)
    if approvals.approvers_needed(house.first.id, withdrawal_kinds.REFUND, facts):
        return "asked"
    support.withdraw(held, "unwanted", "source", note="asked by phone", by=by, now=now)
    return "done"


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


def member(house: House) -> Member:
    with house.app.app_context(), transaction():
        return a_member(house.first, points=9_000)


def test_of_two_refunds_for_one_member_at_once_one_takes_another_person(house: House) -> None:
    for _ in range(ROUNDS):
        anna = member(house)
        one, other = a_card(house, of=anna), a_card(house, of=anna)
        done = together(
            house.app, [lambda card=one: refund(house, card), lambda card=other: refund(house, card, "admin")]
        )  # type: ignore[misc]
        assert sorted(map(str, done)) == ["asked", "done"]


def test_of_two_reissues_at_once_by_one_person_who_may_one_more_one_is_refused(house: House) -> None:
    with house.app.app_context(), transaction():
        set_of(house.first, issued_person_day=1)
    cards, by = [a_card(house), a_card(house)], house.ids["support"]
    deeds = [
        lambda card=card: support.reissue(card, "lost", ["number", "order"], by=by, now=clock.now())  # type: ignore[misc]
        for card in cards
    ]
    assert sorted(type(one).__name__ for one in together(house.app, deeds)) == ["Card", "TooManyIssued"]  # type: ignore[arg-type]


def test_the_same_card_reissued_by_two_at_once_is_reissued_once_and_both_are_shown_the_new_one(house: House) -> None:
    card = a_card(house)
    deeds = [
        lambda by=by: support.reissue(card, "lost", ["number", "order"], by=by, now=clock.now())  # type: ignore[misc]
        for by in (house.ids["support"], house.ids["admin"])
    ]
    new = together(house.app, deeds)  # type: ignore[arg-type]
    assert [type(one).__name__ for one in new] == ["Card", "Card"]
    assert len({one.id for one in new if isinstance(one, giftcards.Card)}) == 1


def test_gifts_of_one_giver_at_once_are_counted_one_after_the_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.gifts.rules.GIFTS_A_DAY", 1)
    anna = member(house)
    cards = [a_card(house, of=anna), a_card(house, of=anna)]
    deeds = [
        lambda card=card: gifts.give(anna, card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())  # type: ignore[misc]
        for card in cards
    ]
    assert sorted(type(one).__name__ for one in together(house.app, deeds)) == ["Gift", "TooManyGifts"]  # type: ignore[arg-type]


def test_points_that_a_refund_takes_back_of_a_bank_card_are_not_taken_by_staff_as_well(house: House) -> None:
    """Staff takes back what a wrongly bound card has earned, while a refund of the same purchase is being taken in."""
    now, token = clock.now(), "220220******1186"
    paid = Operation(1, "op-1", token, now - timedelta(days=1), "purchase", 4_000_000, "RUB", "5999", "SHOP", "")
    anna, said = member(house), []
    with house.app.app_context():
        with transaction():
            card = members.bind_card(anna, token, now - timedelta(days=2)).id
            earning.take_in(house.first, [paid], source="test", file="1.csv", now=now)
            case = cases.open_case(
                house.first.id, channel="cabinet", category="points", text="Not my card", contact=cases.Contact(anna.email, "", "letter", "ru"), member=anna,
                ref=ids.new_ref(), now=now,
            ).case  # fmt: skip
        with transaction():
            earned = accounts.bound_card(anna, card).earned
        assert earned > 0

        def take_back() -> None:
            wanted = accounts.Wanted(
                kind="debit",
                amount=earned,
                reason="bank_card",
                note="the son's card",
                case_id=case.id,
                bank_card_id=card,
            )
            with house.app.app_context():
                try:
                    with transaction(by=Actor("user", house.ids["support"])):
                        accounts.correct(anna, wanted, ref=ids.new_ref(), now=now)
                except accounts.EarnedLess as no:
                    said.append(no.code)
                finally:
                    db.session.remove()

        staff = Thread(target=take_back, daemon=True)
        with transaction():
            back = paid._replace(row=2, operation_id="op-2", kind="refund", happened_at=now - timedelta(hours=1))
            earning.take_in(house.first, [back], source="test", file="2.csv", now=now)
            staff.start()
            staff.join(0.5)
            assert staff.is_alive(), "it waits for the refund"
        staff.join(20)
        assert (staff.is_alive(), said) == (False, ["correction_earned_less"])
        with transaction():
            purse = ledger.account(house.first.id, "member", owner_id=anna.id)
            assert ledger.balance(purse, house.first.day(now)) == 9_000
