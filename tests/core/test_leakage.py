"""P27: secrets that went through a workload full of errors are found in no log, letter, promise or dump of the database."""

import logging
import secrets
import subprocess
from collections.abc import Iterator
from datetime import datetime

import pytest
import structlog
from flask import Flask

from marketplace import codes, giftcards, members
from marketplace.codes import sealing
from marketplace.core import logs, postgres, vault
from marketplace.core.audit import SYSTEM
from marketplace.core.db import db, execute, transaction
from marketplace.core.errors import Refusal
from marketplace.jobs import outbox as relay
from tests.builders.api import Caller, a_caller
from tests.builders.orders import by

CODES = 24


class Trap:
    """Everything that a log would have got, in the form in which it would have been written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, text: str) -> None:
        self.lines.append(text)

    def flush(self) -> None:
        """Nothing waits."""


@pytest.fixture
def written(app: Flask) -> Iterator[Trap]:
    """The product's own logging at its loudest, caught."""
    root, trap = logging.getLogger(), Trap()
    before, level, testing = list(root.handlers), root.level, app.testing
    app.testing = False  # as in production: faults are told by place and kind
    logs.configure("DEBUG")
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(trap)
    for name in ("psycopg", "werkzeug"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield trap
    app.testing = testing
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()
    for name in ("psycopg", "werkzeug"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def a_file() -> tuple[list[str], list[str], bytes]:
    """Codes and PINs that stand nowhere else, as a partner's file."""
    canaries = [f"CANARY{secrets.token_hex(9).upper()}" for _ in range(CODES)]
    pins = [str(secrets.randbelow(10**12)).zfill(12) for _ in range(CODES)]
    lines = [f"{code};{pin}" for code, pin in zip(canaries, pins, strict=True)]
    return canaries, pins, ("code;pin\n" + "\n".join(lines) + "\n").encode()


def load(caller: Caller, content: bytes, now: datetime, apply: bool = True) -> None:
    programme = caller.shelf.programme.id
    with transaction():
        slug = execute("SELECT slug FROM brands").scalar_one()
        codes.load_file(programme, slug, "codes.csv", content, value="300", apply=apply, by=SYSTEM, now=now)


def refused_loads(caller: Caller, content: bytes, now: datetime) -> int:
    """Files that are not taken: a code twice, a broken quote, a wrong date, a strange column, an endless cell."""
    head, first, *_ = content.split(b"\n")
    spoilt = [
        content + first + b"\n", content + b'"' + first, head + b";expires_on\n" + first + b";CANARY-no-day\n",
        b"code;secret\n" + first, head + b"\n" + first * 2000, content.replace(b"\n", b"\0"),
    ]  # fmt: skip
    refused = 0
    for file in spoilt:
        try:
            load(caller, file, now)
        except Refusal:
            refused += 1
        db.session.rollback()
    return refused


def trade(caller: Caller) -> list[str]:
    """Orders, reveals, repeats and refusals through the API; returns the codes that were shown."""
    shown = []
    for number in range(CODES + 3):  # the last ones find nothing in stock
        answer = caller.post("/orders", caller.order(), key=f"order-{number}")
        if answer.status_code != 201:
            continue
        card = answer.json["card"]
        again = [caller.post(f"/cards/{card}/reveals", {}, key=f"reveal-{number}") for _ in range(2)]
        shown += [answer.json["code"] for answer in again]
        caller.post(f"/cards/{card}/reveals", {"why": shown[-1]}, key=f"reveal-{number}")  # another body
        caller.get(f"/cards/{shown[-1]}")
        caller.post("/orders", {"member": shown[-1], "denomination_id": shown[-1]})
        if number > 2:
            continue
        caller.http.get("/sign-in", query_string={"next": f"/cards/{card}"})
        caller.http.post("/sign-in", data={"email": shown[-1], "password": shown[-1]})
    return shown


def faults(app: Flask, shown: list[str], now: datetime) -> None:
    """What goes wrong inside: a cipher at the wrong place, a row that breaks a rule, an index that is there."""
    with transaction():
        row = execute("SELECT id, brand_id, ciphertext FROM codes ORDER BY id LIMIT 1").one()
        owner = members.member(int(execute("SELECT id FROM members").scalar_one()))
        assert owner is not None
        db.session.expunge(owner)
    for act in (
        lambda: vault.decrypt(bytes(row.ciphertext), b"code:0"),
        lambda: execute(
            "INSERT INTO codes (brand_id, ciphertext, blind, last4) VALUES (%(b)s, %(c)s, %(i)s, %(l)s)",
            {"b": row.brand_id, "c": sealing.seal(1, shown[0], "1"), "i": vault.blind(shown[0]), "l": "x" * 9},
        ),
        lambda: {}[shown[0]],  # type: ignore[index]
        lambda: giftcards.card(shown[0], owner.id),
        lambda: giftcards.reveal(shown[0], member=owner, by=by(owner), now=now, fresh_factor=True),
        lambda: int(shown[0]),
    ):
        handler = app.error_handler_spec[None][None]
        with app.test_request_context("/", headers={"Accept": "application/json"}):
            try:
                with transaction():
                    act()
            except Exception as error:
                answer = handler[Exception](error) if not isinstance(error, Refusal) else handler[Refusal](error)
                assert shown[0].encode() not in answer.get_data()


def dump(url: str) -> str:
    """The whole database as text, as somebody would steal it."""
    made = subprocess.run([postgres.binary("pg_dump"), "--inserts", url], capture_output=True, check=True, cwd="/")
    return made.stdout.decode()


@pytest.mark.slow
def test_no_secret_is_found_where_it_does_not_belong(app: Flask, written: Trap, now: datetime, owner_url: str) -> None:
    caller = a_caller(app, points=450 * (CODES + 5), stock=0)
    canaries, pins, content = a_file()
    with app.app_context():
        load(caller, content, now, apply=False)
        load(caller, content, now)
        load(caller, content, now)
        assert refused_loads(caller, content, now) == 6
    shown = trade(caller)
    assert sorted(set(shown)) == sorted(canaries), "every code was shown to its buyer, so the workload is a real one"
    with app.app_context():
        faults(app, shown, now)
        relay.drain()
        with transaction():
            letters = " ".join(str(row) for row in execute("SELECT subject, body_text, body_html FROM mails"))
            promises = " ".join(str(row) for row in execute("SELECT * FROM outbox"))
    places = {
        "log": "".join(written.lines), "letters": letters, "promises": promises, "dump": dump(owner_url),
    }  # fmt: skip
    assert places["log"].count("failed:") >= 4, "the log tells of the faults"
    assert "INSERT INTO public.codes" in places["dump"]
    hidden = [*canaries, *pins, *(code.lower() for code in canaries), *(code.encode().hex() for code in canaries)]
    found = {(place, secret[:6]) for place, text in places.items() for secret in hidden if secret in text}
    assert found == set()


def test_control_a_secret_that_is_logged_is_found(app: Flask, written: Trap) -> None:
    logging.getLogger("marketplace").warning("the code is %s", "CANARY123")
    assert "CANARY123" in "".join(written.lines)
