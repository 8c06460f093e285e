"""What staff does with a card: frozen and released, for its owner or against him, its link sent again, its last day put off, and when not."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from marketplace import giftcards, gifts, identity, members, orders, tills
from marketplace.core import clock, outbox
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.jobs import gifts as letters
from marketplace.jobs import orders as jobs
from marketplace.jobs import outbox as relay
from tests.builders.codes import in_the_clear
from tests.builders.identity import a_user
from tests.builders.orders import a_member, a_shelf, an_order
from tests.builders.tills import a_terminal, redeem
from tests.web.console.house import House, at
from tests.web.console.test_reissues import NAMED, a_card, send


class Desk:
    """A card of a member who can sign in, and people who act on it."""

    def __init__(self, app: Flask, **shelf: date) -> None:
        self.app, self.house = app, House(app, clock.now())
        with app.app_context():
            with transaction():
                user = a_user()
                member = a_member(self.house.first, points=900, email="olga@mail.test")
                execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user.id, "id": member.id})
                made = a_shelf(self.house.first, **(shelf or {"fulfilment": "own"}))  # type: ignore[arg-type]
                order = an_order(member, made, now=clock.now())
            if order.fulfilment == "own":
                with transaction():
                    orders.fulfil(order.id, now=clock.now())
            self.first: Card = giftcards.of_orders([order.id])[order.id]
            owner = members.member(member.id)
            assert owner is not None
            self.owner, self.user_id, self.partner = owner, user.id, made.brand.partner_id
            code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": self.first.id}).scalar_one()
            self.code = in_the_clear(code_id).code

    @property
    def card(self) -> Card:
        """The card as it is now."""
        with self.app.app_context():
            return giftcards.card_by_id(self.first.id)

    def do(self, who: str, deed: str, *, named: Sequence[str] = NAMED, **fields: str) -> TestResponse:
        """Ask for the page of an act and answer it; `named`: what whoever asks could name."""
        client, path = self.house.of(who), f"/console/cards/{self.first.public_id}/{deed}"
        assert at(client, path)[0] in (200, 404)
        sent = {"csrf_token": client.token, "identified": named} | fields  # type: ignore[attr-defined]
        return client.post(path, base_url="http://first.test", data=sent)

    def owner_releases(self) -> None:
        """The owner unfreezes it."""
        with self.app.app_context(), transaction(by=Actor("user", self.user_id)):
            giftcards.unfreeze(self.first.public_id, member=self.owner, now=clock.now())

    def letters(self, ref: str) -> list[str]:
        """What was written to the owner under refs like this, once all promises are kept."""
        with self.app.app_context():
            relay.drain()
            return list(
                execute("SELECT body_text FROM mails WHERE ref LIKE %(ref)s ORDER BY id", {"ref": ref}).scalars()
            )

    def audited(self, action: str) -> list[tuple[str, object, object]]:
        """Why, before and after of an action's records."""
        with self.app.app_context():
            rows = execute(
                "SELECT why, before, after FROM audit_records WHERE action = %(action)s ORDER BY id", {"action": action}
            )
            return [(row.why, row.before, row.after) for row in rows]

    def is_right(self) -> bool:
        """Whether the books of cards and orders are right."""
        with self.app.app_context():
            return [*giftcards.invariants(), *orders.invariants()] == []


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_a_card_frozen_for_its_owner_is_released_by_them_and_one_under_suspicion_is_not(desk: Desk) -> None:
    assert desk.do("support", "freezing", reason="asked", note="in the metro").status_code == 303
    assert desk.audited("giftcards.freeze") == [
        ("in the metro", {"state": "active"}, {"state": "frozen", "reason": "asked"})
    ]
    asked = desk.letters("card_frozen:%")
    desk.owner_releases()
    assert desk.card.state == "active"
    assert ["Разморозить её можно самостоятельно" in one for one in asked] == [True]

    assert desk.do("support", "freezing", reason="suspicion", note="three tills at once").status_code == 303
    with pytest.raises(giftcards.CardStopped):
        desk.owner_releases()
    with desk.app.app_context(), pytest.raises(giftcards.CardStopped), transaction():
        orders.cancel(orders.order_by_id(desk.first.order_id or 0), why="", now=clock.now())
    refused = send(desk.house.of("support"), desk.first)
    assert refused.status_code == 409
    assert "Only support can unfreeze it" in refused.text
    assert "only staff can release it" in at(desk.house.of("support"), f"/console/cards/{desk.first.public_id}")[1]
    assert desk.card.state == "frozen"
    assert desk.letters("card_frozen:%") == asked, "of a suspicion its owner is not told"
    assert desk.is_right()
    with desk.app.app_context(), transaction():
        outbox.send(Topic.GIFTCARDS_FROZEN, ref=f"{desk.first.id}:999:asked", now=clock.now())
    assert desk.letters("card_frozen:%") == asked, "nor that they could release it, by a promise that is kept late"

    assert desk.do("support", "release", note="").status_code == 422
    assert desk.do("support", "release", note="it was the owner").status_code == 303
    assert desk.card.state == "active"
    assert desk.audited("giftcards.lift_stop") == [("it was the owner", {"reason": "suspicion"}, {})]
    assert desk.is_right()


def test_a_card_that_was_reported_lost_is_released_only_by_staff_who_have_identified_its_owner(desk: Desk) -> None:
    with desk.app.app_context(), transaction(by=Actor("user", desk.user_id)):
        giftcards.freeze(desk.first.public_id, member=desk.owner, now=clock.now())
    assert desk.do("support", "freezing", reason="lost", note="stolen").status_code == 303, (
        "also what she froze herself"
    )
    with pytest.raises(giftcards.CardStopped):
        desk.owner_releases()
    with desk.app.app_context(), pytest.raises(giftcards.CardStopped), transaction():
        orders.cancel(orders.order_by_id(desk.first.order_id or 0), why="", now=clock.now())
    page = at(desk.house.of("support"), f"/console/cards/{desk.first.public_id}")[1]
    assert ("Reported lost or stolen on" in page, "/freezing" in page) == (True, True), "a suspicion may still come"
    assert ["Разморозить её можем только мы" in one for one in desk.letters("card_frozen:%")] == [True]
    page = at(desk.house.of("support"), f"/console/cards/{desk.first.public_id}")[1]
    assert re.search(r"Email “Ваша карта [^”]* заморожена”", page), "the letter stands in the card’s history"
    assert desk.do("admin", "release", named=[], note="found").status_code == 422
    assert desk.card.state == "frozen"
    assert desk.do("support", "release", note="found").status_code == 303
    desk.owner_releases()
    assert (desk.card.state, desk.audited("giftcards.lift_stop")) == ("active", [("found", {"reason": "lost"}, {})])
    # A suspicion is stronger than a report; another code helps against a report, and not against a suspicion.
    for reason in ("lost", "suspicion", "lost"):
        assert desk.do("support", "freezing", reason=reason, note=reason).status_code == 303
    assert send(desk.house.of("support"), desk.first).status_code == 409
    assert desk.do("support", "release", note="it was she").status_code == 303
    assert desk.do("support", "freezing", reason="lost", note="again").status_code == 303
    assert send(desk.house.of("support"), desk.first).status_code == 303
    with desk.app.app_context():
        assert giftcards.heir(desk.first).state == "active"
    assert [before for _why, before, _after in desk.audited("giftcards.lift_stop")] == [
        {"reason": one} for one in ("lost", "lost", "suspicion", "lost")
    ]
    assert desk.is_right()


@pytest.mark.parametrize("deed", ["freezing", "release", "email", "extension"])
def test_what_an_owner_asks_for_takes_somebody_who_is_identified_which_is_recorded_and_lasts_a_while(
    desk: Desk, deed: str
) -> None:
    fields = {"reason": "lost", "note": "Says it is hers."}
    if deed == "extension":
        fields |= {"reason": "goodwill", "until": (desk.first.expires_on + timedelta(days=30)).isoformat()}
    if deed == "release":
        assert desk.do("support", "freezing", **fields).status_code == 303
    before, who = desk.card.state, "support" if deed != "release" else "admin"
    for named in ([], ["number"]):
        no = desk.do(who, deed, named=named, **fields)
        assert (no.status_code, "at least two" in no.text, desk.card.state) == (422, True, before)
        assert "Who asks has to be known. Because " in no.text
        assert deed == "email" or "Says it is hers." in no.text, "what was typed is still there"
    assert desk.do(who, deed, **fields).status_code == 303
    heard = [after for _why, _before, after in desk.audited("support.identify")][-3:]
    assert heard == [
        {"named": [], "recognised": False},
        {"named": ["number"], "recognised": False},
        {"named": NAMED, "recognised": True},
    ]
    page = at(desk.house.of(who), f"/console/cards/{desk.first.public_id}/email")[1]
    assert "Member number, The last order" in page, "nobody is asked twice"
    assert 'name="identified"' not in page
    assert desk.do(who, "email", named=[]).status_code == 303
    assert desk.do("operator", "email", named=[]).status_code == 422, "who was heard by a colleague is asked again"
    with time_machine.travel(clock.now() + timedelta(minutes=15)):
        assert desk.do(who, "email", named=[]).status_code == 422, "and after a quarter of an hour"
    with desk.app.app_context():
        refused = execute("SELECT count(*) FROM audit_records WHERE action = 'desk.refuse'").scalar_one()
    assert refused == 0


def test_a_stop_of_the_desks_own_takes_nobody_who_asks(desk: Desk) -> None:
    assert desk.do("support", "freezing", named=[], reason="suspicion", note="three tills").status_code == 303
    assert desk.do("support", "release", named=[], note="it was the owner").status_code == 303
    later = (desk.first.expires_on + timedelta(days=30)).isoformat()
    assert desk.do("support", "extension", named=[], reason="shop_closed", until=later).status_code == 303
    assert desk.audited("support.identify") == []


def test_others_cannot_act_on_a_card(desk: Desk) -> None:
    for who in ("finance", "other admin", "member"):
        assert desk.do(who, "freezing", reason="lost").status_code in (302, 303, 403, 404)
    assert desk.card.state == "active"


def test_the_link_is_sent_again_three_times_a_day_without_a_code(desk: Desk) -> None:
    for _ in range(3):
        assert desk.do("support", "email").status_code == 303
    assert desk.do("support", "email").status_code == 429
    with desk.app.app_context():
        refs = execute("SELECT ref FROM outbox WHERE topic = 'giftcards.resend' ORDER BY id").scalars()
        jobs.resend(refs[0])
        jobs.resend(refs[0])
        jobs.resend(refs[1])
        mails = execute("SELECT recipient, body_text FROM mails WHERE ref LIKE 'card:%%:%%'").all()
    assert [mail.recipient for mail in mails] == ["olga@mail.test"] * 2
    assert all(desk.code not in mail.body_text and f"/cards/{desk.first.public_id}" in mail.body_text for mail in mails)
    assert (
        "The link to a card was sent again" in at(desk.house.of("support"), f"/console/cards/{desk.first.public_id}")[1]
    )


def test_support_finds_cards_in_a_list_by_how_they_stand_and_none_of_another_programme(desk: Desk) -> None:
    client, other = desk.house.of("support"), desk.house.of("other admin")
    assert at(other, "/console/cards", "second.test")[0] == 200
    assert desk.first.public_id not in at(other, "/console/cards", "second.test")[1]

    def found(**asked: str) -> list[bool]:
        page = client.get("/console/cards", query_string=asked, base_url="http://first.test").text
        with desk.app.app_context():
            both = (desk.first, giftcards.heir(desk.first))
        return [f"/console/cards/{one.public_id}" in page for one in both]

    assert (
        found()
        == found(show="usable")
        == found(q=desk.first.last4.lower())
        == found(q=desk.owner.number)
        == [True, True]
    )
    assert found(show="frozen") == found(show="ended") == found(q="0000") == [False, False]
    assert desk.do("support", "freezing", reason="suspicion", note="").status_code == 303
    assert found(show="frozen") == found(show="stopped") == [True, True]
    assert desk.do("support", "release", note="settled").status_code == 303
    assert found(show="stopped") == [False, False]
    assert send(client, desk.first).status_code == 303
    assert (found(show="ended"), found(show="reissued"), found()) == ([True, False], [False, True], [True, True])
    fields = {"csrf_token": client.token, "kind": "csv", "show": "reissued"}  # type: ignore[attr-defined]
    file = client.post("/console/cards/exports", base_url="http://first.test", data=fields).text
    with desk.app.app_context():
        new = giftcards.heir(desk.first)
        code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": new.id}).scalar_one()
        code = in_the_clear(code_id).code
    assert (new.last4 in file, code in file, desk.first.last4 in file) == (True, False, False)
    cheap = a_card(desk.house, 10_000)

    def cheap_first(sort: str) -> bool:
        page = client.get("/console/cards", query_string={"sort": sort}, base_url="http://first.test").text
        return 0 < page.index(cheap.public_id) < page.index(new.public_id)

    assert cheap_first("value")
    assert [
        one for one in ("value", "brand", "owner", "until", "issued_at") if cheap_first(one) == cheap_first(f"-{one}")
    ] == []


def test_a_last_day_is_put_off_with_both_days_kept_and_not_for_ever(desk: Desk) -> None:
    old = desk.first.expires_on
    later = old + timedelta(days=30)
    assert (
        desk.do("support", "extension", until=later.isoformat(), reason="fault", note="the till was down").status_code
        == 303
    )
    assert desk.card.expires_on == later
    with desk.app.app_context():
        relay.drain()
        ref = f"card_extended:{desk.card.id}:{later}"
        letter = execute("SELECT subject, body_text FROM mails WHERE ref = %(ref)s", {"ref": ref}).one()
    assert all(f"{later:%d.%m.%Y}" in text for text in letter)
    assert desk.audited("giftcards.extend") == [
        ("the till was down", {"last_day": old.isoformat()}, {"last_day": later.isoformat(), "reason": "fault"})
    ]  # fmt: skip
    for day in (old, old + timedelta(days=181)):
        refused = desk.do("support", "extension", until=day.isoformat(), reason="goodwill")
        assert (refused.status_code, "beyond the latest one" in refused.text) == (422, True)
    assert desk.card.expires_on == later
    client, path = desk.house.of("support"), f"/console/cards/{desk.first.public_id}"
    assert "The owner gets an email" in at(client, f"{path}/extension")[1]
    assert f'href="{path}/extension"' in at(client, path)[1]
    with time_machine.travel(clock.now() + (later - clock.now().date()) + timedelta(days=2)):
        client = desk.house.of("support")
        assert "once extended it works again" in at(client, f"{path}/extension")[1]
        page = at(client, path)[1]
        assert ("The card has expired" in page, "cannot be spent: it has expired" in page) == (True, True)
        assert re.search(r"→[^<]*a fault of ours", page), "why it was extended stands in its line"
    with time_machine.travel(clock.now() + (old - clock.now().date()) + timedelta(days=182)):
        client = desk.house.of("support")
        assert "however often it is extended" in at(client, f"{path}/extension")[1]
        assert f'href="{path}/extension"' not in at(client, path)[1]
    reissued = send(desk.house.of("support"), desk.first)
    assert reissued.status_code == 303
    with desk.app.app_context():
        assert giftcards.heir(desk.first).expires_on == later
    assert desk.is_right()
    assert (
        desk.do("support", "extension", until=(later + timedelta(days=1)).isoformat(), reason="fault").status_code
        == 409
    )


def test_a_card_that_was_born_of_an_extended_one_is_extended_from_where_its_value_began(desk: Desk, app: Flask) -> None:
    old = desk.first.expires_on
    assert (
        desk.do("support", "extension", until=(old + timedelta(days=150)).isoformat(), reason="fault").status_code
        == 303
    )
    assert send(desk.house.of("support"), desk.first).status_code == 303
    with app.app_context():
        heir = giftcards.heir(desk.first)
        assert giftcards.latest_day(heir) == old + timedelta(days=180)
        with pytest.raises(giftcards.NotLater), transaction():
            giftcards.extend(heir, old + timedelta(days=181), "goodwill", note="", now=clock.now())
        with transaction():
            giftcards.extend(heir, old + timedelta(days=180), "goodwill", note="", now=clock.now())
    assert desk.is_right()


def test_a_card_that_has_expired_works_again_once_it_is_extended(desk: Desk, app: Flask) -> None:
    after = clock.now() + timedelta(days=(desk.first.expires_on - clock.now().date()).days + 3)
    with app.app_context():
        with transaction():
            till = a_terminal(desk.partner)
        with pytest.raises(tills.CardUnusable), transaction():
            redeem(till, desk.code, pin="", amount=100, now=after)
        with transaction():
            until = desk.first.expires_on + timedelta(days=20)
            giftcards.extend(desk.first, until, "shop_closed", note="her shop burnt down", now=after)
        with transaction():
            assert redeem(till, desk.code, pin="", amount=100, now=after).remaining == 29_900
        with transaction():
            desk.house.another("call_centre")
    page = at(desk.house.of("call_centre"), f"/console/cards/{desk.first.public_id}")[1]
    told = re.sub(r"\s", " ", page[page.index("What happened") :])
    assert re.search(r"[-\u2212]₽1(\.00)?\b", told), (
        "whoever sees the card sees its history, with the sum that a till took"
    )
    admin = at(desk.house.of("admin"), f"/console/cards/{desk.first.public_id}")[1]
    assert ["her shop burnt down" in one for one in (page, admin)] == [False, True], (
        "notes are for readers of the audit"
    )
    assert desk.is_right()


def test_a_partners_code_is_not_extended_beyond_its_own_end(app: Flask) -> None:
    ends = clock.now().date() + timedelta(days=40)
    desk = Desk(app, expires_on=ends)
    refused = desk.do("support", "extension", until=(ends + timedelta(days=1)).isoformat(), reason="goodwill")
    assert (refused.status_code, desk.card.expires_on) == (409, ends)
    assert "own code ends before that day" in refused.text
    client, path = desk.house.of("support"), f"/console/cards/{desk.first.public_id}"
    question = at(client, f"{path}/extension")[1]
    assert ("no card lasts longer than its code" in question, 'name="until"' in question) == (True, False)
    assert f'href="{path}/extension"' not in at(client, path)[1], "what cannot be done is not offered"


@pytest.mark.parametrize("what", ["password", "passkey"])
def test_no_code_is_issued_for_a_day_after_password_or_factor_was_changed(
    desk: Desk, what: identity.SecretChange
) -> None:
    with desk.app.app_context(), transaction(by=Actor("user", desk.user_id)):
        identity.note_change(desk.user_id, what, now=clock.now() - timedelta(hours=23))
    refused = send(desk.house.of("support"), desk.first)
    assert refused.status_code == 409
    assert "within the last 24 hours" in refused.text
    assert desk.do("support", "freezing", reason="asked").status_code == 303, "freezing never waits"


def test_support_finds_a_replaced_card_as_replaced(desk: Desk) -> None:
    assert send(desk.house.of("support"), desk.first).status_code == 303
    found = desk.house.of("support").get("/console/find", query_string={"q": "соколова"}, base_url="http://first.test")
    assert found.status_code in (200, 302)
    by_code = desk.house.of("support").get(
        "/console/find", query_string={"q": f"соколова {desk.first.last4}"}, base_url="http://first.test"
    )
    page = (
        at(desk.house.of("support"), urlsplit(by_code.location).path)[1] if by_code.status_code == 302 else by_code.text
    )
    assert "Replaced" in page


@pytest.mark.parametrize("by", ["phone", "name"])
def test_a_lost_code_is_found_by_phone_or_name_and_resent_or_reissued(desk: Desk, by: str) -> None:
    with desk.app.app_context(), transaction():
        execute(
            "UPDATE members SET phone = '+79161234567', first_name = 'Аглая' WHERE id = %(id)s", {"id": desk.owner.id}
        )
    support_desk = desk.house.of("support")
    asked = {"phone": "+7 916 123-45-67", "name": "аглая"}[by]
    found = support_desk.get(
        "/console/find", query_string={"q": asked}, base_url="http://first.test", follow_redirects=True
    )
    assert desk.owner.number in found.text
    page = at(support_desk, f"/console/members/{desk.owner.number}")[1]
    assert f"/console/cards/{desk.first.public_id}" in page
    assert desk.code not in page
    if by == "phone":
        assert desk.do("support", "email").status_code == 303
    else:
        assert send(support_desk, desk.first).status_code == 303
        with desk.app.app_context():
            assert giftcards.heir(desk.first).remaining == desk.first.remaining


def test_a_card_that_waits_as_a_gift_is_stopped_with_the_gift_and_its_giver_is_told(desk: Desk) -> None:
    with desk.app.app_context(), transaction(by=Actor("user", desk.user_id)):
        wanted = gifts.Wanted("Ivan", "ivan@mail.test", "", "", "plain", "en", clock.now(), "lantern maple")
        of = gifts.give(desk.owner, desk.first.public_id, wanted, ref="gift-stop", now=clock.now())
    assert desk.do("support", "freezing", reason="lost", note="asks for it").status_code == 409, (
        "it is not its owner's now"
    )
    assert desk.do("support", "freezing", reason="suspicion", note="a stolen account").status_code == 303
    with desk.app.app_context():
        assert (gifts.gift(of.id).how, desk.card.state) == ("stopped", "frozen")
        letters.tell(f"{of.id}:stopped")
        assert (
            execute(
                "SELECT count(*) FROM mails WHERE ref = 'gift-news:' || %(id)s || ':stopped'", {"id": of.id}
            ).scalar_one()
            == 1
        )
    assert desk.audited("gifts.end")[0][0] == "a stolen account"
    assert desk.is_right()
