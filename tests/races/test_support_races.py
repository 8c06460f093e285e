"""Two at the desk at the same instant: neither the cap of one person nor the count of a day lets both through."""

import pytest
from flask import Flask

from marketplace import approvals, giftcards, gifts, support
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.web.console import withdrawal_kinds
from tests.builders.gifts import A_GIFT
from tests.builders.members import a_member
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


def test_of_two_reissues_at_once_by_one_person_who_may_one_more_one_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(support.ISSUED_A_DAY, "person", 1)
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
