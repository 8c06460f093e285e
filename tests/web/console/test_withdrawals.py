"""Cards that are taken away at the desk, codes that staff looks at, and how much one person may give out in a day."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import giftcards, identity, members, orders, support, tills
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.giftcards import Card
from marketplace.jobs import outbox as relay
from marketplace.support import cases
from tests.builders.identity import a_user
from tests.builders.orders import a_shelf, wrong
from tests.builders.programmes import set_of
from tests.web.console.house import House, at
from tests.web.console.test_reissues import NAMED, a_card, code_of, take
from tests.web.console.test_reissues import send as reissue


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


def send(client: FlaskClient, card: Card, **over: object) -> TestResponse:
    path = f"/console/cards/{card.public_id}/withdrawal"
    ref = re.search(r'name="ref" value="([0-9A-Z]{26})"', at(client, path)[1])
    fields = {
        "csrf_token": client.token,
        "ref": ref[1] if ref else "",
        "refund": "source",
        "reason": "unwanted",
        "note": "asked by phone",
        "identified": NAMED,
    }  # type: ignore[attr-defined]
    return client.post(path, base_url="http://first.test", data=fields | over)


def extend(client: FlaskClient, card: Card) -> TestResponse:
    until = (card.expires_on + timedelta(days=30)).isoformat()
    fields = {"csrf_token": client.token, "until": until, "reason": "goodwill", "identified": NAMED}  # type: ignore[attr-defined]
    return client.post(f"/console/cards/{card.public_id}/extension", base_url="http://first.test", data=fields)


def approve(client: FlaskClient, proposal: str) -> TestResponse:
    digest = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', at(client, f"{proposal}/approval")[1])
    fields = {"csrf_token": client.token, "seen": digest[1] if digest else ""}  # type: ignore[attr-defined]
    return client.post(f"{proposal}/approval", base_url="http://first.test", data=fields)


def state(house: House, card: Card) -> str:
    with house.app.app_context():
        return giftcards.card_by_id(card.id).state_on(card.expires_on)


def is_right(house: House) -> bool:
    with house.app.app_context():
        return [*wrong(), *support.invariants()] == []


def test_a_small_refund_to_its_source_is_made_by_one_person_and_all_is_recorded(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    code = code_of(house, card)
    take(house, card, code)
    page = at(support_desk, f"/console/cards/{card.public_id}/withdrawal")[1]
    assert "448" in page, "what would come back of 450 points for 299 of 300"
    assert send(support_desk, card, note="").status_code == 422
    assert send(support_desk, card).status_code == 303
    assert state(house, card) == "void"
    with pytest.raises(tills.CardUnusable):
        take(house, card, code)
    with house.app.app_context():
        relay.drain(clock.now())
        said = execute("SELECT why, before, after FROM audit_records WHERE action = 'support.withdraw'").one()
        letter = execute("SELECT subject, body_text FROM mails WHERE ref LIKE 'card_withdrawn:%%'").one()
    assert (said.why, said.before, said.after["points_part"], said.after["refund"]) == (
        "asked by phone", {"state": "active"}, 448, "source",
    )  # fmt: skip
    assert "448" in letter.body_text
    assert code not in letter.body_text
    shown = at(support_desk, f"/console/cards/{card.public_id}")[1]
    assert "Taken away by staff" in shown
    assert "Nothing can be spent of this card." in shown
    assert "<dt>On the card now</dt><dd>₽0" in shown, "what was on it is no money any more"
    assert "A card was taken away" in shown
    assert is_right(house)


@pytest.mark.parametrize(("refund", "back"), [("none", 0), ("points", 450)])
def test_a_void_and_a_refund_elsewhere_take_another_person_however_small_the_card(
    house: House, refund: str, back: int
) -> None:
    card, support_desk = a_card(house), house.of("support")
    sent = send(support_desk, card, refund=refund, reason="fraud")
    assert (sent.status_code, state(house, card)) == (303, "active")
    proposal = sent.headers["Location"]
    assert "/console/approvals/" in proposal
    assert approve(support_desk, proposal).status_code >= 400
    assert state(house, card) == "active", "nobody approves what they have proposed"
    admin = house.of("admin")
    assert "It came by fraud" in at(admin, proposal)[1]
    assert approve(admin, proposal).status_code == 303
    assert state(house, card) == "void"
    with house.app.app_context():
        assert execute("SELECT coalesce(sum(points), 0) FROM order_refunds").scalar_one() == back
        assert giftcards.taken_away([card.id, 0]) == {card.id}
    assert "Taken away" in at(support_desk, f"/console/cards/{card.public_id}")[1]
    assert is_right(house)


def test_a_stopped_card_can_be_voided_and_one_that_has_ended_cannot(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    with house.app.app_context(), transaction():
        giftcards.stop(card, "suspicion", note="", now=clock.now())
    assert send(support_desk, card).status_code == 303
    assert state(house, card) == "void"
    refused = send(support_desk, card, ref="0" * 26)
    assert refused.status_code == 409
    assert is_right(house)


def test_a_partners_code_is_refunded_only_once_the_partner_has_cancelled_it(house: House) -> None:
    card, support_desk = a_card(house, stock=1), house.of("support")  # type: ignore[arg-type]
    refused = send(support_desk, card, ref="0" * 26)
    assert (refused.status_code, state(house, card)) == (409, "active")
    assert "only the partner can cancel it" in refused.text
    for act in ("withdrawal", "reissue"):
        page = at(support_desk, f"/console/cards/{card.public_id}/{act}")[1]
        assert "only the partner can cancel it" in page, "said before anything is filled in"
        assert ('name="note"' in page, f"card={card.public_id}" in page) == (False, True)


@pytest.mark.parametrize("who", ["finance", "other admin", "member"])
def test_others_can_neither_take_a_card_away_nor_see_its_code(house: House, who: str) -> None:
    card = a_card(house)
    client = house.of(who)
    assert send(client, card).status_code in (302, 303, 403, 404)
    assert at(client, f"/console/cards/{card.public_id}/code")[0] in (302, 303, 403, 404)
    assert state(house, card) == "active"


def test_nobody_issues_for_a_day_after_their_own_password_was_changed(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    with house.app.app_context(), transaction(by=Actor("user", house.ids["support"])):
        identity.note_change(house.ids["support"], "password", now=clock.now())
    for refused in (send(support_desk, card), reissue(support_desk, card)):
        assert refused.status_code == 409
        assert "your own password or second factor was changed" in refused.text
    assert state(house, card) == "active"
    assert send(support_desk, card, refund="none").status_code == 303, "voiding gives nothing out, and takes two"


def test_a_card_is_taken_away_at_the_wish_of_somebody_who_is_known_or_has_written_and_for_a_mistake_of_ours_without(
    house: House,
) -> None:
    card, other, support_desk = a_card(house), a_card(house), house.of("support")
    no = send(support_desk, card, identified=["number"])
    assert (no.status_code, state(house, card)) == (422, "active")
    assert "Who asks has to be known. Because the owner loses the card." in no.text
    assert send(support_desk, other, identified=[], reason="mistake").status_code == 303
    with house.app.app_context():
        owner = members.member(card.member_id)
        assert owner is not None
        with transaction():
            user = a_user().id
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user, "id": owner.id})
        with transaction(by=Actor("user", user)):
            identity.note_change(user, "password", now=clock.now() - timedelta(hours=40))
    now = clock.now()
    attempts = (
        ("letter", card, now, "anybody can write an address"),
        ("cabinet", other, now, "it is about another card"),
        ("cabinet", card, now - timedelta(days=31), "it was long ago"),
        ("cabinet", card, now - timedelta(hours=39), "whoever had just taken the account over could have written it"),
        ("cabinet", card, now, ""),
    )
    for channel, about, when, why_not in attempts:
        with house.app.app_context(), transaction():
            written = cases.open_case(
                house.first.id, channel=channel, category="other", text="Please take it back", contact=cases.Contact(email=owner.email),
                ref=ids.new_ref(), member=owner, card=about, now=when,
            ).case  # fmt: skip
        page = at(support_desk, f"/console/cards/{card.public_id}/withdrawal")[1]
        assert ("from the member’s own account" in page) is (not why_not), why_not
    assert f"/console/cases/{written.id}" in page
    assert send(support_desk, card, identified=[]).status_code == 303
    with house.app.app_context():
        noted = execute("SELECT after FROM audit_records WHERE action = 'support.identify' ORDER BY id DESC LIMIT 1")
        assert noted.scalar_one() == {"case": written.id}


@pytest.mark.parametrize(
    ("whose", "setting", "second", "told", "others"),
    [
        ("person", "issued_person_day", "support", "Somebody of the staff has given out 2 of the 2 codes", (303, 303)),
        ("partner", "issued_partner_day", "admin", "For one partner’s cards, 2 of the daily limit of 2", (429, 303)),
        ("programme", "issued_day", "admin", "2 of the 2 codes and refunds of a day were given out", (429, 429)),
    ],
)
def test_a_person_a_partner_and_a_programme_give_out_so_much_in_a_day_and_those_who_approve_are_told_before(
    house: House, whose: str, setting: str, second: str, told: str, others: tuple[int, int]
) -> None:
    with house.app.app_context(), transaction():
        set_of(house.first, **{setting: 2})
        shelf = a_shelf(house.first, fulfilment="own")
    cards, elsewhere = [a_card(house, at=shelf) for _ in range(3)], a_card(house)
    support_desk, admin = house.of("support"), house.of("admin")
    assert reissue(support_desk, cards[0]).status_code == 303
    assert told not in at(admin, "/console/")[1]
    assert send(house.of(second), cards[1]).status_code == 303
    assert told in at(admin, "/console/")[1]
    assert (send(support_desk, cards[2]).status_code, reissue(support_desk, cards[2]).status_code) == (429, 429)
    assert (send(admin, cards[2]).status_code, send(admin, elsewhere).status_code) == others
    with house.app.app_context():
        noted = execute("SELECT after FROM audit_records WHERE action = 'support.near_limit'").scalars()
    assert {"whose": whose, "used": 2, "limit": 2} in list(noted)


def test_what_one_person_gives_out_in_a_day_is_limited_by_its_value_too(house: House) -> None:
    with house.app.app_context(), transaction():
        set_of(house.first, issued_value_day=50_000)
    cards, support_desk = [a_card(house), a_card(house), a_card(house, 10_000)], house.of("support")
    assert reissue(support_desk, cards[0]).status_code == 303
    refused = reissue(support_desk, cards[1])
    assert (refused.status_code, "No more codes, refunds and extensions today" in refused.text) == (429, True), (
        "₽600 of ₽500"
    )
    assert extend(support_desk, cards[1]).status_code == 429, "so is what is on a card that is valid longer"
    assert extend(support_desk, cards[2]).status_code == 303, "₽400 are within it"
    assert "worth ₽400 of the ₽500 of a day" not in at(house.of("admin"), "/console/")[1]
    with house.app.app_context(), transaction():
        set_of(house.first, issued_value_day=44_000)
    assert "worth ₽400 of the ₽440 of a day" in at(house.of("admin"), "/console/")[1]


def test_staff_sees_a_code_with_a_reason_and_its_owner_is_told(house: House) -> None:
    card, support_desk = a_card(house), house.of("support")
    code, path = code_of(house, card), f"/console/cards/{card.public_id}/code"
    asked = at(support_desk, path)[1]
    assert code not in asked
    assert "You can look at 20 more codes today" in asked
    fields = {"csrf_token": support_desk.token, "note": ""}  # type: ignore[attr-defined]
    assert support_desk.post(path, base_url="http://first.test", data=fields).status_code == 422
    for note, goes_on in (("the till was down", True), ("x" * 400, False)):
        with support_desk.session_transaction(base_url="http://first.test") as session:
            shown_at = session.pop("factor_at")
        stale = support_desk.post(path, base_url="http://first.test", data=fields | {"note": note})
        assert stale.location == f"/verify?next={path}"
        with support_desk.session_transaction(base_url="http://first.test") as session:
            session["factor_at"] = shown_at
        back = at(support_desk, path)[1]
        assert ("data-go-on" in back, note[:300] in back) == (goes_on, True), "what was cut short is looked at first"
    shown = support_desk.post(path, base_url="http://first.test", data=fields | {"note": "the till was down"})
    assert code in shown.text
    assert (shown.headers["Cache-Control"], shown.headers["Refresh"][:3]) == ("no-store", "60;")
    assert code not in at(support_desk, path)[1]
    assert "You can look at 19 more codes today" in at(support_desk, path)[1]
    with house.app.app_context():
        relay.drain(clock.now())
        said = execute("SELECT why, actor_id FROM audit_records WHERE action = 'giftcards.staff_reveal'").one()
        letters = execute("SELECT body_text FROM mails WHERE ref LIKE 'card_seen:%%'").scalars()
        owner = orders.order_by_id(card.order_id or 0).member_id
        recipient = execute("SELECT email FROM members WHERE id = %(id)s", {"id": owner}).scalar_one()
        assert execute("SELECT recipient FROM mails WHERE ref LIKE 'card_seen:%%'").scalar_one() == recipient
        kinds = {one.kind for one in giftcards.events(card)}
        assert ("shown_to_staff" in kinds, "revealed" in kinds) == (True, False), "not as if the owner had opened it"
    assert (said.why, said.actor_id) == ("the till was down", house.ids["support"])
    assert len(letters) == 1
    assert code not in letters[0]
