"""What is said in several places is said alike: what a card allows, money, the figures of a programme, how many brands there are."""

import csv
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.cli.world import GRACE_DAYS
from marketplace.cli.world.reading import FOLDER
from marketplace.core.db import execute, transaction
from marketplace.core.memory import Memory
from marketplace.core.places import TEMPLATES
from marketplace.earning import rules as earning
from marketplace.web.storefront import overview
from marketplace.web.storefront.card_code import SHOWN_S
from tests.builders.cardholders import Holder, a_holder
from tests.builders.identity import csrf
from tests.builders.pages import visit
from tests.builders.paper import text_of
from tests.builders.shopping import Window, a_window
from tests.web.storefront.test_cards import said

IN_PARTS = "Можно тратить по частям: остаток сохраняется на карте до её последнего дня."
AT_ONCE = "Тратится целиком за одну покупку."


def places(holder: Holder) -> Iterator[tuple[str, str]]:
    """Each place that says how often a card pays, and all its words."""
    [brand] = holder.rows("SELECT slug FROM brands")
    yield "brand", said(holder.get(f"/brands/{brand.slug}").text)
    yield "card", said(holder.get(holder.page).text)
    yield "till", said(holder.post(f"{holder.page}/till").text)
    yield "paper", text_of(holder.post(f"{holder.page}/certificate").data)


@pytest.mark.parametrize(("part_use", "sentence", "other"), [(True, IN_PARTS, AT_ONCE), (False, AT_ONCE, IN_PARTS)])
def test_page_card_till_and_paper_say_alike_whether_a_card_pays_in_parts(
    app: Flask, part_use: bool, sentence: str, other: str
) -> None:
    holder = a_holder(app)
    with app.app_context(), transaction():
        execute("UPDATE brands SET part_use = %(part)s", {"part": part_use})
    for place, words in places(holder):
        assert sentence in words, place
        assert other not in words, place


def test_the_heading_the_door_and_the_announcement_count_the_same_brands(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = a_window(app, client)
    assert counted(shop) == {4}
    shop.run_out(shop.sport)
    monkeypatch.setattr(overview, "_memory", Memory())  # what is told of the whole shop may be a few seconds old
    assert counted(shop) == {3}
    assert counted(shop, city="spb") == {2}, "one is taken in Moscow alone"


def counted(shop: Window, city: str = "") -> set[int]:
    """How many brands the pages speak of to somebody in a city, and how many the shop shows."""
    visit(shop.client, "/")
    shop.client.post("/city", data={"csrf_token": csrf(shop.client), "city": city, "next": "/"})
    page = visit(shop.client, "/")
    told = [re.findall(r"(\d+) бренд", words) for words in (page.words, visit(shop.client, "/sign-in").words)]
    assert all(told), told
    return {int(number) for numbers in told for number in numbers} | {
        len(set(re.findall(r'href="/brands/([a-z0-9-]+)', page.html)))
    }


class Texts(NamedTuple):
    """A programme of the demo: its row, its offers, and each of its texts, by kind and language."""

    programme: dict[str, str]
    offers: list[dict[str, str]]
    texts: dict[str, str]


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(params=["vysota", "garage"])
def demo(request: Any) -> Texts:
    [programme] = [row for row in rows("programmes.csv") if row["slug"] == request.param]
    files = sorted((FOLDER / "texts" / request.param).glob("*.md"))
    return Texts(
        programme,
        [row for row in rows("offers.csv") if row["programme"] == request.param],
        {file.stem: file.read_text(encoding="utf-8") for file in files},
    )


def test_texts_speak_of_money_where_the_programme_takes_it_and_nowhere_else(demo: Texts) -> None:
    mixes, sells = any(row["min_points"] for row in demo.offers), bool(demo.programme["topup_price_rub"])
    for language, in_money, bought in (("ru", "деньгами", "купить"), ("en", "in money", "buy points")):
        for kind in ("offer", "rules"):
            assert (re.search("деньг|money", unlimited(demo.texts[f"{kind}.{language}"])) is not None) == mixes, kind
        assert (in_money in demo.texts[f"offer.{language}"]) == mixes
        assert (bought in demo.texts[f"help.{language}"]) == sells


def unlimited(text: str) -> str:
    """A text without the sentence that no card is exchanged for money, which is true everywhere."""
    return re.sub(r"- (Карту нельзя обменять на деньги|A card cannot be exchanged for money)\.", "", text)


def test_figures_in_texts_are_those_of_the_programme(demo: Texts) -> None:
    limit, months = f"{int(demo.programme['reveal_limit_rub']):,}", demo.programme["expiry_months"]
    share = f"{100 * earning.RATE / earning.RATE_OF:g}"
    said_so = {
        "ru": [f"{limit.replace(',', ' ')} ₽", f"{months} месяцев", f"через {SHOWN_S} секунд", f"{share.replace('.', ',')} %"],
        "en": [f"₽{limit}", f"{months} months", f"After {SHOWN_S} seconds", f"{share}%"],
    }  # fmt: skip
    for language, sentences in said_so.items():
        help_text = demo.texts[f"help.{language}"].replace("\u00a0", " ")
        assert [one for one in sentences if one.lower() not in help_text.lower()] == []
        rules = demo.texts[f"rules.{language}"].replace("\u00a0", " ")
        assert sentences[0] in rules
        assert f"{SHOWN_S} " in rules


def test_whoever_promises_original_dates_says_what_becomes_of_what_has_expired(app: Flask, demo: Texts) -> None:
    for name, text in demo.texts.items():
        for line in text.replace("\u00a0", " ").splitlines():
            if re.search("прежними сроками|original expiry dates", line):
                assert re.search(f"ещё {GRACE_DAYS} дней|for {GRACE_DAYS} more days", line), (name, line)
    for template in sorted(TEMPLATES.rglob("*.html")):
        words = template.read_text(encoding="utf-8")
        assert "original expiry dates" not in words or "parts/grace.html" in words or "if late" in words, template.name
    holder = a_holder(app, grace_days=7, expiry_months=12)
    brand = next(words for place, words in places(holder) if place == "brand")
    assert "с прежними сроками. Что за это время сгорит, можно тратить ещё 7 дней." in brand


def test_a_text_names_no_day_of_its_own_for_the_page_says_since_when_it_holds(demo: Texts) -> None:
    for name, text in demo.texts.items():
        assert re.search(r"\b(19|20)\d\d\b|(?i:in force since|действу\w+ с \d)", text) is None, name


def test_a_brands_own_words_leave_it_to_the_shop_whether_a_card_pays_in_parts() -> None:
    pattern = re.compile(r"остат|по частям|целиком|её часть|in parts|the rest|part of|at once", re.IGNORECASE)
    for row in rows("brands.csv"):
        for column in ("description_ru", "description_en", "how_ru", "how_en"):
            assert pattern.search(row[column]) is None, (row["slug"], column)


def test_rules_promise_parts_only_where_the_brand_takes_them(demo: Texts) -> None:
    for name in ("rules.ru", "rules.en"):
        for line in demo.texts[name].splitlines():
            if re.search(r"остат|по частям|in parts|the rest\b|part of", line):
                assert re.search("Если бренд|If a brand", line), (name, line)
