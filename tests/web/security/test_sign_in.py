"""P25: sign-in tells nobody who is known here, and what it gives is worth having only once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.db import transaction
from tests.builders.identity import PASSWORD, a_user, csrf, form_of
from tests.builders.programmes import a_programme


@pytest.fixture
def shop(app: Flask) -> Flask:
    with app.app_context(), transaction():
        a_programme()
        a_user("anna@example.org")
    return app


def enter(client: FlaskClient, who: str, password: str = PASSWORD):
    page = client.get("/sign-in").get_data(as_text=True)
    return client.post("/sign-in", data={**form_of(page), "email": who, "password": password})


def test_person_signs_in_with_mail_and_password_and_out_again(shop: Flask, client: FlaskClient) -> None:
    answer = enter(client, "Anna@Example.org")
    assert answer.status_code == 302
    assert answer.location == "/"
    assert client.get("/verify").status_code == 200
    answer = client.post("/sign-out", data={"csrf_token": csrf(client)})
    assert answer.status_code == 302
    assert client.get("/verify").status_code == 302
