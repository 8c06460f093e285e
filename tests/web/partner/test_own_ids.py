"""Two partners never see anything of each other by id: no number of a row stands in what a partner is shown, sent or given to take along."""

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.core import own_ids
from marketplace.core.db import execute, transaction
from tests.builders.identity import csrf
from tests.builders.own import filled
from tests.builders.rows import Rows
from tests.proof.plugin import Proof
from tests.web.test_authorisation import a_world

# What a partner's address may count: lines of one of its own statements.
OF_ITS_OWN = {"position"}
BEGINS = 13_100_000  # numbers of rows that nothing else looks like, and that all which is made of them has room for
GLOBAL = re.compile(r"(?<!\d)131\d{5}(?!\d)")
PACKED = re.compile(r"[A-Za-z0-9_-]{16,}")


def test_no_address_of_a_partner_holds_the_number_of_a_row(app: Flask) -> None:
    plain = {
        f"{rule.rule}: {part}" for rule in app.url_map.iter_rules() if rule.endpoint.startswith("partner.")
        for part in re.findall(r"<int:(\w+)>", rule.rule) if part not in OF_ITS_OWN
    }  # fmt: skip
    untold = {
        f"{rule.rule}: {part}" for rule in app.url_map.iter_rules() if rule.endpoint.startswith("partner.")
        for part in re.findall(r"<(\w+_id)>", rule.rule) if part != "public_id"
    }  # fmt: skip
    assert plain | untold == set(), "say <own:…>"
    assert any("<own:" in rule.rule for rule in app.url_map.iter_rules()), "there are some"


def test_a_token_says_nothing_and_is_one_for_a_single_partner_and_kind_of_thing() -> None:
    made = [own_ids.token("s", "veresk", "terminal_id", number) for number in (1, 2, 2**63 - 1)]
    assert [own_ids.number("s", "veresk", "terminal_id", one) for one in made] == [1, 2, 2**63 - 1]
    assert made[0] == own_ids.token("s", "veresk", "terminal_id", 1), "a link stays good"
    assert all(re.fullmatch(own_ids.FORM, one) for one in made)
    assert len(made[0]) - sum(a == b for a, b in zip(*made[:2], strict=True)) > 13, "neighbours are no neighbours"
    other = "0" if made[0][-1] != "0" else "1"
    for secret, whose, kind, said in (
        ("s", "mak", "terminal_id", made[0]), ("s", "veresk", "key_id", made[0]), ("t", "veresk", "terminal_id", made[0]),
        ("s", "veresk", "terminal_id", made[0][:-1] + other), ("s", "veresk", "terminal_id", made[0].lower()), ("s", "veresk", "terminal_id", "1"),
        ("s", "veresk", "terminal_id", "Z" * 26),
    ):  # fmt: skip
        assert own_ids.number(secret, whose, kind, said) is None, (secret, whose, kind, said)


@pytest.fixture
def high(owner_url: str, rows: Rows) -> None:
    """Rows are counted from where no other number is."""
    rows.empty()
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(
            f"""SELECT setval(format('%I.%I', schemaname, sequencename), {BEGINS} + 100 * row_number() OVER (ORDER BY sequencename))
                  FROM pg_sequences WHERE schemaname = 'public' AND data_type = 'bigint'::regtype AND coalesce(last_value, 1) < {BEGINS}"""
        )


@pytest.mark.proof("P24")
def test_nothing_that_a_partner_is_given_holds_the_number_of_a_row(app: Flask, high: None, proof: Proof) -> None:
    world = a_world(app)
    client, values = world.visitor("owner"), world.things("owner")
    token, told, looked = csrf(client), [], 0
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if not rule.endpoint.startswith("partner.") or "<partner>" not in rule.rule:
            continue
        for suffix in ("csv", "xlsx", "pdf", "json", "evidence"):
            path = filled(
                app,
                rule.rule,
                values | {"suffix": suffix, "position": 1, "section": "adjustment", "public_id": values["export"]},
            )
            if "GET" in (rule.methods or ()):
                answers = [client.get(path)]
            elif rule.rule.endswith("/exports"):
                answers = [client.post(path, data={"csrf_token": token, "kind": kind}) for kind in ("csv", "xlsx")]
            else:
                answers = []
            looked += sum(answer.status_code == 200 for answer in answers)
            told += [f"{rule.rule} {suffix}: {seen}" for answer in answers for seen in seen_in(answer)]
            if "<suffix>" not in rule.rule:
                break
    with app.app_context(), transaction():
        events = execute("SELECT kind, facts::text AS facts FROM webhook_events").all()
    told += [f"{one.kind}: {seen}" for one in events for seen in GLOBAL.findall(one.facts)]
    assert {one.kind for one in events} >= {"card.redeemed", "codes.low"}
    assert looked > 80, "the control: its pages are there"
    assert told == [], "\n".join(told)
    proof.count("pages and files", looked)


@pytest.mark.proof("P24", control=True)
def test_control_a_number_of_a_row_is_seen_however_it_is_packed() -> None:
    number = str(BEGINS + 12)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sheet.xml", f"<v>{number}</v>")
    packed = base64.urlsafe_b64encode(f"[{number},1]".encode()).decode().rstrip("=")
    for text in (f'<a href="/x/{number}">', f'<a href="?cursor={packed}">', book.getvalue()):
        content = text if isinstance(text, bytes) else text.encode()
        assert list(seen_in(TestResponse([content], "200 OK", {}, None)))  # type: ignore[arg-type]


def seen_in(answer: TestResponse) -> Iterator[str]:
    """The numbers of rows in an answer: its address and body, what is packed in them, and each file of an archive."""
    contents = [
        answer.headers.get("Location", "").encode(),
        answer.headers.get("Content-Disposition", "").encode(),
        answer.get_data(),
    ]
    if contents[-1].startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(contents.pop())) as archive:
            contents += [archive.read(name) for name in archive.namelist()]
    elif contents[-1].startswith(b"%PDF"):
        contents += [_inflated(one) for one in re.findall(rb"stream\r?\n(.*?)endstream", contents[-1], re.DOTALL)]
    for content in contents:
        text = content.decode("utf-8", "replace")
        yield from (text[max(0, found.start() - 60) : found.end()] for found in GLOBAL.finditer(text))
        for packed in PACKED.findall(text):
            if found := GLOBAL.search(_unpacked(packed)):
                yield f"{packed}: {found[0]}"


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _unpacked(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except binascii.Error:
        return ""
