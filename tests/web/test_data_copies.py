"""A copy of all that is kept of a member: whole, without codes, for its asker alone, and gone after a week."""

import io
import json
import re
import time
import zipfile
from datetime import timedelta

import pytest
from flask import Flask

from marketplace import giftcards, gifts, identity, mailings, members, wallets
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.erasures import decisions
from marketplace.jobs import archives as jobs
from marketplace.jobs.archive_words import HEADS, TITLES
from marketplace.support import accounts, archives, calls, cases
from tests.builders.cardholders import Holder, a_holder
from tests.builders.codes import in_the_clear
from tests.builders.gifts import A_GIFT
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.members import a_member
from tests.builders.orders import an_order

MOST_SECONDS = 60
KNOWN = {"identified": ["number", "phone"]}


@pytest.fixture
def anna(app: Flask) -> Holder:
    """A member with a card whose code was shown, who has written to support."""
    anna = a_holder(app, fresh=True)
    with app.app_context(), transaction():
        giftcards.reveal(
            anna.card.public_id,
            programme_id=anna.shelf.programme.id,
            member_id=anna.member.id,
            now=clock.now(),
            fresh_factor=True,
        )
        cases.open_case(
            anna.shelf.programme.id, channel="cabinet", category="other", text="Where is my <b>parcel</b>?", contact=cases.Contact(), ref="copy:1",
            member=anna.member, now=clock.now(),
        )  # fmt: skip
    return anna


def known_otherwise(anna: Holder) -> None:
    """What is kept of her beside orders and cards: a file, a paper, a call, a gift to her, a phone with a pass, a former address."""
    paper, now = cases.Attachment("a.pdf", b"%PDF-1.7 %%EOF"), clock.now()
    with transaction():
        giver = a_member(anna.shelf.programme, points=2000, expires_on=None, now=now)
        order = an_order(giver, anna.shelf, now=now)
        given = gifts.give(giver, giftcards.of_orders([order.id])[order.id].public_id, A_GIFT, ref="copy-gift", now=now)
        gifts.claim(given, anna.member, now=now)
        cases.open_case(
            anna.shelf.programme.id, channel="cabinet", category="other", text="See the file", contact=cases.Contact(), ref="copy:2", member=anna.member,
            attachments=[paper], now=now,
        )  # fmt: skip
        accounts.keep(anna.member.id, paper, now=now)
        agent = staff(anna.shelf.programme, "support").id
        taken = calls.take(anna.member, ["number"], phone="+79210000042", by=agent, ref="copy-call", now=now)
        calls.note(taken, "Sounds like somebody else", ref="copy-note", now=now)
        wallets.give(anna.card, language="en", now=now)
        execute(
            "INSERT INTO wallet_devices (pass_id, device, push_token, at) SELECT id, 'phone-1', 'x', made_at FROM wallet_passes"
        )
        execute(
            "INSERT INTO former_addresses (user_id, email, at) VALUES (%(user)s, 'before@mail.test', %(now)s)",
            {"user": anna.member.user_id, "now": now},
        )
        for subject, ref, at in (
            ("While it was hers", "copy-1", now),
            ("Whoever has it now", "copy-2", now + timedelta(seconds=1)),
            ("Your card has another code", f"card_former:{anna.card.id}:1", now + timedelta(seconds=2)),
        ):
            mailings.post(
                ref,
                programme_id=anna.member.programme_id,
                recipient="before@mail.test",
                subject=subject,
                text="-",
                html="",
                now=at,
            )


def test_what_goes_with_an_erasure_is_in_a_part_of_the_copy_or_is_left_out_for_a_reason() -> None:
    goes = {column.partition(".")[0] for column in decisions.ERASED_COLUMNS}
    statements = " ".join(one.sql for of in decisions._DOMAINS for one in of)
    goes.update(re.findall(r"(?:DELETE FROM|UPDATE) (\w+)", statements))
    told = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(archives.SECTIONS.values())))
    assert goes - told == set(archives.LEFT_OUT)


def test_a_member_takes_a_copy_of_all_that_is_kept_and_no_code_is_in_it(app: Flask, anna: Holder) -> None:
    http = anna.http
    with app.app_context():
        known_otherwise(anna)
    asked = [http.post("/account/data", data={"csrf_token": csrf(http)}) for _ in range(2)]
    assert [one.status_code for one in asked] == [303, 303]
    with app.app_context():
        [ref] = execute("SELECT ref FROM outbox WHERE topic = 'support.archive'").scalars()
        began = time.monotonic()
        jobs.make(ref)
        jobs.make(ref)
        assert time.monotonic() - began < MOST_SECONDS
        made = archives.newest(anna.member.id, by=anna.member.user_id or 0, now=clock.now())
        code = in_the_clear(
            execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": anna.card.id}).scalar_one()
        )
        assert made is not None
        assert execute("SELECT count(*) FROM member_archive_parts WHERE sealed LIKE 'PK%%'").scalar_one() == 0
    assert f"/account/data/{made.public_id}" in http.get("/account/data").text
    answer = http.get(f"/account/data/{made.public_id}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as whole:
        parts = {name: whole.read(name).decode(errors="replace") for name in whole.namelist()}
    data, page = json.loads(parts["data.json"]), parts["index.html"]
    assert {
        "profile.csv",
        "points.csv",
        "orders.csv",
        "cards.csv",
        "messages.csv",
        "index.html",
        "data.json",
    } <= parts.keys()
    assert set(archives.SECTIONS) < data.keys()
    others = ("addresses", "calls", "card_events", "case_files", "gifts_received", "papers", "wallet_devices")
    assert [name for name in others if not data[name]] == []
    assert [parts[data[name][0]["file"]][:4] for name in ("case_files", "papers")] == ["%PDF", "%PDF"]
    assert data["profile"][0]["email"] == anna.member.email
    assert [one["title"] for one in data["letters"] if one["email"] == "before@mail.test"] == [
        "While it was hers",
        "Your card has another code",
    ]
    assert [(one["what"], one["text"] or "") for one in data["calls"]] == [("note", "")], (
        "what staff thought is no copy's"
    )
    assert [one["text"] for one in data["messages"]] == ["Where is my <b>parcel</b>?", "See the file"]
    assert "&lt;b&gt;parcel&lt;/b&gt;" in page
    assert anna.member.number in page
    assert [name for name, text in parts.items() if code.code in text or (code.pin and f'"{code.pin}"' in text)] == []
    with app.app_context():
        member, programme = members.member(anna.member.id), anna.shelf.programme
        assert member is not None
        sections = archives.collected(member, programme, "en")
        assert [one.name for one in sections if one.name not in TITLES or not set(one.columns) <= HEADS.keys()] == []
        acts = execute("SELECT action FROM audit_records WHERE action LIKE 'accounts.%%' ORDER BY id").scalars()
    assert acts == ["accounts.ask_archive", "accounts.fetch_archive"]


def test_staff_says_why_and_what_one_has_asked_for_is_there_for_nobody_else(
    app: Flask, anna: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), transaction():
        agents = [staff(anna.shelf.programme, "support").id for _ in range(2)]
        other = a_member(anna.shelf.programme)
    path = f"/console/members/{anna.member.number}/data"
    one, two = (app.test_client() for _ in agents)
    sign_in(one, agents[0])
    stale = one.post(path, data=KNOWN | {"csrf_token": csrf(one), "note": "asked in a letter"})
    assert "/verify" in stale.headers["Location"], "a second factor is asked for first"
    for client, user in zip((one, two), agents, strict=True):
        sign_in(client, user, fresh=True)
    back, again = (one.get(path).get_data(as_text=True) for _ in range(2))
    assert "data-go-on" in back, "what was asked for goes on"
    assert "asked in a letter</textarea>" in back, "with the reason"
    assert len(re.findall(r'<input checked[^>]*name="identified"', back)) == 2, "and with what the caller could name"
    assert "data-go-on" not in again, "once"
    asked = {"csrf_token": csrf(one), "note": "asked in a letter"}
    assert one.post(path, data=KNOWN | {"csrf_token": csrf(one), "note": " "}).status_code == 422
    assert one.post(path, data=asked | {"identified": "phone"}).status_code == 422, "not for a stranger"
    assert one.post(path, data=asked | KNOWN).status_code == 303
    with app.app_context():
        [ref] = execute("SELECT ref FROM outbox WHERE topic = 'support.archive'").scalars()
        assert (
            execute("SELECT why FROM audit_records WHERE action = 'accounts.ask_archive'").scalar_one()
            == "asked in a letter"
        )
        jobs.make(ref)
        made = archives.newest(anna.member.id, by=agents[0], now=clock.now())
        assert made is not None
        assert archives.newest(other.id, by=agents[0], now=clock.now()) is None
        [told] = execute("SELECT ref FROM outbox WHERE topic = 'support.copied'").scalars()
        jobs.tell(told)
        letter = execute("SELECT recipient, subject FROM mails WHERE left(ref, 11) = 'data_copied'").one()
        assert letter.recipient == anna.member.email
    file = f"/console/members/data/{made.public_id}"
    assert [client.get(file).status_code for client in (one, two)] == [200, 404]
    monkeypatch.setattr("marketplace.support.archives.keeping.STAFF_ARCHIVES_A_DAY", 1)
    more = one.post(f"/console/members/{other.number}/data", data=KNOWN | {"csrf_token": csrf(one), "note": "another"})
    assert more.status_code == 429
    with app.app_context(), transaction():
        execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": agents[0], "id": other.id})
        execute("DELETE FROM grants WHERE user_id = %(user)s", {"user": agents[0]})
    assert one.get(f"/account/data/{made.public_id}").status_code == 404, (
        "who left the desk fetches nothing by the shop's door"
    )
    with app.app_context(), transaction():
        identity.grant(agents[0], "support", programme_id=anna.shelf.programme.id, now=clock.now())
    sign_in(one, agents[0], fresh=True)
    assert one.get(file).status_code == 200
    assert anna.http.get(f"/account/data/{made.public_id}").status_code == 404, "it was not the member who asked"
    with app.app_context(), transaction():
        archives.forget(clock.now() + timedelta(days=7))
        assert (
            execute(
                "SELECT (SELECT count(*) FROM member_archives) + (SELECT count(*) FROM member_archive_parts)"
            ).scalar_one()
            == 0
        )
    assert one.get(file).status_code == 404
