"""Support's one box: by number, name, address, phone, end of a code, receipt; masked as the role must see, in one programme alone."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace import giftcards, tills
from marketplace.core.db import execute, transaction
from marketplace.core.names import folded
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.orders import Order
from tests.builders.codes import NOW as NOW_CODES
from tests.builders.orders import a_member, a_shelf, an_order
from tests.web.console.house import House, at

FIND = "/console/find"
NAME = folded("first_name || ' ' || last_name")


@dataclass
class Desk:
    """A member of the first programme with an order and its card, and one of the same name in the second."""

    house: House
    member: Member
    namesake: Member
    order: Order
    card: Card

    def ask(self, who: str, text: str, host: str = "first.test") -> TestResponse:
        client = self.house.of(who)
        return client.get(FIND, query_string={"q": text}, base_url=f"http://{host}")

    def leads_to(self, who: str, text: str) -> str:
        answer = self.ask(who, text)
        return answer.location if answer.status_code == 302 else f"{answer.status_code}"


@pytest.fixture
def desk(app: Flask) -> Desk:
    house = House(app)
    with app.app_context():
        with transaction():
            shelf = a_shelf(programme=house.first, stock=3)
            member = a_member(
                house.first,
                points=5_000,
                first_name="Анна",
                last_name="Соколова",
                email="anna@mail.test",
                phone="+79215554218",
            )
            namesake = a_member(
                house.second, first_name="Анна", last_name="Соколова", email="anna@mail.test", phone="+79215554218"
            )
            order = an_order(member, shelf)
        card = giftcards.of_orders([order.id])[order.id]
    return Desk(house, member, namesake, order, card)


@pytest.mark.parametrize("who", ["support", "finance", "admin"])
def test_whatever_a_member_can_name_leads_to_its_page(desk: Desk, who: str) -> None:
    page = f"/console/members/{desk.member.number}"
    assert desk.leads_to(who, desk.member.number) == page
    assert desk.leads_to(who, f"{desk.member.number[:4]} {desk.member.number[4:]}") == page
    assert desk.leads_to(who, "anna@mail.test") == page
    assert desk.leads_to(who, "+7 921 555-42-18") == page
    for end in ("4218", "42-18", "42 18"):
        assert desk.leads_to(who, end) == page, "the end of the phone"
    assert desk.leads_to(who, desk.member.number[-4:]) == page, "the end of the number"
    for name in ("анна соколова", "Anna Sokolova", "sokolova an"):
        assert desk.leads_to(who, name) == page, name
    assert desk.leads_to(who, desk.order.number) == f"/console/orders/{desk.order.number}"
    assert desk.leads_to(who, f"В-{desk.order.number}") == f"/console/orders/{desk.order.number}"
    assert desk.leads_to(who, desk.card.last4.lower()) == f"/console/cards/{desk.card.public_id}"
    parted = f"{desk.card.last4[:2]}-{desk.card.last4[2:]}"
    assert desk.leads_to(who, parted) == f"/console/cards/{desk.card.public_id}", "however it was read out"
    assert desk.leads_to(who, f"соколова {desk.card.last4}") == f"/console/cards/{desk.card.public_id}"
    order, card = f"/console/orders/{desk.order.number}", f"/console/cards/{desk.card.public_id}"
    for said in ("заказ {}", "Заказ № {}", "order {}", "Order no. {}", "№{}", "# {}", "заказ{}", "номер заказа: {}"):
        assert desk.leads_to(who, said.format(desk.order.number)) == order, said
    for said in ("карта ••••{}", "карта •••• {}", "••••{}", "card {}", "код {} соколова", "карта № {}"):
        assert desk.leads_to(who, said.format(desk.card.last4)) == card, said
    assert desk.leads_to(who, f"участник {desk.member.number}") == page
    for found in (page, f"/console/orders/{desk.order.number}", f"/console/cards/{desk.card.public_id}"):
        shown = desk.house.of(who).get(found, base_url="http://first.test")
        assert shown.status_code == 200
        assert "Соколова" in shown.text


def test_fragments_of_an_address_are_no_way_to_read_a_masked_one(desk: Desk) -> None:
    assert desk.ask("admin", "anna@ma").status_code == 302, "whoever sees it whole finds it by its beginning"
    assert desk.ask("admin", "na@mail").status_code == 302, "and by any part of it"
    assert desk.leads_to("support", "anna@ma") == "200"
    assert f"/console/members/{desk.member.number}" not in desk.ask("support", "na@mail").text
    shown = desk.house.of("support").get(f"/console/members/{desk.member.number}", base_url="http://first.test").text
    assert "anna@mail.test" not in shown
    assert "5554218" not in re.sub(r"\D", "", shown)


def test_another_programme_finds_its_own_alone(desk: Desk) -> None:
    for text in (desk.member.number, desk.order.number, desk.card.last4):
        answer = desk.ask("other admin", text, "second.test")
        assert answer.status_code == 200
        assert "/console/members/" not in re.sub(r'action="[^"]*"', "", answer.text)
    answer = desk.ask("other admin", "анна соколова", "second.test")
    assert answer.location == f"/console/members/{desk.namesake.number}"


def test_several_hits_are_a_list_and_none_says_so(desk: Desk, app: Flask) -> None:
    with app.app_context(), transaction():
        a_member(desk.house.first, first_name="Анна", last_name="Соколова-Белая")
    listed = desk.ask("support", "соколова").text
    assert listed.count('href="/console/members/') >= 2
    assert "a…a@mail.test" in listed or "a…@mail.test" in listed
    assert "Nothing found" in desk.ask("support", "никого такого").text
    for nearly in ("соклова", "Sokalowa", "Анна Соколлова"):
        found = desk.ask("support", nearly)
        assert (
            found.status_code,
            "spelled alike" in found.text,
            f"/console/members/{desk.member.number}" in found.text,
        ) == (200, True, True)
    with app.app_context(), transaction():
        whitfield = a_member(desk.house.first, first_name="Charles", last_name="Whitfield")
    for heard in ("Уитфилд", "чарльз уитфилд", "Вайтфильд"):
        found = desk.ask("support", heard)
        assert (found.status_code, f"/console/members/{whitfield.number}" in found.text) == (200, True), heard
    assert "Nothing found" in desk.ask("support", "Уильямс").text, "nobody is called so"
    assert desk.ask("support", "а\tб").status_code == 422
    assert desk.ask("member", "анна").status_code == 404


def test_a_receipt_leads_to_the_card_that_the_till_took_from(desk: Desk, app: Flask) -> None:
    with app.app_context():
        with transaction():
            partner_id = execute(
                "SELECT partner_id FROM brands WHERE id = %(id)s", {"id": desk.card.brand_id}
            ).scalar_one()
            till = tills.open_terminal(partner_id, "Till 4", now=NOW_CODES)
        with transaction():
            execute(
                "SELECT terminal_redeem(%(till)s, 'r-1', sha256('a'), %(card)s, 30000, NULL, 'RUB', 'A-004512', %(partner)s, %(today)s, %(now)s)",
                {
                    "till": till.id,
                    "card": desk.card.id,
                    "partner": partner_id,
                    "today": desk.card.issued_at.date(),
                    "now": desk.card.issued_at,
                },
            )
    assert desk.leads_to("support", "A-004512") == f"/console/cards/{desk.card.public_id}"
    shown = desk.house.of("support").get(f"/console/cards/{desk.card.public_id}", base_url="http://first.test").text
    assert "A-004512" in shown
    assert "Till 4" in shown


@pytest.mark.usefixtures("desk")
def test_every_way_to_find_has_an_index(ctx: Flask) -> None:
    """With so few rows a plan says nothing, so each index is asked for alone: without scans of whole tables."""
    with transaction():
        execute("SET LOCAL enable_seqscan = off")
        for asked in (
            "SELECT FROM giftcards WHERE last4 = '7K2M' AND programme_id = 1",
            "SELECT FROM redemptions WHERE receipt = 'A-1' AND receipt <> ''",
            "SELECT FROM members WHERE programme_id = 1 AND email LIKE 'anna%'",
            f"SELECT FROM members WHERE {NAME} LIKE '%sokolova%'",
            f"SELECT FROM members WHERE 'sokolva' <% ({NAME})",
            "SELECT FROM members WHERE email LIKE '%mail.test%'",
            "SELECT FROM members WHERE programme_id = 1 AND right(regexp_replace(phone, '[^0-9]', '', 'g'), 4) = '4218'",
            "SELECT FROM members WHERE programme_id = 1 AND right(number, 4) = '4218'",
            "SELECT FROM members WHERE programme_id = 1 AND number LIKE '7700%'",
        ):
            plan = "\n".join(row[0] for row in execute("EXPLAIN " + asked.replace("%", "%%"), prepare=False))
            assert "Index" in plan, plan
            assert "Seq Scan" not in plan, plan


def test_the_box_is_empty_where_nobody_has_searched(desk: Desk) -> None:
    page = at(desk.house.of("support"), "/console/members")[1]
    box = re.search(r'<input[^>]*id="find-all"[^>]*>', page)
    assert box
    assert 'value=""' in box[0] or "value=" not in box[0]
