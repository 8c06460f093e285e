"""People of a programme: an admin sees who may what, gives a role and takes it back, and cannot lock everybody out."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import identity
from marketplace.core import audit
from marketplace.core.db import transaction
from tests.builders.identity import a_user, csrf, give, sign_in, staff
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme

HERE: dict[str, Any] = {"base_url": "http://localhost", "headers": {"Accept-Language": "en"}}
PEOPLE = "/console/people"


class Team:
    """A programme with two admins, a supporter and a partner; somebody with no role yet."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), transaction():
            self.programme = a_programme(hosts=("localhost",))
            self.partner_id = a_partner(self.programme, name_en="Polar Court").id
            self.admin = staff(self.programme, "admin", email="sergey@example.org").id
            self.other = staff(self.programme, "admin", email="elena@example.org").id
            self.support = staff(self.programme, "support", email="ilya@example.org").id
            self.foreign = staff(a_programme(), "admin").id
            self.new = a_user("marina@example.org").id

    def of(self, user_id: int) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, user_id, fresh=True)
        return client

    def held(self, user_id: int) -> set[tuple[str, int | None]]:
        with self.app.app_context():
            return {(one.role, one.partner_id) for one in identity.grants(user_id)}

    def grant(self, user_id: int) -> int:
        with self.app.app_context():
            return identity.grants(user_id)[0].id

    def post(self, client: FlaskClient, path: str, **data: Any) -> TestResponse:
        return client.post(path, data={"csrf_token": csrf(client), **data}, **HERE)

    def audited(self, user_id: int) -> audit.Record:
        with self.app.app_context():
            return audit.of_subject(f"user:{user_id}", limit=1)[0]


@pytest.fixture
def team(app: Flask) -> Team:
    return Team(app)


def test_an_admin_sees_everybody_with_roles_and_protection_and_no_whole_address(team: Team) -> None:
    page = team.of(team.admin).get(PEOPLE, **HERE).text
    assert "ilya@example.org" not in page
    assert page.count("code from an app") == 3
    assert "has not signed in yet" in page
    assert "For the whole installation" not in page
    assert f"/console/people/grants/{team.grant(team.support)}/removal" in page
    assert f"/console/people/grants/{team.grant(team.admin)}/removal" not in page, "his own stays"


def test_an_admin_gives_a_role_by_address_and_it_is_recorded(team: Team) -> None:
    client = team.of(team.admin)
    answer = team.post(client, PEOPLE, email=" Marina@example.org", role="cashier", partner=str(team.partner_id))
    assert answer.status_code == 303
    assert team.held(team.new) == {("cashier", team.partner_id)}
    record = team.audited(team.new)
    assert (record.action, record.actor_id) == ("identity.grant", team.admin)
    assert record.before == {"programme_id": team.programme.id, "roles": []}
    assert record.after is not None
    assert record.after["roles"] == [{"role": "cashier", "partner_id": team.partner_id}]


WRONG = [
    ({"email": "nobody@example.org", "role": "support"}, "Nobody signs in with this address"),
    ({"email": "marina@example.org", "role": "cashier"}, "Choose which"),
    ({"email": "marina@example.org", "role": "support", "partner": "own"}, "does not belong to a partner"),
    ({"email": "marina@example.org", "role": "installation"}, "Not a valid choice"),
    ({"email": "marina@example.org", "role": ""}, "Choose a role"),
]


@pytest.mark.parametrize(("data", "said"), WRONG)
def test_what_cannot_be_given_is_told_and_changes_nothing(team: Team, data: dict[str, str], said: str) -> None:
    data = {name: str(team.partner_id) if value == "own" else value for name, value in data.items()}
    answer = team.post(team.of(team.admin), PEOPLE, **data)
    assert answer.status_code == 422
    assert said in answer.text
    assert team.held(team.new) == set()


def test_a_role_is_taken_back_with_a_reason_and_its_holder_is_signed_out(team: Team) -> None:
    worker, path = team.of(team.support), f"{PEOPLE}/grants/{team.grant(team.support)}/removal"
    assert worker.get("/console/letters", **HERE).status_code == 200
    client = team.of(team.admin)
    assert "signed out everywhere" in client.get(path, **HERE).text
    assert team.post(client, path).status_code == 422, "without a reason"
    assert team.post(client, path, why="moved on").status_code == 303
    assert team.held(team.support) == set()
    assert (team.audited(team.support).why, team.audited(team.support).actor_id) == ("moved on", team.admin)
    assert "/sign-in" in worker.get("/console/letters", **HERE).location
    assert team.post(client, path, why="again").status_code == 404


def test_nobody_takes_a_role_from_himself_and_no_programme_loses_its_last_admin(team: Team) -> None:
    client = team.of(team.admin)
    own, other = team.grant(team.admin), team.grant(team.other)
    assert team.post(client, f"{PEOPLE}/grants/{own}/removal", why="x").status_code == 409
    assert team.post(client, f"{PEOPLE}/grants/{other}/removal", why="x").status_code == 303
    assert team.held(team.admin) == {("admin", None)}


def test_roles_elsewhere_are_not_there_and_installations_are_for_those_who_hold_one(team: Team) -> None:
    with team.app.app_context(), transaction():
        operator = staff(team.programme, "installation", email="op@example.org")
        both = staff(team.programme, "admin", email="both@example.org")
        give(both, "installation", team.programme)
        ids = operator.id, both.id
    held = team.grant(ids[0])
    admin = team.of(team.admin)
    for grant_id in (team.grant(team.foreign), held, 10**9):
        assert admin.get(f"{PEOPLE}/grants/{grant_id}/removal", **HERE).status_code == 404
        assert team.post(admin, f"{PEOPLE}/grants/{grant_id}/removal", why="x").status_code == 404
    keeper = team.of(ids[1])
    assert "For the whole installation" in keeper.get(PEOPLE, **HERE).text
    assert team.post(keeper, PEOPLE, email="marina@example.org", role="installation").status_code == 303
    assert team.held(team.new) == {("installation", None)}
    assert team.post(keeper, f"{PEOPLE}/grants/{held}/removal", why="x").status_code == 303
