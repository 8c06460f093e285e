"""A call at the desk: a number suggests and proves nothing, two facts identify, and what is wrong is put right in a few presses."""

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace import approvals, giftcards, orders, support
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.support import cases
from tests.builders.cases import Help, plain
from tests.builders.identity import csrf, give, staff
from tests.builders.orders import a_member, an_order

PHONE = "+7 921 000-00-42"
TWO = ["number", "order"]


@pytest.fixture
def desk(app: Flask) -> Help:
    """The cases' world, with Nina of the call-centre; Anna's number is known."""
    world = Help(app, own_code=True, points=9_000)
    with app.app_context(), transaction():
        nina = staff(world.programme, "call_centre")
        execute("UPDATE members SET phone = %(phone)s WHERE id = %(id)s", {"phone": PHONE, "id": world.member.id})
        world.people["nina"] = nina.id
    return world


def press(desk: Help, who: str, page: str, path: str, **fields: Any) -> TestResponse:
    """Send a form of a page with the ref that it carries."""
    client = desk.of(who)
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', client.get(page).text)
    assert ref, page
    return client.post(path, data={"csrf_token": csrf(client), "ref": ref[1]} | fields)


def taken(desk: Help, who: str = "nina", named: Any = TWO) -> TestResponse:
    page = f"/console/call/members/{desk.member.number}"
    return press(desk, who, page, page, named=named, phone=PHONE)


def test_a_number_of_two_is_a_list_and_even_of_one_identifies_nobody(desk: Help) -> None:
    with desk.app.app_context(), transaction():
        a_member(desk.programme, first_name="Пётр", phone="8 (921) 0000042")
    page = desk.page("nina", "/console/call?phone=%2B79210000042")
    assert ("Пётр" in page, page.count("/console/call/members/"), desk.member.number in plain(page)) == (True, 2, False)
    assert "Пётр" in desk.page("nina", "/console/call?phone=00-42"), "as the page itself writes a number's end"
    assert desk.member.email not in desk.page("nina", f"/console/call/members/{desk.member.number}")
    short = taken(desk, named=["number"])
    assert (short.status_code, "That is not enough" in short.text) == (422, True)
    call = desk.rows("SELECT id, named, phone FROM calls")[0]
    assert (call.named, call.phone) == (["number"], PHONE)
    page = desk.page("nina", f"/console/call/{call.id}")
    assert ("ask for another fact" in page, f"/console/call/{call.id}/lost" in page) == (True, False)
    refused = press(
        desk, "nina", f"/console/call/{call.id}/lost", f"/console/call/{call.id}/lost", card=desk.holder.card.public_id
    )
    assert (refused.status_code, desk.rows("SELECT state FROM giftcards")[0].state) == (422, "active")
    told = desk.rows("SELECT after FROM audit_records WHERE action = 'calls.take'")[0].after
    assert (told["recognised"], PHONE in str(told)) == (False, False)


def test_a_lost_card_is_stopped_noted_and_handed_to_support_who_goes_on_with_what_was_named(desk: Help) -> None:
    at = taken(desk).headers["Location"]
    card = desk.holder.card
    assert press(desk, "nina", at, f"{at}/notes", text="Left it on the train.").status_code == 303
    assert press(desk, "nina", f"{at}/lost", f"{at}/lost", card=card.public_id).status_code == 303
    page = desk.page("nina", at)
    assert ("support gives the card another code" in page, "console/cards" in page) == (True, True)
    case = desk.rows(
        "SELECT c.*, e.text, e.facts FROM cases c JOIN case_events e ON e.case_id = c.id AND e.what = 'opened'"
    )[0]
    assert (case.category, case.channel, case.giftcard_id, case.text) == (
        "exposed",
        "phone",
        card.id,
        "Left it on the train.",
    )
    assert (case.facts["named"], desk.rows("SELECT state FROM giftcards")[0].state) == (TWO, "frozen")
    # Whoever has her account, who may be the thief, reads why and cannot unfreeze it.
    seen = desk.page("anna", f"/cards/{card.public_id}")
    assert ("Support has frozen the card" in seen, "/release" in seen, "/cancellation" in seen) == (True, False, False)
    assert desk.holder.http.get(f"/cards/{card.public_id}/release").status_code == 303
    assert desk.send("anna", f"/cards/{card.public_id}/release").status_code == 409
    assert desk.rows("SELECT state FROM giftcards")[0].state == "frozen"
    # What is noted afterwards stands on the case, too.
    assert press(desk, "nina", at, f"{at}/notes", text="A black phone.").status_code == 303
    assert desk.rows("SELECT text FROM case_events WHERE what = 'note'")[0].text == "A black phone."
    # Reported already, it is not frozen twice; and support goes on with the facts that were named.
    assert "reported lost already" in desk.page("nina", f"{at}/lost")
    assert press(desk, "nina", f"{at}/lost", f"{at}/lost", card=card.public_id).status_code == 422
    assert desk.rows("SELECT owner_id FROM cases")[0].owner_id is None, "it waits in the queue of support"
    assert desk.rows("SELECT count(*) AS n FROM cases")[0].n == 1
    with desk.app.app_context(), transaction():
        give(
            execute("SELECT id, fs_uniquifier FROM users WHERE id = %(id)s", {"id": desk.people["nina"]}).one(),
            "support",
            desk.programme,
        )
    prepared = desk.page("ilya", f"/console/cards/{card.public_id}/reissue?call={at.rpartition('/')[2]}")
    assert ('name="step" value="check"' in prepared, "Identified by" in prepared) == (True, True)
    assert desk.rows("SELECT count(*) AS n FROM audit_records WHERE action = 'calls.act'")[0].n == 3


def test_each_lost_card_of_a_call_of_support_has_its_own_next_step_until_it_has_another_code(desk: Help) -> None:
    with desk.app.app_context():
        with transaction():
            order = an_order(desk.member, desk.holder.shelf, now=clock.now())
        with transaction():
            orders.fulfil(order.id, now=clock.now())
    cards, at = (
        [row.public_id for row in desk.rows("SELECT public_id FROM giftcards ORDER BY id")],
        taken(desk, "ilya").headers["Location"],
    )
    for card in cards:
        assert press(desk, "ilya", f"{at}/lost", f"{at}/lost", card=card).status_code == 303
    page = desk.page("ilya", at)
    assert [f"/console/cards/{card}/reissue?call=" in page for card in cards] == [True, True]
    assert {row.owner_id for row in desk.rows("SELECT owner_id FROM cases")} == {desk.people["ilya"]}
    with desk.app.app_context(), transaction(by=Actor("user", desk.people["ilya"])):
        facts = {
            "reason": "lost",
            "identified": ["email", "order"],
            "risk": 50,
            "because": [],
            "left": 0,
            "together": 0,
            "by": desk.people["ilya"],
        }
        approvals.propose(
            "card_reissue",
            cards[0],
            facts,
            programme_id=desk.programme.id,
            by=desk.people["ilya"],
            ref=ids.new_ref(),
            now=clock.now(),
        )
        held = giftcards.card_of_programme(cards[1], desk.programme.id)
        support.reissue(held, "lost", ["email", "order"], by=desk.people["ilya"], now=clock.now())
    page = desk.page("ilya", at)
    assert [f"/console/cards/{card}/reissue?call=" in page for card in cards] == [False, False]
    assert ("a colleague has to approve it" in page, "give the card another code" in page) == (True, False)
    assert ("Waits for another person’s approval" in page, "The card has another code" in page) == (True, True), (
        "what came of it"
    )


def test_of_a_partners_own_code_that_was_shown_nobody_promises_that_it_stops_or_is_replaced(app: Flask) -> None:
    desk = Help(app, points=9_000)
    card = desk.holder.card
    with app.app_context(), transaction(by=Actor("user", desk.people["ilya"])):
        giftcards.reveal(
            card.public_id, programme_id=desk.programme.id, member_id=None, now=clock.now(), fresh_factor=True
        )
    at, theirs = (
        taken(desk, "ilya", ["email", "card"]).headers["Location"],
        "may still pay with it at the partner’s tills",
    )
    assert theirs in plain(desk.page("ilya", f"{at}/lost"))
    asked = plain(desk.page("ilya", f"/console/cards/{card.public_id}/freezing"))
    assert (theirs in asked, "Tills refuse it at once" in asked) == (True, False)
    assert press(desk, "ilya", f"{at}/lost", f"{at}/lost", card=card.public_id).status_code == 303
    page = plain(desk.page("ilya", at))
    assert ("only the partner can cancel it" in page, "another code" in page) == (True, False)
    owner = plain(desk.page("ilya", f"/console/cards/{card.public_id}/recipient"))
    assert ("only the partner can cancel it" in owner, "stops working at once" in owner) == (True, False)
    last = plain(desk.page("ilya", f"/console/cards/{card.public_id}/extension"))
    assert "the partner’s tills go by the partner’s own last day" in last


def test_the_link_goes_out_again_and_an_ended_call_is_believed_no_more(desk: Help) -> None:
    at = taken(desk).headers["Location"]
    assert press(desk, "nina", f"{at}/resend", f"{at}/resend", card=desk.holder.card.public_id).status_code == 303
    assert desk.rows("SELECT count(*) AS n FROM outbox WHERE topic = 'giftcards.resend'")[0].n == 1
    assert press(desk, "nina", at, f"{at}/end").status_code == 303
    again = press(desk, "nina", f"{at}/other", f"{at}/other", text="one more thing")
    assert (again.status_code, desk.rows("SELECT count(*) AS n FROM cases")[0].n) == (409, 0)
    with desk.app.app_context(), transaction():
        execute("UPDATE calls SET phone = phone WHERE began_at < %(now)s", {"now": clock.now()})
    for who, status in (("anna", 404), ("owner", 404)):
        client = desk.holder.http if who == "anna" else desk.of(who)
        assert client.get(at).status_code == status


def test_however_much_was_noted_a_lost_card_is_stopped_and_notes_follow_a_case_that_was_merged(desk: Help) -> None:
    at = taken(desk).headers["Location"]
    for _ in range(3):
        assert press(desk, "nina", at, f"{at}/notes", text="what happened " * 280).status_code == 303
    assert press(desk, "nina", f"{at}/lost", f"{at}/lost", card=desk.holder.card.public_id).status_code == 303
    assert desk.rows("SELECT state FROM giftcards")[0].state == "frozen"
    opened = desk.rows("SELECT id FROM cases")[0].id
    other = desk.ask(what="exposed")
    with desk.app.app_context(), transaction():
        cases.merge(cases.case_by_id(opened), cases.case_by_id(other.id), now=clock.now())
    assert press(desk, "nina", at, f"{at}/notes", text="It was on the train.").status_code == 303
    noted = desk.rows("SELECT case_id FROM case_events WHERE what = 'note' ORDER BY id DESC LIMIT 1")
    assert noted[0].case_id == other.id


def test_an_older_card_than_those_with_a_key_is_found_by_how_its_code_ends(desk: Help) -> None:
    with desk.app.app_context():
        for _ in range(9):
            with transaction():
                order = an_order(desk.member, desk.holder.shelf, now=clock.now())
            with transaction():
                orders.fulfil(order.id, now=clock.now())
    oldest, at = desk.holder.card, taken(desk).headers["Location"]
    page = desk.page("nina", f"{at}/lost")
    assert ('data-key="9"' in page, 'name="last4"' in page, oldest.public_id in page) == (True, True, False)
    [newest] = re.findall(r'value="([^"]+)" data-key="1"', page)
    frozen = "SELECT public_id FROM giftcards WHERE state = 'frozen'"
    for fields, said in (
        ({"last4": "?none"}, "no card that can be used whose code ends like this"),
        ({"last4": oldest.last4, "card": newest}, "The code of the chosen card ends differently"),
    ):
        wrong = press(desk, "nina", f"{at}/lost", f"{at}/lost", **fields)
        assert (wrong.status_code, said in wrong.text, desk.rows(frozen)) == (422, True, [])
    assert press(desk, "nina", f"{at}/lost", f"{at}/lost", last4=f" {oldest.last4.lower()}").status_code == 303
    assert [row.public_id for row in desk.rows(frozen)] == [oldest.public_id]


def test_of_several_cards_none_is_chosen_for_the_caller_and_whoever_names_too_little_is_let_go_with_a_reason(
    desk: Help,
) -> None:
    with desk.app.app_context():
        with transaction():
            order = an_order(desk.member, desk.holder.shelf, now=clock.now())
        with transaction():
            orders.fulfil(order.id, now=clock.now())
    at = taken(desk).headers["Location"]
    page = desk.page("nina", f"{at}/lost")
    assert (
        page.count('data-key="1"'),
        page.count('data-key="2"'),
        bool(re.search(r'name="card"[^>]* checked', page)),
    ) == (1, 1, False)
    unnamed = press(desk, "nina", f"{at}/lost", f"{at}/lost", text="which one?")
    assert (unnamed.status_code, "Choose a card" in unnamed.text, "which one?" in unnamed.text) == (422, True, True)
    assert {row.state for row in desk.rows("SELECT state FROM giftcards")} == {"active"}
    path = f"/console/call/members/{desk.member.number}"
    assert press(desk, "nina", path, f"{path}/unidentified", why="").status_code == 422
    away = press(desk, "nina", path, f"{path}/unidentified", why="Asked for the code", phone=PHONE)
    assert away.headers["Location"].endswith("/console/call")
    ended = desk.rows(
        "SELECT c.named, s.what, s.text FROM call_steps s JOIN calls c ON c.id = s.call_id ORDER BY s.id DESC LIMIT 1"
    )[0]
    assert tuple(ended) == ([], "end", "Asked for the code")
    listed = desk.page("nina", "/console/call")
    assert ("Your calls today" in listed, listed.count("Not identified")) == (True, 1)
