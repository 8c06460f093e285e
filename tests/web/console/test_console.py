"""The console: promises that failed, letters, and who did what; each seen by those who may."""

import re
from datetime import datetime

import pytest
from flask import Flask

from marketplace.core import audit, outbox
from marketplace.core.db import transaction
from tests.builders.pages import page_of
from tests.web.console.house import House, at


@pytest.fixture
def house(app: Flask, now: datetime) -> House:
    return House(app, now)


PROMISES, LETTERS, JOURNAL = "/console/promises", "/console/letters", "/console/journal?subject=order:1"
SEEN = {
    ("operator", "first.test"): {PROMISES: 200, LETTERS: 200, JOURNAL: 200},
    ("operator", "second.test"): {PROMISES: 200, LETTERS: 404, JOURNAL: 404},
    ("admin", "first.test"): {PROMISES: 404, LETTERS: 200, JOURNAL: 200},
    ("support", "first.test"): {PROMISES: 404, LETTERS: 200, JOURNAL: 200},
    ("finance", "first.test"): {PROMISES: 404, LETTERS: 404, JOURNAL: 200},
    ("other admin", "second.test"): {PROMISES: 404, LETTERS: 200, JOURNAL: 200},
    ("other admin", "first.test"): {PROMISES: 404, LETTERS: 404, JOURNAL: 404},
    ("member", "first.test"): {PROMISES: 404, LETTERS: 404, JOURNAL: 404},
    ("nobody", "first.test"): {PROMISES: 302, LETTERS: 302, JOURNAL: 302},
}


def test_each_place_is_seen_by_those_who_may_and_does_not_exist_for_others(house: House) -> None:
    got = {
        (who, host): {path: at(house.of(who), path, host)[0] for path in (PROMISES, LETTERS, JOURNAL)}
        for who, host in SEEN
    }
    assert got == SEEN


def test_rail_holds_the_places_that_one_may_see(house: House) -> None:
    rails = {}
    for who in ("operator", "finance"):
        rail = at(house.of(who), "/console/")[1].split('class="rail-list"')[1].split("</ul>")[0]
        rails[who] = re.findall(r'<a href="/console/([a-z]*)"', rail)
        assert rails[who][0] == "", "everybody begins with today"
    assert {"promises", "letters"} <= set(rails["operator"])
    assert not {"promises", "letters"} & set(rails["finance"])
    assert "journal" in rails["finance"]


def test_operator_sends_a_dead_promise_again_once_and_it_is_recorded(house: House) -> None:
    promise = house.dead_promise()
    client = house.of("operator")
    assert "MailNotSent: timed out" in at(client, PROMISES)[1]
    url = f"/console/promises/{promise}/sendings"
    sent = {"csrf_token": client.token}  # type: ignore[attr-defined]
    assert client.post(url, base_url="http://first.test").status_code == 400, "a form without its token"
    assert client.post(url, data=sent, base_url="http://first.test").status_code == 303
    assert client.post(url, data=sent, base_url="http://first.test").status_code == 409, "it is alive already"
    assert "MailNotSent" not in at(client, PROMISES)[1]
    assert "card:17" in at(client, PROMISES + "?show=waiting")[1]
    with house.app.app_context(), transaction():
        assert [promise.attempts for promise in outbox.due(house.now.replace(year=2030), 5)] == [1]
        record = audit.of_subject(f"promise:{promise}", limit=5)[0]
    assert (record.action, record.actor_id) == ("outbox.send_again", house.ids["operator"])


def test_operator_is_asked_before_a_promise_is_sent_again_and_his_reason_is_recorded(house: House) -> None:
    promise = house.dead_promise()
    client = house.of("operator")
    url = f"/console/promises/{promise}/sendings"
    assert f'href="{url}" hx-get="{url}" hx-target="#ask"' in at(client, PROMISES)[1]
    asked = page_of(client.get(url, base_url="http://first.test"))
    assert "MailNotSent: timed out" in asked.words
    client.post(url, data=asked.form(url).held | {"why": "the mail server is back"}, base_url="http://first.test")
    with house.app.app_context(), transaction():
        assert audit.of_subject(f"promise:{promise}", limit=1)[0].why == "the mail server is back"
    assert at(client, url)[0] == 409, "it is alive"
    assert at(client, "/console/promises/999999/sendings")[0] == 404
    assert at(house.of("other admin"), url, "second.test")[0] == 404


def test_rail_marks_the_place_where_one_is(house: House) -> None:
    page = at(house.of("support"), f"/console/letters/{house.letter(house.first)}")[1]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == ["/console/letters"]


def test_support_reads_a_letter_of_its_own_programme_and_that_is_recorded(house: House) -> None:
    own, foreign = house.letter(house.first), house.letter(house.second, "card:2")
    client = house.of("support")
    status, page = at(client, f"/console/letters/{own}")
    assert status == 200
    assert "https://first.test/cards/1" in page
    assert "anna@example.org" not in page, "an address is masked"
    assert at(client, f"/console/letters/{foreign}")[0] == 404
    assert at(client, "/console/letters/999999")[0] == 404
    with house.app.app_context(), transaction():
        assert [r.action for r in audit.of_subject(f"letter:{own}", limit=5)] == ["letters.read"]
        assert audit.of_subject(f"letter:{foreign}", limit=5) == []


def test_a_letter_whose_link_acts_for_its_reader_is_shown_to_nobody_else(house: House) -> None:
    """Whatever it is called, and whether or not letters leave: whoever read it could confirm an address that is not theirs."""
    letter = house.letter(house.first, "address:17", acts=True)
    for role in ("support", "admin", "operator"):
        page = at(house.of(role), f"/console/letters/{letter}")[1]
        assert "Only its recipient can read it" in page
        assert "https://first.test/cards/1" not in page


def test_the_journal_shows_things_of_the_own_programme_alone(house: House) -> None:
    with house.app.app_context(), transaction():
        audit.record(
            "tests.rename",
            f"programme:{house.first.id}",
            at=house.now,
            why="<b>why</b>",
            after={"n": 1},
        )
        audit.record("tests.rename", f"programme:{house.second.id}", at=house.now)
        audit.record("tests.kept", "promise:1", at=house.now)
    ask = "/console/journal?subject="
    page = at(house.of("finance"), f"{ask}programme:{house.first.id}")[1]
    assert "tests.rename" in page
    assert "&lt;b&gt;why&lt;/b&gt;" in page
    assert "tests.rename" not in at(house.of("finance"), f"{ask}programme:{house.second.id}")[1]
    assert "tests.kept" not in at(house.of("finance"), f"{ask}promise:1")[1]
    assert "tests.kept" in at(house.of("operator"), f"{ask}promise:1")[1]


@pytest.mark.parametrize(
    "subject", ["order:", "order:99999999999999999999", "%27;--", "order:1 or 1", "я:1", "member:0"]
)
def test_odd_subjects_find_nothing(house: House, subject: str) -> None:
    status, page = at(house.of("admin"), f"/console/journal?subject={subject}")
    assert status == 200
    assert "<tbody>" not in page


@pytest.mark.parametrize("path", [PROMISES, LETTERS, JOURNAL])
def test_a_forged_cursor_is_refused(house: House, path: str) -> None:
    for cursor in ("x", "W10", "WyJhIl0", "%00", "WzFlMTAwXQ"):
        assert at(house.of("operator"), f"{path}{'&' if '?' in path else '?'}cursor={cursor}")[0] in (400, 422), cursor


def test_pages_are_plain_and_in_both_languages(house: House) -> None:
    house.dead_promise()
    client = house.of("operator")
    for language, word in (("ru", "Консоль"), ("en", "Console")):
        client.set_cookie("language", language, domain="first.test")
        for path in (PROMISES, LETTERS, JOURNAL):
            page = at(client, path)[1]
            assert word in page
            assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", page)
            assert page.count("<h1") == 1
