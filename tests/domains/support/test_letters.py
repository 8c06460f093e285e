"""Letters in: answers find their case, others open one; what nobody has written never opens, answers or re-opens anything."""

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from click.testing import CliRunner
from flask import Flask
from PIL import Image

from marketplace import mailings
from marketplace.cli.main import vitrina
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.integrations.mail import composed
from marketplace.jobs import cases as jobs
from marketplace.jobs import outbox
from marketplace.support import cases
from marketplace.support.cases import Received
from marketplace.support.cases.mail import crowding
from marketplace.support.cases.writing import files
from tests.builders.cases import Help

TEXT = "Здравствуйте!\n\nКод карты не подходит: ABCD-EFGH-1234-7K2M.\n\n> 1 ноября служба поддержки писала:\n> Здравствуйте\n"


@pytest.fixture
def desk(app: Flask) -> Help:
    return Help(app)


def a_letter(
    to: str = "help@example.org", sender: str = "Anna <anna@mail.example>", text: str = TEXT, **headers: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    given = {"From": sender, "To": to, "Subject": "Не работает карта", "Message-ID": "<1@mail.example>"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    for name, value in given.items():
        message[name] = value
    message.set_content(text)
    return message


def receive(desk: Help, message: EmailMessage | bytes) -> Received:
    with desk.app.app_context(), transaction():
        return cases.receive(message if isinstance(message, bytes) else message.as_bytes(), now=clock.now())


def texts(desk: Help, case_id: int) -> list[str]:
    return [
        row.text
        for row in desk.rows(
            "SELECT text FROM case_events WHERE case_id = %(id)s AND what IN ('opened', 'wrote') ORDER BY version",
            id=case_id,
        )
    ]


def our_letters(desk: Help) -> list[mailings.Letter]:
    """What we have written to people about cases."""
    with desk.app.app_context():
        outbox.drain()
        return [
            mailings.to_send(row.ref) for row in desk.rows("SELECT ref FROM mails WHERE ref LIKE 'case:%%' ORDER BY id")
        ]


def test_a_letter_opens_a_case_of_nobody_and_the_same_letter_again_does_nothing(desk: Help) -> None:
    done = receive(desk, a_letter())
    assert done.case is not None
    case = done.case
    assert (done.outcome, case.channel, case.member_id, case.email, case.language) == (
        "opened",
        "letter",
        None,
        "anna@mail.example",
        "ru",
    )
    assert texts(desk, case.id) == ["Здравствуйте!\n\nКод карты не подходит: ••••7K2M."], (
        "without the code, and without what it quotes"
    )
    assert receive(desk, a_letter()).outcome == "again"
    assert desk.rows("SELECT count(*) AS n FROM cases")[0].n == 1


def test_answers_find_their_case_by_its_signed_address_and_by_the_letter_that_they_answer(desk: Help) -> None:
    case = receive(desk, a_letter()).case
    assert case is not None
    desk.answer("ilya", case, "Какая карта?", "wait")
    asked = our_letters(desk)[-1]
    sent = composed(asked, "help@example.org")
    assert (sent["Auto-Submitted"], sent["Reply-To"]) == ("auto-generated", asked.reply_to)
    assert asked.reply_to.startswith(f"help+c{case.id}-")
    by_address = receive(
        desk,
        a_letter(to=asked.reply_to, sender="other@mail.example", Message_ID="<2@mail.example>", text="Детский мир"),
    )
    assert (by_address.outcome, by_address.case and by_address.case.state) == ("written", "open")
    threaded = {"Message_ID": "<3@mail.example>", "In_Reply_To": str(sent["Message-ID"])}
    assert receive(desk, a_letter(text="И ещё", **threaded)).outcome == "written"
    forged = receive(
        desk,
        a_letter(
            sender="thief@mail.example", text="Верните на мой адрес", **threaded | {"Message_ID": "<4@mail.example>"}
        ),
    )
    assert forged.outcome == "opened", "whoever did not get our letter does not answer it"
    unsigned = asked.reply_to.replace(asked.reply_to.split("-")[1][:3], "aaa")
    assert receive(desk, a_letter(to=unsigned, Message_ID="<5@mail.example>")).outcome == "opened"
    assert texts(desk, case.id)[1:] == ["Детский мир", "И ещё"]


def a_bounce(of: str) -> bytes:
    """A report (RFC 3464) as mail servers send it."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mail.example
To: help@example.org
Subject: Undelivered
Message-ID: <9@mail.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message was not delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; anna@mail.example
Action: failed
Diagnostic-Code: smtp; 550 5.2.2 mailbox full

--b
Content-Type: text/rfc822-headers

Message-ID: {of}
Subject: x

--b--
""".encode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m.__setitem__("Auto-Submitted", "auto-replied"), lambda m: m.__setitem__("List-Id", "<news.example>"),
        lambda m: m.__setitem__("Precedence", "bulk"), lambda m: m.__setitem__("X-Autoreply", "yes"), lambda m: m.__setitem__("Return-Path", "<>"),
        lambda m: m.replace_header("From", "noreply@shop.example"),
    ],
)  # fmt: skip
def test_what_nobody_has_written_opens_nothing_answers_nothing_and_reopens_nothing(
    desk: Help, spoil: Callable[[EmailMessage], object]
) -> None:
    case = desk.written(from_="anna@mail.example")
    desk.answer("ilya", case, "Готово.", "close")
    to = our_letters(desk)[-1].reply_to
    for number, address in enumerate((to, "help@example.org")):
        robot = a_letter(to=address, text="Я в отпуске", Message_ID=f"<r{number}@mail.example>")
        spoil(robot)
        assert receive(desk, robot).outcome == "ignored"
    assert desk.case(case.id).state == "closed"
    assert desk.rows("SELECT count(*) AS n FROM cases")[0].n == 1
    person = a_letter(to=to, text="Не готово", Message_ID="<p@mail.example>")
    assert receive(desk, person).outcome == "written", "the same from a person re-opens it"
    assert desk.case(case.id).state == "open"


def test_a_bounce_is_noted_on_its_case_and_changes_nothing_else(desk: Help) -> None:
    case = desk.written(from_="anna@mail.example")
    desk.answer("ilya", case, "Готово.", "close")
    sent = composed(our_letters(desk)[-1], "help@example.org")
    done = receive(desk, a_bounce(str(sent["Message-ID"])))
    assert (done.outcome, done.case and done.case.id) == ("noted", case.id)
    assert desk.case(case.id).state == "closed"
    said = desk.rows("SELECT text FROM case_events WHERE what = 'undelivered'")
    assert [row.text for row in said] == ["smtp; 550 5.2.2 mailbox full"]
    assert receive(desk, a_bounce(str(sent["Message-ID"]))).outcome == "again"
    assert receive(desk, a_bounce("<letter-999-1@example.org>")).outcome == "ignored"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"From: =?utf-8?b?4pyT\nTo: help@example.org\n\n",
        b"Content-Type: multipart/mixed; boundary=\n\n--\n",
        b"To: help@example.org\n" * 3000,
    ],
)
def test_what_is_no_letter_is_refused_or_ignored_and_breaks_nothing(desk: Help, content: bytes) -> None:
    with suppress(cases.UnreadableLetter, cases.NoMailbox):
        assert receive(desk, content).outcome == "ignored"
    assert desk.rows("SELECT count(*) AS n FROM cases")[0].n == 0


def test_the_command_takes_a_letter_from_a_pipe_and_says_what_became_of_it(desk: Help) -> None:
    runner = CliRunner()
    command = vitrina.get_command(None, "cases")  # type: ignore[arg-type]
    assert command is not None
    with desk.app.app_context():
        taken = runner.invoke(command, ["receive", "-"], input=a_letter().as_bytes(), obj=None)
        nowhere = runner.invoke(command, ["receive", "-"], input=a_letter(to="sales@example.org").as_bytes())
    assert taken.output.startswith("opened case"), taken.output
    assert (taken.exit_code, nowhere.exit_code) == (0, 67)


def test_a_case_that_waits_for_its_member_in_vain_is_closed_a_week_after_a_letter_and_opens_when_they_write(
    desk: Help,
) -> None:
    case = receive(desk, a_letter()).case
    assert case is not None
    with desk.app.app_context():
        with transaction():
            cases.answer(
                cases.case_by_id(case.id), "Which till?", seen=1, by=desk.people["ilya"], then="wait", now=clock.now()
            )
        now, week = clock.now(), timedelta(days=7, hours=1)
        assert jobs.look_at(now + timedelta(days=6)) == 0
        assert [jobs.look_at(now + week), jobs.look_at(now + week + timedelta(days=6))] == [1, 0]
        assert cases.case_by_id(case.id).state == "waits_member"
    assert "закроем" in our_letters(desk)[-1].body_text
    with desk.app.app_context():
        assert jobs.look_at(now + 2 * week) == 1
        assert cases.case_by_id(case.id).state == "closed"
        with transaction():
            cases.write(cases.case_by_id(case.id), "Касса 4", now=now + 3 * week)
        assert cases.case_by_id(case.id).state == "open"
        assert cases.invariants() == []


def test_the_wait_counts_from_the_newest_question_and_a_case_without_an_address_is_never_unanswered(
    desk: Help,
) -> None:
    asked = receive(desk, a_letter()).case
    assert asked is not None
    start, day = clock.now(), timedelta(days=1)
    with desk.app.app_context():

        def ask(case_id: int, at: timedelta, via: str) -> None:
            with transaction():
                of = cases.case_by_id(case_id)
                cases.answer(
                    of, "Which till?", seen=of.version, by=desk.people["ilya"], then="wait", via=via, now=start + at
                )

        with transaction():
            called = cases.open_case(
                desk.programme.id, channel="phone", category="other", text="?", contact=cases.Contact(phone="+79210000000", reply_by="phone"),
                ref="called", now=start,
            ).case  # fmt: skip
        ask(asked.id, 0 * day, "letter")
        ask(called.id, 0 * day, "phone")
        with pytest.raises(cases.NoAddress):
            ask(called.id, day, "letter")
        assert jobs.look_at(start + 7 * day) == 1, "the letter that reminds"
        ask(asked.id, 13 * day, "letter")
        assert jobs.look_at(start + 15 * day) == 0
        assert jobs.look_at(start + 20 * day) == 1, "another reminder, not the end"
        assert [cases.case_by_id(one.id).state for one in (asked, called)] == ["waits_member"] * 2
        assert jobs.look_at(start + 27 * day) == 1
        assert [cases.case_by_id(one.id).state for one in (asked, called)] == ["closed", "waits_member"]
        assert cases.invariants() == []


def a_photo(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 80), colour).save(file, "JPEG")
    return file.getvalue()


def test_a_letter_is_cut_and_its_files_left_out_rather_than_refused(
    desk: Help, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "OF_CASE_MAX", 2)
    long = "слово " * 1_660 + "ABCD-EFGH-1234-7K2M " + "слово " * 500

    def with_pictures(number: int, *pictures: bytes, **over: str) -> Received:
        letter = a_letter(Message_ID=f"<f{number}@mail.example>", **over)
        for picture in pictures:
            letter.add_attachment(picture, maintype="image", subtype="jpeg", filename="чек.jpg")
        return receive(desk, letter)

    photos = [a_photo(colour) for colour in ("red", "green", "blue")]
    case = with_pictures(1, photos[0], photos[1], text=long).case
    assert case is not None
    desk.answer("ilya", case, "Какая карта?", "wait")
    to = our_letters(desk)[-1].reply_to
    other = desk.written(from_="anna@mail.example")
    with desk.app.app_context(), transaction():
        cases.merge(cases.case_by_id(case.id), other, now=clock.now())
    assert with_pictures(2, photos[0], photos[2], text=long, to=to).outcome == "written"
    assert with_pictures(3, photos[1], photos[2], photos[0], text="Вот", to=to).outcome == "written"
    written = desk.rows("SELECT case_id, text, facts FROM case_events WHERE what IN ('opened', 'wrote') ORDER BY id")
    assert [row.case_id for row in written] == [case.id, other.id, other.id, other.id]
    for row in (written[0], written[2]):
        assert (len(row.text) <= cases.TEXT_MAX, row.text[-1], "ABCD" in row.text) == (True, "…", False)
        assert (row.facts["cut"], row.facts["masked"]) == (True, True)
    assert not [row.facts for row in written[:3] if "files_lost" in row.facts], "another case has room of its own"
    assert written[3].facts["files_lost"] == 1, "what the case has already takes no room"


def test_letters_in_heaps_open_a_few_cases_and_the_rest_waits_without_being_lost(desk: Help) -> None:
    done = [
        receive(desk, a_letter(Message_ID=f"<heap-{number}@mail.example>", text=f"Письмо {number}"))
        for number in range(8)
    ]
    assert [one.outcome for one in done] == ["opened"] * 5 + ["written"] * 3
    assert done[4].case is not None
    assert texts(desk, done[4].case.id) == [f"Письмо {number}" for number in range(4, 8)], "in one place, and all of it"
    other = receive(desk, a_letter(sender="boris@mail.example", Message_ID="<other@mail.example>"))
    assert other.outcome == "opened"


def test_network_that_opens_case_after_case_waits_behind_others_and_is_not_written_to(
    desk: Help, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowding, "NETWORK_CASES", 2)
    hop = "from mx.example (mx.example [93.184.216.{}]) by help.example.org"
    made = [
        receive(
            desk,
            a_letter(
                sender=f"one{number}@mail{number}.example",
                Message_ID=f"<net-{number}@mail.example>",
                Received=hop.format(number) if number < 3 else "from x ([10.0.0.1]) by help.example.org",
            ),
        )
        for number in range(4)
    ]
    assert [one.case.priority for one in made if one.case] == ["normal", "normal", "low", "normal"]
    assert sorted(letter.recipient for letter in our_letters(desk)) == [
        f"one{number}@mail{number}.example" for number in (0, 1, 3)
    ]
