"""From sign-up to membership, and back in after a forgotten password; each letter's link is a secret."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace import identity, ledger, members, programmes
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.jobs import housekeeping
from tests.builders import letters as mail
from tests.builders.identity import PASSWORD, a_user, form_of, sign_in
from tests.builders.members import a_member
from tests.builders.pages import page_of, visit
from tests.builders.programmes import a_programme
from tests.builders.promises import keep

EMAIL = "Timur@Example.org"
TIMUR = {"first_name": "Тимур", "last_name": "Ахметов", "password": PASSWORD, "city": "", "language": "ru"}
BEHIND = "/sign-up/confirmation"


@pytest.fixture
def shop(app: Flask) -> Flask:
    with app.app_context(), transaction():
        a_programme()
    return app


def sign_up(client: FlaskClient, email: str = EMAIL, *, where: str = "/sign-up", **more: Any) -> Any:
    form = page_of(client.get(where, **more)).form("/sign-up")
    return client.post("/sign-up", data=form.ticked(email=email), **more)


def letters(app: Flask) -> list[Any]:
    """All that were written, once the worker has kept what was promised."""
    keep(app)
    with app.app_context():
        return mail.letters()


def link(letter: Any, address: str = BEHIND) -> str:
    found = re.search(rf"http://localhost({address}/\S+)", letter.body_text)
    assert found, letter.body_text
    return found[1]


def confirm(client: FlaskClient, where: str, **over: str) -> Any:
    form = visit(client, where).form("")
    return client.post(where, data=form.ticked(**{**TIMUR, **over}))


def the_members(app: Flask) -> list[Any]:
    with app.app_context():
        return list(db.session.execute(text("SELECT * FROM members ORDER BY id")))


def test_person_signs_up_confirms_the_address_and_is_a_member(shop: Flask, client: FlaskClient) -> None:
    answer = sign_up(client)
    assert (answer.status_code, answer.location) == (302, "/sign-up?sent=yes")
    assert "Загляните в почту" in visit(client, answer.location).words
    [letter] = letters(shop)
    assert letter.recipient == "timur@example.org"
    assert the_members(shop) == []
    answer = confirm(client, link(letter))
    assert (answer.status_code, answer.location) == (302, "/")
    [member] = the_members(shop)
    assert (member.first_name, member.last_name, member.email, member.language) == (
        "Тимур", "Ахметов", "timur@example.org", "ru",
    )  # fmt: skip
    assert members.is_number(member.number)
    assert client.get("/verify").status_code == 200
    with shop.app_context():
        account = ledger.account(member.programme_id, "member", owner_id=member.id)
        assert ledger.balance(account, member.joined_at.date()) == 0


def test_a_link_alone_confirms_nothing(shop: Flask, client: FlaskClient) -> None:
    sign_up(client)
    where = link(letters(shop)[0])
    for _ in range(2):
        assert shop.test_client().get(where).status_code == 200
    assert the_members(shop) == []
    with shop.app_context():
        assert db.session.execute(text("SELECT count(*) FROM users")).scalar_one() == 0


def test_an_address_that_a_stranger_has_given_is_its_owners_all_the_same(shop: Flask, client: FlaskClient) -> None:
    """Neither what the stranger has said nor their letters stand in the way; each link that reaches the owner serves."""
    stranger = shop.test_client()
    for _ in range(2):
        sign_up(stranger, where="/sign-up?next=/help")
    assert sign_up(client).status_code == 302
    his, _, own = letters(shop)
    assert confirm(client, link(own)).location == "/"
    [member] = the_members(shop)
    assert (member.first_name, member.email) == ("Тимур", "timur@example.org")
    assert shop.test_client().get(link(his)).location == "/sign-in", "the stranger's letters are void by then"


def test_the_owner_may_as_well_open_the_strangers_letter_and_the_password_is_his(
    shop: Flask, client: FlaskClient
) -> None:
    sign_up(shop.test_client())
    [letter] = letters(shop)
    assert confirm(client, link(letter), password="quiet-harbour-17").status_code == 302
    entered = shop.test_client()
    form = visit(entered, "/sign-in").form("/sign-in")
    answer = entered.post("/sign-in", data=form.ticked(email="timur@example.org", password="quiet-harbour-17"))
    assert answer.status_code == 302


def test_a_sign_up_that_nobody_completes_is_gone_after_seven_days(shop: Flask, client: FlaskClient) -> None:
    sign_up(client)
    where = link(letters(shop)[0])
    for days, answered, left in ((6, 200, 1), (7, 302, 0)):
        now = clock.now() + timedelta(days=days)
        with shop.app_context():
            housekeeping.tidy_at(now)
            assert db.session.execute(text("SELECT count(*) FROM letter_requests")).scalar_one() == left
        assert client.get(where).status_code == answered


def test_the_link_is_void_after_seven_days_also_before_anybody_has_tidied_up(shop: Flask, client: FlaskClient) -> None:
    sign_up(client)
    [letter] = letters(shop)
    with shop.app_context(), transaction():
        db.session.execute(text("UPDATE letter_requests SET asked_at = asked_at - interval '7 days'"))
        asked = identity.letter_request(db.session.execute(text("SELECT id FROM letter_requests")).scalar_one())
        assert asked is not None
        token = identity.sign_up_token(asked)
    assert client.get(f"{BEHIND}/{token}").location == "/sign-in"
    assert client.get(link(letter)).location == "/sign-in"


@pytest.mark.parametrize("host", ["evil.example", "localhost:80@evil.example", "evil.example:8000"])
def test_links_in_letters_lead_to_our_own_address_whatever_the_request_says(shop: Flask, host: str) -> None:
    with shop.app_context(), transaction():
        a_user("anna@example.org")
    client, there = shop.test_client(), {"headers": {"Host": host}}
    for where, email in (
        ("/password/reset", "anna@example.org"),
        ("/sign-up", "timur@example.org"),
        ("/sign-up", "anna@example.org"),
    ):
        form = page_of(client.get(where, **there)).form(where)
        client.post(where, data=form.ticked(email=email), **there)
    written = letters(shop)
    assert len(written) == 3
    for letter in written:
        assert "evil" not in letter.body_text + letter.body_html
        assert re.findall(r"\w+://[^/\s]+/\S+", letter.body_text), letter.body_text
        assert all(link.startswith("http://localhost/") for link in re.findall(r"\w+://\S+", letter.body_text))


@pytest.mark.parametrize("visited", ["shop.example", "gifts.example"])
def test_joining_from_a_brands_page_comes_back_to_it_on_the_same_host(app: Flask, visited: str) -> None:
    with app.app_context(), transaction():
        a_programme(hosts=("shop.example", "gifts.example"))
    client, there = app.test_client(), {"base_url": f"http://{visited}"}
    sign_up(client, where="/sign-up?next=/brands/detsky-mir?city=moscow", **there)
    [letter] = letters(app)
    found = re.search(rf"http://{visited}({BEHIND}/\S+)", letter.body_text)
    assert found, letter.body_text
    form = page_of(client.get(found[1], **there)).form("")
    answer = client.post(found[1], data=form.ticked(**TIMUR), **there)
    assert answer.location == "/brands/detsky-mir?city=moscow"


def test_a_crafted_way_back_leads_nowhere_else(shop: Flask, client: FlaskClient) -> None:
    sign_up(client, where="/sign-up?next=https://evil.example/brands")
    assert confirm(client, link(letters(shop)[0])).location == "/"


def test_a_link_works_once_and_a_made_up_one_never(shop: Flask, client: FlaskClient) -> None:
    sign_up(client)
    where = link(letters(shop)[0])
    confirm(client, where)
    guest = shop.test_client()
    for void in (where, f"{BEHIND}/made-up", f"{BEHIND}/1-{'0' * 40}", f"{BEHIND}/{'9' * 30}-0", f"{BEHIND}/²-0"):
        assert guest.get(void).location == "/sign-in"
    assert len(the_members(shop)) == 1


def test_sign_up_with_a_known_address_looks_the_same_and_writes_to_its_owner(shop: Flask, client: FlaskClient) -> None:
    with shop.app_context(), transaction():
        a_user("timur@example.org")
    known = sign_up(client)
    fresh = sign_up(shop.test_client(), email="another@example.org")
    assert (known.status_code, known.location) == (fresh.status_code, fresh.location)
    first, second = letters(shop)
    assert first.recipient == "timur@example.org"
    assert "/sign-up/confirmation/" not in first.body_text
    assert "/password/reset" in first.body_text
    assert "/sign-up/confirmation/" in second.body_text


@pytest.mark.parametrize("email", ["", "no address", "a@" + "b" * 300 + ".org"])
def test_what_is_no_address_is_said_beside_the_box(shop: Flask, client: FlaskClient, email: str) -> None:
    answer = sign_up(client, email)
    assert answer.status_code == 422
    assert "field-error" in answer.get_data(as_text=True)
    assert letters(shop) == []


@pytest.mark.parametrize(
    "over",
    [
        {"first_name": ""}, {"first_name": "А" * 81}, {"first_name": "Ан\u202eна"}, {"first_name": "<b>"}, {"last_name": "x" * 81},
        {"password": ""}, {"password": "short"}, {"password": "x" * 129 + "yzabc"}, {"password": "password123456"},
        {"password": "timur@example.org"}, {"password": "Ахметов-Ахметов"}, {"password": "Сергей-Сергей", "first_name": "Сергей"}, {"password": "1234567890"},
        {"city": "atlantis"}, {"language": "xx"}, {"member_number": "№ 1"}, {"agreed": ""},
    ],
)  # fmt: skip
def test_bad_input_is_said_beside_its_field_and_nothing_is_kept(
    shop: Flask, client: FlaskClient, over: dict[str, str]
) -> None:
    sign_up(client)
    answer = confirm(client, link(letters(shop)[0]), **over)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "field-error" in page
    assert PASSWORD not in page
    assert the_members(shop) == []


def test_a_membership_is_linked_when_number_and_confirmed_address_are_its_own(shop: Flask, client: FlaskClient) -> None:
    with shop.app_context(), transaction():
        programme = a_programme()
        old = a_member(programme, user=None, email="timur@example.org", number="7700022166", points=500)
        old_id = old.id
        db.session.execute(text("DELETE FROM programme_hosts"))
        db.session.execute(
            text("INSERT INTO programme_hosts (host, programme_id) VALUES ('localhost', :id)"), {"id": programme.id}
        )
    sign_up(client)
    confirm(client, link(letters(shop)[0]), member_number="７700‑0221 66")
    [member] = the_members(shop)
    assert member.id == old_id
    assert member.user_id is not None


@pytest.mark.parametrize("who", ["another address", "signed in already", "no such number"])
def test_a_membership_of_somebody_else_stays_his(shop: Flask, client: FlaskClient, who: str) -> None:
    with shop.app_context(), transaction():
        programme = a_programme(hosts=("localhost",))
        email = "somebody@example.org" if who == "another address" else "timur@example.org"
        owner = a_user("owner@example.org") if who == "signed in already" else None
        his = a_member(programme, user=owner, email=email, number="7700022166")
        his_id, his_user = his.id, his.user_id
    sign_up(client)
    number = "7700022166" if who != "no such number" else "7700022177"
    answer = confirm(client, link(letters(shop)[0]), member_number=number)
    assert answer.status_code == 302
    first, second = the_members(shop)
    assert (first.id, first.user_id) == (his_id, his_user)
    assert second.first_name == "Тимур"
    assert second.number != "7700022166"


def reset(client: FlaskClient, email: str) -> Any:
    page = form_of(client.get("/password/reset").get_data(as_text=True))
    return client.post("/password/reset", data={**page, "email": email})


def test_forgotten_password_is_replaced_by_the_letters_link_once(shop: Flask, client: FlaskClient) -> None:
    with shop.app_context(), transaction():
        a_user("anna@example.org")
    known, unknown = reset(client, "anna@example.org"), reset(shop.test_client(), "nobody@example.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    [letter] = letters(shop)
    where = link(letter, "/password/reset")
    signed_in = shop.test_client()
    with shop.app_context():
        anna = db.session.execute(text("SELECT id FROM users")).scalar_one()
    sign_in(signed_in, anna)
    assert signed_in.get("/verify").status_code == 200
    page = form_of(client.get(where).get_data(as_text=True))
    assert client.post(where, data={**page, "password": "quiet-harbour-17"}).location == "/sign-in"
    assert signed_in.get("/verify").status_code == 302, "whoever was signed in is not any more"
    assert client.get(where).location == "/password/reset"
    signing = form_of(client.get("/sign-in").get_data(as_text=True))
    form = {**signing, "email": "anna@example.org"}
    assert client.post("/sign-in", data={**form, "password": PASSWORD}).status_code == 200
    assert client.post("/sign-in", data={**form, "password": "quiet-harbour-17"}).status_code == 302


def test_of_several_who_use_the_link_at_once_one_gives_the_password(shop: Flask, client: FlaskClient) -> None:
    with shop.app_context(), transaction():
        a_user("anna@example.org")
    reset(client, "anna@example.org")
    where = link(letters(shop)[0], "/password/reset")
    opened = [shop.test_client() for _ in range(4)]
    pages = [form_of(one.get(where).get_data(as_text=True)) for one in opened]

    def send(number: int) -> str | None:
        return opened[number].post(where, data={**pages[number], "password": f"quiet-harbour-{number}"}).location

    with ThreadPoolExecutor(len(opened)) as hands:
        led = list(hands.map(send, range(len(opened))))
    assert sorted(filter(None, led)).count("/sign-in") == 1
    with shop.app_context():
        assert execute("SELECT count(*) FROM audit_records WHERE action = 'identity.change_password'").scalar_one() == 1


@pytest.mark.parametrize("where", ["/password/reset", "/sign-up"])
def test_asking_for_a_letter_tells_nothing_and_shows_a_page_of_its_own(shop: Flask, where: str) -> None:
    with shop.app_context(), transaction():
        a_user("anna@example.org")
    answers = set()
    for who in ("anna@example.org", "nobody@example.org"):
        client = shop.test_client()
        page = form_of(client.get(where).get_data(as_text=True))
        answer = client.post(where, data={**page, "email": who})
        assert (answer.status_code, answer.location) == (302, f"{where}?sent=yes")
        for _again in range(2):
            shown = visit(client, answer.location)
            assert "исьмо уже в пути" in shown.words
            assert 'name="email"' not in shown.html
        headers = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "X-Request-ID")}
        answers.add((str(headers), re.sub(r'value="[^"]*"', "", shown.html)))
    assert len(answers) == 1


PRIVACY = {"ru": "# Персональные данные\n\nХраним имя и почту.\n", "en": "# Personal data\n\nName and mail are kept.\n"}


def publish_privacy(shop: Flask, **texts: str) -> None:
    with shop.app_context(), transaction():
        programme = programmes.default()
        for language, body in texts.items():
            programmes.publish_text(programme.id, "privacy", language, body, now=clock.now())


def consents(shop: Flask) -> list[Any]:
    with shop.app_context():
        return list(db.session.execute(text("SELECT * FROM consents ORDER BY id")))


def test_consent_is_kept_as_a_fact_with_the_text_that_was_on_the_screen(shop: Flask, client: FlaskClient) -> None:
    publish_privacy(shop, **PRIVACY)
    sign_up(client)
    where = link(letters(shop)[0])
    page = visit(client, where)
    assert 'href="/texts/privacy"' in page.html
    answer = client.post(where, data=page.form("").ticked(**TIMUR), headers={"X-Request-ID": "consent-request-1"})
    assert answer.status_code == 302
    [kept] = consents(shop)
    with shop.app_context():
        written = programmes.text(kept.programme_id, "privacy", "ru")
        [record] = db.session.execute(text("SELECT * FROM audit_records WHERE action = 'members.consent'")).all()
    assert (kept.kind, kept.language, kept.version, bytes(kept.digest)) == ("privacy", "ru", 1, written.digest)
    assert kept.request_id == record.request_id == "consent-request-1"
    assert (record.subject, record.actor_id) == (f"user:{kept.user_id}", kept.user_id)
    assert record.after["digest"] == written.digest.hex()


def test_a_text_that_changed_meanwhile_is_read_and_accepted_again(shop: Flask, client: FlaskClient) -> None:
    publish_privacy(shop, **PRIVACY)
    sign_up(client)
    where = link(letters(shop)[0])
    form = visit(client, where).form("").ticked(**TIMUR)
    publish_privacy(shop, ru="# Персональные данные\n\nХраним и телефон.\n")
    answer = page_of(client.post(where, data=form))
    assert "Прочитайте текст и примите его ещё раз" in answer.words
    assert answer.form("").ticks, "the box is empty again"
    assert consents(shop) == []
    assert the_members(shop) == []


def test_without_a_text_the_words_beside_the_box_are_what_was_agreed_to(shop: Flask, client: FlaskClient) -> None:
    sign_up(client)
    confirm(client, link(letters(shop)[0]))
    [kept] = consents(shop)
    assert (kept.version, kept.language) == (0, "ru")


def test_consents_are_only_added(shop: Flask, client: FlaskClient) -> None:
    sign_up(client)
    confirm(client, link(letters(shop)[0]))
    for change in ("UPDATE consents SET version = 7", "DELETE FROM consents"):
        with shop.app_context(), pytest.raises(DBAPIError, match=r"permission denied|append-only"), transaction():
            db.session.execute(text(change))


def test_member_sees_what_she_agreed_to_also_when_there_is_a_newer_text(shop: Flask, client: FlaskClient) -> None:
    publish_privacy(shop, **PRIVACY)
    sign_up(client)
    confirm(client, link(letters(shop)[0]))
    publish_privacy(shop, ru="# Персональные данные\n\nХраним и телефон.\n")
    profile = visit(client, "/account/profile")
    assert "редакция 1, принято" in profile.words
    where = re.search(r'href="(/texts/privacy\?digest=[0-9a-f]{64})"', profile.html)
    assert where
    assert "Храним имя и почту" in visit(client, where[1]).words
    assert "Храним и телефон" in visit(client, "/texts/privacy").words
    for made_up in ("0" * 64, "no", ""):
        assert client.get(f"/texts/privacy?digest={made_up}").status_code == 404
