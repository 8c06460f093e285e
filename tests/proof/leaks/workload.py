"""What is done with the canaries: loaded, refused, bought, shown, asked for again, and let go wrong."""

import subprocess
from datetime import datetime
from typing import Any

from flask import Flask

from marketplace import codes, giftcards, members, tills
from marketplace.codes import sealing
from marketplace.core import clock, postgres, vault
from marketplace.core.db import db, execute, transaction
from marketplace.core.errors import Refusal
from tests.builders.api import Caller
from tests.builders.tills import a_terminal
from tests.proof.leaks.canaries import Canary

MISUSED_EVERY = 20


def load(caller: Caller, content: bytes, now: datetime, apply: bool = True) -> None:
    """Load a file for the caller's brand, in a transaction of its own."""
    with transaction():
        programme, slug = execute("SELECT programme_id, slug FROM brands").one()
        codes.load_file(programme, slug, "codes.csv", content, value="300", apply=apply, now=now)


def spoilt(content: bytes) -> list[bytes]:
    """Files that are not taken: a code twice, a broken quote, a wrong date, a strange column, an endless cell, zeros."""
    head, first, *_ = content.split(b"\n")
    return [
        content + first + b"\n", content + b'"' + first, head + b";expires_on\n" + first + b";CANARY-no-day\n",
        b"code;secret\n" + first, head + b"\n" + first * 2000, content.replace(b"\n", b"\0"),
    ]  # fmt: skip


def refused_loads(caller: Caller, content: bytes, now: datetime) -> int:
    """Try each of the spoilt files; how many were refused."""
    refused = 0
    for file in spoilt(content):
        try:
            load(caller, file, now)
        except Refusal:
            refused += 1
        db.session.rollback()
    return refused


def trade(caller: Caller, how_many: int) -> list[str]:
    """Orders, reveals, repeats and refusals through the API; returns the codes that were shown."""
    shown = []
    body = caller.order()
    for number in range(how_many + 2):  # the last ones find nothing in stock
        answer = caller.post("/orders", body, key=f"order-{number}")
        if answer.status_code != 201:
            continue
        card = answer.json["card"]
        shown.append(caller.post(f"/cards/{card}/reveals", {}, key=f"reveal-{number}").json["code"])
        if number % MISUSED_EVERY == 0:
            misuse(caller, card, shown[-1], number)
    return shown


def misuse(caller: Caller, card: str, code: str, number: int) -> None:
    """The code where something else belongs."""
    assert caller.post(f"/cards/{card}/reveals", {}, key=f"reveal-{number}").json["code"] == code
    caller.post(f"/cards/{card}/reveals", {"why": code}, key=f"reveal-{number}")  # another body
    caller.get(f"/cards/{code}")
    caller.post("/orders", {"member": code, "denomination_id": code})
    caller.http.get("/sign-in", query_string={"next": f"/cards/{card}"})
    caller.http.post("/sign-in", data={"email": code, "password": code})


CODES_A_TILL = 9  # each with one wrong try; after ten in a minute a till looks nothing up


def at_tills(app: Flask, http: Any, canaries: list[Canary]) -> list[str]:
    """Codes that were shown are looked up, tried with a wrong PIN, used, and typed where something else belongs; returns the tills' keys."""
    keys = []
    for start in range(0, len(canaries), CODES_A_TILL):
        with app.app_context(), transaction():
            partner_id = int(execute("SELECT partner_id FROM brands ORDER BY id LIMIT 1").scalar_one())
            keys.append(tills.add_key(a_terminal(partner_id), now=clock.now()))
        for number, canary in enumerate(canaries[start : start + CODES_A_TILL]):
            _at_a_till(http, keys[-1], canary, number)
    return keys


def _at_a_till(http: Any, key: str, canary: Canary, number: int) -> None:
    def ask(path: str, **body: Any) -> int:
        asked = http.post(f"/api/v1/terminal/{path}", json=body, headers={"Authorization": f"Bearer {key}"})
        return int(asked.status_code)

    taking = {"amount": 1_000, "currency": "RUB", "receipt": str(number)}
    assert ask("checks", code=canary.code) == 200
    assert ask("redemptions", ref=f"W{number}", code=canary.code, pin=canary.pin[::-1], **taking) == 409
    assert ask("redemptions", ref=f"T{number}", code=canary.code, pin=canary.pin, **taking) == 201
    assert ask("redemptions", ref=f"S{number}", code=canary.pin, pin=canary.code, **taking) >= 400
    ask(f"checks/{canary.code}", code=[canary.code])


def faults(app: Flask, shown: list[str], now: datetime) -> None:
    """What goes wrong inside: a cipher at the wrong place, a row that breaks a rule, an index that is there."""
    with transaction():
        row = execute("SELECT id, brand_id, ciphertext FROM codes ORDER BY id LIMIT 1").one()
        owner = members.member(int(execute("SELECT min(id) FROM members").scalar_one()))
        assert owner is not None
    for act in (
        lambda: vault.decrypt(bytes(row.ciphertext), b"code:0"),
        lambda: execute(
            "INSERT INTO codes (brand_id, partner_id, ciphertext, blind, last4) SELECT id, partner_id, %(c)s, %(i)s, %(l)s FROM brands WHERE id = %(b)s",
            {"b": row.brand_id, "c": sealing.seal(1, shown[0], "1"), "i": vault.blind(shown[0]), "l": "x" * 9},
        ),
        lambda: {}[shown[0]],  # type: ignore[index]
        lambda: giftcards.card(shown[0], owner.id),
        lambda: giftcards.reveal(
            shown[0], programme_id=owner.programme_id, member_id=owner.id, now=now, fresh_factor=True
        ),
        lambda: int(shown[0]),
    ):
        _fail(app, act, shown[0])


def _fail(app: Flask, act: Any, secret: str) -> None:
    handler = app.error_handler_spec[None][None]
    with app.test_request_context("/", headers={"Accept": "application/json"}):
        try:
            with transaction():
                act()
        except Exception as error:
            answer = handler[Exception](error) if not isinstance(error, Refusal) else handler[Refusal](error)
            assert secret.encode() not in answer.get_data()


def dump(url: str) -> bytes:
    """The whole database as text, as somebody would steal it."""
    command = [postgres.binary("pg_dump"), "--inserts", url]
    return subprocess.run(command, capture_output=True, check=True, cwd="/").stdout
