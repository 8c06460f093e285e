"""P28: keys are rotated while the shop is open, and a key goes only when nothing needs it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
import pytest
from flask import Flask

from marketplace import (
    codes,
    giftcards,
    gifts,
    identity,
    mailings,
    partners,
    reports,
    runs,
    settlements,
    suppliers,
    support,
    tills,
    webhooks,
)
from marketplace.cli import keys
from marketplace.codes import sealing
from marketplace.core import idempotency, rekeying, vault
from marketplace.core.copying import copy_in
from marketplace.core.db import execute, transaction
from marketplace.giftcards.rules import SHOWINGS_MAX
from marketplace.settings import ROOT
from tests.builders import orders as trade
from tests.builders.api import Caller
from tests.builders.codes import in_the_clear
from tests.builders.identity import a_user, with_authenticator
from tests.builders.tills import a_terminal
from tests.proof.plugin import Proof
from tests.proof.rotating.looker import Seen
from tests.proof.rotating.shops import Here, Shop, opened

CODES_AT_ONCE = 100_000
PEOPLE = 5
PIN = "314159265358"


@dataclass
class Stock:
    """What was there before: a key of a till that takes them, sold cards with their codes, unsold codes named by their number, authenticators."""

    caller: Caller
    till: str
    cards: dict[str, str]
    order: dict[str, object]
    first: int
    many: int
    totp: dict[int, str]


def stocked(shop: Shop, many: int, cards: int = 20) -> Stock:
    """So many unsold codes, so many cards that are sold, and people with authenticators."""
    with shop.app.app_context():
        with transaction():
            shelf = trade.a_shelf(stock=0)
            anna = trade.a_member(shelf.programme, points=1_000_000_000)
            facts = {"member_id": anna.id, "per_minute": 100_000, "now": trade.NOW}
            _, key = identity.create_client(shelf.programme.id, "Till", identity.SCOPES, **facts)  # type: ignore[arg-type]
            caller = Caller(shop.app.test_client(), key, shelf, anna, anna.number)
            sold = _sold(caller, cards)
            till = tills.add_key(a_terminal(shelf.brand.partner_id), now=trade.NOW)
            bulk = trade.a_shelf(shelf.programme, stock=0)
            own = trade.a_range_shelf(shelf.programme, value_min=10_000, value_max=30_000).offer_id
            totp = {
                user.id: identity.unseal_totp(with_authenticator(user), user.id)
                for user in (a_user() for _ in range(PEOPLE))
            }
            brand = bulk.brand.id
            numbers = "SELECT nextval('codes_id_seq') AS n FROM generate_series(1, %(many)s)"
            first = int(execute(f"SELECT min(n) FROM ({numbers}) taken", {"many": many}).scalar_one())
        for begin in range(0, many, CODES_AT_ONCE):
            with transaction():
                _load(brand, first, range(begin, min(begin + CODES_AT_ONCE, many)))
    order = {
        name: value
        for name, value in caller.order(offer_id=own, value=30_000, price=450).items()
        if name != "denomination_id"
    }
    return Stock(caller, till, sold, order, first, many, totp)


def _sold(caller: Caller, how_many: int) -> dict[str, str]:
    """Cards of the member by their public ids, with the codes that they show."""
    codes_sold = trade.codes_in_stock(caller.shelf.brand, int(caller.shelf.denomination_id or 0), how_many)
    placed = [trade.an_order(caller.member, caller.shelf) for _ in codes_sold]
    found = giftcards.of_orders([order.id for order in placed])
    return {found[order.id].public_id: code for order, code in zip(placed, codes_sold, strict=True)}


def _load(brand: int, first: int, numbers: range) -> None:
    """Codes that lie in the table and are not on sale; loading a file has a proof of its own."""
    execute("SET LOCAL statement_timeout = 0")
    partner_id = execute("SELECT partner_id FROM brands WHERE id = %(id)s", {"id": brand}).scalar_one()
    copy_in(
        "codes", ("id", "brand_id", "partner_id", "ciphertext", "blind", "last4"),
        (
            (first + n, brand, partner_id, sealing.seal(first + n, _code(n), PIN), n.to_bytes(16, "big"), "0000")
            for n in numbers
        ),
    )  # fmt: skip


def _code(number: int) -> str:
    return f"BULK{number:09d}"


def wrong_after(shop: Shop, stock: Stock) -> list[str]:
    """What is not as it was: ciphertexts of older keys, codes and authenticators that cannot be read or are others."""
    with shop.app.app_context(), transaction():
        execute("SET LOCAL statement_timeout = 0")
        wrong = [f"{of.name}: {count} of older keys" for of in keys.CIPHERTEXTS if (count := rekeying.older(of))]
        rows = execute("SELECT id, tf_totp_secret FROM users WHERE id = ANY (%(ids)s)", {"ids": list(stock.totp)}).all()
        wrong += [
            f"user {row.id}" for row in rows if identity.unseal_totp(row.tf_totp_secret, row.id) != stock.totp[row.id]
        ]
        bulk = {"first": stock.first, "last": stock.first + stock.many - 1}
        others = execute("SELECT id FROM codes WHERE id NOT BETWEEN %(first)s AND %(last)s", bulk).all()
        assert all(
            in_the_clear(row.id).code for row in others
        )  # sold before, and made for cards of our own in the meantime
        for begin in range(0, stock.many, CODES_AT_ONCE):
            low = stock.first + begin
            read = execute(
                "SELECT id, ciphertext FROM codes WHERE id >= %(low)s AND id < %(high)s ORDER BY id",
                {"low": low, "high": min(low + CODES_AT_ONCE, stock.first + stock.many)},
            ).all()
            wanted = [sealing.Secret(_code(begin + at), PIN) for at in range(min(CODES_AT_ONCE, stock.many - begin))]
            wrong += [] if [sealing.unseal(*row) for row in read] == wanted else [f"codes from {low} on"]
    return wrong


def left(shop: Shop) -> int:
    with shop.app.app_context(), transaction():
        execute("SET LOCAL statement_timeout = 0")
        return rekeying.older(codes.CIPHERTEXTS)


@pytest.fixture
def shop(proof: Proof, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with opened(proof.full, lambda: request.getfixturevalue("app"), monkeypatch, set_size=200) as found:
        yield found


@pytest.mark.proof("P28")
def test_keys_are_rotated_beside_an_open_shop_and_no_look_fails(shop: Shop, proof: Proof) -> None:
    stock = stocked(shop, proof.size(2_000, 1_000_000), proof.size(50, 1_000))
    end = shop.looking(stock.caller.key, stock.till, stock.cards, stock.order)
    assert shop.keys("rotate")[0] == 0
    code, said = shop.keys("retire")
    assert (code, "older keys are still in use" in said) == (1, True), said
    began = time.monotonic()
    shop.broken_off()
    assert 0 < left(shop) < stock.many, "it was broken off in the middle, and what it had done stays"
    assert shop.keys("reencrypt")[0] == 0
    seconds = time.monotonic() - began
    assert shop.keys("retire")[0] == 0
    time.sleep(proof.size(0, 2))
    seen = end()
    assert wrong_after(shop, stock) == []
    assert seen.looks <= len(stock.cards) * SHOWINGS_MAX, "so many looks at so few cards are refused, whatever the keys"
    assert seen.failed == [], f"{len(seen.failed)} of {seen.looks}"
    assert len(vault.Vault(shop.app.config["SETTINGS"].keys_file).key_ids) == 1
    proof.count("codes rotated", stock.many)
    assert seen.taken, "and a till took something of cards"
    proof.count("looks meanwhile, 0 failed", seen.looks)
    proof.count("uses at a till meanwhile, with PIN", seen.taken)
    proof.figure(
        f"re-encrypted in {seconds:.0f} s with a kill, {stock.many / seconds:,.0f} a second; slowest look {seen.slowest_ms} ms"
    )


def seen_after_retiring(app: Flask, shop: Shop) -> tuple[int, Seen]:
    """Retire keys that are in use; how that ended, and what somebody saw who looked at their cards afterwards."""
    stock = stocked(shop, 10)
    shop.keys("rotate")
    code, _ = shop.keys("retire")
    end = shop.looking(stock.caller.key, stock.till, stock.cards, stock.order)
    return code, end()


@pytest.fixture
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    with opened(False, lambda: app, monkeypatch, set_size=200) as found:
        assert isinstance(found, Here)
        yield found


@pytest.mark.proof("P28")
def test_keys_in_use_are_not_retired(app: Flask, here: Here) -> None:
    code, seen = seen_after_retiring(app, here)
    assert (code, seen.failed) == (1, [])


@pytest.mark.spoils_the_books
@pytest.mark.proof("P28", control=True)
def test_control_without_the_count_keys_in_use_are_retired_and_looks_fail(
    app: Flask, here: Here, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    monkeypatch.setattr(keys, "_left", dict)
    code, seen = seen_after_retiring(app, here)
    assert code == 0
    assert seen.failed, "codes of the key that is gone cannot be read"
    proof.figure("retired without counting: looks fail")


@pytest.mark.proof("P28")
def test_retiring_waits_for_who_encrypted_before_and_has_not_committed(
    app: Flask, here: Here, owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _retire_beside_a_writer(here, owner_url, monkeypatch) == 1


@pytest.mark.proof("P28", control=True)
def test_control_without_waiting_a_code_is_lost(
    app: Flask, here: Here, owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_wait_for_who_began_before", lambda: None)
    assert _retire_beside_a_writer(here, owner_url, monkeypatch) == 0
    with app.app_context(), transaction(), pytest.raises(vault.Unreadable):
        in_the_clear(int(execute("SELECT max(id) FROM codes").scalar_one()))


def _retire_beside_a_writer(here: Here, owner_url: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Somebody stores a code of the old key and commits late; how `retire` ended in the meantime."""
    monkeypatch.setattr(keys, "PATIENCE_SECONDS", 0.5)
    with here.app.app_context(), transaction():
        brand = trade.a_brand(trade.a_programme())
        brand_id, partner_id = brand.id, brand.partner_id
    add = "INSERT INTO codes (id, brand_id, partner_id, ciphertext, blind, last4) VALUES (%s, %s, %s, %s, %s, 'LATE')"
    with psycopg.connect(owner_url) as slow:
        number = slow.execute("SELECT nextval('codes_id_seq')").fetchone()[0]  # type: ignore[index]
        slow.execute(add, (number, brand_id, partner_id, sealing.seal(number, "LATE"), vault.blind("LATE")))
        here.keys("rotate")
        code, _ = here.keys("retire")
    return code


SPOIL: dict[str, Callable[[int, bytes], dict[str, object]]] = {
    "another row's ciphertext": lambda row, old: {"ids": [row + 1], "old": [old], "new": [_under_a_new_key(old)]},
    "one that was not read": lambda row, old: {"ids": [row], "old": [old[:-1] + b"x"], "new": [_under_a_new_key(old)]},
    "a shorter one": lambda row, old: {"ids": [row], "old": [old], "new": [_under_a_new_key(old)[:-1]]},
    "the same key": lambda row, old: {"ids": [row], "old": [old], "new": [old[:-1] + bytes([old[-1] ^ 1])]},
    "a text": lambda row, old: {"ids": [row], "old": [old], "new": [b"x" * len(old)]},
    "nothing": lambda row, old: {"ids": [row], "old": [old], "new": [None]},
}


def _under_a_new_key(old: bytes) -> bytes:
    return old[:1] + bytes(byte ^ 0xFF for byte in old[1:5]) + old[5:]


@pytest.mark.proof("P28")
@pytest.mark.parametrize("case", SPOIL)
def test_the_application_can_exchange_a_ciphertext_and_nothing_else(ctx: Flask, case: str) -> None:
    with transaction():
        trade.a_shelf(stock=2)
    before = execute("SELECT id, ciphertext FROM codes ORDER BY id").all()
    call = "SELECT codes_reencrypt(%(ids)s::bigint[], %(old)s::bytea[], %(new)s::bytea[])"
    facts = SPOIL[case](before[0].id, bytes(before[0].ciphertext))
    with transaction():
        assert execute(call, facts).scalar_one() == 0
    assert execute("SELECT id, ciphertext FROM codes ORDER BY id").all() == before
    good = {
        "ids": [before[0].id],
        "old": [before[0].ciphertext],
        "new": [_under_a_new_key(bytes(before[0].ciphertext))],
    }
    with transaction():
        assert execute(call, good).scalar_one() == 1


@pytest.mark.proof("P28")
def test_every_module_that_encrypts_is_known_to_the_command() -> None:
    ways = ("vault.encrypt(", "EncryptedFiles(")
    encrypts = {module for module in ROOT.glob("marketplace/**/*.py") if any(way in module.read_text() for way in ways)}
    assert {str(module.relative_to(ROOT)) for module in encrypts} == {
        "marketplace/codes/sealing.py", "marketplace/core/encrypted_files.py", "marketplace/core/idempotency.py", "marketplace/identity/factors.py", "marketplace/mailings/links.py",
        "marketplace/gifts/words.py", "marketplace/partners/joining/documents.py", "marketplace/reports/exports.py", "marketplace/runs/files.py",
        "marketplace/settlements/disputing/attaching.py",
        "marketplace/suppliers/sealing.py", "marketplace/support/accounts/papers.py", "marketplace/support/archives/keeping.py", "marketplace/support/cases/writing/files.py", "marketplace/webhooks/sealing.py",
    }  # fmt: skip
    known = {
        one.CIPHERTEXTS
        for one in (
            codes,
            gifts,
            idempotency,
            identity,
            mailings,
            partners,
            reports,
            runs,
            settlements,
            suppliers,
            support.accounts,
            support.archives,
            support.cases,
            webhooks,
        )
    }
    assert set(keys.CIPHERTEXTS) == known
