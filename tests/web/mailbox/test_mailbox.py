"""The demo's mailbox: where it is, and where it must never be; letters in their cage; codes that sign in; the gift."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import identity, ledger, mailings, members
from marketplace.app import ENTRY_POINTS, create_app
from marketplace.cli import newcomers, processes
from marketplace.cli.world import people as world_people
from marketplace.core import clock
from marketplace.core.db import db, transaction
from marketplace.programmes import Programme
from marketplace.settings import SettingsRefused, load
from marketplace.web.mailbox import people
from tests.builders.identity import a_user, csrf, sign_in, with_authenticator
from tests.builders.newcomers import a_demo
from tests.builders.pages import send, visit
from tests.builders.programmes import a_programme

KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
ELENA = "elena@vitrina.example"
HALF_A_MINUTE = 30


@pytest.fixture
def demo(app: Flask) -> Iterator[Flask]:
    with a_demo(app) as demo:
        yield demo


@pytest.fixture
def vysota(demo: Flask) -> Programme:
    with demo.app_context(), transaction():
        return a_programme(slug="vysota", hosts=("localhost",))


@pytest.fixture
def visitor(demo: Flask, vysota: Programme) -> FlaskClient:
    return demo.test_client()


def a_letter(demo: Flask, ref: str, recipient: str, now: datetime, html: str = "") -> int:
    with demo.app_context(), transaction():
        mailings.post(
            ref, programme_id=None, recipient=recipient, subject=f"About {ref}", text="See http://localhost/cards 100%\n",
            html=html, now=now,
        )  # fmt: skip
        return mailings.to_send(ref).id


def elena(demo: Flask, vysota: Programme) -> None:
    with demo.app_context(), transaction():
        user = a_user(ELENA, password=world_people.PASSWORD)
        with_authenticator(user)
        identity.grant(user.id, "manager", programme_id=vysota.id, now=user.created_at)


def mailbox_routes(app: Flask) -> list[str]:
    return [rule.rule for rule in app.url_map.iter_rules() if "mailbox" in f"{rule.rule} {rule.endpoint}"]


def test_mailbox_is_where_the_demo_opens_it_and_nowhere_else(app: Flask, demo: Flask) -> None:
    settings = app.config["SETTINGS"]
    assert mailbox_routes(demo)
    assert mailbox_routes(create_app(settings, tuple(ENTRY_POINTS))) == []
    assert processes.web_command(settings)[-1] == "wsgi:gate", "what `vitrina web` serves"
    for name in ("mailbox", "newcomers", "demo"):
        with pytest.raises(SettingsRefused, match=r"^ENTRY_POINTS "):
            load(_env_file=None, secret_key=KEY, entry_points=name)
    with a_demo(app, smtp_url="smtp://mail.example.org") as sending:
        assert mailbox_routes(sending) == [], "letters leave, so nobody reads them here"


def test_letter_is_read_as_seen_as_text_and_as_it_would_travel(
    demo: Flask, visitor: FlaskClient, now: datetime
) -> None:
    letter = a_letter(demo, "first", "vera@newcomers.example", now, "<head></head><p onclick=x()>Hello</p>")
    seen = visit(visitor, f"/mailbox/{letter}")
    assert f'src="/mailbox/{letter}/page"' in seen.html
    assert "onclick" not in seen.html
    assert '<a href="http://localhost/cards"' in visit(visitor, f"/mailbox/{letter}", view="text").html
    source = visit(visitor, f"/mailbox/{letter}", view="source")
    assert "To: vera@newcomers.example" in source.words
    assert "<p onclick=x()>" in source.words, "told as text"
    assert "<p onclick" not in source.html


def test_letter_is_caged_in_its_frame_and_its_links_open_beside_it(
    demo: Flask, visitor: FlaskClient, now: datetime
) -> None:
    letter = a_letter(demo, "first", "vera@newcomers.example", now, "<head></head><script>x()</script>")
    frame = visit(visitor, f"/mailbox/{letter}/page")
    policy = frame.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy.replace("sandbox allow-popups allow-popups-to-escape-sandbox", "")
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert '<base target="_blank">' in frame.html
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in visit(visitor, f"/mailbox/{letter}").html


def test_letters_are_found_by_recipient_newest_first(demo: Flask, visitor: FlaskClient, now: datetime) -> None:
    a_letter(demo, "first", "vera@newcomers.example", now)
    a_letter(demo, "second", "other@example.org", now)
    newest = a_letter(demo, "third", "vera@newcomers.example", now)
    found = visit(visitor, "/mailbox", q="VERA@").html
    assert found.index("About third") < found.index("About first")
    assert "About second" not in found
    assert "About first" not in visit(visitor, "/mailbox", q="_%").html
    assert visit(visitor, "/mailbox", part="queue", newest=newest).status == 204, "nothing new"
    assert "About third" in visit(visitor, "/mailbox", part="queue", newest=newest - 1).html


def test_code_of_this_minute_signs_in_and_a_used_one_is_not_shown_again(
    demo: Flask, vysota: Programme, visitor: FlaskClient
) -> None:
    elena(demo, vysota)
    page = visit(visitor, "/mailbox")
    assert world_people.PASSWORD in page.html
    code = page.html.split("data-code>")[1][:6]
    onward = _sign_in(visitor)
    assert onward.startswith("/second-factor/code")
    send(visitor, onward, {"csrf_token": csrf(visitor), "code": code})
    assert visitor.get("/console/").status_code == 200, "she is at her desk"
    assert visit(visitor, "/mailbox").html.split("data-code>")[1][:6] != code


def test_code_is_the_first_that_was_not_used(demo: Flask, vysota: Programme) -> None:
    elena(demo, vysota)
    with demo.app_context():
        user = identity.user_by_email(ELENA)
        assert user is not None
        shown = demo.extensions["security"].totp_factory.opened(user.tf_totp_secret, user.id)
        present = 60_000_000
        now = present * HALF_A_MINUTE + 10
        for used, counter, wait in ((None, 0, 0), (present, 1, 0), (present + 1, 2, 20)):
            user.totp_counter = used
            at = (present + counter) * HALF_A_MINUTE
            assert people.code_of(user, now) == people.Code(shown.generate(at).token, wait)
        db.session.rollback()


def test_sign_in_of_the_mailbox_is_for_people_of_the_demo_and_signs_the_former_out(
    demo: Flask, vysota: Programme, visitor: FlaskClient
) -> None:
    elena(demo, vysota)
    with demo.app_context(), transaction():
        stranger = a_user("stranger@example.org").id
    sign_in(visitor, stranger)
    token = csrf(visitor)
    assert visitor.post("/mailbox/sign-ins", data={"email": ELENA}).status_code == 400, "a form without its token"
    forged = {"csrf_token": token, "email": "stranger@example.org", "password": "violet-umbrella-42"}
    assert visitor.post("/mailbox/sign-ins", data=forged).status_code == 404
    assert visitor.get("/account/security").status_code == 200, "nobody was signed out by that"
    assert _sign_in(visitor, password="wrong-one").startswith("/sign-in")
    assert visitor.get("/account/security").status_code == 302


def test_newcomer_is_given_points_once(demo: Flask, vysota: Programme, visitor: FlaskClient) -> None:
    with demo.app_context(), transaction():
        user = a_user("vera@newcomers.example").id
    sign_in(visitor, user)
    form = next(form for form in visit(visitor, "/account/joining").forms if "agreed" in form.ticks)
    for _ in range(2):
        send(visitor, "/account/joining", form.ticked(first_name="Вера", last_name="Новикова", language="ru", city=""))
    assert _points(demo, vysota, user) == 1000
    with demo.app_context(), transaction():
        member = members.of_user(user, vysota.id)
        assert member is not None
        newcomers.give(member, clock.now())
    assert _points(demo, vysota, user) == 1000


def _sign_in(visitor: FlaskClient, password: str = world_people.PASSWORD) -> str:
    """Press "Sign in" beside Elena's name; where it leads to, with what was sent along."""
    data = {"csrf_token": csrf(visitor), "email": ELENA, "password": password, "next": "/console/"}
    handed = visitor.post("/mailbox/sign-ins", data=data)
    assert (handed.status_code, handed.location) == (307, "/sign-in")
    answer = visitor.post("/sign-in", data=data)
    return answer.location or answer.request.path


def _points(demo: Flask, programme: Programme, user: int) -> int:
    with demo.app_context():
        member = members.of_user(user, programme.id)
        assert member is not None
        account = ledger.account(programme.id, "member", owner_id=member.id)
        return ledger.balance(account, programme.day(clock.now()))
