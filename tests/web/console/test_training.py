"""A world to practise in: made at one press, apart from all that is real, and as good as new after the next press."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import mailings, programmes
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs import mailing
from tests.builders.identity import staff
from tests.builders.orders import a_member
from tests.web.console.house import House, at


@pytest.fixture
def house(app: Flask) -> House:
    made = House(app, clock.now())
    with app.app_context(), transaction():
        made.ids["nina"] = staff(made.first, "call_centre").id
        a_member(made.first, first_name="Лидия", points=100, phone="+7 900 000-00-01")
    return made


def send(client: FlaskClient, path: str, **fields: Any) -> Any:
    return client.post(path, base_url="http://first.test", data={"csrf_token": client.token} | fields)  # type: ignore[attr-defined]


def play(client: FlaskClient, phone: str, name: str, deed: str, named: list[str]) -> None:
    page = at(client, f"/console/call?phone={phone.replace('+', '%2B')}")[1]
    path = re.search(rf'href="(/console/call/members/[^"?]+)[^"]*"[^>]*><b>{name}', page)[1]  # type: ignore[index]
    form = at(client, path)[1]
    taken = send(client, path, ref=re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', form)[1], named=named)  # type: ignore[index]
    if taken.status_code == 303 and deed:
        where = f"{taken.headers['Location']}/{deed}"
        asked = at(client, where)[1]
        card = re.search(r'name="card"\s+value="([0-9A-Z]{26})"', asked)
        done = send(
            client,
            where,
            ref=re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', asked)[1],
            card=card[1] if card else "",
        )  # type: ignore[index]
        assert done.status_code == 303


def test_staff_practises_calls_in_a_world_apart_and_begins_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    nina = house.of("nina")
    assert "Nothing here is real" not in at(nina, "/console/cases")[1]
    with house.app.app_context(), transaction():
        before = execute(
            "SELECT count(*) FROM members WHERE programme_id = %(id)s", {"id": house.first.id}
        ).scalar_one()
    assert send(nina, "/console/training/entry").status_code == 303
    page = at(nina, "/console/training")[1]
    assert (page.count("Not played yet"), "Nothing here is real" in at(nina, "/console/cases")[1]) == (5, True)
    # The same number rings in both worlds, and each finds its own member.
    assert (
        "Лидия" in at(nina, "/console/call?phone=89000000001")[1],
        "Лидия" in at(house.of("nina"), "/console/call?phone=89000000001")[1],
    ) == (False, True)
    play(nina, "+79000000001", "Анна", "lost", ["number", "email"])
    play(nina, "+79000000003", "Вера", "", ["email"])
    play(nina, "+79000000004", "Галина", "other", ["number", "card"])
    page = at(nina, "/console/training")[1]
    assert (page.count("Well done"), page.count("Not quite"), page.count("Not played yet")) == (2, 1, 2)
    with house.app.app_context():
        world = programmes.training_world(house.first.id)
        assert world.training_of == house.first.id
        of = "SELECT programme_id FROM cases"
        assert {row.programme_id for row in execute(of)} == {world.id}
        assert (
            execute("SELECT count(*) FROM members WHERE programme_id = %(id)s", {"id": house.first.id}).scalar_one()
            == before
        )
        assert programmes.invariants() == []
    # What it writes is kept to be shown, and never handed to the mail server.
    letter = house.letter(world, "training:letter")
    sent: list[Any] = []
    monkeypatch.setattr(
        mailing, "Server", lambda url: type("Sent", (), {"send": lambda self, *what, **back: sent.append(what)})()
    )
    with house.app.app_context():
        monkeypatch.setitem(
            house.app.config,
            "SETTINGS",
            house.app.config["SETTINGS"].model_copy(update={"smtp_url": "smtp://mail.test"}),
        )
        mailing.send("training:letter")
        real = house.letter(house.first, "real:letter")
        mailing.send("real:letter")
        assert ([what[0].id for what in sent], mailings.to_send("training:letter").sent_at) == ([real], None)
        assert letter
    # One press, and all is as it was; another, and one is back.
    assert send(nina, "/console/training/reset").status_code == 303
    assert at(nina, "/console/training")[1].count("Not played yet") == 5
    assert send(nina, "/console/training/exit").status_code == 303
    assert "Nothing here is real" not in at(nina, "/console/cases")[1]


def test_nobody_is_more_in_the_training_world_than_at_home(house: House) -> None:
    support = house.of("support")
    assert send(support, "/console/training/entry").status_code == 303
    admin = house.of("admin")
    assert send(admin, "/console/training/entry").status_code == 303
    # What support may not, nobody practises; and who may not at home, may not here.
    assert (at(admin, "/console/people")[0], at(admin, "/console/cases")[0]) == (404, 200)
    nina = house.of("nina")
    assert send(nina, "/console/training/entry").status_code == 303
    assert (at(nina, "/console/journal")[0], at(support, "/console/journal")[0]) == (404, 200)
    finance = house.of("finance")
    assert (send(finance, "/console/training/entry").status_code, at(finance, "/console/training")[0]) == (404, 404)
