"""A member changes the address she signs in with: fresh factor, letter, password; nobody learns which addresses are taken."""

import re
import statistics
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace import identity
from marketplace.core.db import db, transaction
from tests.builders.identity import PASSWORD, a_user, csrf, form_of, sign_in
from tests.builders.letters import letters
from tests.builders.members import a_member
from tests.builders.pages import page_of, visit
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof

NEW, TAKEN = "anna.new@example.org", "boris@example.org"
ASK = "/account/email"


class Story:
    """Anna, signed in with a fresh factor, and Boris, whose address is taken."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client = app, client
        with app.app_context(), transaction():
            member = a_member(a_programme(), email="anna@example.org")
            self.member_id, self.user_id = member.id, member.user_id or 0
            a_user(TAKEN)
        sign_in(client, self.user_id, fresh=True)

    def ask(self, email: str, client: FlaskClient | None = None) -> Any:
        browser = client or self.client
        return browser.post(ASK, data={"csrf_token": csrf(browser), "email": email})

    def letters(self) -> list[Any]:
        with self.app.app_context():
            return list(letters())

    def link(self) -> str:
        found = [
            re.search(r"http://localhost(/account/email/confirmation/\S+)", row.body_text) for row in self.letters()
        ]
        return [one[1] for one in found if one][-1]

    def confirm(self, client: FlaskClient, where: str, password: str = PASSWORD) -> Any:
        page = form_of(client.get(where).get_data(as_text=True))
        return client.post(where, data={**page, "password": password})

    def addresses(self) -> tuple[str, str]:
        """Of the user and of the member."""
        with self.app.app_context():
            user = db.session.execute(text("SELECT email FROM users WHERE id = :id"), {"id": self.user_id}).scalar_one()
            member = db.session.execute(text("SELECT email FROM members WHERE id = :id"), {"id": self.member_id})
            return user, member.scalar_one()


@pytest.fixture
def story(app: Flask, client: FlaskClient) -> Story:
    return Story(app, client)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account/profile").status_code == 200


def test_the_new_address_counts_once_its_letter_is_answered_with_the_password(app: Flask, story: Story) -> None:
    other = app.test_client()
    sign_in(other, story.user_id)
    assert story.ask(" Anna.New@Example.org ").location == f"{ASK}?sent=yes"
    assert story.addresses() == ("anna@example.org",) * 2
    assert [row.recipient for row in story.letters()] == [NEW, "anna@example.org"]
    assert NEW not in story.letters()[1].body_text
    where = story.link()
    assert where not in story.letters()[1].body_text + story.letters()[1].body_html
    assert story.confirm(story.client, where).location == "/account/security"
    assert story.addresses() == (NEW, NEW)
    assert is_in(story.client)
    assert not is_in(other)
    assert [row.recipient for row in story.letters()][2:] == ["anna@example.org"]
    page = form_of(other.get("/sign-in").get_data(as_text=True))
    for who, status in (("anna@example.org", 200), (NEW, 302)):
        assert other.post("/sign-in", data={**page, "email": who, "password": PASSWORD}).status_code == status


def test_the_link_alone_and_a_wrong_password_change_nothing(app: Flask, story: Story) -> None:
    story.ask(NEW)
    stranger = app.test_client()
    assert stranger.get(story.link()).status_code == 200
    assert story.confirm(stranger, story.link(), "not the password").status_code == 422
    assert story.addresses() == ("anna@example.org",) * 2


def test_a_link_works_once_and_in_any_browser_and_then_ends_every_session(app: Flask, story: Story) -> None:
    story.ask(NEW)
    where, telephone = story.link(), app.test_client()
    assert story.confirm(telephone, where).location == "/sign-in"
    assert not is_in(story.client)
    assert telephone.get(where).location == "/sign-in"
    assert story.addresses() == (NEW, NEW)


def test_asking_again_voids_the_former_link_and_time_voids_any(app: Flask, story: Story) -> None:
    story.ask("first@example.org")
    first = story.link()
    story.ask(NEW)
    assert story.client.get(first).location == "/account/security"
    assert story.client.get(story.link()).status_code == 200
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE email_changes SET asked_at = now() - interval '2 days', ends_at = now()"))
    assert story.client.get(story.link()).location == "/account/security"


def test_a_cookie_alone_asks_for_nothing(app: Flask, story: Story) -> None:
    thief = app.test_client()
    sign_in(thief, story.user_id)
    assert thief.get(ASK).location == story.ask(NEW, thief).location == f"/verify?next={ASK}"
    assert story.letters() == []


def answer_to(story: Story, email: str) -> tuple[int, str, str, str]:
    answer = story.ask(email)
    headers = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "X-Request-ID")}
    page = visit(story.client, ASK, sent="yes")
    security = visit(story.client, "/account/security").html
    shown = re.sub(r'name="csrf_token" value="[^"]*"', "", page.html + security)
    return answer.status_code, re.sub(r"'RateLimit-\w+': '\d+'", "", str(headers)), answer.get_data(as_text=True), shown


def test_taken_addresses_are_answered_like_free_ones(story: Story) -> None:
    assert answer_to(story, NEW) == answer_to(story, TAKEN)
    to_free, _, to_taken, _ = story.letters()
    assert "/account/email/confirmation/" in to_free.body_text
    assert (to_taken.recipient, "http" in to_taken.body_text) == (TAKEN, False)
    assert story.addresses() == ("anna@example.org",) * 2


@pytest.mark.proof("P25", full_only=True)  # times mean something over many turns
def test_taken_addresses_take_as_long_as_free_ones(app: Flask, story: Story, proof: Proof) -> None:
    spent: dict[str, list[float]] = {NEW: [], TAKEN: []}
    for number in range(60):
        for email in (NEW, TAKEN):
            with app.app_context(), transaction():
                db.session.execute(text("DELETE FROM throttle"))
            began = time.perf_counter()
            assert story.ask(email).status_code == 302
            if number:  # the first of each also reads its templates
                spent[email].append(time.perf_counter() - began)
    free, taken = (statistics.median(spent[email]) for email in (NEW, TAKEN))
    proof.figure(f"change of address: a free one takes {free / taken:.2f} × a taken one")
    assert 0.6 < free / taken < 1.6


def test_an_address_taken_in_the_meantime_stays_its_owners(app: Flask, story: Story) -> None:
    story.ask(NEW)
    with app.app_context(), transaction():
        a_user(NEW)
    assert story.confirm(story.client, story.link()).location == "/account/security"
    assert "Этот адрес взять нельзя" in visit(story.client, "/account/security").words
    assert story.addresses() == ("anna@example.org",) * 2


@pytest.mark.parametrize("email", ["", "no address", "a@" + "b" * 300 + ".org", "Anna@Example.org"])
def test_what_is_no_new_address_is_said_beside_the_box(story: Story, email: str) -> None:
    page = page_of(story.ask(email))
    assert page.status == 422
    assert "field-error" in page.html
    assert story.letters() == []


def test_letters_are_sent_only_so_often_whatever_the_addresses(story: Story) -> None:
    codes = [story.ask(f"somebody{number}@example.org").status_code for number in range(7)]
    assert codes == [302] * 5 + [429] * 2


def test_the_audit_tells_of_it_without_the_addresses(app: Flask, story: Story) -> None:
    story.ask(NEW)
    story.confirm(story.client, story.link())
    with app.app_context():
        rows = db.session.execute(text("SELECT action, actor_id, after::text FROM audit_records ORDER BY id")).all()
    told = [row for row in rows if "email" in row.action]
    assert [row.action for row in told] == ["identity.ask_for_email", "identity.confirm_email", "members.change_email"]
    assert {row.actor_id for row in told} == {story.user_id}
    assert not [address for address in ("anna@example.org", NEW) if address in str(told)], (
        "only what it begins and ends with"
    )


def test_of_two_who_confirm_at_once_one_is_refused(ctx: Flask, now: Any) -> None:
    with transaction():
        user = a_user()
        token = identity.ask_for_email(user, NEW, now=now)
    assert token
    with transaction():
        assert identity.confirm_email(token, now=now).email == NEW
    with pytest.raises(identity.NoEmailChange), transaction():
        identity.confirm_email(token, now=now)
