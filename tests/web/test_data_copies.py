"""A copy of all that is kept of a member: whole, without codes, for its asker alone, and gone after a week."""

import io
import json
import re
import time
import zipfile
from datetime import timedelta

import pytest
from flask import Flask

from marketplace import giftcards, identity
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs import archives as jobs
from marketplace.support import archives, cases
from tests.builders.cardholders import Holder, a_holder
from tests.builders.codes import in_the_clear
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.members import a_member

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


def test_a_member_takes_a_copy_of_all_that_is_kept_and_no_code_is_in_it(app: Flask, anna: Holder) -> None:
    http = anna.http
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
        parts = {name: whole.read(name).decode() for name in whole.namelist()}
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
    assert data["profile"][0]["email"] == anna.member.email
    assert [one["text"] for one in data["messages"]] == ["Where is my <b>parcel</b>?"]
    assert "&lt;b&gt;parcel&lt;/b&gt;" in page
    assert anna.member.number in page
    assert [name for name, text in parts.items() if code.code in text or (code.pin and f'"{code.pin}"' in text)] == []
    with app.app_context():
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
