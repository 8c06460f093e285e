"""P28: anyone who steals the database and the shop's folder, but not the key file, has no code."""

import hashlib
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from marketplace.core import audit, vault
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from tests.builders.api import a_caller
from tests.builders.installation import installed
from tests.proof.leaks.canaries import Canary, file_of, hashed, search, written
from tests.proof.leaks.workload import dump, load, trade
from tests.proof.plugin import Proof

ALONE = 5  # codes that came in a file of their own: the file's digest must not give them away either


@dataclass
class Booty:
    """A shop and what a thief takes of it."""

    app: Flask
    url: str
    folder: Path  # with the dump in it
    key_file: str

    def steal(self) -> None:
        """Take the database as it is now."""
        (self.folder / "dump.sql").write_bytes(dump(self.url))


def here(request: pytest.FixtureRequest, folder: Path) -> Booty:
    """The shop of the tests, and its file of seals."""
    app: Flask = request.getfixturevalue("app")
    settings = app.config["SETTINGS"]
    vault.install(settings.keys_file)
    if settings.seal_file.exists():
        shutil.copy(settings.seal_file, folder)
    return Booty(app, request.getfixturevalue("owner_url"), folder, "-")


@pytest.fixture
def booty(proof: Proof, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Booty]:
    """In full size a whole shop, with the files of its database; its folder is taken as it lies there."""
    if not proof.full:
        yield here(request, tmp_path)
        return
    with installed() as shop:
        yield Booty(shop.app, shop.owner_url, shop.folder, "keys.json")


def sold(booty: Booty, canaries: list[Canary], now: datetime) -> None:
    """Load, sell and show the codes, and write the letters about them."""
    caller = a_caller(booty.app, points=450 * (len(canaries) + 5), stock=0)
    with booty.app.app_context():
        for alone in canaries[:ALONE]:
            load(caller, file_of([alone]), now)
        load(caller, file_of(canaries[ALONE:]), now)
    shown = trade(caller, len(canaries) // 2)
    assert set(shown) <= {canary.code for canary in canaries}
    assert len(shown) > len(canaries) // 2, "the workload is a real one"
    with booty.app.app_context():
        relay.drain()


def loot(booty: Booty, canaries: list[Canary]) -> set[bytes]:
    """What the thief finds of codes and PINs."""
    booty.steal()
    assert b"INSERT INTO public.codes" in (booty.folder / "dump.sql").read_bytes()
    held = booty.app.config["SECRET_KEY"].encode()
    needles: set[bytes] = set()
    for canary in canaries:
        needles |= written(canary.code) | written(canary.pin) | hashed(canary, [held])
    return search(needles, booty.folder, but=[booty.key_file])


@pytest.fixture
def canaries(proof: Proof) -> list[Canary]:
    return [Canary(proof.random) for _ in range(proof.size(30, 1_000))]


@pytest.mark.proof("P28")
def test_a_thief_without_the_key_file_has_no_code(
    booty: Booty, canaries: list[Canary], now: datetime, proof: Proof
) -> None:
    sold(booty, canaries, now)
    assert loot(booty, canaries) == set(), f"seed {proof.seed}"
    proof.count("codes and PINs sought, 0 found", 2 * len(canaries))


def in_the_clear(canary: Canary, now: datetime) -> None:
    audit.record("tests.write", "thing:1", at=now, why=f"the code was {canary.code}")


def a_pin_turned_round(canary: Canary, now: datetime) -> None:
    audit.record("tests.write", "thing:1", at=now, after={"n": canary.pin[::-1]})


def a_code_inside_base64(canary: Canary, now: datetime) -> None:
    inside = b64encode(b'{"x": 1, "code": "' + canary.code.encode() + b'"}').decode()
    audit.record("tests.write", "thing:1", at=now, after={"n": inside})


def an_index_without_a_key(canary: Canary, now: datetime) -> None:
    execute(
        """INSERT INTO codes (brand_id, partner_id, ciphertext, blind, last4)
           SELECT brand_id, partner_id, ciphertext, %(blind)s, last4 FROM codes LIMIT 1""",
        {"blind": hashlib.sha256(canary.code.encode()).digest()[:16]},
    )


SLIPS = (in_the_clear, a_pin_turned_round, a_code_inside_base64, an_index_without_a_key)


@pytest.mark.spoils_the_books
@pytest.mark.proof("P28", control=True)
def test_control_each_slip_is_found_by_the_same_search(
    request: pytest.FixtureRequest, tmp_path: Path, now: datetime, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    booty = here(request, tmp_path)
    canaries = [Canary(proof.random) for _ in range(ALONE + 5)]
    with monkeypatch.context() as patch:
        patch.setattr(vault, "digest", lambda content: hashlib.sha256(content).digest())
        sold(booty, canaries, now)
    found = loot(booty, canaries)
    assert len(found) == ALONE, "a plain digest of a file with one code gives it away"
    for number, slip in enumerate(SLIPS):
        with booty.app.app_context(), transaction():
            slip(canaries[number], now)
        found, before = loot(booty, canaries), found
        assert found > before, slip.__name__
    proof.figure(f"found: {', '.join(slip.__name__.replace('_', ' ') for slip in SLIPS)}, a plain digest of a file")
