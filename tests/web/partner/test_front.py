"""The portal's front page: a partner's people see their partner, and nobody else sees that there is one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.db import transaction
from marketplace.partners import Partner
from tests.builders.identity import a_user, give, sign_in, staff
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme

HERE = {"base_url": "http://localhost", "headers": {"Accept-Language": "en"}}


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    with app.app_context(), transaction():
        programme, elsewhere = a_programme(hosts=("localhost",)), a_programme()
        veresk = a_partner(programme, slug="veresk", name_en="Veresk", name_ru="Вереск")
        dvor = a_partner(programme, slug="dvor", name_en="Polar Court", name_ru="Полярный двор")
        far = a_partner(elsewhere, slug="veresk")
        both = staff(programme, "owner", partner_id=veresk.id)
        give(both, "accountant", programme, partner_id=dvor.id)
        return {
            "cashier": staff(programme, "cashier", partner_id=veresk.id, email="marina@veresk.example").id,
            "both": both.id,
            "owner": staff(programme, "owner", partner_id=veresk.id).id,
            "far": _of(far, elsewhere),
            "admin": staff(programme, "admin").id,
            "nobody": a_user().id,
        }


def _of(partner: Partner, programme: object) -> int:
    return staff(programme, "owner", partner_id=partner.id).id


def test_a_cashier_is_led_to_his_partner_and_told_who_he_is(client: FlaskClient, people: dict[str, int]) -> None:
    sign_in(client, people["cashier"])
    assert client.get("/partner/", **HERE).location == "/partner/veresk/"
    page = client.get("/partner/veresk/", **HERE).text
    assert "<b>Veresk</b>" in page
    assert "Cashier" in page
    assert "marina@veresk.example" not in page, "an address is masked"
    assert client.get("/partner/dvor/", **HERE).status_code == 404


def test_a_new_partner_reads_what_to_do_in_order_and_has_one_primary_button(
    client: FlaskClient, people: dict[str, int]
) -> None:
    sign_in(client, people["owner"], fresh=True)
    page = client.get("/partner/veresk/", **HERE).text
    steps = ["Brand and picture", "Catalogue", "Codes", "Shops and tills", "Team", "Payout account"]
    box = page.split('id="first-steps"')[1].split("</section>")[0]
    assert [box.index(f"<b>{step}</b>") for step in steps] == sorted(box.index(f"<b>{step}</b>") for step in steps)
    assert page.count("button-primary") == 1
    assert "Describe the brand" in box.split("button-primary")[1].split("</a>")[0]
    assert "1 of 6 done" in box, "the cashier is on the team"
    sign_in(client, people["cashier"], fresh=True)
    assert "first-steps" not in client.get("/partner/veresk/", **HERE).text, "nothing of it is a cashier's to do"


def test_whoever_acts_for_two_partners_chooses(client: FlaskClient, people: dict[str, int]) -> None:
    sign_in(client, people["both"])
    page = client.get("/partner/", **HERE).text
    assert 'href="/partner/veresk/"' in page
    assert 'href="/partner/dvor/"' in page
    assert "Accountant" in client.get("/partner/dvor/", **HERE).text
    assert "Accountant" not in client.get("/partner/veresk/", **HERE).text


@pytest.mark.parametrize("who", ["far", "admin", "nobody"])
@pytest.mark.parametrize("path", ["/partner/", "/partner/veresk/", "/partner/nobody/"])
def test_to_everybody_else_there_is_no_portal(client: FlaskClient, people: dict[str, int], who: str, path: str) -> None:
    sign_in(client, people[who])
    assert client.get(path, **HERE).status_code == 404


def test_a_guest_is_asked_to_sign_in(client: FlaskClient, people: dict[str, int]) -> None:
    for path in ("/partner/", "/partner/veresk/", "/partner/nobody/"):
        assert client.get(path, **HERE).location == f"/sign-in?next={path}"
