"""The desk: sales without members, brands cleaned of what is hostile, shops with dated closures; each partner alone."""

import io
import re
from datetime import timedelta
from itertools import product

import psycopg
import pytest
from flask_babel import force_locale
from PIL import Image

from marketplace import programmes, shop
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.giftcards.rules import state_on
from marketplace.programmes import City
from marketplace.web.shared.alarm_pages.listed import REASONS
from partner_portal import company, sales, shop_list
from partner_portal.tills import redemptions
from tests.builders.orders import a_member, an_order
from tests.web.partner.desk import Desk

TEXTS = {
    "name_ru": "Вереск", "name_en": "Veresk", "description_ru": "", "description_en": "", "how_ru": "", "how_en": "", "keywords": "",
}  # fmt: skip
SHOP = {
    "city_slug": "spb",
    "name_ru": "На Садовой",
    "name_en": "Sadovaya",
    "address_ru": "Садовая, 1",
    "address_en": "Sadovaya, 1",
}


def png(colour: str = "navy") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "PNG")
    return file.getvalue()


def a_city(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        execute(
            "INSERT INTO cities (slug, name_ru, name_en, position) VALUES ('spb', 'СПб', 'SPb', 1) ON CONFLICT DO NOTHING"
        )


def a_shop(desk: Desk) -> int:
    a_city(desk)
    made = desk.of("owner").post(f"{desk.home}/shops/new", brand=desk.brand, **SHOP)
    assert made.status_code == 303, made.text
    return int(desk.rows("SELECT max(id) AS id FROM shops")[0].id)


def test_partner_says_in_which_cities_a_brand_is_taken_and_the_audit_keeps_what_was(desk: Desk) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/brands/{desk.brand}"
    with desk.app.app_context(), transaction():
        programmes.put_cities(
            [City("spb", "Санкт-Петербург", "Saint Petersburg", 1), City("moscow", "Москва", "Moscow", 2)]
        )
    assert owner.post(page, **TEXTS, city_slugs=["moscow"], agreed="y").status_code == 303
    kept = desk.rows("SELECT city_slugs, online FROM brands WHERE slug = %(slug)s", slug=desk.brand)[0]
    assert (kept.city_slugs, kept.online) == (["moscow"], False)
    assert re.search(r'value="moscow" checked', owner.get(page).text)
    changed = desk.rows(
        "SELECT before, after FROM audit_records WHERE action = 'partners.describe' ORDER BY id DESC LIMIT 1"
    )[0]
    assert (changed.before["city_slugs"], changed.after["city_slugs"]) == ([], ["moscow"])
    assert owner.post(page, **TEXTS, city_slugs=["atlantis"]).status_code == 422
    assert owner.post(page, **TEXTS, online="y", agreed="y").status_code == 303
    kept = desk.rows("SELECT city_slugs, online FROM brands WHERE slug = %(slug)s", slug=desk.brand)[0]
    assert (kept.city_slugs, kept.online) == ([], True)


def test_partner_adds_a_brand_once_and_the_programme_agrees_to_it_with_its_first_offer(desk: Desk) -> None:
    owner, brands = desk.of("owner"), f"{desk.home}/brands"
    with desk.app.app_context():
        shelf = execute("SELECT min(slug) FROM categories").scalar_one()
    said = {"name_ru": "Вереск Дом", "name_en": "Heather <b>Home</b>", "category": shelf}
    first = owner.post(brands, **said)
    assert (first.status_code, first.location.rpartition("/")[2]) == (303, "heather-home")
    assert owner.post(brands, **said).location == first.location
    assert owner.get(first.location).status_code == 200
    other = owner.post(brands, **said | {"name_ru": "Дом Вереска"})
    assert other.location.rpartition("/")[2] == "heather-home-2", "another of the same English name"
    assert owner.post(brands, **said | {"category": "nowhere"}).status_code == 422
    assert desk.of("cashier").post(brands, **said).status_code == 404
    record = desk.rows(
        "SELECT before, after FROM audit_records WHERE action = 'partners.introduce' ORDER BY id LIMIT 1"
    )[0]
    assert (record.after["brands"] - record.before["brands"], record.after["name_en"]) == (1, "Heather Home")
    assert desk.app.test_client().get("/brands/heather-home").status_code == 404, "nothing of it is on offer"


def test_partner_text_is_cleaned_and_the_search_knows_its_other_words(desk: Desk) -> None:
    hostile = "<script>alert(1)</script><b>Good</b> books & more"
    saved = desk.of("catalogue").post(
        f"{desk.home}/brands/{desk.brand}",
        **TEXTS | {"description_en": hostile, "keywords": "вересковый", "agreed": "y"},
    )
    assert saved.status_code == 303
    kept = desk.rows("SELECT description_en FROM brands WHERE slug = %(slug)s", slug=desk.brand)[0].description_en
    assert kept == "Good books & more"
    with desk.app.app_context(), transaction():
        found = shop.tiles(desk.programme_id, q="вересковый", now=clock.now()).items
    assert [tile.slug for tile in found] == [desk.brand]
    last = desk.rows("SELECT before, after FROM audit_records WHERE action = 'partners.describe'")[0]
    assert last.after["description_en"] == kept
    assert set(last.before) == set(last.after)


def test_a_picture_is_drawn_anew_and_takes_the_place_of_our_drawing(desk: Desk) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/brands/{desk.brand}"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 202"><rect width="320" height="202" fill="#246"/></svg>'
    for bad in (
        b"MZ",
        png()[:60],
        svg.replace(b"<rect", b"<script>1</script><rect"),
        svg.replace(b"<rect", b'<image href="/etc/passwd"/><rect'),
    ):
        assert owner.post(f"{page}/picture", file=(io.BytesIO(bad), "a.png")).status_code == 422
    assert desk.rows("SELECT picture FROM brands WHERE slug = %(slug)s", slug=desk.brand)[0].picture == ""
    for good in (png(), svg):
        looked = owner.post(f"{page}/picture", file=(io.BytesIO(good), "a.png"))
        wanted = re.search(r'name="picture" value="([0-9a-f]{10})"', looked.text)
        assert wanted is not None
        assert owner.post(page, **TEXTS, picture=wanted[1], agreed="y").status_code == 303
        version = desk.rows("SELECT picture FROM brands WHERE slug = %(slug)s", slug=desk.brand)[0].picture
        address = f"/pictures/brands/{desk.brand}/{version}-card.webp"
        shown = desk.of("guest").get(address)
        assert address in desk.of("guest").get("/").text
        assert Image.open(io.BytesIO(shown.data)).size == (640, 404)
    assert owner.post(f"{page}/picture/removal").status_code == 200
    assert owner.post(page, **TEXTS, agreed="y").status_code == 303
    assert desk.of("guest").get(address).status_code == 404
    assert f"{desk.brand}.svg" in desk.of("guest").get("/").text


def test_members_see_the_days_on_which_a_shop_is_closed(desk: Desk) -> None:
    number, owner, today = a_shop(desk), desk.of("owner"), clock.now().date()
    page, public = f"{desk.home}/shops/{number}", f"/brands/{desk.brand}"
    assert "Sadovaya" in desk.of("guest").get(public).text
    backwards = owner.post(f"{page}/closures", from_on=today, until_on=today - timedelta(2))
    assert backwards.status_code == 422
    for _pressed_twice in range(2):
        told = owner.post(f"{page}/closures", from_on=today, until_on=today + timedelta(5), why_en="stocktaking")
        assert told.status_code == 303
    for since, until, field, said in (
        (-9, -1, "until_on", "These days are over"), (5, 9, "from_on", "closed on some of these days already"), (1, 2, "from_on", "closed on some"),
    ):  # fmt: skip
        refused = owner.post(
            f"{page}/closures", from_on=today + timedelta(since), until_on=today + timedelta(until), why_en="again"
        )
        assert refused.status_code in {409, 422}
        error = re.search(rf'id="{field}-error".*?<span>([^<]+)<', refused.text, re.DOTALL)
        assert error is not None
        assert said in error[1]
    assert len(desk.rows("SELECT 1 FROM shop_closures")) == 1
    assert "stocktaking" in desk.of("guest").get(public).text
    closure = desk.rows("SELECT max(id) AS id FROM shop_closures")[0].id
    assert owner.post(f"{desk.home}/shops/closures/{closure}/removal").status_code == 303
    assert "stocktaking" not in desk.of("guest").get(public).text
    asked = owner.post(f"{page}/closures", from_on=today - timedelta(1), why_en="moving")
    assert "Close the shop permanently?" in asked.text
    assert "Sadovaya" in desk.of("guest").get(public).text, "it is only asked"
    carried = dict(re.findall(r'type="hidden" name="(from_on|why_ru|why_en|sure)" value="([^"]*)"', asked.text))
    assert owner.post(f"{page}/closures", **carried).status_code == 303
    assert "Sadovaya" not in desk.of("guest").get(public).text, "closed for good"


def test_sales_and_their_file_tell_what_was_sold_and_never_to_whom(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        an_order(a_member(desk.programme, points=5000), desk.shelf)
        execute("UPDATE members SET first_name = 'Annabel', email = 'annabel@example.org', phone = '+79001112233'")
    accountant = desk.of("accountant")
    page, file = (
        accountant.get(f"{desk.home}/sales").text,
        accountant.post(f"{desk.home}/sales/exports", kind="csv").text,
    )
    for text in (page, file):
        brand = desk.rows("SELECT name_ru, name_en FROM brands WHERE slug = %(slug)s", slug=desk.brand)[0]
        assert brand.name_en in text or brand.name_ru in text, (
            "the page in its reader's language, the file as the house's"
        )
        assert not any(told in text for told in ("Annabel", "annabel@", "79001112233"))
    assert "1" in desk.of("owner").get(f"{desk.home}/").text
    for who in ("cashier", "catalogue"):
        assert desk.of(who).get(f"{desk.home}/sales").status_code == 404
        assert "Cards sold" not in desk.of(who).get(f"{desk.home}/").text


SAID = {
    "active": "Can be used", "spent": "Used up", "frozen": "Frozen", "held": "On its way as a gift", "expired": "Expired", "replaced": "Replaced",
    "void": "Void",
}  # fmt: skip


@pytest.mark.spoils_the_books
def test_every_state_of_a_card_is_said_in_words_and_found_by_them(desk: Desk, owner_url: str) -> None:
    with desk.app.app_context(), transaction():
        an_order(a_member(desk.programme, points=5000), desk.shelf)
    [check] = desk.rows(
        "SELECT pg_get_constraintdef(oid) AS said FROM pg_constraint WHERE conname = 'giftcards_state_check'"
    )
    accountant, today, told = desk.of("accountant"), desk.programme.day(clock.now()), set()
    for state, days, left in product(re.findall(r"'(\w+)'", check.said), (-1, 0), (0, 1)):
        if (state == "spent") == bool(left) and state != "void":
            continue  # there is no such card
        expires_on = today + timedelta(days)
        with psycopg.connect(owner_url) as owner:  # as it would have become by itself
            owner.execute("SET session_replication_role = replica")
            owner.execute("UPDATE giftcards SET state = %s, remaining = %s, expires_on = %s", (state, left, expires_on))
        shown = state_on(state, expires_on, today, remaining=left)
        told.add(shown)
        for asked in SAID:
            page = accountant.get(f"{desk.home}/sales?state={asked}").text
            assert ("1 row" in page) == (asked == shown), (state, days, left, asked)
        assert f"{SAID[shown]}</span>" in accountant.get(f"{desk.home}/sales").text
    assert told == set(SAID)


@pytest.mark.proof("P24")
def test_two_partners_see_nothing_of_each_other_by_list_filter_search_file_or_id(desk: Desk) -> None:
    number = a_shop(desk)
    with desk.app.app_context(), transaction():
        an_order(a_member(desk.programme, points=5000), desk.shelf)
    mine, theirs, rival = desk.of("owner"), desk.of("competitor"), desk.away
    assert "1 row" in mine.get(f"{desk.home}/sales").text, "the control: there is something to see"
    assert "1 row" in mine.get(f"{desk.home}/shops").text
    last4 = desk.rows("SELECT last4 FROM giftcards")[0].last4
    for question in ("", f"?brand={desk.brand}", f"?q={last4}", "?state=active", "?sort=placed_at"):
        assert "Nothing" in theirs.get(f"{rival}/sales{question}").text
    assert desk.brand not in theirs.post(f"{rival}/sales/exports", kind="csv").text
    assert "Sadovaya" not in theirs.get(f"{rival}/shops?q=sadovaya").text.replace('value="sadovaya"', "")
    assert "Sadovaya" not in theirs.post(f"{rival}/shops/exports", kind="csv").text
    for path in (f"shops/{number}", f"brands/{desk.brand}"):
        assert theirs.get(f"{rival}/{path}").status_code == 404
        assert theirs.post(f"{rival}/{path}", **SHOP | TEXTS).status_code == 404
        assert mine.get(f"{desk.home}/{path}").status_code == 200
    for path in ("", "sales", "shops", "brands", "team", "company"):
        assert theirs.get(f"{desk.home}/{path}").status_code == 404
    assert theirs.post(f"{rival}/shops/new", brand=desk.brand, **SHOP).status_code == 422


def test_a_file_of_one_partner_is_not_fetched_by_somebody_who_left_it_for_another(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        user = desk.ids["owner"]
        row = execute(
            """INSERT INTO exports (public_id, programme_id, user_id, listing, kind, permission, asked, rows_asked, asked_at, ends_at)
               VALUES (%(id)s, %(programme)s, %(user)s, 'partner_sales', 'csv', 'portal.sales', %(asked)s::jsonb, 1, now(), now() + interval '1 day')
               RETURNING public_id""",
            {
                "id": "B" * 26,
                "programme": desk.programme_id,
                "user": user,
                "asked": f'{{"scope": {{"partner": {desk.other_id}}}}}',
            },
        ).one()
    assert desk.of("owner").get(f"{desk.home}/exports/{row.public_id}").status_code == 404
    with desk.app.app_context(), transaction():
        execute(
            "UPDATE exports SET asked = %(asked)s::jsonb", {"asked": f'{{"scope": {{"partner": {desk.partner_id}}}}}'}
        )
    assert desk.of("owner").get(f"{desk.home}/exports/{row.public_id}").status_code == 200, "the control: its own"


def test_each_partners_forms_lead_to_its_own_desk_whoever_was_served_before(desk: Desk) -> None:
    for who, home, away in (("owner", desk.home, desk.away), ("competitor", desk.away, desk.home)):
        page = desk.of(who).get(f"{home}/team")
        assert page.status_code == 200
        assert f'action="{home}/' in page.text
        assert f'"{away}/' not in page.text


def test_words_of_the_desk_say_in_russian_what_they_mean_there(desk: Desk) -> None:
    """One English word may be two Russian ones: an address is of a shop or of a mailbox, a receipt has a number or is a paper."""
    said = [
        (shop_list.FACE.heads["address_ru"], "Адрес"), (sales.FACE.words["state"]["void"].label, "Аннулирована"),
        (redemptions.FACE.heads["receipt"], "Номер чека"), (company.EVENTS["applied"][0], "Подана заявка"), (REASONS["expired"], "срок карты истёк"),
    ]  # fmt: skip
    with desk.app.test_request_context(), force_locale("ru"):
        assert [(str(one), word) for one, word in said if str(one) != word] == []
