"""Letters of ours that come back: whoever waits for one hears of it, whatever make of server reports it; nobody else's word counts."""

import re
from email.message import EmailMessage

import pytest
from flask import Flask

from marketplace import gifts, mailings, members
from marketplace.core import clock, ids
from marketplace.core.db import db, execute, transaction
from marketplace.gifts import Gift, Wanted
from marketplace.integrations import mail
from marketplace.integrations.mail import MailNotSent, MailRefused, Server, composed
from marketplace.jobs import mailing, outbox
from marketplace.mailings import Letter
from marketplace.support import cases
from tests.builders import bounces
from tests.builders.bounces import FAILED, NO_FAILURE, Heads
from tests.builders.cases import Help, plain

SENDER = "Vitrina <cards@example.org>"
FRIEND = "anna@mail.example"


@pytest.fixture
def desk(app: Flask) -> Help:
    return Help(app, own_code=True)


def a_gift(desk: Help) -> Gift:
    """Anna gives her card to a friend, and the letter leaves."""
    with desk.app.app_context():
        with transaction():
            wanted = Wanted("Olga", FRIEND, "", "Anna", "plain", "ru", clock.now(), "blue heron")
            given = gifts.give(desk.member, desk.holder.card.public_id, wanted, ref=ids.new_ref(), now=clock.now())
        db.session.remove()
        outbox.drain()
        return gifts.gift(given.id)


def letter(desk: Help, ref: str) -> Letter:
    with desk.app.app_context(), transaction():
        return mailings.to_send(ref)


def heads(desk: Help, of: Letter) -> Heads:
    """What of a letter a mail server has seen, and whoever got it."""
    with desk.app.app_context():
        back_to = cases.return_address(of, SENDER)
        return {"message_id": str(composed(of, SENDER)["Message-ID"]), "recipient": of.recipient, "back_to": back_to}


def receive(desk: Help, content: bytes) -> cases.Received:
    with desk.app.app_context(), transaction():
        return cases.receive(content, now=clock.now())


def state(desk: Help, of: Gift) -> str:
    with desk.app.app_context():
        return gifts.gift(of.id).state


def a_letter(desk: Help, ref: str) -> Letter:
    """A letter to the member's address."""
    with desk.app.app_context():
        with transaction():
            mailings.post(
                ref, programme_id=desk.programme.id, recipient=desk.member.email, subject="Card", text="x", html="", now=clock.now()
            )  # fmt: skip
        db.session.remove()
    return letter(desk, ref)


def test_a_letter_that_comes_back_is_noted_once_whatever_make_of_server_reports_it(desk: Help) -> None:
    for number, make in enumerate(FAILED):
        known = heads(desk, a_letter(desk, f"test:{number}"))
        by_name, by_address = {"back_to": "help@example.org"}, {"message_id": "<nobody@nowhere.example>"}
        first, then = (by_name, by_address) if number % 2 else (by_address, by_name)
        assert receive(desk, make(known | first)).outcome == "noted", make
        assert receive(desk, make(known | then)).outcome == "again", make
        with desk.app.app_context():
            back = mailings.returned(mailings.to_send(f"test:{number}").id)
        assert back is not None
        assert back.status in ("5.1.1", "5.1.10") or (make is bounces.mail_ru and "550 user not found" in back.said), (
            make
        )
    assert desk.rows("SELECT count(*) AS n FROM cases")[0].n == 0


def test_a_gifts_letter_that_comes_back_is_told_to_its_giver_and_what_is_no_failure_changes_nothing(desk: Help) -> None:
    of = a_gift(desk)
    known = heads(desk, letter(desk, f"gift:{of.letter_id}"))
    for make in NO_FAILURE:
        assert (receive(desk, make(known)).outcome, state(desk, of)) == ("ignored", "sent"), make
    assert receive(desk, bounces.postfix(known)).outcome == "noted"
    assert state(desk, of) == "bounced"
    with desk.app.app_context():
        outbox.drain()
        told = execute("SELECT body_text FROM mails WHERE ref = %(ref)s", {"ref": f"gift-news:{of.id}:bounced:1"})
        assert "вернулось" in told.scalar_one()
    assert desk.rows("SELECT count(*) AS n FROM cases")[0].n == 0


def test_a_forged_report_changes_nothing(desk: Help) -> None:
    of = a_gift(desk)
    sent = letter(desk, f"gift:{of.letter_id}")
    known = heads(desk, sent)
    guesses = [
        {"message_id": f"<letter-{sent.id}-{int(sent.written_at.timestamp())}@example.org>"},
        {"message_id": re.sub(r"-[a-z2-7]{16}@", "-aaaaaaaaaaaaaaaa@", known["message_id"])},
        {"back_to": re.sub(r"-[a-z2-7]{12}@", "-aaaaaaaaaaaa@", known["back_to"])},
        {"back_to": f"help+b{sent.id}@example.org"},
    ]
    blank = known | {"message_id": "<x@y.example>", "back_to": "help@example.org"}
    for guess in guesses:
        assert receive(desk, bounces.postfix(blank | guess)).outcome == "ignored", guess
    assert state(desk, of) == "sent"
    case = desk.written(from_=FRIEND)
    address = next(iter(desk.rows("SELECT id FROM cases")))
    with desk.app.app_context():
        of_case = cases.reply_address("help@example.org", address.id).replace("+c", "+b")
    assert receive(desk, bounces.postfix(blank | {"back_to": of_case})).outcome == "ignored", (
        "a case's signature is no letter's"
    )
    assert desk.case(case.id).version == case.version


def test_somebody_who_shows_us_a_report_writes_a_letter_all_the_same(desk: Help) -> None:
    of = a_gift(desk)
    report = bounces.postfix(heads(desk, letter(desk, f"gift:{of.letter_id}")))
    shown = EmailMessage()
    for name, value in {
        "From": FRIEND,
        "To": "help@example.org",
        "Subject": "What is this?",
        "Message-ID": "<s@mail.example>",
    }.items():
        shown[name] = value
    shown.set_content("I got this. Why?")
    shown.add_attachment(report, maintype="application", subtype="octet-stream", filename="report.eml")
    as_letter = shown.as_bytes().replace(b"application/octet-stream", b"text/x-report")
    assert receive(desk, as_letter).outcome == "opened"
    assert state(desk, of) == "sent"


def test_a_member_whose_address_does_not_exist_reads_it_on_every_page_until_they_say_that_it_works(desk: Help) -> None:
    of = a_letter(desk, "test:1")
    notice = "Our emails do not reach you."
    assert receive(desk, bounces.full(heads(desk, of))).outcome == "noted"
    assert notice not in desk.page("anna", "/"), "a full mail box has room tomorrow"
    assert receive(desk, bounces.exim(heads(desk, a_letter(desk, "test:2")))).outcome == "noted"
    for page in ("/", "/cards", "/account/profile"):
        assert notice in desk.page("anna", page)
    for page in (f"/console/members/{desk.member.number}", f"/console/cases/{desk.ask().id}"):
        assert "have come back since" in plain(desk.page("ilya", page)), page
    story = plain(desk.page("ilya", f"/console/members/{desk.member.number}"))
    assert "An email came back" in story
    assert "Emails to the member come back" in story
    assert desk.send("anna", "/account/email/works").status_code == 302
    assert notice not in desk.page("anna", "/")
    acts = desk.rows(
        "SELECT action, before, after FROM audit_records WHERE subject = %(of)s AND action LIKE 'members.%%_address' ORDER BY id",
        of=f"member:{desk.member.id}",
    )
    assert [(row.action, row.before["state"], row.after["state"]) for row in acts] == [
        ("members.lose_address", "reachable", "unreachable"), ("members.find_address", "unreachable", "reachable"),
    ]  # fmt: skip
    with desk.app.app_context(), transaction():
        members.note_unreachable(desk.programme.id, "nobody@mail.example", now=clock.now())
    assert desk.rows("SELECT count(*) AS n FROM unreachable_emails")[0].n == 0, "an address of no member"


class Line:
    """A connection to a mail server that answers as it is told."""

    def __init__(self, code: int, words: bytes) -> None:
        self.code, self.words = code, words

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def send_message(self, _message: EmailMessage, *, from_addr: str, to_addrs: list[str]) -> None:
        self.from_addr = from_addr
        raise mail.smtplib.SMTPRecipientsRefused({to_addrs[0]: (self.code, self.words)})


ANSWERS = [
    (550, b"5.1.1 <a@b>: user unknown", MailRefused), (550, "нет такого ящика".encode(), MailRefused), (551, b"5.1.6 moved", MailRefused),
    (550, b"5.7.1 relaying denied", MailNotSent), (554, b"5.7.1 listed at a block list", MailNotSent), (552, b"5.2.2 over quota", MailNotSent),
    (550, b"5.1.8 sender's domain unknown", MailNotSent), (452, b"4.2.2 over quota", MailNotSent), (450, b"4.1.1 try later", MailNotSent),
]  # fmt: skip


def test_a_server_that_refuses_the_address_is_believed_and_one_that_refuses_us_is_asked_again(
    desk: Help, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, said = a_gift(desk), Line(0, b"")
    monkeypatch.setattr(Server, "_connected", lambda _self: said)
    sent = letter(desk, f"gift:{of.letter_id}")
    for said.code, said.words, outcome in ANSWERS:
        with pytest.raises(outcome) as error:
            Server("smtp://127.0.0.1:1").send(sent, SENDER)
        assert FRIEND not in str(error.value)
    settings = desk.app.config["SETTINGS"].model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    monkeypatch.setitem(desk.app.config, "SETTINGS", settings)
    with desk.app.app_context():
        with pytest.raises(MailNotSent):
            mailing.send(sent.ref)
        assert gifts.gift(of.id).state == "sent"
        said.code, said.words = 550, b"5.1.1 user unknown"
        mailing.send(sent.ref)
        assert (gifts.gift(of.id).state, mailings.to_send(sent.ref).sent_at) == ("bounced", None)
    assert said.from_addr.startswith(f"help+b{sent.id}-")
