"""Gifts and cards that went to the wrong person: a new letter for a gift that waits, another member for a card, by two people."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from marketplace import giftcards, gifts, support, tills
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.core.formats import masked_email
from marketplace.giftcards import Card
from marketplace.jobs import outbox as relay
from marketplace.members import Member, member
from tests.builders.gifts import A_GIFT
from tests.builders.members import a_member
from tests.builders.orders import wrong
from tests.web.console.house import House, at
from tests.web.console.test_reissues import NAMED, a_card, code_of, take
from tests.web.console.test_withdrawals import approve


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


def post(house: House, card: Card, **fields: object) -> tuple[int, str]:
    client = house.of("support")
    path = f"/console/cards/{card.public_id}/recipient"
    ref = re.search(r'name="ref" value="([0-9A-Z]{26})"', at(client, path)[1])
    facts = {
        "csrf_token": client.token,
        "ref": ref[1] if ref else "",
        "note": "wrong address",
        "identified": NAMED,
    } | fields  # type: ignore[attr-defined]
    answer = client.post(path, base_url="http://first.test", data=facts)
    return answer.status_code, answer.headers.get("Location", answer.text)


def owner_of(house: House, card: Card) -> Member:
    with house.app.app_context():
        found = member(card.member_id)
        assert found is not None
        return found


def test_a_gift_sent_to_a_wrong_address_gets_a_new_letter_and_the_former_link_is_dead(house: House) -> None:
    card = a_card(house)
    giver = owner_of(house, card)
    with house.app.app_context():
        with transaction(by=Actor("user", 1)):
            of = gifts.give(giver, card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
        relay.drain(clock.now())
        old = gifts.token(gifts.gift(of.id))
    assert post(house, card, to_name="Ivan", email="ivan@right.example", identified=[])[0] == 422, "who says so?"
    assert post(house, card, to_name="Ivan", email="ivan@right.example", note="")[0] == 422
    assert post(house, card, to_name="Ivan", email="ivan@right.example")[0] == 303
    with house.app.app_context():
        relay.drain(clock.now() + timedelta(seconds=1))
        then = gifts.gift(of.id)
        assert (then.email, then.message, then.open, gifts.word_of(then)) == (
            "ivan@right.example", A_GIFT.message, True, A_GIFT.word,
        )  # fmt: skip
        with pytest.raises(gifts.GiftNotFound):
            gifts.by_token(old, card.programme_id)
        mails = execute("SELECT recipient FROM mails WHERE ref LIKE 'gift:%%' ORDER BY id").scalars()
        news = execute("SELECT body_text FROM mails WHERE ref LIKE 'gift-news:%%'").scalar_one()
        said = execute("SELECT why, before, after FROM audit_records WHERE action = 'gifts.correct'").one()
    assert mails == [A_GIFT.email, "ivan@right.example"]
    story = at(house.of("support"), f"/console/cards/{card.public_id}")[1]
    assert [masked_email(one) in story for one in mails] == [True, True], "letters to others are of the card's story"
    assert "@right.example" in news
    assert A_GIFT.word not in news
    assert said.why == "wrong address"
    assert said.before["email"] != said.after["email"]


def test_a_gift_that_staff_has_sent_elsewhere_once_goes_to_a_third_address_by_two_people_alone(house: House) -> None:
    card = a_card(house)
    with house.app.app_context(), transaction(by=Actor("user", 1)):
        of = gifts.give(owner_of(house, card), card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
    assert post(house, card, to_name="Ivan", email="ivan@right.example")[0] == 303
    status, proposal = post(house, card, to_name="Olga", email="olga@third.example")
    assert (status, "/console/approvals/" in proposal) == (303, True)
    with house.app.app_context():
        with pytest.raises(gifts.GiftCorrected), transaction():
            gifts.correct(gifts.gift(of.id), to_name="Olga", email="olga@third.example", why="", now=clock.now())
        assert gifts.gift(of.id).email == "ivan@right.example"
    assert approve(house.of("support"), proposal).status_code >= 400
    admin = house.of("admin")
    assert "olga@third.example" in at(admin, proposal)[1]
    assert approve(admin, proposal).status_code == 303
    with house.app.app_context():
        assert (gifts.gift(of.id).email, gifts.gift(of.id).by_staff) == ("olga@third.example", True)


def test_a_card_of_the_wrong_member_becomes_anothers_once_a_second_person_agrees(house: House) -> None:
    card = a_card(house)
    old = code_of(house, card)
    take(house, card, old)
    with house.app.app_context(), transaction():
        olga = a_member(house.first, points=0)
    assert post(house, card, member="0000000000")[0] == 422
    status, said = post(house, card, member=owner_of(house, card).number)
    assert (status, "because a card can only be bound to somebody else" in said) == (409, True)
    with time_machine.travel(clock.now() + timedelta(minutes=15)):
        assert post(house, card, member=olga.number, identified=["number"])[0] == 422, "who says so?"
    status, proposal = post(house, card, member=olga.number)
    assert (status, "/console/approvals/" in proposal) == (303, True)
    assert approve(house.of("support"), proposal).status_code >= 400
    with house.app.app_context():
        assert giftcards.card_by_id(card.id).state == "active", "nothing happens before another person agrees"
    admin = house.of("admin")
    assert olga.number in at(admin, proposal)[1]
    assert approve(admin, proposal).status_code == 303
    with house.app.app_context():
        new = giftcards.heir(giftcards.card_by_id(card.id))
        assert (new.member_id, new.remaining, new.value, new.expires_on) == (olga.id, 29_900, 30_000, card.expires_on)
        said = execute("SELECT before, after FROM audit_records WHERE action = 'support.rebind'").one()
        assert (said.before["card"], said.after["card"]) == (card.public_id, new.public_id)
        assert [*wrong(), *support.invariants(), *gifts.invariants()] == []
    with pytest.raises(tills.CardUnusable):
        take(house, card, old)
    assert take(house, new, code_of(house, new)) == 29_800
