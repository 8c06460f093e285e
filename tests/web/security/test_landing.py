"""Where a sign-in ends: anyone who works here is led to their desk, and finds the way there from every page of the shop."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.db import transaction
from tests.builders.identity import PASSWORD, form_of, give, sign_in, staff, totp
from tests.builders.members import a_member
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme

DESKS = {"support": "/console/", "admin": "/console/", "cashier": "/partner/", "owner": "/partner/"}


@pytest.fixture
def people(app: Flask) -> dict[str, tuple[int, str, str]]:
    """By role: id, address, the secret of the authenticator."""
    with app.app_context(), transaction():
        here, there = a_programme(hosts=("localhost",)), a_programme()
        partner = a_partner(here)
        users = {
            role: staff(here, role, partner_id=partner.id if where == "/partner/" else None)
            for role, where in DESKS.items()
        }
        users["elsewhere"] = staff(there, "admin")
        member = a_member(here, email="anna@example.org")
        found = {role: (user.id, user.email, user.tf_totp_secret or "") for role, user in users.items()}
        give(users["support"], "accountant", here, partner_id=partner.id)
    return found | {"member": (member.user_id or 0, "anna@example.org", "")}


def landed(app: Flask, client: FlaskClient, who: tuple[int, str, str], onward: str = "") -> str:
    where = f"/sign-in?next={onward}" if onward else "/sign-in"
    page = form_of(client.get(where).get_data(as_text=True))
    answer = client.post(where, data={**page, "email": who[1], "password": PASSWORD})
    if who[2]:
        page = form_of(client.get(answer.location).get_data(as_text=True))
        answer = client.post(answer.location, data={**page, "code": totp(app, who[2])})
    return str(answer.location)


@pytest.mark.parametrize("role", DESKS)
def test_whoever_works_here_lands_at_his_desk(
    app: Flask, client: FlaskClient, people: dict[str, tuple[int, str, str]], role: str
) -> None:
    assert landed(app, client, people[role]) == DESKS[role]


def test_a_page_that_was_asked_for_comes_first(
    app: Flask, client: FlaskClient, people: dict[str, tuple[int, str, str]]
) -> None:
    assert landed(app, client, people["admin"], "/help") == "/help"


@pytest.mark.parametrize("role", ["member", "elsewhere"])
def test_a_member_and_staff_of_another_programme_land_in_the_shop(
    app: Flask, client: FlaskClient, people: dict[str, tuple[int, str, str]], role: str
) -> None:
    assert landed(app, client, people[role]) == "/"


@pytest.mark.parametrize("path", ["/", "/help", "/account/security", "/password/change"])
def test_the_way_to_each_desk_is_on_every_page_of_the_shop(
    client: FlaskClient, people: dict[str, tuple[int, str, str]], path: str
) -> None:
    for role, ways in (
        ("support", ["/console/", "/partner/"]),
        ("owner", ["/partner/"]),
        ("member", []),
        ("elsewhere", []),
    ):
        sign_in(client, people[role][0])
        page = client.get(path).get_data(as_text=True)
        assert [way for way in ("/console/", "/partner/") if f'href="{way}"' in page] == ways, role
