"""A brand's page: what can be had of it, what that costs this visitor, and where it is taken."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import partners
from marketplace.core.db import execute, transaction
from tests.builders import orders as trade
from tests.builders.identity import a_user, sign_in
from tests.builders.pages import visit
from tests.builders.shopping import Window, a_window


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    return a_window(app, client)


def values(shop: Window, *more: tuple[int, int], stock: int = 2) -> list[int]:
    """Further denominations of «Детский мир»: (value, price)."""
    with shop.app.app_context(), transaction():
        made = []
        for value, price in more:
            facts = {"offer_id": shop.kids.offer_id, "value": value, "price_points": price}
            made.append(trade._insert("denominations", facts))
            trade.codes_in_stock(shop.kids.brand, made[-1], stock)
        return made


def test_member_sees_what_an_order_takes_and_what_remains(shop: Window) -> None:
    shop.member(4_820, expires_on=date(2099, 12, 31))
    page = visit(shop.client, "/brands/detsky-mir")
    assert page.status == 200
    for said in ("Спишем 450 баллов", "сгорают 31.12.2099 450", "Останется 4 370 баллов", "Действует до"):
        assert said in page.words
    assert "Оформить за 450 баллов" in page.form("/orders").labels
    form = page.form("/orders")
    assert set(form.ticks) == {"rules", "terms"}, "both acceptances are there, and not ticked"
    assert form.held["quoted_d"] == str(shop.kids.denomination_id)
    assert len(form.held["ref"]) == 26
    [shared] = re.findall(r'data-share="([^"]+)"', page.html)
    assert (shared.startswith("http"), urlsplit(shared).path) == (True, "/brands/detsky-mir"), (
        "its address for somebody else"
    )


def test_each_opening_of_the_page_has_a_ref_of_its_own(shop: Window) -> None:
    shop.member()
    refs = {visit(shop.client, "/brands/detsky-mir").form("/orders").held["ref"] for _ in range(3)}
    assert len(refs) == 3


def test_another_denomination_changes_price_receipt_and_button(shop: Window) -> None:
    shop.member(4_820)
    [bigger] = values(shop, (100_000, 1_350))
    page = visit(shop.client, "/brands/detsky-mir", d=bigger)
    assert "Оформить за 1 350 баллов" in page.form("/orders").labels
    assert "Останется 3 470 баллов" in page.words
    assert "1 000 ₽" in page.words


def test_script_gets_the_order_alone(shop: Window) -> None:
    shop.member(4_820)
    [bigger] = values(shop, (100_000, 1_350))
    page = visit(shop.client, "/brands/detsky-mir", part="order", d=bigger)
    assert "<html" not in page.html
    assert 'name="price" value="1350"' in page.html
    assert page.headers["HX-Replace-Url"].endswith(f"?d={bigger}")
    assert 'id="stage-value" hx-swap-oob="innerHTML">1\u00a0000\u00a0₽' in page.html


def test_guest_sees_the_price_and_the_door_that_leads_back(shop: Window) -> None:
    page = visit(shop.client, "/brands/detsky-mir")
    assert "Цена 450 баллов" in page.words
    assert "Войти, чтобы оформить" in page.words
    assert f"next=/brands/detsky-mir?d%3D{shop.kids.denomination_id}" in page.html
    assert "Оформить" not in " ".join(page.buttons)


def test_too_few_points_says_how_many_are_missing_and_offers_what_there_is(shop: Window) -> None:
    shop.member(500)
    [bigger] = values(shop, (100_000, 1_350))
    page = visit(shop.client, "/brands/detsky-mir", d=bigger)
    assert "Не хватает 850 баллов" in page.words
    assert "300 ₽ за 450 баллов" in page.words
    assert "Оформить" not in " ".join(page.buttons)


def test_too_few_points_for_anything_leads_to_what_can_be_afforded(shop: Window) -> None:
    shop.member(5)
    page = visit(shop.client, "/brands/detsky-mir")
    assert "На что хватает" in page.words
    assert 'href="/?enough=1"' in page.html


def test_a_denomination_without_codes_is_not_shown(shop: Window) -> None:
    shop.member()
    values(shop, (200_000, 2_600), stock=0)
    assert "2 000 ₽" not in visit(shop.client, "/brands/detsky-mir").words


def test_a_brand_that_has_run_out_says_so_and_leads_on(shop: Window) -> None:
    shop.run_out(shop.kids)
    page = visit(shop.client, "/brands/detsky-mir")
    assert page.status == 200
    assert "Карт сейчас нет" in page.words
    assert 'href="/?category=kids"' in page.html


def test_an_unknown_brand_and_another_programmes_brand_are_not_found(shop: Window, app: Flask) -> None:
    with app.app_context(), transaction():
        trade.a_shelf(brand={"slug": "elsewhere"})
    assert visit(shop.client, "/brands/elsewhere").status == 404
    assert visit(shop.client, "/brands/no-such-brand").status == 404


STALE = ["0", "-1", "abc", "999999999", "9" * 40, "1.5"]


@pytest.mark.parametrize("typed", STALE)
def test_a_denomination_that_is_none_is_refused_beside_the_choice(shop: Window, typed: str) -> None:
    shop.member()
    page = visit(shop.client, "/brands/detsky-mir", d=typed)
    assert page.status == 422
    assert "Такого номинала нет" in page.words or "Этого сейчас нет на витрине" in page.words
    assert f'value="{shop.kids.denomination_id}"' in page.html, "what there is can be chosen"
    assert "Оформить" not in " ".join(page.buttons), "nothing is offered that was not chosen"


def test_a_denomination_that_ran_out_is_told_apart_from_one_that_never_was(shop: Window, app: Flask) -> None:
    shop.member()
    [gone] = values(shop, (200_000, 2_600), stock=0)
    page = visit(shop.client, "/brands/detsky-mir", d=gone)
    assert page.status == 422
    assert "Карты на 2 000 ₽ закончились. Выберите другой номинал." in page.words
    elsewhere = visit(shop.client, "/brands/detsky-mir", d=shop.sport.denomination_id)
    assert "Такого номинала нет. Выберите один из этих." in elsewhere.words


def test_script_gets_what_is_wrong_with_the_value_beside_its_field(any_value: tuple[Window, str]) -> None:
    shop, path = any_value
    shop.member(10_000)
    page = visit(shop.client, path, part="order", value="1 550")
    assert page.status == 422
    assert 'id="value-error" role="alert" data-wrong="value" hx-swap-oob="true"><svg' in page.html
    well = visit(shop.client, path, part="order", value="1 500")
    assert 'id="value-error" role="alert" data-wrong="value" hx-swap-oob="true"></p>' in well.html, "it is taken back"


@pytest.fixture
def any_value(shop: Window) -> tuple[Window, str]:
    """A certificate for any value from 500 to 5 000 ₽ in steps of 100."""
    with shop.app.app_context(), transaction():
        brand = trade.a_range_shelf(shop.programme).brand
        return shop, f"/brands/{brand.slug}"


def test_a_range_takes_a_typed_value_and_prices_it(any_value: tuple[Window, str]) -> None:
    shop, path = any_value
    shop.member(10_000)
    page = visit(shop.client, path, value="1 500")
    assert page.form("/orders").held["quoted_value"] == "150000"
    assert "Оформить за 2 250 баллов" in page.form("/orders").labels
    assert "От 500 ₽ до 5 000 ₽, шаг 100 ₽" in page.words


@pytest.mark.parametrize(
    ("typed", "said"),
    [("0", "Можно от 500 ₽."), ("499", "Можно от 500 ₽."), ("5 001", "Можно до 5 000 ₽."),
     ("1 550", "Ближайшие — 1 500 ₽ и 1 600 ₽."), ("-500", "Введите сумму, например 500."),
     ("abc", "Введите сумму"), ("1e3", "Введите сумму"), ("5" * 60, "Введите сумму"), ("1500.5", "Ближайшие — 1 500 ₽ и 1 600 ₽")],
)  # fmt: skip
def test_a_value_beside_the_range_is_refused_beside_the_field_and_kept(
    any_value: tuple[Window, str], typed: str, said: str
) -> None:
    shop, path = any_value
    shop.member(10_000)
    page = visit(shop.client, path, value=typed)
    assert page.status == 422
    assert page.words.count("От 500 ₽ до 5 000 ₽, шаг 100 ₽") == 1, "the message does not repeat the help"
    beside = page.html.split('id="value-error"')[1].split("</p>")[0].replace("\u00a0", " ")
    assert said in beside
    assert page.form("/orders").held["value"] == typed
    assert "Оформить" not in " ".join(page.buttons)


def test_several_offers_of_a_brand_are_chosen_among(shop: Window) -> None:
    shop.member()
    with shop.app.app_context(), transaction():
        offer = trade.an_offer(
            shop.kids.brand, kind="service", title_ru="Мастер-класс", title_en="Master class", fulfilment="own"
        )
        trade._insert("denominations", {"offer_id": offer, "value": 100_000, "price_points": 800})
    page = visit(shop.client, "/brands/detsky-mir", offer=offer)
    assert "Мастер-класс" in page.words
    assert "Услуга" in page.words
    assert "Оформить за 800 баллов" in page.form("/orders").labels
    assert "Подарочная карта 450 баллов" in page.words, "each stands there with its price"


def test_from_190_opens_on_190(shop: Window) -> None:
    shop.member()
    values(shop, (50_000, 290), (100_000, 900))
    with shop.app.app_context(), transaction():
        offer = trade.an_offer(shop.kids.brand, title_ru="Мини-карта", title_en="Mini card", fulfilment="own")
        trade._insert("denominations", {"offer_id": offer, "value": 20_000, "price_points": 190})
    assert "от 190 баллов" in visit(shop.client, "/").words
    assert "Оформить за 190 баллов" in visit(shop.client, "/brands/detsky-mir").form("/orders").labels


def test_many_denominations_become_a_list(shop: Window) -> None:
    shop.member(100_000)
    values(shop, *((50_000 + n * 10_000, 700 + n * 100) for n in range(12)), stock=1)
    page = visit(shop.client, "/brands/detsky-mir")
    assert '<select class="input" id="d" name="d">' in page.html


def test_shops_are_those_of_the_city(shop: Window) -> None:
    with shop.app.app_context(), transaction():
        for city, name in (("spb", "Галерея"), ("moscow", "Авиапарк")):
            partners.add_shop(
                shop.kids.brand.id,
                city_slug=city,
                name_ru=name,
                name_en=name,
                address_ru="Улица, 1",
                address_en="1 Street",
            )
    shop.member(city="spb")
    page = visit(shop.client, "/brands/detsky-mir")
    assert "Галерея" in page.words
    assert "Авиапарк" not in page.words


def test_shops_say_their_town_where_none_is_chosen(shop: Window) -> None:
    with shop.app.app_context(), transaction():
        here = {"name_ru": "Галерея", "name_en": "Gallery", "address_ru": "Улица, 1", "address_en": "1 Street"}
        partners.add_shop(shop.kids.brand.id, city_slug="spb", **here)
    shop.member(city="spb")
    assert "Санкт-Петербург, Улица, 1" not in visit(shop.client, "/brands/detsky-mir").words
    shop.client.set_cookie("city", "-")
    assert "Санкт-Петербург, Улица, 1" in visit(shop.client, "/brands/detsky-mir").words


def test_who_is_signed_in_and_no_member_is_offered_to_join(shop: Window) -> None:
    with shop.app.app_context(), transaction():
        user_id = a_user("vera@example.org").id
    sign_in(shop.client, user_id)
    for path in ("/", "/brands/detsky-mir"):
        page = visit(shop.client, path)
        assert "/account/joining?next=" in page.html
        assert "/sign-in?" not in page.html
    assert "Вступить, чтобы оформить" in page.words


def test_without_points_the_way_to_earn_is_shown(shop: Window) -> None:
    shop.member(0)
    for path in ("/", "/brands/detsky-mir", "/points"):
        page = visit(shop.client, path)
        assert "Как накопить" in page.words, path
        assert "/help?q=" in page.html, path


def test_what_a_partner_wrote_is_shown_as_text(shop: Window) -> None:
    with shop.app.app_context(), transaction():
        execute(
            "UPDATE brands SET description_ru = '<img src=x onerror=alert(1)>', how_ru = '<b>а</b>' WHERE slug = 'detsky-mir'"
        )
    page = visit(shop.client, "/brands/detsky-mir")
    assert "<img src=x" not in page.html
    assert "<b>а</b>" not in page.html


def test_pictures_are_kept_under_the_address_of_their_content(shop: Window) -> None:
    page = visit(shop.client, "/")
    address = page.html.split('<ul class="shelf"')[1].split('<img src="')[1].split('"')[0]
    answer = shop.client.get(address)
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    old = shop.client.get("/pictures/brands/detsky-mir.svg?v=0123456789")
    assert old.headers["Cache-Control"] == "public, max-age=300"
    mark = shop.client.get("/pictures/brands/detsky-mir-mark.svg")
    assert mark.text.startswith("<svg")
    assert mark.text != answer.text
    assert shop.client.get("/pictures/brands/nobody.svg").status_code == 404


def test_a_programmes_look_is_a_sheet_of_its_own(app: Flask, client: FlaskClient) -> None:
    shop = a_window(app, client, look={"accent": "#7a1f5c"}, logo_svg='<svg viewBox="0 0 1 1"></svg>')
    page = visit(shop.client, "/")
    sheet = page.html.split('href="/pictures/skin.css')[1].split('"')[0]
    assert "--skin-accent: #7a1f5c;" in shop.client.get("/pictures/skin.css" + sheet.replace("&amp;", "&")).text
    assert shop.client.get("/pictures/logo.svg").mimetype == "image/svg+xml"


def test_a_browser_that_asks_for_an_icon_gets_the_programmes_sign(app: Flask, client: FlaskClient) -> None:
    plain = a_window(app, client)
    answer = plain.client.get("/favicon.ico", follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


def test_an_icon_of_the_programmes_own_comes_first(app: Flask, client: FlaskClient) -> None:
    shop = a_window(app, client, logo_svg='<svg viewBox="0 0 1 1"></svg>')
    assert shop.client.get("/favicon.ico").location.startswith("/pictures/logo.svg")
