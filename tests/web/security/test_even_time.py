"""P25: where a letter is asked for, the time of the answer does not tell whose address is known.

Requests for a known and an unknown address take turns, in an order of chance. What is compared is their ranks (Mann and
Whitney's U as a share: how often a known address takes longer than an unknown one), so a slow moment of the machine
counts once and no more. Half is even; four standard errors from it is told apart.
"""

import re
import time
from bisect import bisect_left, bisect_right
from math import sqrt
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace import identity
from marketplace.core.db import db, transaction
from tests.builders.identity import form_of, sign_in
from tests.builders.members import a_member
from tests.builders.programmes import a_programme
from tests.builders.statements import watched
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P25")
KNOWN, UNKNOWN = "anna@example.org", "nora@example.org"


@pytest.fixture
def shop(app: Flask) -> Flask:
    with app.app_context(), transaction():
        programme = a_programme()
        a_member(programme, email=KNOWN)
        a_member(programme, email="olga@example.org")
    return app


def longer(known: list[float], unknown: list[float]) -> float:
    """How often one of the first takes longer than one of the second; ties count half."""
    others = sorted(unknown)
    above = sum(bisect_left(others, one) + bisect_right(others, one) for one in known)
    return above / 2 / (len(known) * len(unknown))


def told_apart(client: FlaskClient, where: str, proof: Proof, turns: int) -> bool:
    page = form_of(client.get(where).get_data(as_text=True))
    taken: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for _ in range(turns):
        with client.application.app_context(), transaction():
            db.session.execute(text("DELETE FROM throttle"))
        for email in proof.random.sample([KNOWN, UNKNOWN], 2):
            began = time.perf_counter()
            assert client.post(where, data={**page, "email": email}).status_code == 302
            taken[email].append(time.perf_counter() - began)
    share = longer(taken[KNOWN][1:], taken[UNKNOWN][1:])
    proof.figure(f"{where}: a known address takes longer {share:.0%} of the times")
    return abs(share - 0.5) > 4 * sqrt((2 * turns + 1) / (12 * turns**2))


def work(client: FlaskClient, where: str, email: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done before the answer: each statement without its values, and each digest of a password or link."""
    page = form_of(client.get(where).get_data(as_text=True))
    done: list[str] = []
    security = client.application.extensions["security"]
    with client.application.app_context(), transaction():
        db.session.execute(text("DELETE FROM throttle"))
    with client.application.app_context(), monkeypatch.context() as patch:
        for name in ("pwd_context", "hashing_context"):
            for deed in ("hash", "verify"):
                patch.setattr(
                    getattr(security, name), deed, counted(getattr(getattr(security, name), deed), deed, done)
                )
        with watched(lambda sql, _: done.append(re.sub(r"'[^']*'|\d+", "?", sql))):
            assert client.post(where, data={**page, "email": email}).status_code == 302
    return done


def counted(deed: Any, name: str, done: list[str]) -> Any:
    """The same deed, written down."""

    def does(*given: Any, **named: Any) -> Any:
        done.append(name)
        return deed(*given, **named)

    return does


@pytest.mark.parametrize("where", ["/password/reset", "/sign-up"])
def test_the_same_is_done_for_a_known_address_before_the_answer(
    shop: Flask, client: FlaskClient, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(client, where, "somebody@example.org", monkeypatch)  # whatever is done once in each process
    unknown = work(client, where, UNKNOWN, monkeypatch)
    assert unknown, "the request for a letter is kept"
    assert work(client, where, KNOWN, monkeypatch) == unknown


@pytest.mark.usefixtures("full_hashes")
@pytest.mark.parametrize("where", ["/password/reset", "/sign-up"])
def test_a_known_address_takes_as_long_as_another(shop: Flask, client: FlaskClient, where: str, proof: Proof) -> None:
    assert not told_apart(client, where, proof, proof.size(20, 400))


@pytest.mark.usefixtures("full_hashes")
def test_a_change_of_address_takes_as_long_to_a_known_one(shop: Flask, client: FlaskClient, proof: Proof) -> None:
    with shop.app_context():
        olga = identity.user_by_email("olga@example.org")
        assert olga is not None
        asks = olga.id
    sign_in(client, asks, fresh=True)
    assert not told_apart(client, "/account/email", proof, proof.size(20, 400))


@pytest.mark.usefixtures("full_hashes")
@pytest.mark.proof("P25", control=True)
def test_control_one_hash_more_for_a_known_address_is_found_out(
    shop: Flask, client: FlaskClient, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the letter, with the digest in its link, was written before the answer."""
    asked = identity.ask_for_letter

    def telling(kind: identity.LetterKind, email: str, **more: object) -> None:
        asked(kind, email, **more)  # type: ignore[arg-type]
        user = identity.user_by_email(email)
        if user is not None:
            identity.reset_token(user)

    monkeypatch.setattr(identity, "ask_for_letter", telling)
    assert work(client, "/sign-up", KNOWN, monkeypatch) != work(client, "/sign-up", UNKNOWN, monkeypatch)
    assert told_apart(client, "/password/reset", proof, 20)
