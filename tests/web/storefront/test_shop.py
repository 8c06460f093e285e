"""The front page: what stands on the shelf, for whom, and what is said when nothing does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from marketplace import partners
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.builders import orders as trade
from tests.builders.identity import csrf
from tests.builders.pages import HTMX, send, visit
from tests.builders.shopping import Window, a_window


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    return a_window(app, client)


def many_brands(shop: Window, how_many: int) -> None:
    with shop.app.app_context(), transaction():
        for number in range(how_many):
            trade.a_shelf(shop.programme, stock=1, brand={"name_ru": f"Бренд {number}", "slug": f"brand-{number}"})


def test_guest_sees_the_shop_and_the_door(shop: Window) -> None:
    page = visit(shop.client, "/")
    assert page.status == 200
    assert page.tiles == ["Детский мир", "Ситилинк", "Спортмастер", "Вкусвилл"]
    assert "4 бренда" in page.words
    assert "от 450 баллов" not in page.words  # a brand of one price has no "from"
    assert "450 баллов" in page.words
    assert "Войти" in page.words
    assert 'name="enough"' not in page.html


def test_member_sees_the_balance_and_what_expires_next(shop: Window) -> None:
    year = datetime.now(UTC).year + 1
    shop.member(120, expires_on=datetime(year, 12, 31, tzinfo=UTC).date())
    page = visit(shop.client, "/")
    assert "120 баллов" in page.words
    assert f"120 сгорят 31 декабря {year}" in page.words
    assert 'name="enough"' in page.html


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(2, "Доброе утро"), (11, "Добрый день"), (16, "Добрый вечер"), (21, "Доброй ночи")],
)
def test_greeting_follows_the_local_hour(shop: Window, hour: int, greeting: str) -> None:
    shop.member()
    tomorrow = datetime.now(UTC) + timedelta(days=1)  # a cookie from the future would be refused
    with time_machine.travel(tomorrow.replace(hour=hour, minute=30), tick=False):
        assert f"{greeting}, Анна" in visit(shop.client, "/").words


@pytest.mark.parametrize("typed", ["деский мир", "Detsky", "ltncrbq vbh", "  ДЕТСКИЙ  "])
def test_search_forgives_typing_and_layout(shop: Window, typed: str) -> None:
    assert visit(shop.client, "/", q=typed).tiles == ["Детский мир"]


def test_points_from_and_to_and_the_order_narrow_and_sort(shop: Window) -> None:
    assert visit(shop.client, "/", **{"from": "400", "to": "1 350"}).tiles == ["Детский мир", "Ситилинк"]
    assert visit(shop.client, "/", sort="cheap").tiles[0] == "Вкусвилл"


def test_i_can_afford_it_leaves_out_what_costs_more_than_the_balance(shop: Window) -> None:
    shop.member(1_000)
    assert visit(shop.client, "/", enough="1").tiles == ["Детский мир", "Вкусвилл"]


def test_almost_enough_shows_what_costs_a_little_more_and_how_much(shop: Window) -> None:
    shop.member(4_820)
    page = visit(shop.client, "/")
    assert "Почти хватает" in page.words
    assert "4 000 ₽ · не хватает 170" in page.words


def test_category_filters_and_only_filled_shelves_are_offered(shop: Window) -> None:
    with shop.app.app_context(), transaction():
        partners.save_category("sport", name_ru="Спорт", name_en="Sport")
        partners.save_category("empty", name_ru="Пустота", name_en="Emptiness")
        execute("UPDATE brands SET category_slug = 'sport' WHERE slug = 'sportmaster'")
    page = visit(shop.client, "/", category="sport")
    assert page.tiles == ["Спортмастер"]
    assert "Пустота" not in page.words


def test_a_brand_leaves_the_shop_with_its_last_code(shop: Window) -> None:
    shop.run_out(shop.kids)
    page = visit(shop.client, "/")
    assert "Детский мир" not in page.tiles
    assert "3 бренда" in page.words


def test_city_is_chosen_in_the_menu_kept_and_filters(shop: Window) -> None:
    answer = shop.client.post("/city", data={"csrf_token": csrf(shop.client), "city": "spb", "next": "/?sort=cheap"})
    assert (answer.status_code, answer.location) == (303, "/?sort=cheap")
    assert "Вкусвилл" not in visit(shop.client, "/").tiles
    shop.client.post("/city", data={"csrf_token": csrf(shop.client), "city": "moscow", "next": "/"})
    assert "Вкусвилл" in visit(shop.client, "/").tiles
    shop.client.post("/city", data={"csrf_token": csrf(shop.client), "city": "", "next": "/"})
    assert "Любой город" in visit(shop.client, "/").words


def test_without_a_choice_the_members_own_city_counts(shop: Window) -> None:
    shop.member(city="spb")
    page = visit(shop.client, "/")
    assert "Вкусвилл" not in page.tiles
    assert "Санкт-Петербург" in page.words


@pytest.mark.parametrize(("city", "onward"), [("atlantis", "/"), ("x" * 5_000, "/"), ("spb", "//evil.example/")])
def test_a_city_that_is_none_and_a_way_that_leads_elsewhere_are_refused(shop: Window, city: str, onward: str) -> None:
    answer = shop.client.post("/city", data={"csrf_token": csrf(shop.client), "city": city, "next": onward})
    assert answer.status_code == 422 or answer.location == "/"


BAD = [
    ({"from": "abc"}, "Введите целое число"),
    ({"from": "-5"}, "Введите целое число"),
    ({"to": "1.5"}, "Введите целое число"),
    ({"to": "9" * 40}, "Введите целое число"),
    ({"from": "500", "to": "100"}, "«До» меньше, чем «от»: поменяйте их местами"),
    ({"q": "я" * 101}, "Слишком длинный запрос"),
    ({"category": "nothing-like-that"}, "Такой категории нет"),
    ({"sort": "rich"}, "Такого порядка нет"),
]


@pytest.mark.parametrize(("asked", "said"), BAD)
def test_bad_filters_are_named_and_the_shelf_stays(shop: Window, asked: dict[str, str], said: str) -> None:
    page = visit(shop.client, "/", **asked)
    assert page.status == 422
    assert said in page.words
    assert page.title.strip().startswith("Ошибка")
    assert page.tiles[0] == "Детский мир"
    if name := next((name for name in ("q", "from", "to") if name in asked and "category" not in asked), ""):
        assert page.form("/").held.get(name) == asked[name]  # what was typed is still there


@pytest.mark.parametrize("cursor", ["zzz", "WzFd", "e30", "x" * 600])
def test_a_cursor_of_another_list_is_refused(shop: Window, cursor: str) -> None:
    assert visit(shop.client, "/", cursor=cursor).status == 422


def test_a_question_of_thousands_of_characters_is_not_said_back_at_length(shop: Window) -> None:
    usual, long = (visit(shop.client, "/", q="a" * length) for length in (101, 7000))
    assert (usual.status, long.status) == (422, 422)
    assert len(long.html) <= len(usual.html)


def test_zero_and_empty_answers_ask_for_nothing(shop: Window) -> None:
    page = visit(shop.client, "/", **{"q": " ", "from": "0", "to": "", "category": "", "sort": ""})
    assert (page.status, len(page.tiles)) == (200, 4)


def test_script_gets_the_shelf_alone_and_the_address_follows(shop: Window) -> None:
    page = visit(
        shop.client, "/", part="found", q="детский", category="", sort="popular", **{"from": "", "to": "5 000"}
    )
    assert page.tiles == ["Детский мир"]
    assert "<html" not in page.html
    assert page.headers["HX-Push-Url"] == "/?q=%D0%B4%D0%B5%D1%82%D1%81%D0%BA%D0%B8%D0%B9&to=5000"
    assert "HX-Request" in page.headers["Vary"]
    assert 'id="said" role="status" hx-swap-oob="innerHTML">1 бренд<' in page.html


def test_typing_replaces_the_address_so_that_back_leads_away(shop: Window) -> None:
    answer = shop.client.get("/?q=мир", headers=HTMX | {"HX-Target": "found", "HX-Trigger": "q"})
    assert "HX-Replace-Url" in answer.headers
    assert "HX-Push-Url" not in answer.headers


def test_script_gets_the_message_alone_when_the_filters_are_wrong(shop: Window) -> None:
    page = visit(shop.client, "/", part="found", **{"from": "abc"})
    assert (page.status, page.headers["HX-Reswap"]) == (422, "none")
    assert 'id="from-error" role="alert" data-wrong="from" hx-swap-oob="true"><svg' in page.html, "beside its field"
    assert "Введите целое число" in page.words
    assert 'id="shelf"' not in page.html


def test_more_brands_come_by_pages_without_a_gap_or_a_double(shop: Window) -> None:
    many_brands(shop, 30)
    seen: list[str] = []
    page = visit(shop.client, "/")
    for _ in range(3):
        seen += page.tiles
        onward = page.html.split('id="more"')
        if len(onward) == 1:
            break
        page = visit(shop.client, onward[1].split('href="')[1].split('"')[0].replace("&amp;", "&"))
    assert len(seen) == len(set(seen)) == 34
    assert "34 бренда" in page.words
    assert "В начало" in page.words


def test_pages_count_brands_by_one_rule(shop: Window) -> None:
    """A brand for one level alone is there for its members, on every page that says how many there are, and for nobody else."""
    many_brands(shop, 30)
    with shop.app.app_context(), transaction():
        trade.a_shelf(shop.programme, stock=1, tier="silver", brand={"name_ru": "Серебро", "slug": "silver-only"})
    for path in ("/", "/sign-in", "/?sort=cheap"):
        assert "34 бренда" in visit(shop.client, path).words, path
    shop.member(120, tier="silver")
    for path in ("/", "/verify", "/?sort=cheap"):
        assert "35 брендов" in visit(shop.client, path).words, path


def test_script_appends_tiles_and_takes_the_button_away_at_the_end(shop: Window) -> None:
    many_brands(shop, 30)
    first = visit(shop.client, "/")
    onward = first.html.split('id="more"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    page = visit(shop.client, onward, part="shelf")
    assert page.html.count('class="tile"') == 10
    assert 'id="onward" hx-swap-oob="true"' in page.html
    assert 'id="more"' not in page.html


def test_nothing_found_offers_the_nearest_by_name(shop: Window) -> None:
    page = visit(shop.client, "/", q="детскидлинныйнабор")
    if page.tiles:
        pytest.fail(f"the search is too generous for this test: {page.tiles}")
    assert "Ничего не нашлось" in page.words
    assert "Детский мир" in page.words


def test_nothing_affordable_names_the_cheapest(shop: Window) -> None:
    shop.member(10)
    page = visit(shop.client, "/", enough="1")
    assert page.tiles == []
    assert "Дешевле всего Вкусвилл: от 300 баллов" in page.words


def test_an_empty_programme_says_so(app: Flask, client: FlaskClient) -> None:
    shop = a_window(app, client)
    with app.app_context(), transaction():
        execute("UPDATE offers SET published = false")
    assert "Витрина пока пуста" in visit(shop.client, "/").words


def test_the_page_speaks_english_and_names_brands_in_latin(shop: Window) -> None:
    page = visit(shop.client, "/", language="en")
    assert page.tiles[0] == "Detsky Mir"
    assert "4 brands" in page.words


def test_what_is_typed_is_shown_as_text(shop: Window) -> None:
    page = visit(shop.client, "/", q='"><script>alert(1)</script>')
    assert "<script>alert" not in page.html


def ends_in(days: int) -> date:
    return clock.now().astimezone(ZoneInfo("Europe/Moscow")).date() + timedelta(days)


def test_points_that_expire_soon_are_loud_and_the_cards_that_use_them_up_come_first(shop: Window) -> None:
    shop.member(1_350, expires_on=ends_in(5))
    with shop.app.app_context(), transaction():
        execute("UPDATE denominations SET price_points = 1300 WHERE id = %(id)s", {"id": shop.kids.denomination_id})
    page = visit(shop.client, "/")
    for said in (
        "1 350 баллов из 1 350",
        "Осталось 5 дней",
        "Эти карты подходят",
        "ровно",
        "50 ещё сгорят",
        "Не напоминать",
    ):
        assert said in page.words
    fits = page.html.split('id="rescue"')[1].split("</ul>")[0]
    assert fits.index("Ситилинк, 1") < fits.index("Детский мир, 300"), "what uses all of them comes first"
    assert f"d={shop.computers.denomination_id}" in fits
    assert "Эти карты подходят" not in visit(shop.client, "/", q="детский").words
    points = visit(shop.client, "/points").words
    assert points.index("Осталось 5 дней") < points.index("Сейчас")


def test_what_expires_later_is_told_without_haste(shop: Window) -> None:
    shop.member(1_350, expires_on=ends_in(60))
    assert "Эти карты подходят" not in visit(shop.client, "/").words
    assert "Осталось" not in visit(shop.client, "/points").words


def test_who_wants_no_reminders_sees_the_plain_front_page(shop: Window) -> None:
    shop.member(1_350, expires_on=ends_in(5))
    form = visit(shop.client, "/").form("/account/notifications/expiry")
    send(shop.client, form.action, form.held)
    page = visit(shop.client, "/")
    assert "Эти карты подходят" not in page.words
    assert "1 350 баллов" in page.words
