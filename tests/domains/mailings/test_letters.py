"""Letters: written once with their cause, sent by the worker, tried again while the mail server is away."""

import email
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from jinja2 import DictLoader

from marketplace import mailings
from marketplace.core import listing, vault
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from marketplace.integrations.mail import MailNotSent, Server, composed
from marketplace.jobs import outbox as relay
from marketplace.jobs.housekeeping import tidy_at
from marketplace.mailings import Letter, LetterRefused, rendering
from marketplace.programmes import Programme
from marketplace.settings import Settings
from tests.builders.programmes import a_programme

CARD = {
    "first_name": "Анна", "brand": "Детский мир", "value": "300 ₽", "expires_on": date(2027, 11, 21),
    "card_url": "https://shop.test/cards/7Q4D",
}  # fmt: skip


class Post:
    """A mail server that keeps what it gets; it can be told to refuse."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.original_content or b"", policy=default)
            assert isinstance(message, EmailMessage)
            self.got.append(message)
        return self.answer


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def post(port: int) -> Iterator[Post]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def with_server(ctx: Flask, port: int) -> Iterator[Flask]:
    """The settings name a mail server, whether it is there or not."""
    before: Settings = ctx.config["SETTINGS"]
    ctx.config["SETTINGS"] = before.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})
    yield ctx
    ctx.config["SETTINGS"] = before


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(mail_from="cards@shop.test")


def write(programme: Programme, now: datetime, ref: str = "card:1", **over: Any) -> None:
    words: dict[str, Any] = {
        "recipient": "anna@example.org",
        "template": "card",
        "language": "ru",
        "context": CARD,
    } | over
    with transaction():
        mailings.write(ref, programme=programme, now=now, **words)


def letter(ref: str = "card:1") -> Letter:
    with transaction():
        return mailings.to_send(ref)


def test_a_letter_reaches_its_recipient_once_in_text_and_html(
    with_server: Flask, post: Post, programme: Programme, now: datetime
) -> None:
    write(programme, now)
    write(programme, now)
    assert relay.drain(now) == 1
    assert relay.drain(now + timedelta(days=1)) == 0
    (message,) = post.got
    assert (message["To"], message["From"]) == ("anna@example.org", "cards@shop.test")
    assert message["Subject"] == "Карта «Детский мир» на 300 ₽"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "https://shop.test/cards/7Q4D" in part
        assert "Анна" in part
        assert "21.11.2027" in part
    assert letter().sent_at is not None


LINK = "https://shop.test/account/email/confirmation/se&cret"


def kept(ref: str = "address:1") -> str:
    """All that the database holds of a letter, as text."""
    with transaction():
        return str(execute("SELECT to_json(mails)::text FROM mails WHERE ref = %(ref)s", {"ref": ref}).scalar_one())


def a_letter_that_acts(programme: Programme, now: datetime) -> None:
    write(programme, now, "address:1", template="address_new", context={"link": LINK}, language="en")


def test_a_link_that_acts_reaches_its_reader_alone_and_is_gone_once_the_letter_has_left(
    with_server: Flask, post: Post, programme: Programme, now: datetime
) -> None:
    a_letter_that_acts(programme, now)
    assert "se&cret" not in kept(), "it stands in no body, not even while the letter waits"
    assert relay.drain(now) == 1
    (message,) = post.got
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert LINK in text.get_content()
    assert f'href="{LINK.replace("&", "&amp;")}"' in html.get_content()
    left = mailings.letter(letter("address:1").id, programme_id=programme.id, installation=False)
    assert left.acts
    assert "se&cret" not in mailings.opened(left.id).body_text
    assert '"links":null' in kept().replace(" ", "")


def test_a_link_that_acts_is_kept_while_the_letter_is_tried_and_no_longer_than_it_works(
    with_server: Flask, post: Post, programme: Programme, now: datetime
) -> None:
    a_letter_that_acts(programme, now)
    post.answer = "451 later"
    assert relay.drain(now) == 0
    tidy_at(now + timedelta(hours=1))
    assert LINK in letter("address:1").body_text
    tidy_at(now + timedelta(days=7, seconds=1))
    with pytest.raises(Refusal):
        letter("address:1")
    post.answer = "250 OK"
    assert relay.drain(now + timedelta(days=7, minutes=1)) == 0
    assert post.got == [], "a letter without its link is no letter"


def test_links_in_letters_move_to_a_new_key(ctx: Flask, programme: Programme, now: datetime) -> None:
    a_letter_that_acts(programme, now)
    with transaction():
        cipher = execute("SELECT links FROM mails").scalar_one()
        new = vault.installed().renewed(cipher, b"mail:address:1")
        changed = execute(mailings.CIPHERTEXTS.exchange, {"ref": ["address:1"], "old": [cipher], "new": [new]})
        assert changed.scalar_one() == 1
    assert LINK in letter("address:1").body_text


def test_a_template_says_of_each_link_what_it_does(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a link that is written without saying so ends the letter. Every template is rendered elsewhere."""
    monkeypatch.setattr(
        rendering, "FileSystemLoader", lambda _: DictLoader({"new.txt": "x\n{{ link }}", "new.mjml": ""})
    )
    rendering._environment.cache_clear()
    with pytest.raises(AssertionError, match=r"acts or \|leads"):
        rendering.render("new", programme, "en", {"link": LINK})
    rendering._environment.cache_clear()


def test_while_the_server_is_down_the_promise_stays_and_is_kept_later(
    with_server: Flask, programme: Programme, now: datetime, port: int
) -> None:
    write(programme, now)
    assert relay.drain(now) == 0
    assert letter().sent_at is None
    with transaction():
        row = execute("SELECT attempts, last_error, kept_at FROM outbox").one()
    assert (row.attempts, row.kept_at) == (1, None)
    assert row.last_error == "MailNotSent: ConnectionRefusedError"
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert relay.drain(now + timedelta(seconds=10)) == 1
    finally:
        controller.stop()
    assert len(handler.got) == 1


def test_a_server_that_refuses_is_asked_again(
    with_server: Flask, post: Post, programme: Programme, now: datetime
) -> None:
    write(programme, now)
    post.answer = "451 later, CANARY-anna@example.org"
    assert relay.drain(now) == 0
    with transaction():
        assert execute("SELECT last_error FROM outbox").scalar_one() == "MailNotSent: SMTPDataError 451"
    post.answer = "250 OK"
    assert relay.drain(now + timedelta(seconds=10)) == 1


def test_a_server_that_says_nothing_is_not_waited_for_long(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.integrations.mail.TIMEOUT_S", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(MailNotSent, match="SMTPServerDisconnected"):
            Server(f"smtp://127.0.0.1:{silent.getsockname()[1]}").send(_a_letter(now), "a@shop.test")


def test_without_a_mail_server_the_letter_is_kept(ctx: Flask, programme: Programme, now: datetime) -> None:
    write(programme, now)
    assert relay.drain(now) == 1
    assert letter().sent_at is None
    (kept,) = listed(programme.id)
    assert (kept["id"], kept["state"]) == (letter().id, "kept")


def test_a_letter_of_a_rolled_back_cause_is_none(ctx: Flask, programme: Programme, now: datetime) -> None:
    def fail() -> None:
        with transaction():
            mailings.write(
                "card:1", programme=programme, recipient="a@b.ru", template="card", language="ru", context=CARD, now=now
            )
            raise Refusal

    with pytest.raises(Refusal):
        fail()
    assert listed(programme.id) == []
    assert relay.drain(now) == 0


def test_a_letter_speaks_the_members_language(ctx: Flask, programme: Programme, now: datetime) -> None:
    write(programme, now, "1", language="en")
    write(programme, now, "2", language="de")
    assert letter("1").subject == "Your Детский мир card for 300 ₽"
    assert "Altitude" in letter("1").body_html
    assert letter("2").subject == "Карта «Детский мир» на 300 ₽"


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "anna",
        "a@b.ru\nBcc: all@b.ru",
        "a@b.ru\r\n",
        "a@b.ru,c@d.ru",
        "Anna <a@b.ru>",
        "a b@c.ru",
        "a@b\0.ru",
        "x" * 300 + "@b.ru",
    ],
)
def test_an_address_that_is_none_is_refused(ctx: Flask, programme: Programme, now: datetime, recipient: str) -> None:
    with pytest.raises(LetterRefused):
        write(programme, now, recipient=recipient)


@pytest.mark.parametrize("subject", ["", " ", "a\nBcc: all@b.ru", "a\r\nX: y", "x" * 201, "a\0b", "a\u2028b"])
def test_a_subject_of_more_than_one_line_is_refused(ctx: Flask, now: datetime, subject: str) -> None:
    with pytest.raises(LetterRefused), transaction():
        mailings.post("x", programme_id=None, recipient="a@b.ru", subject=subject, text="x", html="", now=now)


def test_a_line_break_cannot_reach_a_header_even_past_the_domain(now: datetime) -> None:
    for field, value in (("subject", "a\nBcc: all@b.ru"), ("recipient", "a@b.ru\nBcc: all@b.ru")):
        with pytest.raises(ValueError, match="linefeed"):
            composed(replace(_a_letter(now), **{field: value}), "cards@shop.test")


HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}<mj-raw><b>x</b></mj-raw>\nBcc: all@b.ru"


def test_what_people_wrote_does_nothing_in_a_letter(ctx: Flask, programme: Programme, now: datetime) -> None:
    write(programme, now, context=CARD | {"first_name": HOSTILE, "brand": HOSTILE})
    kept = letter()
    assert "<script" not in kept.body_html
    assert "<b>x" not in kept.body_html
    assert "49" not in kept.body_html + kept.body_text + kept.subject
    assert "\n" not in kept.subject
    message = composed(kept, "cards@shop.test")
    assert message["Bcc"] is None


def test_letters_are_found_by_whether_they_left(ctx: Flask, programme: Programme, now: datetime) -> None:
    """By the list's filters: what waits, what was given up, what left; never another programme's."""
    for name in ("waiting", "failed", "sent"):
        write(programme, now, f"card:{name}")
    with transaction():
        execute("UPDATE outbox SET dead_at = now(), last_error = 'MailNotSent' WHERE ref = 'card:failed'")
        mailings.sent(mailings.to_send("card:sent").id, now)
    for state in ("waiting", "failed", "sent"):
        (found,) = listed(programme.id, state=state)
        assert found["id"] == mailings.to_send(f"card:{state}").id
        assert found["state"] == state
    assert listed(programme.id, state="kept") == []
    assert listed(programme.id + 1) == []


def listed(programme_id: int, **asked: str) -> list[listing.Row]:
    question = listing.ask(mailings.LETTERS, asked, listing.Locale())
    return listing.page(
        mailings.LETTERS, question, listing.Asker({"programme": programme_id, "installation": False})
    ).items


def _a_letter(now: datetime) -> Letter:
    return Letter(1, "x", None, "a@b.ru", "Subject", "text", "<p>html</p>", now, None)


@pytest.mark.parametrize("address", ["anna@пример.рф", "анна@пример.рф"])
def test_address_in_its_own_letters_is_written_to_as_mail_servers_want_it(address: str, now: datetime) -> None:
    message = composed(replace(_a_letter(now), recipient=address), "Высота <cards@магазин.рф>")
    assert str(message["To"]).endswith("@xn--e1afmkfd.xn--p1ai")
    assert str(message["From"]).endswith("<cards@xn--80aairftm.xn--p1ai>")
    assert str(message["Message-ID"]).isascii()
    if address.isascii() or address.startswith("anna"):
        assert bytes(message).isascii()
