"""Pages for roles: to everybody without one they do not exist."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import identity
from marketplace.core.db import transaction
from tests.builders.identity import a_user, csrf, limited, sign_in, staff, without_authenticator
from tests.builders.members import a_member
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme

DESK = "/console/"


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    with app.app_context(), transaction():
        here, there = a_programme(hosts=("localhost",)), a_programme()
        partner = a_partner(here)
        users = {role: staff(here, role).id for role in identity.STAFF_ROLES}
        users["partner"] = staff(here, "owner", partner_id=partner.id).id
        users["installation"] = staff(here, "installation").id
        users["elsewhere"] = staff(there, "admin").id
        users["member"] = a_member(here).user_id or 0
        users["nobody"] = a_user().id
    return users


def test_guest_is_asked_to_sign_in(client: FlaskClient, people: dict[str, int]) -> None:
    assert client.get(DESK).location == f"/sign-in?next={DESK}"


@pytest.mark.parametrize("who", ["member", "nobody", "partner", "elsewhere"])
def test_for_everybody_else_the_page_does_not_exist(client: FlaskClient, people: dict[str, int], who: str) -> None:
    sign_in(client, people[who])
    assert client.get(DESK).status_code == client.get("/console/nothing").status_code == 404


@pytest.mark.parametrize("who", ["support", "finance", "manager", "admin", "installation"])
def test_staff_of_the_programme_comes_in(client: FlaskClient, people: dict[str, int], who: str) -> None:
    sign_in(client, people[who])
    assert client.get(DESK).status_code in (200, 302)
    assert "/sign-in" not in (client.get(DESK).location or "")


def test_a_role_without_a_second_factor_opens_nothing(app: Flask, client: FlaskClient, people: dict[str, int]) -> None:
    sign_in(client, people["support"])
    with app.app_context(), transaction():
        without_authenticator(people["support"])
    assert client.get(DESK).location == "/second-factor/set-up"


def test_codes_of_one_person_are_guessed_slowly_from_wherever(
    app: Flask, client: FlaskClient, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, app, "security.verify", 0, 0, 4)
    sign_in(client, people["admin"])
    form = {"csrf_token": csrf(client), "code": "000000"}
    answers = [
        client.post("/verify", data=form, environ_overrides={"REMOTE_ADDR": f"10.0.0.{number}"}).status_code
        for number in range(6)
    ]
    assert answers == [200] * 4 + [429] * 2
    other = app.test_client()
    sign_in(other, people["support"])
    assert other.post("/verify", data={**form, "csrf_token": csrf(other)}).status_code == 200
