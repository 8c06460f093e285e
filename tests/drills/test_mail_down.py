"""The mail server is down: letters stay, each is sent once when it is back, and what was given up is shown."""

import email
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from marketplace import mailings
from marketplace.core import outbox
from marketplace.core.db import transaction
from tests.builders import promises
from tests.builders.installation import Installation, installed
from tests.drills.visitor import a_visitor, ask, until
from tests.proof.plugin import Proof

LETTERS = 5


class Post:
    """A mail server that keeps the subjects."""

    def __init__(self, port: int) -> None:
        self.subjects: list[str] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.subjects.append(str(email.message_from_bytes(envelope.original_content or b"")["Subject"]))
        return "250 OK"


def write(shop: Installation, number: int) -> None:
    with shop.app.app_context(), transaction():
        mailings.post(
            f"drill:{number}", programme_id=None, recipient="a@b.ru", subject=f"letter {number}", text="x", html="",
            now=datetime.now(UTC),
        )  # fmt: skip


def give_up(shop: Installation) -> None:
    """One of them has been tried eleven times already."""
    with psycopg.connect(shop.owner_url) as owner:
        owner.execute("UPDATE outbox SET attempts = 11, due_at = now() WHERE ref = 'drill:0'")


# Its small form is in tests/domains/mailings/test_letters.py and tests/core/test_outbox.py, within one process.
@pytest.mark.slow
@pytest.mark.proof("P30", full_only=True)
def test_letters_wait_for_the_mail_server(proof: Proof) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with installed(SMTP_URL=f"smtp://127.0.0.1:{port}") as shop:
        visitor = a_visitor(shop)
        shop.start("web", "worker", "timetable")
        for number in range(LETTERS):
            write(shop, number)
        tried = "SELECT count(*) FROM outbox WHERE topic = 'mailings.send' AND attempts > 0 AND last_error <> ''"
        until(lambda: ask(shop, tried) >= LETTERS)
        assert visitor.order("meanwhile").status == 201
        give_up(shop)
        until(lambda: 'vitrina_promises_dead{topic="mailings.send"} 1.0' in shop.figures())
        post = Post(port)
        post.controller.start()
        try:
            began = time.monotonic()
            until(lambda: len(post.subjects) >= LETTERS - 1)
            caught_up = time.monotonic() - began
            with shop.app.app_context(), transaction():
                (dead,) = promises.dead()
                outbox.send_again(dead.id, now=datetime.now(UTC))
            until(lambda: "letter 0" in post.subjects)
            until(lambda: not ask(shop, "SELECT count(*) FROM outbox WHERE kept_at IS NULL"))
        finally:
            with suppress(Exception):
                post.controller.stop()
        drilled = sorted(subject for subject in post.subjects if subject.startswith("letter"))
        assert drilled == [f"letter {number}" for number in range(LETTERS)]
        proof.figure(f"mail server down: letters left {caught_up:.1f} s after the mail server was back, each once")
