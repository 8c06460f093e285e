"""What the shop says of a brand changes as a reviewed change: looked at first, agreed to where a rule asks for it, kept, brought back."""

import io
import re
from datetime import timedelta

from PIL import Image

from marketplace import approvals, partners, programmes
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs import housekeeping
from marketplace.programmes import City
from tests.builders.approvals import a_rule
from tests.builders.orders import a_member
from tests.web.partner.desk import Desk
from tests.web.partner.test_desk_pages import TEXTS


def cities(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        programmes.put_cities(
            [City("spb", "Санкт-Петербург", "Saint Petersburg", 1), City("moscow", "Москва", "Moscow", 2)]
        )


def stands(desk: Desk) -> tuple[str, list[str], str]:
    row = desk.rows("SELECT name_en, city_slugs, picture FROM brands WHERE slug = %(slug)s", slug=desk.brand)[0]
    return row.name_en, row.city_slugs, row.picture


def hidden(text: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""


def proposal(desk: Desk) -> approvals.Proposal:
    with desk.app.app_context(), transaction():
        brand = partners.brand_by_slug(desk.programme_id, desk.brand)
        found = partners.asked_for(brand, now=clock.now())
    assert found is not None
    return found


def test_a_change_is_looked_at_first_kept_and_brought_back_by_one_press(desk: Desk) -> None:
    cities(desk)
    owner, page = desk.of("owner"), f"{desk.home}/brands/{desk.brand}"
    with desk.app.app_context(), transaction():
        living = a_member(desk.programme)
        execute("UPDATE members SET city_slug = 'moscow' WHERE id = %(id)s", {"id": living.id})
    before = stands(desk)
    said = TEXTS | {"name_en": "Heather", "city_slugs": ["spb"]}
    looked = owner.post(page, **said)
    assert looked.status_code == 200
    assert stands(desk) == before, "a look changes nothing"
    assert "no longer taken in: Moscow" in looked.text
    assert "1 member lives there" in looked.text
    assert "No longer in every city" in looked.text
    assert "Nobody else has to agree" in looked.text
    assert owner.post(page, **said, agreed="y", base=hidden(looked.text, "base")).status_code == 303
    assert stands(desk)[:2] == ("Heather", ["spb"])
    today = clock.now().strftime("%Y-%m-%d")
    assert "Heather" in owner.get(f"{desk.home}/catalogue/day?on={today}&brand={desk.brand}").text
    to_come = owner.get(f"{desk.home}/catalogue/day?on=9999-12-31&brand={desk.brand}")
    assert (to_come.status_code, "This day is still to come." in to_come.text) == (422, True)
    back = re.search(r'href="([^"]+/versions/\w+)"', owner.get(page).text)
    assert back is not None
    compared = owner.get(back[1]).text
    assert "Heather" in compared
    again = {name: hidden(compared, name) for name in (*TEXTS, "base", "picture")}
    assert owner.post(page, **again, online="y", agreed="y").status_code == 303
    assert stands(desk) == before
    assert desk.of("competitor").get(back[1]).status_code == 404
    away = back[1].replace(desk.home, desk.away)
    assert desk.of("competitor").get(away).status_code == 404, "a version of another's brand is no version of one's own"


def test_who_edits_what_somebody_has_changed_meanwhile_is_shown_the_difference(desk: Desk) -> None:
    page = f"{desk.home}/brands/{desk.brand}"
    seen = hidden(desk.of("owner").get(page).text, "base")
    assert desk.of("catalogue").post(page, **TEXTS | {"name_en": "Theirs"}, agreed="y", base=seen).status_code == 303
    late = desk.of("owner").post(page, **TEXTS | {"name_en": "Mine"}, agreed="y", base=seen)
    assert late.status_code == 409
    assert "Somebody has changed this brand" in late.text
    assert "Theirs" in late.text
    assert stands(desk)[0] == "Theirs"
    assert (
        desk.of("owner")
        .post(page, **TEXTS | {"name_en": "Mine"}, agreed="y", base=hidden(late.text, "base"))
        .status_code
        == 303
    )
    assert stands(desk)[0] == "Mine"


def test_where_a_rule_asks_for_it_texts_and_pictures_wait_for_the_programme(desk: Desk) -> None:
    with desk.app.app_context():
        a_rule(desk.programme, partners.BRAND_PAGE, now=clock.now(), approvers=1, approvers_over_cap=None)
    owner, manager, page = desk.of("owner"), desk.of("manager"), f"{desk.home}/brands/{desk.brand}"
    before = stands(desk)
    assert "Send for approval" in owner.post(page, **TEXTS | {"name_en": "Heather"}).text
    assert owner.post(page, **TEXTS | {"name_en": "Heather"}, agreed="y").status_code == 303
    assert stands(desk) == before
    waiting = owner.get(page).text
    assert "A change waits for the programme." in waiting
    assert 'value="Heather"' in waiting, "the form shows what is proposed"
    assert owner.post(f"{page}/proposal/notes", body="For the spring").status_code == 303
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(file, "PNG")
    looked = owner.post(f"{page}/picture", file=(io.BytesIO(file.getvalue()), "a.png")).text
    version = hidden(looked, "picture")
    again = {name: hidden(looked, name) for name in (*TEXTS, "base", "seen", "picture")}
    assert again["name_en"] == "Heather", "the picture joins what is proposed"
    assert owner.post(page, **again, online="y", agreed="y").status_code == 303
    assert desk.of("guest").get(f"/pictures/brands/{desk.brand}/{version}-card.webp").status_code == 404
    asked = proposal(desk)
    shown = manager.get(f"/console/approvals/{asked.ref}").text
    assert "Heather" in shown
    assert "For the spring" in shown
    drawn = re.search(r'src="(/console/catalogues/[^"]+/pictures/[0-9a-f]{10})"', shown)
    assert drawn is not None
    assert manager.get(drawn[1]).mimetype == "image/webp"
    assert desk.of("competitor").get(f"{desk.home}/catalogue/brands/{desk.brand}/pictures/{version}").status_code == 404
    answer = manager.post(f"/console/approvals/{asked.ref}/approval", seen=asked.digest.hex(), note="")
    assert answer.status_code == 303
    assert stands(desk)[0] == "Heather"
    assert stands(desk)[2] == version
    assert desk.of("guest").get(f"/pictures/brands/{desk.brand}/{version}-card.webp").status_code == 200


def pictured(desk: Desk, colour: str) -> str:
    """The version of a picture that the owner has sent, proposed."""
    page, file = f"{desk.home}/brands/{desk.brand}", io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "PNG")
    owner = desk.of("owner")
    looked = owner.post(f"{page}/picture", file=(io.BytesIO(file.getvalue()), "a.png")).text
    again = {name: hidden(looked, name) for name in (*TEXTS, "base", "seen", "picture")}
    assert owner.post(page, **again, online="y", agreed="y").status_code == 303
    return again["picture"]


def test_a_picture_that_was_refused_goes_after_a_month_and_one_that_was_shown_stays(desk: Desk) -> None:
    owner, page, now = desk.of("owner"), f"{desk.home}/brands/{desk.brand}", clock.now()
    shown = pictured(desk, "navy")
    plain = owner.post(f"{page}/picture/removal").text
    back = {name: hidden(plain, name) for name in (*TEXTS, "base", "picture")}
    assert owner.post(page, **back, online="y", agreed="y").status_code == 303
    assert stands(desk)[2] == "", "it is in the history alone"
    with desk.app.app_context():
        a_rule(desk.programme, partners.BRAND_PAGE, now=now, approvers=1, approvers_over_cap=None)
    refused = pictured(desk, "red")

    def kept() -> list[str]:
        return [row.version for row in desk.rows("SELECT version FROM brand_pictures ORDER BY version")]

    with desk.app.app_context(), transaction():
        assert partners.forget_pictures(now + timedelta(days=1), now=now) == 0, "it may still be agreed to"
    assert owner.post(f"{page}/proposal/withdrawal").status_code == 303
    with desk.app.app_context():
        housekeeping.tidy_at(now + timedelta(days=29))
    assert kept() == sorted([shown, refused])
    with desk.app.app_context():
        housekeeping.tidy_at(now + timedelta(days=31))
    assert kept() == [shown]


def test_who_proposed_a_change_takes_it_back(desk: Desk) -> None:
    with desk.app.app_context():
        a_rule(desk.programme, partners.BRAND_PAGE, now=clock.now(), approvers=1, approvers_over_cap=None)
    owner, page = desk.of("owner"), f"{desk.home}/brands/{desk.brand}"
    assert owner.post(page, **TEXTS | {"name_en": "Heather"}, agreed="y").status_code == 303
    assert owner.post(f"{page}/proposal/withdrawal").status_code == 303
    assert "A change waits" not in owner.get(page).text
    assert stands(desk)[0] != "Heather"


def test_shops_of_the_application_are_offered_until_they_are_there(desk: Desk) -> None:
    cities(desk)
    with desk.app.app_context(), transaction():
        execute(
            """INSERT INTO partner_applications (programme_id, ref, token_digest, applied_at, language, known_as, legal_name, inn, account,
                   contact_email, city_slugs, shops)
               VALUES (%(programme)s, %(ref)s, sha256('t'), now(), 'en', 'V', 'V', '7707083893', '40702810900000000001', 'a@example.org', '{spb}',
                       E'Saint Petersburg, Nevsky 1\\nMoscow, Arbat 2')""",
            {"programme": desk.programme_id, "ref": "A" * 26},
        )
        execute(
            """INSERT INTO partner_application_ends (application_id, outcome, at, actor, partner_id)
               SELECT max(id), 'approved', now(), 'system', %(partner)s FROM partner_applications""",
            {"partner": desk.partner_id},
        )
        shelf = execute("SELECT min(slug) FROM categories").scalar_one()
    owner, shops = desk.of("owner"), f"{desk.home}/shops"
    assert "Moscow, Arbat 2" in owner.get(shops).text
    begun = owner.get(f"{shops}/new?told=1").text
    assert 'value="Moscow, Arbat 2"' in begun
    assert re.search(r'<option selected value="moscow"|<option value="moscow" selected', begun)
    place = {
        "city_slug": "moscow",
        "name_ru": "Арбат",
        "name_en": "Arbat",
        "address_ru": "Moscow, Arbat 2",
        "address_en": "Moscow, Arbat 2",
    }
    assert owner.post(f"{shops}/new", brand=desk.brand, **place).status_code == 303
    left = owner.get(shops).text
    assert "Nevsky 1" in left
    assert "told=1" not in left
    assert owner.post(f"{desk.home}/brands", name_ru="Новый", name_en="Newer", category=shelf).status_code == 303
    assert desk.rows("SELECT city_slugs FROM brands WHERE slug = 'newer'")[0].city_slugs == ["spb"]
    assert desk.of("competitor").get(f"{desk.away}/shops").text.count("Nevsky") == 0
