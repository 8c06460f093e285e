"""P27: secrets that went through a workload full of errors are found in no log, letter, promise, statement or dump."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from marketplace import identity
from marketplace.core.db import db, execute, transaction
from tests.builders import orders as shop
from tests.builders.api import Caller
from tests.proof.leaks.canaries import Canary, file_of, search, written
from tests.proof.leaks.people import Person, come_and_go, some_people
from tests.proof.leaks.places import Here, There, caught, whole
from tests.proof.leaks.workload import at_tills, dump, misuse, trade
from tests.proof.plugin import Proof

Place = Here | There


@pytest.fixture
def place(proof: Proof, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if proof.full:
        with whole() as found:
            yield found
    else:
        with caught(request.getfixturevalue("app"), tmp_path, request.getfixturevalue("owner_url")) as here:
            yield here


@dataclass
class Secrets:
    """What was used, and must not be found."""

    canaries: list[Canary]
    people: list[Person]
    keys: list[str]
    tokens: list[str]

    def needles(self) -> set[bytes]:
        """Every form of what must stand nowhere; a link's token is sought apart, as it is."""
        plain = [secret for person in self.people for secret in person.secrets] + self.keys
        codes = [secret for canary in self.canaries for secret in (canary.code, canary.pin)]
        return {form for secret in plain + codes for form in written(secret)}


def a_caller(place: Place, stock: int) -> Caller:
    """A client of a small shop; what is needed of it is read here and stays readable."""
    with place.app.app_context(), transaction():
        shelf = shop.a_shelf(stock=0)
        anna = shop.a_member(shelf.programme, points=450 * (stock + 20))
        facts = {"per_minute": 100_000, "now": shop.NOW}
        _, key = identity.create_client(shelf.programme.id, "Till", identity.SCOPES, **facts)  # type: ignore[arg-type]
        db.session.flush()
        db.session.refresh(shelf.brand)
        db.session.expunge(shelf.brand)
    return Caller(place.http, key, shelf, anna, anna.number)


def worked(place: Place, proof: Proof, now: datetime) -> Secrets:
    """The whole workload, with everything that goes wrong in it."""
    canaries = [Canary(proof.random) for _ in range(proof.size(12, 1_000))]
    caller = a_caller(place, len(canaries))
    people = some_people(place.app, proof.random, proof.size(1, 8))
    place.import_codes(caller, file_of(canaries), now)
    sold = proof.size(7, 300)  # the others lie in the stock
    shown = trade(caller, sold)
    known = {canary.code for canary in canaries}
    assert set(shown) <= known
    assert len(shown) >= sold, "codes were shown to their buyers, so the workload is a real one"
    tills = at_tills(place.app, place.http, [one for one in canaries if one.code in shown][: proof.size(2, 50)])
    tokens = [token for person in people for token in come_and_go(place.app, place.http, person)]
    assert len(tokens) == len(people)
    card = _a_card(place)

    def use() -> None:
        """Somebody who keeps coming while things break: shows, misuses, buys, signs in, opens a link."""
        caller.post(f"/cards/{card}/reveals", {"why": "again"})
        _misuse(caller, card, shown[0])
        caller.post("/orders", {"member": shown[0], "denomination_id": caller.shelf.denomination_id})
        place.http.get(f"/password/reset/{tokens[0]}")
        place.http.post("/sign-in", data={"email": people[0].email, "password": people[0].new_password})
        wrong = Caller(place.http, caller.key[:-1] + "?", caller.shelf, caller.member)
        wrong.get(f"/cards/{card}")

    use()
    place.break_down(use, shown, now)
    return Secrets(canaries, people, [caller.key, *tills], tokens)


def _misuse(caller: Caller, card: str, code: str) -> None:
    try:
        misuse(caller, card, code, 0)
    except (AssertionError, KeyError, ValueError):
        return  # no answer, or one that shows no code


def _a_card(place: Place) -> str:
    with place.app.app_context(), transaction():
        return str(execute("SELECT public_id FROM giftcards ORDER BY id LIMIT 1").scalar_one())


def found(place: Place, secrets: Secrets) -> set[bytes]:
    """What of it stands anywhere in the shop's folder, in the dump of its database, or of links in its logs."""
    log = place.told()
    assert log.count(" failed") >= 3, "the log tells of the faults"
    log += dump(place.url).decode()
    links = {token.encode() for token in secrets.tokens if token in log}
    return links | search(secrets.needles(), place.folder, but=[place.private])


@pytest.mark.slow
@pytest.mark.proof("P27")
def test_no_secret_is_found_where_it_does_not_belong(place: Place, proof: Proof, now: datetime) -> None:
    began = time.monotonic()
    secrets = worked(place, proof, now)
    assert found(place, secrets) == set(), f"seed {proof.seed}"
    proof.count("codes and PINs sought", 2 * len(secrets.canaries))
    proof.count("passwords, keys and tokens", 3 * len(secrets.people) + len(secrets.keys) + len(secrets.tokens))
    proof.figure(f"0 found, workload of {time.monotonic() - began:.0f} s")


@pytest.mark.proof("P27", control=True)
def test_control_a_secret_that_is_logged_is_found(app: Flask, tmp_path: Path, owner_url: str, proof: Proof) -> None:
    canary = Canary(proof.random)
    for form in (canary.code, canary.pin, canary.code.lower(), canary.code.encode().hex()):
        with caught(app, tmp_path, owner_url):
            logging.getLogger("marketplace").warning("the code is %s", form)
        assert search(written(canary.code) | written(canary.pin), tmp_path) != set()
    proof.figure("a code in the log is found")
