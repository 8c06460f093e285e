"""The programme's texts and help."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import programmes
from marketplace.cli.world.reading import FOLDER
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.storefront import questions
from tests.builders.pages import visit
from tests.builders.programmes import a_programme

HELP = """# Помощь

Здесь всё, что спрашивают.

## Где мой код

Откройте **карту** и нажмите «Показать код».

## Когда сгорят баллы

Сроки стоят на странице [баллов](/points).

# Карты

## Как вернуть карту

Пока код не открыт, карта возвращается. <script>alert(1)</script>
"""


@pytest.fixture
def site(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), transaction():
        programme = a_programme()
        programmes.publish_text(programme.id, "help", "ru", HELP, now=clock.now())
        programmes.publish_text(
            programme.id,
            "rules",
            "ru",
            "Без заголовка, [плохая](javascript:alert(1)) ссылка",
            now=clock.now(),
        )
    return client


def test_texts_are_shown_with_their_version_and_harmless(site: FlaskClient) -> None:
    page = visit(site, "/texts/rules")
    assert page.status == 200
    assert "Редакция 2 от" in page.words
    assert page.html.count("<h1") == 1
    assert 'href="javascript' not in page.html
    assert "Баллы обмениваются на карты" in visit(site, "/texts/offer").words


def test_a_text_that_is_not_published_says_so(site: FlaskClient) -> None:
    page = visit(site, "/texts/privacy")
    assert page.status == 200
    assert "Текст ещё не опубликован" in page.words


@pytest.mark.parametrize("kind", ["help", "nothing", "x" * 2_000])
def test_a_text_of_no_kind_is_not_found(site: FlaskClient, kind: str) -> None:
    assert visit(site, f"/texts/{kind}").status == 404


def test_help_shows_questions_by_chapter(site: FlaskClient) -> None:
    page = visit(site, "/help")
    assert page.html.count("<details") == 3 + page.html.count('<details class="menu')
    assert "Как вернуть карту" in page.words
    assert "<script>alert" not in page.html


@pytest.mark.parametrize("typed", ["возврат карты", "ВЕРНУТЬ", "карту вернуть"])
def test_help_is_searched_without_regard_to_endings(site: FlaskClient, typed: str) -> None:
    words = visit(site, "/help", q=typed).words
    assert "Как вернуть карту" in words
    assert "Когда сгорят баллы" not in words


# What people type, and how the question begins that they mean: in both programmes of the demo, or in the first alone.
IN_RUSSIAN = {
    "код не работает": "Код не подошёл", "карта не работает": "Код не подошёл", "касса не приняла код": "Код не подошёл", "неверный код": "Код не подошёл",
    "возрат": "Можно ли вернуть карту", "отменить заказ": "Можно ли вернуть карту", "вернуть деньги": "Можно ли вернуть карту",
    "сгорели": "Когда {unit} сгорят", "пропали {unit}": "Когда {unit} сгорят", "не пришли {unit}": "Когда придут {unit}",
    "сменить почту": "Как сменить почту", "поменять имейл": "Как сменить почту", "как накопить": "Откуда берутся {unit}",
    "не приходит письмо": "Письмо не приходит", "письмо не пришло": "Письмо не приходит", "потеряла смартфон": "Телефон со вторым",
    "украли телефон": "Телефон со вторым", "двухфакторная": "Зачем второй способ", "где найти код": "Где мой код", "потерял код": "Код потерялся",
}  # fmt: skip
IN_ENGLISH = {
    "code not working": "The code does not work", "the till refused my code": "The code does not work", "invalid code": "The code does not work",
    "card declined at checkout": "The code does not work", "refund": "Can I return a card", "return a crad": "Can I return a card",
    "how do i get my money back": "Can I return a card", "cancel my order": "Can I return a card", "expired": "When do {unit} expire",
    "{unit} disappeared": "When do {unit} expire", "missing {unit}": "When do the {unit} for a purchase arrive", "{unit} not credited": "When do the {unit} for a purchase arrive",
    "change e-mail address": "How to change my email", "update my mail": "How to change my email", "email not received": "An email does not arrive",
    "did not get the letter": "An email does not arrive", "confirmation email missing": "An email does not arrive", "stolen phone": "I have lost the phone",
    "2fa": "Why do I need a second factor", "two-factor": "Why do I need a second factor", "earn {unit}": "Where do {unit} come from",
    "where is my voucher": "Where is my code", "lost code": "I have lost the code", "insufficient {unit}": "I do not have enough {unit}",
}  # fmt: skip
IN_ENGLISH_OF_THE_FIRST = {
    "sold out": "The value I need has run out", "pay in store": "How do I pay with a card", "barcode won\u2019t scan": "How do I pay with a card",
    "add bank card": "How do I link a bank card", "redeem points": "How do I exchange points", "spend points": "How do I exchange points",
}  # fmt: skip
ASKED = [
    *(("vysota", "ru", "баллы", *one) for one in IN_RUSSIAN.items()), *(("garage", "ru", "бонусы", *one) for one in IN_RUSSIAN.items()),
    *(("vysota", "en", "points", *one) for one in (IN_ENGLISH | IN_ENGLISH_OF_THE_FIRST).items()),
    *(("garage", "en", "bonuses", *one) for one in IN_ENGLISH.items()),
]  # fmt: skip


@pytest.mark.parametrize("programme", ["vysota", "garage"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_help_finds_by_any_wording(programme: str, language: str) -> None:
    chapters = questions.chapters((FOLDER / "texts" / programme / f"help.{language}.md").read_text(encoding="utf-8"))
    missed = {}
    for *of, unit, typed, meant in ASKED:
        if of == [programme, language]:
            found = [
                one.title
                for chapter in questions.search(chapters, typed.format(unit=unit))
                for one in chapter.questions
            ]
            if not found or not found[0].startswith(meant.format(unit=unit)):
                missed[typed] = found
    assert missed == {}


def test_help_without_a_hit_leads_back_to_all_questions(site: FlaskClient) -> None:
    page = visit(site, "/help", q="крокодил")
    assert "Ничего не нашлось" in page.words
    assert "Все вопросы" in page.words


def test_script_gets_the_questions_alone(site: FlaskClient) -> None:
    page = visit(site, "/help", part="found", q="код")
    assert "<html" not in page.html
    assert "Где мой код" in page.words


def test_a_search_that_is_too_long_is_named_and_kept(site: FlaskClient) -> None:
    page = visit(site, "/help", q="я" * 101)
    assert page.status == 422
    assert "Слишком длинный запрос" in page.words
    assert page.title.strip().startswith("Ошибка")
    assert "я" * 101 in page.html


def test_help_that_is_not_written_leads_to_the_rules(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        a_programme()
    assert "Вопросов пока нет" in visit(client, "/help").words


def test_chapters_without_questions_and_lines_before_them_are_left_out() -> None:
    [chapter] = questions.chapters("words\n# Empty\n# Full\nmore words\n## One?\nYes.\n")
    assert (chapter.title, [q.title for q in chapter.questions]) == ("Full", ["One?"])
    assert questions.chapters("") == ()
