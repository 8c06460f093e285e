"""My cards: seen by their owner alone, their code on demand and never by itself, each look at it on record."""

import html
import re
from datetime import timedelta

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw

from marketplace import giftcards
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from marketplace.giftcards import pictures
from marketplace.web.storefront import card_code, card_page
from tests.builders.cardholders import Holder, a_holder
from tests.builders.codes import in_the_clear
from tests.builders.identity import PASSWORD, form_of
from tests.builders.orders import wrong
from tests.builders.paper import text_of


@pytest.fixture
def anna(app: Flask) -> Holder:
    return a_holder(app)


def code_of(holder: Holder) -> str:
    """The code of the first card, from the vault."""
    with holder.app.app_context():
        [row] = holder.rows("SELECT code_id FROM giftcards WHERE id = %(id)s", id=holder.card.id)
        return in_the_clear(row.code_id).code


def said(page: str) -> str:
    """The text of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_owner_sees_her_card_masked(anna: Holder) -> None:
    shown = anna.get(anna.page)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Детский мир, 300 ₽" in said(shown.text)
    assert "Действует" in said(shown.text)
    assert anna.card.last4 in shown.text
    assert code_of(anna) not in shown.text
    assert "0417" not in said(shown.text)


@pytest.mark.parametrize("action", ["", "/reveals", "/certificate", "/freeze", "/release"])
def test_a_foreign_an_unknown_and_a_malformed_card_are_the_same_404(app: Flask, anna: Holder, action: str) -> None:
    olga = a_holder(app, beside=anna, cards=0)
    bodies = set()
    for card in (anna.card.public_id, "0" * 26, "no-such-card", "1", "x" * 300):
        path = f"/cards/{card}{action}"
        answer = olga.post(path) if action else olga.get(path)
        assert answer.status_code == 404, path
        bodies.add(
            re.sub(r"<code>\w+</code>|csrf_token\" value=\"[^\"]*|value=\"/cards/[^\"]*|next=[^\"]*", "", answer.text)
        )
    assert len(bodies) == 1
    assert anna.rows("SELECT 1 FROM audit_records WHERE action = 'giftcards.reveal'") == []


def test_a_guest_is_asked_to_sign_in(app: Flask, anna: Holder) -> None:
    guest = app.test_client()
    for path in ("/cards", anna.page):
        answer = guest.get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")


def test_script_of_somebody_whose_session_ended_is_led_to_sign_in_as_a_whole(app: Flask, anna: Holder) -> None:
    part = app.test_client().get("/points?way=in", headers={"HX-Request": "true", "HX-Target": "history"})
    assert part.status_code == 204
    assert part.headers["HX-Redirect"].startswith("/sign-in")


def test_showing_the_code_gives_code_pin_and_a_qr_that_a_phone_reads(anna: Holder) -> None:
    opened = anna.post(f"{anna.page}/reveals")
    assert opened.status_code == 200
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Refresh"] == f"60; url={anna.page}"
    code = code_of(anna)
    assert card_code.grouped(code) in said(opened.text)
    assert "0417" in said(opened.text)
    title = re.search(r"<title>(.*?)</title>", opened.text)
    assert title is not None
    assert code not in title[1]
    assert read_back(opened.text) == {code}


def test_script_gets_the_code_as_a_part_and_the_actions_that_are_left(anna: Holder) -> None:
    assert "cancellation" in anna.get(anna.page).text
    part = anna.post(f"{anna.page}/reveals", part="code")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert part.headers["Cache-Control"] == "no-store"
    assert card_code.grouped(code_of(anna)) in part.text
    assert 'data-hide-after="60"' in part.text
    assert "cancellation" not in part.text
    story = part.text.split('id="card-story"')[1]
    assert 'hx-swap-oob="true"' in story.split(">")[0]
    assert "Код открыт" in said(story) or "Код показ" in said(story), "this very look is in the story"
    assert "cancellation" not in anna.get(anna.page).text


def test_n_looks_at_a_code_are_n_records_of_who_when_and_why(anna: Holder) -> None:
    before = clock.now()
    for look in range(7):
        anna.post(f"{anna.page}/reveals", part="code" if look % 2 else "")
    anna.post(f"{anna.page}/certificate")
    anna.get(anna.page)
    records = anna.rows(
        "SELECT * FROM audit_records WHERE action = 'giftcards.reveal' AND subject = %(card)s ORDER BY at",
        card=f"giftcard:{anna.card.id}",
    )
    assert len(records) == 8
    for record in records:
        assert (record.actor_kind, record.actor_id) == ("user", anna.member.user_id)
        assert before <= record.at <= clock.now()
        assert record.why
        assert record.request_id
    kinds = [row.kind for row in anna.rows("SELECT kind FROM giftcard_events ORDER BY id")]
    assert kinds == ["revealed"] * 7 + ["downloaded"]


def test_the_code_is_in_no_list_no_page_no_history_and_no_header(anna: Holder) -> None:
    opened = anna.post(f"{anna.page}/reveals")
    code = code_of(anna)
    assert code not in str(opened.headers)
    for path in ("/cards", "/cards?show=all", anna.page, "/points", "/points/statement.csv", "/"):
        text = anna.get(path).text
        assert code not in text, path
        assert card_code.grouped(code) not in text, path


def test_a_form_without_its_token_shows_nothing(anna: Holder) -> None:
    answer = anna.http.post(f"{anna.page}/reveals")
    assert answer.status_code == 400
    assert code_of(anna) not in answer.text
    assert anna.rows("SELECT 1 FROM audit_records WHERE action = 'giftcards.reveal'") == []


def test_a_card_above_the_limit_asks_for_a_fresh_factor_and_leads_back(app: Flask) -> None:
    dear = a_holder(app, reveal_limit=29_999)
    assert "подтвердить" in dear.get(dear.page).text
    for path in ("/reveals", "/certificate"):
        asked = dear.post(dear.page + path)
        assert asked.status_code == 303
        assert asked.location == f"/verify?next={dear.page}"
    part = dear.post(f"{dear.page}/reveals", part="code")
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, f"/verify?next={dear.page}")
    assert dear.rows("SELECT 1 FROM audit_records WHERE action = 'giftcards.reveal'") == []


@pytest.mark.parametrize(
    ("limit", "currency", "kept_back"),
    [(30_000, "RUB", False), (29_999, "RUB", True), (30_000, "USD", True), (10**9, "USD", True)],
)
def test_the_page_announces_a_factor_exactly_where_the_code_is_kept_back_without_one(
    app: Flask, limit: int, currency: str, kept_back: bool
) -> None:
    anna = a_holder(app, reveal_limit=limit, shelf={"currency": currency})
    assert ("подтвердить" in anna.get(anna.page).text) is kept_back
    assert (anna.post(f"{anna.page}/reveals").status_code == 303) is kept_back


def test_who_has_no_second_factor_gives_the_password_again_and_comes_back_to_the_card(app: Flask) -> None:
    dear = a_holder(app, reveal_limit=29_999)
    asked = dear.post(f"{dear.page}/reveals").location
    page = dear.get(asked)
    answered = dear.http.post(asked, data=form_of(page.text) | {"password": PASSWORD})
    assert answered.location.endswith(dear.page)
    assert "data-go-on" in dear.get(dear.page).text, "what was asked for goes on"
    assert "data-go-on" not in dear.get(dear.page).text, "and once"
    assert card_code.grouped(code_of(dear)) in dear.post(f"{dear.page}/reveals").text


def test_with_a_fresh_factor_a_card_above_the_limit_is_shown(app: Flask) -> None:
    dear = a_holder(app, reveal_limit=29_999, fresh=True)
    assert card_code.grouped(code_of(dear)) in dear.post(f"{dear.page}/reveals").text


def test_the_pdf_holds_what_the_till_needs_and_its_name_does_not_tell(anna: Holder) -> None:
    printed = anna.post(f"{anna.page}/certificate")
    assert printed.status_code == 200
    assert printed.mimetype == "application/pdf"
    assert printed.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r'attachment; filename="gift-card-\d+\.pdf"', printed.headers["Content-Disposition"])
    text = text_of(printed.data)
    assert code_of(anna) in text.replace("\n", "")
    for word in ("Детский мир", "300", "0417", "Высота"):
        assert word in text
    assert "PDF скачан" in anna.get(anna.page).text


def test_the_pdf_speaks_the_language_of_the_visitor(anna: Holder) -> None:
    anna.http.set_cookie("language", "en")
    assert "Detsky Mir" in text_of(anna.post(f"{anna.page}/certificate").data)


def test_freezing_is_asked_hides_the_code_and_can_be_undone(anna: Holder) -> None:
    assert "Можно использовать 1 карту" in anna.get("/cards").text
    assert "Заморозить карту?" in anna.get(f"{anna.page}/freeze").text
    frozen = anna.post(f"{anna.page}/freeze")
    assert (frozen.status_code, frozen.location) == (303, anna.page)
    page = anna.get(anna.page)
    assert "Заморожена" in page.text
    assert "Можно использовать 1 карту" not in anna.get("/cards").text, "what is frozen is no use now"
    assert "/reveals" not in page.text
    assert anna.post(f"{anna.page}/reveals").location == anna.page
    assert anna.post(f"{anna.page}/certificate").location == anna.page
    assert anna.get(f"{anna.page}/freeze").status_code == 303
    anna.post(f"{anna.page}/release")
    assert "Действует" in anna.get(anna.page).text
    actions = [
        row.action for row in anna.rows("SELECT action FROM audit_records WHERE subject LIKE 'giftcard:%%' ORDER BY id")
    ]
    assert actions == ["giftcards.freeze", "giftcards.unfreeze"]


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        pytest.param({"state": "void"}, "Возврат", marks=pytest.mark.spoils_the_books),  # nothing came back for it
        ({"spent": True}, "Потрачена"),
        ({}, "Срок вышел"),
    ],
)
def test_a_card_that_is_over_says_so_and_offers_nothing(app: Flask, columns: dict[str, object], word: str) -> None:
    anna = a_holder(app, cards=0)
    anna.buy(now=clock.now() - timedelta(days=0 if columns else 400))
    if "spent" in columns:
        anna.use(anna.card.value)
    elif columns:
        anna.change(**columns)
    page = anna.get(anna.page)
    assert word in said(page.text)
    assert 'data-state="dead"' in page.text
    assert "/reveals" not in page.text
    assert "/certificate" not in page.text
    assert anna.post(f"{anna.page}/reveals").status_code == 303
    asked = f"/cases/new?card={anna.card.public_id}"
    assert (page.text.count(asked), anna.get(asked).status_code) == (1, 200), "what is over may be over wrongly"
    assert word in anna.get("/cards?show=used").text
    assert anna.card.public_id not in anna.get("/cards").text


def test_a_card_used_in_part_says_what_is_left(anna: Holder) -> None:
    anna.use(18_000)
    page = anna.get(anna.page)
    assert "осталось 120 ₽ из 300 ₽" in said(page.text)
    assert "Касса списала 180 ₽" in said(page.text)
    assert "cancellation" not in page.text


def test_the_shelf_goes_on_by_key_with_script_and_without(app: Flask) -> None:
    rich = a_holder(app, points=20_000, cards=27)
    first = rich.get("/cards")
    assert len(re.findall(r'<li class="tile">', first.text)) == 24
    more = html.unescape(re.search(r'rel="next" href="([^"]+)"', first.text)[1])  # type: ignore[index]
    second = rich.get(more)
    assert len(re.findall(r'<li class="tile">', second.text)) == 3
    part = rich.http.get(more, headers={"HX-Request": "true", "HX-Target": "shelf"})
    assert "<html" not in part.text
    assert len(re.findall(r'<li class="tile">', part.text)) == 3
    seen = set(re.findall(r"/cards/(\w{26})", first.text)) | set(re.findall(r"/cards/(\w{26})", second.text))
    assert seen == {card.public_id for card in rich.cards}


def test_somebody_without_cards_is_offered_the_cheapest(app: Flask) -> None:
    shown = a_holder(app, cards=0).get("/cards")
    assert "Карт пока нет" in shown.text
    assert "от 450 баллов" in said(shown.text)


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=" + "A" * 600, "cursor=WyJhIl0", "cursor=%00"])
def test_a_cursor_that_is_none_of_ours_is_refused(anna: Holder, query: str) -> None:
    assert 400 <= anna.get(f"/cards?{query}").status_code < 500


def test_an_unknown_filter_shows_the_cards_in_use(anna: Holder) -> None:
    assert anna.card.public_id in anna.get("/cards?show=%D1%87%D1%82%D0%BE").text


def test_the_brands_own_symbol_stands_beside_the_qr(app: Flask) -> None:
    holder = a_holder(app, shelf={"brand": {"symbology": "code128"}})
    opened = holder.post(f"{holder.page}/reveals").text
    assert 'class="bars"' in opened
    assert read_back(opened) == {code_of(holder)}


def test_a_symbol_that_cannot_hold_the_code_is_left_out(app: Flask) -> None:
    holder = a_holder(app, shelf={"brand": {"symbology": "ean13"}})
    opened = holder.post(f"{holder.page}/reveals")
    assert opened.status_code == 200
    assert 'class="bars"' not in opened.text


def test_a_code_of_which_no_symbol_reads_back_is_shown_as_text(anna: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_reads_as", lambda *_facts: False)
    opened = anna.post(f"{anna.page}/reveals")
    assert opened.status_code == 200
    assert code_of(anna) in opened.text
    assert read_back(opened.text) == set()


def test_looking_and_freezing_leave_the_books_right(anna: Holder) -> None:
    for path in ("/reveals", "/freeze", "/release", "/certificate"):
        anna.post(anna.page + path)
    with anna.app.app_context():
        assert wrong() == []


@pytest.mark.parametrize(
    ("told", "steps"),
    [
        (
            "В магазине: покажите код. На сайте: введите код и ПИН.",
            [("В магазине:", "покажите код."), ("На сайте:", "введите код и ПИН.")],
        ),
        ("Назовите код при записи.\n\nСдачи нет.", [("", "Назовите код при записи."), ("", "Сдачи нет.")]),
        ("С 10:00 до 20:00 покажите код.", [("", "С 10:00 до 20:00 покажите код.")]),
        ("", []),
    ],
)
def test_what_a_brand_tells_becomes_steps(told: str, steps: list[tuple[str, str]]) -> None:
    assert card_page.steps(told) == steps


@pytest.mark.parametrize(
    ("code", "grouped"),
    [
        ("MOCK3F9TW8QD7K2M", "MOCK 3F9T W8QD 7K2M"),
        ("4600123456789", "4600123456789"),
        ("1234567890123456789", "1234 5678 9012 3456 789"),
        ("AB-12-CD", "AB-12-CD"),
    ],
)
def test_a_code_is_grouped_for_the_eye(code: str, grouped: str) -> None:
    assert card_code.grouped(code) == grouped


def read_back(page: str) -> set[str]:
    """What a scanner reads from the symbols of a page."""
    found = set()
    for box, path in re.findall(r'<div class="(?:qr qr-open|bars)".*?viewBox="([^"]+)".*?d="([^"]+)"', page, re.S):
        left, top, width, height = map(int, box.split())
        image = Image.new("L", (width * 4, height * 4), 255)
        draw = ImageDraw.Draw(image)
        for x, y, w, h in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", path):
            x1, y1 = (int(x) - left) * 4, (int(y) - top) * 4
            draw.rectangle((x1, y1, x1 + int(w) * 4 - 1, y1 + int(h) * 4 - 1), fill=0)
        found |= {symbol.text for symbol in zxingcpp.read_barcodes(image)}
    return found


def test_a_card_is_shown_so_often_an_hour_and_then_says_so(anna: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.giftcards.rules.SHOWINGS_MAX", 3)
    for path in ("/reveals", "/certificate", "/reveals"):
        assert anna.post(anna.page + path).status_code == 200
    for path in ("/reveals", "/certificate"):
        refused = anna.post(anna.page + path)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
        assert code_of(anna) not in refused.text
        assert "Карту открывали слишком часто" in refused.text
    assert len(anna.rows("SELECT 1 FROM giftcard_events WHERE kind IN ('revealed', 'downloaded')")) == 3


def test_looks_of_a_program_with_a_key_keep_the_owner_from_nothing(
    anna: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.giftcards.rules.SHOWINGS_MAX", 2)
    for by in (Actor("client", 7), Actor("client", 7), Actor("client", 8)):
        with anna.app.app_context(), transaction(by=by):
            own = {"programme_id": anna.member.programme_id, "member_id": None}
            giftcards.reveal(anna.card.public_id, now=clock.now(), fresh_factor=True, **own)
    with pytest.raises(giftcards.ShownTooOften), anna.app.app_context(), transaction(by=Actor("client", 7)):
        giftcards.reveal(anna.card.public_id, now=clock.now(), fresh_factor=True, **own)
    assert anna.post(anna.page + "/reveals").status_code == 200
