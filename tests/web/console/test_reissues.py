"""Another code for a card, at the support desk: alone where the card is small and nobody has seen it, with another person where it is not."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import giftcards, orders, support, tills
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.giftcards import Card
from tests.builders.codes import in_the_clear
from tests.builders.members import a_member
from tests.builders.orders import a_shelf, an_order
from tests.builders.tills import a_terminal, redeem
from tests.web.console.house import House, at

NAMED = ["number", "order"]


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


def a_card(house: House, value: int = 30_000, **shelf: str) -> Card:
    """A card of our own making that was ordered a moment ago."""
    with house.app.app_context():
        with transaction():
            made = a_shelf(house.first, value=value, **(shelf or {"fulfilment": "own"}))
            order = an_order(a_member(house.first, points=900), made, now=clock.now())
        if order.fulfilment == "own":
            with transaction():
                orders.fulfil(order.id, now=clock.now())
        return giftcards.of_orders([order.id])[order.id]


def code_of(house: House, card: Card) -> str:
    with house.app.app_context():
        return in_the_clear(
            execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one()
        ).code


def newest(house: House, card: Card) -> Card:
    with house.app.app_context():
        return giftcards.heir(giftcards.card_by_id(card.id))


def take(house: House, card: Card, code: str) -> int:
    """What is left on a card after its partner's till has taken a hundredth of it."""
    with house.app.app_context():
        with transaction():
            partner = execute("SELECT partner_id FROM brands WHERE id = %(id)s", {"id": card.brand_id}).scalar_one()
            terminal = a_terminal(partner)
        with transaction():
            return redeem(terminal, code, pin="", amount=100, now=clock.now()).remaining


def send(client: FlaskClient, card: Card, **over: object) -> TestResponse:
    path = f"/console/cards/{card.public_id}/reissue"
    ref = re.search(r'name="ref" value="([0-9A-Z]{26})"', at(client, path)[1])
    fields = {
        "csrf_token": client.token,
        "ref": ref[1] if ref else "",
        "reason": "lost",
        "identified": NAMED,
        "note": "by phone",
    }  # type: ignore[attr-defined]
    return client.post(path, base_url="http://first.test", data=fields | over)


def test_a_small_card_is_reissued_by_one_person_and_its_old_code_is_dead(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    old = code_of(house, card)
    assert "You can do this alone" in at(support_desk, f"/console/cards/{card.public_id}/reissue")[1]
    assert send(support_desk, card).status_code == 303
    new = newest(house, card)
    assert (new.id != card.id, new.remaining, new.expires_on, new.member_id) == (
        True,
        30_000,
        card.expires_on,
        card.member_id,
    )
    with pytest.raises(tills.CardUnusable):
        take(house, card, old)
    assert take(house, new, code_of(house, new)) == 29_900
    with house.app.app_context():
        said = execute("SELECT subject, why, before, after FROM audit_records WHERE action = 'support.reissue'").one()
    assert (said.subject, said.why, said.before["card"], said.after["card"]) == (
        f"giftcard:{new.id}", "by phone", card.public_id, new.public_id,
    )  # fmt: skip
    assert said.after["identified"] == NAMED
    assert old not in str(said)


def test_asked_twice_it_is_reissued_once(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    first = send(support_desk, card)
    page = send(support_desk, card, ref="0" * 26)
    assert (first.status_code, page.status_code) == (303, 303)
    with house.app.app_context():
        assert execute("SELECT count(*) FROM reissues").scalar_one() == 1


@pytest.mark.parametrize("why", ["dear", "shown and used"])
def test_a_dear_card_or_a_risky_one_takes_another_person(house: House, why: str) -> None:
    card, support_desk = a_card(house, 60_000 if why == "dear" else 30_000), house.of("support")
    if why != "dear":
        code = code_of(house, card)
        with house.app.app_context(), transaction():
            member = execute("SELECT id FROM members WHERE id = %(id)s", {"id": card.member_id}).scalar_one()
            giftcards.reveal(
                card.public_id, programme_id=card.programme_id, member_id=member, now=clock.now(), fresh_factor=True
            )
        take(house, card, code)
    assert "Another person has to approve this" in at(support_desk, f"/console/cards/{card.public_id}/reissue")[1]
    sent = send(support_desk, card)
    assert (sent.status_code, newest(house, card).id) == (303, card.id)
    proposal = sent.headers["Location"]
    assert "/console/approvals/" in proposal
    admin = house.of("admin")
    assert "The phone or the printout is lost" in at(admin, proposal)[1]
    digest = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', at(admin, f"{proposal}/approval")[1])
    assert digest
    own = support_desk.post(
        f"{proposal}/approval", base_url="http://first.test", data={"csrf_token": support_desk.token, "seen": digest[1]}
    )  # type: ignore[attr-defined]
    assert (own.status_code >= 400, newest(house, card).id) == (True, card.id)
    done = admin.post(
        f"{proposal}/approval", base_url="http://first.test", data={"csrf_token": admin.token, "seen": digest[1]}
    )  # type: ignore[attr-defined]
    assert done.status_code == 303
    new = newest(house, card)
    assert (new.id != card.id, new.remaining) == (True, 60_000 if why == "dear" else 29_900)
    with house.app.app_context():
        assert execute("SELECT proposal_id IS NOT NULL FROM reissues").scalar_one()
        assert support.invariants() == []


def test_who_names_one_fact_alone_or_says_not_what_is_wrong_gets_nothing(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    alone = send(support_desk, card, identified=["number"])
    assert (alone.status_code, "at least two" in alone.text) == (422, True)
    assert send(support_desk, card, reason="").status_code == 422
    assert newest(house, card).id == card.id


def test_a_code_of_the_partners_own_is_not_made_anew(house: House) -> None:
    card, support_desk = a_card(house, stock=1), house.of("support")  # type: ignore[arg-type]
    sent = send(support_desk, card)
    assert (sent.status_code, newest(house, card).id) == (409, card.id)


@pytest.mark.parametrize("who", ["finance", "other admin", "member"])
def test_others_cannot_ask_for_it(house: House, who: str) -> None:
    card = a_card(house)
    assert send(house.of(who), card).status_code in (302, 303, 403, 404)
    assert newest(house, card).id == card.id
