"""One timeline of a member, an order, a card: every book's lines in one order, in words, with evidence and without a code."""

import re
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from flask import Flask

from marketplace import (
    codes,
    exchanges,
    giftcards,
    gifts,
    identity,
    mailings,
    members,
    orders,
    programmes,
    tills,
    wallets,
    webhooks,
)
from marketplace.catalogue import history
from marketplace.core import audit, clock
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.exchanges import Rule
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.reports.timeline import ACTS
from marketplace.web.console import journal_acts
from tests.builders.codes import in_the_clear
from tests.builders.gifts import A_GIFT
from tests.builders.identity import PASSWORD, a_user, form_of
from tests.builders.orders import NOW, a_member, a_shelf, an_order
from tests.builders.tills import a_terminal, redeem
from tests.web.console.house import House, at

TITLE = re.compile(r'<details class="evidence"[^>]*><summary><span><b>(.*?)</b>')


@dataclass
class Story:
    """A member to whom something of every kind has happened."""

    house: House
    member: Member
    order: Order
    card: Card
    secrets: list[str]

    def titles(self, path: str, who: str = "support") -> list[str]:
        """What the lines of a page say, newest first, over all its pages."""
        found: list[str] = []
        client, url = self.house.of(who), path
        while url:
            status, page = at(client, url)
            assert status == 200, page
            assert not any(secret in page for secret in self.secrets)
            found += TITLE.findall(page)
            more = re.search(r'rel="next" href="([^"]+)"', page)
            url = more[1].replace("&amp;", "&") if more else ""
        return found


@pytest.fixture
def story(app: Flask) -> Story:
    house = House(app)
    with app.app_context():
        with transaction():
            user = a_user()
            shelf = a_shelf(house.first, stock=2)
            member = a_member(house.first, points=5_000, first_name="Ольга", email="olga@mail.test")
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user.id, "id": member.id})
            webhooks.add(
                house.first.id, shelf.brand.partner_id, "https://hooks.partner.example/v", ["order.created"], now=NOW
            )
            order = an_order(member, shelf)
            stranger = an_order(a_member(house.first, points=5_000), shelf)
        card = giftcards.of_orders([order.id])[order.id]
        with transaction():
            secret = in_the_clear(
                execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one()
            )
            till = a_terminal(shelf.brand.partner_id, "Касса 4")
            redeem(till, secret.code, amount=1_000, receipt="A-1", now=NOW + timedelta(minutes=5))
        with transaction(by=Actor("user", user.id)):
            giftcards.freeze(card.public_id, member=member, now=NOW + timedelta(minutes=6), why="lost my phone")
        with pytest.raises(tills.CardUnusable), transaction():
            redeem(till, secret.code, amount=1_000, now=NOW + timedelta(minutes=7))
        with transaction():
            mailings.post(
                f"card:{card.id}", programme_id=house.first.id, recipient="olga@mail.test", subject="Your card is ready",
                text="Open it", html="", now=NOW + timedelta(minutes=1),
            )  # fmt: skip
        assert stranger.id != order.id
        address = identity.user(user.id)
        assert address is not None
        email = address.email
    client = app.test_client()
    client.post(
        "/sign-in", base_url="http://first.test", headers={"User-Agent": "Olga’s phone"},
        data=form_of(client.get("/sign-in", base_url="http://first.test").text) | {"email": email, "password": PASSWORD},
    )  # fmt: skip
    return Story(house, member, order, card, [secret.code])


def test_everything_that_happened_to_a_member_stands_in_one_line_of_time(story: Story) -> None:
    titles = story.titles(f"/console/members/{story.member.number}")
    assert titles[0] == "Signed in"
    assert titles[1:] == [
        "A till refused the card: frozen",
        "A card was frozen",
        "A till redeemed a card",
        "Email “Your card is ready”",
        "The partner’s server was told: Order placed",
        "Detsky Mir, ₽300",
        "Correction",
        "An order was placed",
    ]
    page = at(story.house.of("support"), f"/console/members/{story.member.number}")[1]
    for evidence in ("Olga’s phone", "lost my phone", "o…a@mail.test", "Касса 4", "ledger, transfer"):
        assert evidence in page
    assert "olga@mail.test" not in page


def test_lines_of_points_and_webhooks_lead_to_what_was_recorded(story: Story) -> None:
    support, path = story.house.of("support"), f"/console/members/{story.member.number}"
    links = {
        kind: re.search(rf"/console/records/{kind}/\d+", at(support, path)[1]) for kind in ("transfers", "deliveries")
    }
    said = {
        "transfers": (f"No. {story.member.number}", "4,550", "Childhood", f"order:{story.order.id}"),
        "deliveries": ("order.created", "hooks.partner.example", "Not attempted yet"),
    }
    for kind, link in links.items():
        assert link, kind
        status, page = at(support, link[0])
        assert (status, [one for one in said[kind] if one not in page]) == (200, [])
        assert not any(secret in page for secret in story.secrets)
        assert at(story.house.of("other admin"), link[0], "second.test")[0] == 404
    assert "hooks.partner.example/v" not in page, "where exactly the partner is told is the partner's"


def test_letters_to_a_former_address_stand_there_for_as_long_as_it_was_theirs(story: Story) -> None:
    with story.house.app.app_context(), transaction():
        user_id = execute("SELECT user_id FROM members WHERE id = %(id)s", {"id": story.member.id}).scalar_one()
        execute(
            "INSERT INTO former_addresses (user_id, email, at) VALUES (%(user)s, 'before@mail.test', %(now)s)",
            {"user": user_id, "now": NOW},
        )
        for minutes, ref in ((-1, "former-1"), (1, "former-2"), (2, f"card_former:{story.card.id}:1")):
            mailings.post(
                ref, programme_id=story.house.first.id, recipient="before@mail.test", subject=f"Letter {minutes}", text="-", html="",
                now=NOW + timedelta(minutes=minutes),
            )  # fmt: skip
    assert story.titles(f"/console/members/{story.member.number}?show=letters") == [
        "Email “Letter 2”",
        "Email “Your card is ready”",
        "Email “Letter -1”",
    ]
    of_card = story.titles(f"/console/cards/{story.card.public_id}?show=letters")
    assert of_card == ["Email “Letter 2”", "Email “Your card is ready”"], "an address is a member's, and no card's"


def test_a_members_page_says_what_they_agreed_to_and_with_what_they_sign_in(story: Story) -> None:
    page = at(story.house.of("support"), f"/console/members/{story.member.number}")[1]
    assert ("no consent" in page, "none, password only" in page, "Unknown device, since" in page) == (True, True, True)
    with story.house.app.app_context(), transaction():
        user_id = execute("SELECT user_id FROM members WHERE id = %(id)s", {"id": story.member.id}).scalar_one()
        facts = {"language": "ru", "version": 3, "digest": bytes(32), "now": NOW}
        members.consent(user_id, story.house.first.id, "privacy", **facts)
        members.set_notification(story.member.id, "news", wanted=False)
        identity.note_change(user_id, "app", now=NOW)
        identity.end_sessions(user_id)
        wallets.note_object(wallets.give(story.card, language="ru", now=NOW), now=NOW)
    page = at(story.house.of("support"), f"/console/members/{story.member.number}")[1]
    panel = re.sub(
        r"<[^>]+>|\s+", " ", page[page.index('aria-labelledby="access"') : page.index('aria-labelledby="saw"')]
    )
    for said in (
        "version 3, accepted on",
        "Points and cards about to expire",
        "Signed in now",
        "nowhere",
        "21 Nov",
        "phone wallets",
    ):
        assert said in panel
    assert "News" not in panel


def test_an_order_and_a_card_tell_their_own_part(story: Story) -> None:
    of_order = story.titles(f"/console/orders/{story.order.number}")
    assert of_order == story.titles(f"/console/cards/{story.card.public_id}")
    assert "Signed in" not in of_order
    assert "Correction" not in of_order
    assert {"An order was placed", "Detsky Mir, ₽300", "A till refused the card: frozen"} <= set(of_order)


@pytest.mark.spoils_the_books  # its last day was not put back by anybody
def test_that_a_card_has_expired_stands_there_once_wherever_a_page_ends(
    story: Story, monkeypatch: pytest.MonkeyPatch, owner_url: str
) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        facts = {"day": NOW.date(), "id": story.card.id}
        owner.execute("UPDATE giftcards SET state = 'active', expires_on = %(day)s WHERE id = %(id)s", facts)
    with story.house.app.app_context(), transaction():
        audit.record("giftcards.resend", f"giftcard:{story.card.id}", at=NOW + timedelta(days=3), before={}, after={})
    path = f"/console/cards/{story.card.public_id}"
    whole = story.titles(path)
    assert whole[1] == "The card has expired"
    for lines in (1, 2, 3):
        monkeypatch.setattr("marketplace.web.console.timeline.LINES", lines)
        assert story.titles(path) == whole


@pytest.mark.spoils_the_books  # nobody of the desk stands behind the other code
def test_an_order_and_a_card_tell_what_the_card_became_as_far_as_it_is_the_same_members(app: Flask) -> None:
    house = House(app)
    with app.app_context():
        with transaction():
            shelf = a_shelf(house.first, value=100_000, fulfilment="own")
            exchanges.set_rule(house.first.id, Rule(shelf.brand.id, gives=True, takes=True, recasts=True), now=NOW)
            anna, bob = a_member(house.first, points=100_000), a_member(house.first)
            order = an_order(anna, shelf)
            orders.fulfil(order.id, now=NOW)
            first, till = giftcards.of_orders([order.id])[order.id], a_terminal(shelf.brand.partner_id)
        with transaction():
            again = giftcards.reissue(first, codes.mint(first.brand_id), ref="kin-again", now=NOW)
            kept, given = exchanges.split(anna, again.public_id, [60_000, 40_000], ref="kin-split", now=NOW)
            his = gifts.claim(gifts.give(anna, given.public_id, A_GIFT, ref="kin-gift", now=NOW), bob, now=NOW)
        with transaction():
            left, right = exchanges.split(bob, his.public_id, [20_000, 20_000], ref="kin-his", now=NOW)
            both = exchanges.merge(
                bob, [left.public_id, right.public_id], shorter_accepted=True, ref="kin-both", now=NOW
            )
        taken = {kept: 1_000, both: 2_000}
        secrets = [in_the_clear(_code_id(one)).code for one in taken]
        with transaction():
            for code, amount in zip(secrets, taken.values(), strict=True):
                redeem(till, code, pin="", amount=amount)
    story = Story(house, anna, order, first, secrets)
    of_order = story.titles(f"/console/orders/{order.number}")
    assert of_order.count("A till redeemed a card") == 1, "what somebody else makes of a present is theirs"
    assert str(journal_acts.ACTS["exchanges.merge"]) not in of_order
    assert str(journal_acts.ACTS["exchanges.split"]) in of_order
    assert "An order was placed" in of_order
    for card in (first, again, kept):
        told = story.titles(f"/console/cards/{card.public_id}")
        assert (told.count("A till redeemed a card"), "An order was placed" in told) == (1, True)
    for card in (his, right, both):
        told = story.titles(f"/console/cards/{card.public_id}")
        assert told.count("A till redeemed a card") == 1
        assert str(journal_acts.ACTS["exchanges.merge"]) in told


def _code_id(card: Card) -> int:
    return int(execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one())


def test_a_group_shows_its_own_and_pages_repeat_nothing(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/console/members/{story.member.number}"
    assert story.titles(f"{path}?show=points") == ["Detsky Mir, ₽300", "Correction"]
    assert story.titles(f"{path}?show=letters") == ["Email “Your card is ready”"]
    assert story.titles(f"{path}?show=access") == ["Signed in"]
    assert story.titles(f"{path}?show=tills") == ["A till refused the card: frozen", "A till redeemed a card"]
    assert "An email was read by staff" not in story.titles(f"{path}?show=staff")
    letter = re.search(r"/console/letters/\d+", at(story.house.of("support"), path)[1])
    assert letter
    assert at(story.house.of("support"), letter[0])[0] == 200
    assert story.titles(f"{path}?show=staff")[0] == "An email was read by staff"
    whole = story.titles(path)
    monkeypatch.setattr("marketplace.web.console.timeline.LINES", 2)
    assert story.titles(path) == whole
    assert at(story.house.of("support"), f"{path}?before=nonsense")[0] == 422


# What the audit tells of others than a member, an order or a card. A page that was refused may have been anybody's: it names the programme.
OF_OTHERS = {
    "access", "catalogue", "codes", "keys", "outbox", "partners", "programmes", "reconciliation", "reports", "runs", "settlements", "suppliers",
    "training", "webhooks", "world",
}  # fmt: skip


def test_each_act_about_a_member_an_order_or_a_card_stands_in_a_group(story: Story) -> None:
    grouped = {domain for domains in ACTS.values() for domain in domains}
    told = {action.partition(".")[0] for action in journal_acts.ACTS}
    assert (told - grouped - OF_OTHERS, OF_OTHERS & grouped, (grouped | OF_OTHERS) - told) == (set(), set(), set())
    with story.house.app.app_context(), transaction():
        wallets.give(story.card, language="en", now=NOW)
        for action in ("gifts.end", "exchanges.split", "desk.refuse"):
            audit.record(
                action, f"giftcard:{story.card.id}", at=NOW, before=None if action == "desk.refuse" else {}, after={}
            )
        audit.record("erasures.take_back", f"member:{story.member.id}", at=NOW, before={}, after={})
    path = f"/console/members/{story.member.number}"
    acts = {"trade": ("gifts.end", "exchanges.split", "desk.refuse", "wallets.give"), "access": ("erasures.take_back",)}
    for group, expected in acts.items():
        titles = story.titles(f"{path}?show={group}")
        assert {str(journal_acts.ACTS[one]) for one in expected} <= set(titles)


def test_staff_see_what_a_member_saw_at_a_moment_and_the_look_is_recorded(story: Story, app: Flask) -> None:
    with app.app_context(), transaction():
        offer = execute("SELECT offer_id FROM orders WHERE id = %(id)s", {"id": story.order.id}).scalar_one()
        programme_id, then = story.house.first.id, NOW - timedelta(days=1)
        history.note(programme_id, "tests", [offer], now=then)
        audit.record("catalogue.publish", f"programme:{programme_id}", at=then, after={"source": "tests"})
        slug = execute("SELECT slug FROM brands WHERE id = %(id)s", {"id": story.card.brand_id}).scalar_one()
        programmes.publish_text(story.house.first.id, "offer", "ru", "Новая оферта.", now=NOW - timedelta(days=2))
    client, path = story.house.of("support"), f"/console/members/{story.member.number}/seen"
    assert at(client, path)[0] == 200
    there = {day: at(client, f"{path}?on=2026-11-{day}&hour=12:05&brand={slug}")[1] for day in (18, 21)}
    assert "Nothing was on offer" in there[18]
    assert "what was sold out then is listed, too" in there[21]
    assert "4,550\u00a0points" in there[21]
    assert 'num">450<' in there[21]
    in_force = {day: re.findall(r'"Edition">([^<]+)<', page) for day, page in there.items()}
    assert in_force == {18: ["1, ru", "1, ru"], 21: ["2, ru", "1, ru"]}
    with app.app_context(), transaction():
        execute("UPDATE offers SET tier = 'gold' WHERE id = %(id)s", {"id": offer})
        later = NOW - timedelta(hours=1)
        history.note(programme_id, "tests", [offer], now=later)
        audit.record("catalogue.publish", f"programme:{programme_id}", at=later, after={"source": "tests"})
    for day, shown in ((20, True), (21, False)):
        page = at(client, f"{path}?on=2026-11-{day}&hour=12:05&brand={slug}")[1]
        assert ('num">450<' in page) == shown, "what only another level saw was not shown to them"
    for wrong in ("soon", "9999-12-31"):
        assert at(client, f"{path}?on={wrong}&hour=12:05&brand={slug}")[0] == 422, wrong
    now = clock.now().astimezone(ZoneInfo(story.house.first.time_zone))
    tomorrow = now + timedelta(days=1)
    refused = at(client, f"{path}?on={tomorrow:%Y-%m-%d}&hour=12:05&brand={slug}")
    assert (refused[0], "This day is still to come" in refused[1], "Texts in force" in refused[1]) == (422, True, False)
    if now.hour < 23:
        refused = at(client, f"{path}?on={now:%Y-%m-%d}&hour={now.hour + 1}:59&brand={slug}")
        assert (refused[0], "This moment is still to come" in refused[1]) == (422, True)
    assert at(story.house.of("other admin"), path, "second.test")[0] == 404
    with app.app_context():
        looks = execute("SELECT after FROM audit_records WHERE action = 'members.look_back' ORDER BY id").scalars()
    assert [look["moment"][:16] for look in looks] == [
        "2026-11-18T12:05",
        "2026-11-21T12:05",
        "2026-11-20T12:05",
        "2026-11-21T12:05",
    ]


def test_the_lines_speak_russian_too(story: Story) -> None:
    client = story.house.of("support")
    client.set_cookie("language", "ru", domain="first.test")
    page = at(client, f"/console/members/{story.member.number}")[1]
    assert "Касса отказала: заморожена" in page
    assert "Оформлен заказ" in page
