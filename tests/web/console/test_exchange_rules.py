"""Terms of exchange in the console: shown for each brand, changed by two people, and then members may do so."""

import re

import pytest
from flask import Flask

from marketplace import exchanges
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.builders.orders import a_range_shelf
from tests.web.console.house import House, at
from tests.web.console.test_withdrawals import approve


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


def test_terms_of_exchange_hold_once_another_person_has_approved_them(house: House) -> None:
    with house.app.app_context(), transaction():
        second = house.another("manager")
        brand = a_range_shelf(house.first).brand
        brand_id, path = brand.id, f"/console/programme/exchanges/{brand.slug}"
    admin = house.of("admin")
    assert path in at(admin, "/console/programme/exchanges")[1]
    ref = re.search(r'name="ref" value="([0-9A-Z]{26})"', at(admin, path)[1])
    assert ref
    fields = {
        "csrf_token": admin.token,
        "ref": ref[1],
        "gives": "y",
        "takes": "y",
        "fee_permille": "30",
        "why": "asked",
    }  # type: ignore[attr-defined]
    assert admin.post(path, base_url="http://first.test", data=fields | {"fee_permille": "501"}).status_code == 422
    sent = admin.post(path, base_url="http://first.test", data=fields)
    proposal = sent.headers["Location"]
    assert (sent.status_code, approve(admin, proposal).status_code >= 400) == (303, True)
    with house.app.app_context():
        assert exchanges.rule(house.first.id, brand_id) == exchanges.Rule(brand_id), "not before another person agrees"
    manager = house.of(second)
    assert "Others can be exchanged for its cards" in at(manager, proposal)[1]
    assert approve(manager, proposal).status_code == 303
    with house.app.app_context():
        rule = exchanges.rule(house.first.id, brand_id)
        assert (rule.gives, rule.takes, rule.recasts, rule.fee_permille) == (True, True, False, 30)
        said = execute("SELECT why, before, after FROM audit_records WHERE action = 'exchanges.set_rule'").one()
    assert (said.why, said.before["fee_permille"], said.after["fee_permille"]) == ("asked", 0, 30)
    assert at(house.of("support"), path)[0] == 404
