"""Alarms at two desks: the partner's people see their own and answer with a word, staff sees all; Today says that there is one."""

import pytest
from flask import Flask

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from tests.builders.tills import a_terminal, load_many
from tests.domains.tills.test_alarms import decoy
from tests.web.partner.desk import Desk


@pytest.fixture
def alarm(app: Flask, desk: Desk) -> int:
    """A decoy of the desk's own brand, tried at its till."""
    with app.app_context(), transaction():
        brand = partners.brand_by_slug(desk.programme_id, desk.brand)
        load_many(desk.programme_id, brand.id, desk.shelf.denomination_id, 6)
        terminal = a_terminal(desk.partner_id, "Till 7")
    with app.app_context(), pytest.raises(tills.CardUnusable), transaction():
        tills.find(terminal, decoy(), user_id=desk.ids["cashier"], now=clock.now())
    [row] = desk.rows("SELECT id FROM till_alarms")
    return int(row.id)


def test_owner_sees_what_happened_and_answers_it_for_the_partner_alone(desk: Desk, alarm: int) -> None:
    owner, path = desk.of("owner"), f"{desk.home}/alarms/{alarm}"
    today = owner.get(f"{desk.home}/").text
    assert "1 alarm needs attention." in today
    assert "A decoy was tried" in owner.get(f"{desk.home}/alarms").text
    page = owner.get(path).text
    assert "Till 7" in page
    assert "not sold" not in page, "why a code was refused is support's to know"
    assert owner.post(f"{path}/answer", note="").status_code == 422
    assert owner.post(f"{path}/answer", note="The list was on a shared drive").status_code == 303
    assert "The list was on a shared drive" in owner.get(path).text
    assert "needs attention" not in owner.get(f"{desk.home}/").text
    assert owner.post(f"{path}/answer", note="Again").status_code == 409

    manager = desk.of("manager")
    assert "1 alarm needs attention." in manager.get("/console/").text
    page = manager.get(f"/console/alarms/{alarm}").text
    assert "not sold" in page
    assert "The list was on a shared drive" in page
    assert manager.post(f"/console/alarms/{alarm}/answer", note="Told security").status_code == 303


def test_nobody_else_sees_it(desk: Desk, alarm: int) -> None:
    assert desk.of("cashier").get(f"{desk.home}/alarms").status_code == 404
    competitor = desk.of("competitor")
    assert competitor.get(f"{desk.away}/alarms/{alarm}").status_code == 404
    assert "Till 7" not in competitor.get(f"{desk.away}/alarms?state=all").text
    assert competitor.post(f"{desk.away}/alarms/{alarm}/answer", note="x").status_code == 404


def test_list_goes_out_as_a_file_without_a_code(app: Flask, desk: Desk, alarm: int) -> None:
    person = desk.rows(
        "UPDATE users SET name = 'Marina Till' WHERE id = %(id)s RETURNING email", id=desk.ids["cashier"]
    )[0]
    listed = desk.of("owner").get(f"{desk.home}/alarms").text
    assert "Marina Till" in listed
    assert person.email not in listed, "colleagues know each other by their names"
    answer = desk.of("owner").post(f"{desk.home}/alarms/exports", kind="csv")
    assert answer.status_code == 200
    assert person.email not in answer.text
    with app.app_context():
        assert decoy() not in answer.get_data(as_text=True)
