"""The terminal API: what a till's program can do, once for each ref, and that a key opens its own terminal alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.builders.api import a_caller
from tests.builders.tills import PIN, VALUE, Till, a_terminal, a_till, goes_offline, left

PARALLEL = 50
REPLAYED = "Idempotent-Replayed"


@dataclass
class Machine:
    """A till's program with its key."""

    http: FlaskClient
    key: str
    till: Till
    shown: str
    package: tills.Package

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.http.post(f"/api/v1/terminal/{path}", json=body, headers={"Authorization": f"Bearer {self.key}"})

    def redeem(self, **over: Any) -> TestResponse:
        return self.post(
            "redemptions",
            **({"ref": "R1", "code": self.till.code, "pin": PIN, "amount": 1_000, "currency": "RUB"} | over),
        )

    def authorise(self, **over: Any) -> TestResponse:
        return self.post(
            "authorisations",
            **({"ref": "A1", "code": self.till.code, "pin": PIN, "amount": 1_000, "currency": "RUB"} | over),
        )

    def bring(self, **over: Any) -> TestResponse:
        """What it took without a network."""
        facts = {"ref": "F1", "package": self.package.ref, "shown": self.shown, "amount": 1_000, "receipt": "7"}
        return self.post("takings", **(facts | {"taken_at": self.package.issued_at.isoformat()} | over))


@pytest.fixture
def machine(app: Flask) -> Machine:
    with app.app_context(), transaction():
        till = a_till()
        goes_offline(till.terminal)
        shown, key = tills.give_pass(till.card, pin="", now=clock.now()), tills.add_key(till.terminal, now=clock.now())
        package = tills.package(till.terminal, device=tills.device_of_key(key), now=clock.now())
        return Machine(app.test_client(), key, till, shown, package)


def test_a_till_looks_takes_a_part_pays_the_rest_otherwise_and_takes_back(app: Flask, machine: Machine) -> None:
    looked = machine.post("checks", code=machine.till.code.lower())
    assert looked.status_code == 200
    assert {name: looked.json[name] for name in ("brand", "value", "remaining", "currency", "pin_needed", "part_use")} == {
        "brand": "Detsky Mir", "value": VALUE, "remaining": VALUE, "currency": "RUB", "pin_needed": True, "part_use": True,
    }  # fmt: skip
    part = machine.redeem(amount=8_490, receipt="004518")
    assert (part.status_code, part.json["amount"], part.json["remaining"], part.json["to_pay"]) == (
        201,
        8_490,
        1_510,
        0,
    )
    up_to = machine.redeem(ref="R2", amount=None, bill=5_000)
    assert (up_to.json["amount"], up_to.json["to_pay"], up_to.json["remaining"]) == (1_510, 3_490, 0)
    back = machine.post("reversals", ref="R1")
    assert (back.status_code, back.json["amount"]) == (201, 8_490)
    with app.app_context():
        assert left(machine.till.card) == (8_490, "active")
        actors = execute(
            "SELECT DISTINCT actor_kind || ':' || actor_id AS who FROM audit_records WHERE action ~ '^tills.re'"
        ).scalars()
    assert actors == [f"terminal:{machine.till.terminal.id}"]


def test_what_was_set_aside_is_captured_or_voided(app: Flask, machine: Machine) -> None:
    held = machine.authorise(amount=9_000)
    assert (held.status_code, held.json["remaining"]) == (201, 1_000)
    taken = machine.post("captures", ref="A1", amount=2_500, receipt="7")
    assert (taken.status_code, taken.json["amount"], taken.json["remaining"]) == (201, 2_500, 7_500)
    assert machine.authorise(ref="A2").status_code == 201
    assert machine.post("voids", ref="A2").json == {"ref": "A2", "voided": True}
    refused = machine.post("voids", ref="A1")
    assert (refused.status_code, refused.json["code"]) == (409, "authorisation_ended")
    with app.app_context():
        assert left(machine.till.card) == (7_500, "active")


def test_a_till_takes_a_package_along_and_brings_back_what_it_took(app: Flask, machine: Machine) -> None:
    done = machine.bring()
    said = machine.http.post("/api/v1/terminal/package", headers={"Authorization": f"Bearer {machine.key}"}).json
    assert (said["card_limit"], said["stored_limit"], said["count_limit"], said["currency"]) == (
        5_000,
        15_000,
        10,
        "RUB",
    )
    assert (done.json["taken"], done.json["lost"], done.json["why"]) == (1_000, 0, "")
    machine.redeem(amount=8_500)
    short = machine.bring(ref="F2", amount=2_000)
    assert (short.json["taken"], short.json["lost"], short.json["why"]) == (500, 1_500, "short")
    for over, status, code in (
        ({"package": "AAAA"}, 404, "no_package"), ({"shown": "VT1"}, 422, "bad_pass"), ({"ref": "R1"}, 422, "terminal_ref_used"),
        ({"taken_at": "2026-07-01T10:00:00"}, 422, "invalid_request"),
    ):  # fmt: skip
        refused = machine.bring(**({"ref": "F3"} | over))
        assert (refused.status_code, refused.json["code"]) == (status, code)
    with app.app_context(), transaction():
        tills.switch_off(machine.till.terminal, now=clock.now())
    off = machine.http.post("/api/v1/terminal/package", headers={"Authorization": f"Bearer {machine.key}"})
    assert (off.status_code, off.json["code"]) == (404, "offline_off")
    assert machine.bring(ref="F4", amount=1).json["why"] == "spent", "what was taken before is booked all the same"


def test_one_program_of_a_till_takes_a_package_along_until_it_hands_it_back(app: Flask, machine: Machine) -> None:
    with app.app_context(), transaction():
        second = replace(machine, key=tills.add_key(machine.till.terminal, now=clock.now()))

    def asked(of: Machine, method: str = "POST") -> TestResponse:
        headers = {"Authorization": f"Bearer {of.key}"}
        return of.http.open("/api/v1/terminal/package", method=method, headers=headers)

    held = asked(second)
    assert (held.status_code, held.json["code"], set(held.json["facts"])) == (409, "offline_elsewhere", {"since"})
    assert asked(second, "DELETE").status_code == 200, "it had none"
    assert asked(machine, "HEAD").status_code == 405, "who only looks holds nothing"
    assert (asked(second).status_code, asked(machine).status_code) == (409, 200)
    assert asked(machine, "DELETE").json == {"held": False}
    assert (asked(second).status_code, asked(machine).status_code) == (200, 409)


def test_a_look_is_recorded_under_the_terminals_own_ref_and_takes_nothing(app: Flask, machine: Machine) -> None:
    for more in ({}, {"ref": "R1"}):
        assert machine.post("checks", code=machine.till.code, **more).status_code == 200
    assert machine.post("checks", code=machine.till.code, ref="no spaces").status_code == 422
    with app.app_context():
        looks = execute("SELECT after ->> 'ref' AS ref FROM audit_records WHERE action = 'tills.check'").scalars()
    assert looks == ["R1"]
    assert machine.redeem(ref="R1").status_code == 201, "the purchase may use it again"


def test_a_key_is_good_until_it_is_revoked_and_opens_nothing_else(app: Flask, machine: Machine) -> None:
    caller = a_caller(app)
    assert caller.get("/offers").status_code == 200
    assert (
        app.test_client().get("/api/v1/offers", headers={"Authorization": f"Bearer {machine.key}"}).status_code == 401
    )
    assert replace(machine, key=caller.key).redeem().status_code == 401
    with app.app_context(), transaction():
        second = tills.add_key(machine.till.terminal, now=clock.now())
        first = tills.keys([machine.till.terminal.id])[machine.till.terminal.id][0]
        tills.revoke_key(machine.till.terminal, first.id, now=clock.now())
    assert machine.redeem().status_code == 401
    assert replace(machine, key=second).redeem().status_code == 201
    with app.app_context(), transaction():
        tills.close_terminal(machine.till.terminal, now=clock.now())
    assert replace(machine, key=second).redeem(ref="R2").status_code == 401


# Each operation that changes something: how it is asked, and how it is asked for something else under the same ref.
Case = tuple[Callable[[Machine], TestResponse], Callable[[Machine], TestResponse] | None]
CASES: dict[str, Case] = {
    "POST /api/v1/terminal/redemptions": (Machine.redeem, lambda m: m.redeem(amount=2_000)),
    "POST /api/v1/terminal/authorisations": (Machine.authorise, lambda m: m.authorise(amount=2_000)),
    "POST /api/v1/terminal/captures": (
        lambda m: m.post("captures", ref="A0", amount=1_000), lambda m: m.post("captures", ref="A0", amount=500),
    ),
    "POST /api/v1/terminal/voids": (lambda m: m.post("voids", ref="A0"), None),
    "POST /api/v1/terminal/takings": (Machine.bring, lambda m: m.bring(amount=2_000)),
    "POST /api/v1/terminal/reversals": (lambda m: m.post("reversals", ref="A0"), None),
}  # fmt: skip
LOOKS = {
    "POST /api/v1/terminal/checks",
    "POST /api/v1/terminal/package",
    "DELETE /api/v1/terminal/package",
}  # twice is once, without a ref
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def moved(app: Flask) -> list[Any]:
    with app.app_context():
        return execute("SELECT giftcard_id, amount, cause FROM giftcard_movements ORDER BY id").all()


@pytest.mark.proof("P06")
def test_every_mutation_of_a_terminal_has_a_case(app: Flask) -> None:
    mutations = {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/terminal/")
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }  # fmt: skip
    assert mutations == set(CASES) | LOOKS


@pytest.mark.proof("P06")
@every_case
def test_the_same_ref_gives_the_same_bytes_and_a_marker(app: Flask, machine: Machine, case: Case) -> None:
    ask, other = case
    machine.authorise(ref="A0")
    first = ask(machine)
    before = moved(app)
    again = ask(machine)
    assert (first.status_code, first.headers.get(REPLAYED)) == (201, None)
    assert (again.status_code, again.data, again.headers[REPLAYED]) == (201, first.data, "true")
    if other is not None:
        refused = other(machine)
        assert (refused.status_code, refused.json["code"]) == (422, "terminal_ref_used")
    assert moved(app) == before


@pytest.mark.proof("P06")
@every_case
def test_fifty_at_once_under_one_ref_have_one_effect(app: Flask, machine: Machine, case: Case) -> None:
    machine.authorise(ref="A0")
    with ThreadPoolExecutor(8) as pool:
        own = [replace(machine, http=app.test_client()) for _ in range(PARALLEL)]
        answers = list(pool.map(case[0], own))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert sum(REPLAYED not in answer.headers for answer in answers) == 1


@pytest.mark.proof("P06")
@every_case
def test_another_terminals_ref_is_another_ref(app: Flask, machine: Machine, case: Case) -> None:
    with app.app_context(), transaction():
        beside = a_terminal(machine.till.terminal.partner_id)
        goes_offline(beside)
        key = tills.add_key(beside, now=clock.now())
        package = tills.package(beside, device=tills.device_of_key(key), now=clock.now())
        other = replace(machine, http=app.test_client(), key=key, package=package)
    for each in (machine, other):
        each.authorise(ref="A0")
    assert [REPLAYED in case[0](each).headers for each in (machine, other)] == [False, False]


@pytest.mark.proof("P06")
def test_a_ref_that_is_none_is_refused(app: Flask, machine: Machine) -> None:
    for path, body in (("redemptions", {"code": "X", "amount": 1, "currency": "RUB"}), ("reversals", {})):
        assert machine.post(path, ref="no spaces", **body).status_code == 422
    assert moved(app) == []


@pytest.mark.parametrize("ask", [Machine.redeem, Machine.authorise])
def test_a_pin_that_was_left_out_is_a_bad_request_and_no_try(
    app: Flask, machine: Machine, ask: Callable[..., TestResponse]
) -> None:
    for blank in ("", " - "):
        answer = ask(machine, pin=blank)
        assert (answer.status_code, answer.json["code"]) == (422, "pin_missing")
    assert ask(machine, pin="0000").json["facts"]["tries_left"] == 4, "none of these was counted"
    assert ask(machine).status_code == 201


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "1999-12-31T23:59:59Z"])
def test_a_clock_that_is_out_of_its_mind_is_refused(machine: Machine, when: str) -> None:
    answer = machine.bring(taken_at=when)
    assert (answer.status_code, answer.json and answer.json["code"]) == (422, "invalid_request")
