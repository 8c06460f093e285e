"""A gift from one press to the other: given with a message for a day, announced by letter, claimed with the giver's word."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from marketplace import gifts
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.jobs import outbox as relay
from marketplace.jobs.timetable import TIMETABLE
from tests.builders.cardholders import Holder, a_holder
from tests.builders.identity import csrf, sign_in
from tests.builders.letters import letters
from tests.builders.pages import page_of, send, visit
from tests.builders.promises import keep

WORD = "мишутка"


@pytest.fixture
def anna(app: Flask) -> Holder:
    return a_holder(app)


def give(anna: Holder, **over: str) -> str:
    """Fill the form as Anna does; returns the address of the gift's page."""
    form = visit(anna.http, f"{anna.page}/gift").form("/gift").held
    said = {
        "to_name": "Ольга",
        "email": "olga@example.org",
        "message": "С днём рождения!",
        "word": WORD,
        "design": "birthday",
        "when": "all",
    }
    answer = anna.http.post(f"{anna.page}/gift", data=form | said | over)
    assert answer.status_code == 303, page_of(answer).words
    return answer.location


def link(app: Flask) -> str:
    """The path in the newest letter about a gift."""
    with app.app_context():
        *_, path = re.findall(r"https?://[^/\s]+(/claim/\S+)", " ".join(one.body_text for one in letters()))
    return str(path)


def type_word(client: FlaskClient, path: str, word: str = WORD) -> int:
    return client.post(path, data={"csrf_token": csrf(client), "word": word}).status_code


def test_a_gift_to_another_person_with_a_message_on_a_date(app: Flask, anna: Holder) -> None:
    later = clock.now() + timedelta(days=2)
    page = give(anna, when="date", day=later.date().isoformat(), hour="9")
    keep(app)
    with app.app_context():
        assert all("gift" not in letter.body_text for letter in letters())
    waits = visit(anna.http, page, language="en").words
    for said in ("Not sent yet", "The secret word", "will be sent on", "Moscow", "Recipient: Ольга"):
        assert said in waits, said
    assert "It is waiting for" not in waits
    [due] = anna.rows("SELECT send_at FROM gift_letters")
    assert TIMETABLE["keep promises"]["schedule"] <= timedelta(minutes=1), "sent no later than a minute after it is due"
    with time_machine.travel(due.send_at, tick=False):
        with app.app_context():
            relay.drain(clock.now())
            letter = letters()[-1]
        assert letter.recipient == "olga@example.org"
        assert "С днём рождения!" in letter.body_text
        assert WORD not in letter.body_text + letter.body_html
    path, olga = link(app), app.test_client()
    shown = visit(olga, path)
    assert "Ольга, это вам" in shown.words or "this is for you" in shown.words
    assert ('data-design="birthday"' in shown.html, "gifts/birthday" in shown.html) == (True, True), (
        "in the look that its giver chose"
    )
    assert type_word(olga, path) == 303
    done = visit(olga, path)
    [row] = anna.rows("SELECT id, last4, code_id FROM giftcards WHERE state = 'active'")
    assert row.last4 in done.words
    assert re.search(r'href="/sign-up[^"]*"[^>]*>[^<]*(Вступить|Join)', done.html), (
        "who is no member is offered to join"
    )
    opened = olga.post(f"{path}/till", data={"csrf_token": csrf(olga)})
    assert opened.status_code == 200
    assert opened.headers["Cache-Control"] == "no-store"
    assert 'class="secret-code"' in opened.text
    story = visit(anna.http, page, language="en").words
    for said in ("We sent the email", "The link was opened", "perhaps by a mail filter", "has the card"):
        assert said in story, said


def test_neither_a_look_nor_a_press_takes_a_gift_and_wrong_words_run_out_until_another_is_chosen(
    app: Flask, anna: Holder
) -> None:
    page = give(anna)
    keep(app)
    path, scanner = link(app), app.test_client()
    assert visit(scanner, path).status == 200
    assert scanner.post(path, data={"csrf_token": csrf(scanner)}).status_code == 422
    assert scanner.post(f"{path}/return", data={"csrf_token": csrf(scanner)}).status_code == 422
    assert scanner.post(f"{path}/till", data={"csrf_token": csrf(scanner)}).status_code == 303
    assert scanner.post(f"{path}/acceptance", data={"csrf_token": csrf(scanner)}).status_code == 302
    for _ in range(5):
        assert type_word(scanner, path, "незнакомка") == 409
    assert type_word(scanner, path) == 409, "even the right one"
    send(anna.http, f"{page}/word", {"csrf_token": csrf(anna.http), "word": "другое слово"})
    assert type_word(app.test_client(), path, "ДРУГОЕ  СЛОВО!") == 303


def test_a_gift_taken_back_leaves_a_dead_link_and_a_card_that_works(app: Flask, anna: Holder) -> None:
    page = give(anna)
    keep(app)
    path, olga = link(app), app.test_client()
    assert "ждёт" in visit(anna.http, anna.page).words.lower()
    assert anna.post(f"{page}/return").status_code == 303
    assert type_word(olga, path) == 303
    assert "Действует" in visit(anna.http, anna.page).words
    assert visit(olga, f"/claim/{'9' * 12}-{'0' * 40}").status == 404


def test_a_gift_taken_back_before_its_day_promises_no_letter_any_more(anna: Holder) -> None:
    day = (clock.now() + timedelta(days=2)).date()
    page = give(anna, when="date", day=day.isoformat(), hour="9")
    assert "уйдёт" in visit(anna.http, page).words
    assert anna.post(f"{page}/return").status_code == 303
    words = visit(anna.http, page).words
    assert ("уйдёт" in words, "не отправлено" in words) == (False, True)


def test_who_is_signed_in_claims_without_the_word_and_nobody_else_afterwards(app: Flask, anna: Holder) -> None:
    give(anna)
    keep(app)
    path = link(app)
    olga, eve = a_holder(app, beside=anna, cards=0), a_holder(app, beside=anna, cards=0)
    answer = olga.post(f"{path}/acceptance")
    assert answer.status_code == 303
    assert olga.get(answer.location).status_code == 200
    assert olga.post(f"{path}/acceptance").status_code == 303
    assert eve.post(f"{path}/acceptance").status_code == 409
    assert "sign" in visit(app.test_client(), path, language="en").words.lower()
    assert anna.post(f"{path}/acceptance").status_code == 409


def test_whoever_it_is_not_for_returns_it_by_typing_the_address_and_the_giver_is_told(app: Flask, anna: Holder) -> None:
    give(anna)
    keep(app)
    path, wrong = link(app), app.test_client()
    data = {"csrf_token": csrf(wrong)}
    assert wrong.post(f"{path}/return", data=data | {"email": "other@example.org"}).status_code == 422
    assert wrong.post(f"{path}/return", data=data | {"email": "\uff2flga@\u00adExample.org"}).status_code == 303
    keep(app)
    with app.app_context():
        assert letters()[-1].recipient == anna.member.email
    assert "Действует" in visit(anna.http, anna.page).words


def test_who_passes_a_gift_on_sees_nothing_of_it_by_the_first_link(app: Flask, anna: Holder) -> None:
    give(anna)
    keep(app)
    first, olga, guest = link(app), a_holder(app, beside=anna, cards=0), app.test_client()
    card = olga.post(f"{first}/acceptance").location
    anna_knows = app.test_client()
    assert type_word(anna_knows, first) == 303
    form = visit(olga.http, f"{card}/gift").form("/gift").held
    said = {
        "to_name": "Иван",
        "email": "ivan@example.org",
        "message": "",
        "word": "одуванчик",
        "design": "plain",
        "when": "all",
    }
    assert olga.http.post(f"{card}/gift", data=form | said).status_code == 303
    keep(app)
    assert type_word(guest, link(app), "одуванчик") == 303
    [row] = anna.rows("SELECT last4 FROM giftcards WHERE state = 'active'")
    assert row.last4 in visit(guest, link(app)).words, "it is the guest's"
    opened = anna_knows.post(f"{first}/till", data={"csrf_token": csrf(anna_knows)})
    assert opened.status_code == 303
    for client in (anna_knows, olga.http):
        assert row.last4 not in visit(client, first).words


def test_a_gift_that_staff_sent_on_is_claimed_with_the_word_alone(app: Flask, anna: Holder) -> None:
    page = give(anna)
    with app.app_context(), transaction():
        of = gifts.given(page.rpartition("/")[2], anna.member.id)
        gifts.correct(of, to_name="Olga", email="olga@right.example", why="a slip of the pen", now=clock.now())
    keep(app)
    path, olga = link(app), a_holder(app, beside=anna, cards=0)
    assert "/acceptance" not in olga.get(path).text
    assert olga.post(f"{path}/acceptance").location == path
    assert [row.state for row in anna.rows("SELECT state FROM giftcards")] == ["held"]
    for word, status in (("незнакомка", 409), (WORD, 303)):
        assert type_word(olga.http, path, word) == status
    assert [row.wrong for row in anna.rows("SELECT wrong FROM gift_words")] == [0], "the right word has all tries anew"


@pytest.mark.parametrize("message", ["смотри bit.ly/x", "gift.app", "http://1.2.3.4", "магазин.рф"])
def test_a_letter_to_a_stranger_in_our_name_leads_nowhere_else(app: Flask, anna: Holder, message: str) -> None:
    form = visit(anna.http, f"{anna.page}/gift").form("/gift").held
    said = {
        "to_name": "Ольга",
        "email": "olga@example.org",
        "message": message,
        "word": WORD,
        "design": "plain",
        "when": "all",
    }
    assert anna.http.post(f"{anna.page}/gift", data=form | said).status_code == 422


def test_a_gift_of_another_member_is_not_there(app: Flask, anna: Holder) -> None:
    page = give(anna)
    eve = a_holder(app, beside=anna, cards=0)
    for path in (page, f"{page}/change", f"{page}/return", f"{anna.page}/gift"):
        assert eve.get(path).status_code == 404, path
    sign_in(eve.http, eve.member.user_id or 0)
    assert eve.post(f"{page}/return").status_code == 404
