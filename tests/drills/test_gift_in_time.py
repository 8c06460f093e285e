"""A gift leaves when it is to, however much else the worker has to do at that moment: at most a minute late."""

import socket
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from marketplace import giftcards, gifts, mailings
from marketplace.core import clock, ids
from marketplace.core.db import db, execute, transaction
from tests.builders.gifts import A_GIFT
from tests.builders.installation import Installation, installed
from tests.builders.orders import a_member, a_shelf, an_order
from tests.drills.test_mail_down import Post, write
from tests.drills.visitor import ask, until
from tests.proof.plugin import Proof

LATE_SECONDS = 60


def a_gift(shop: Installation, due: datetime) -> int:
    """A gift whose letter is to leave at a moment; returns the number of its letter."""
    with shop.app.app_context():
        now = clock.now()
        with transaction():
            shelf = a_shelf(stock=1)
            giver = a_member(shelf.programme, points=1_000)
            order = an_order(giver, shelf, now=now)
            card = giftcards.of_orders([order.id])[order.id]
        with transaction():
            given = gifts.give(giver, card.public_id, replace(A_GIFT, send_at=due), ref=ids.new_ref(), now=now)
        db.session.remove()
    return given.letter_id


def letters_due(shop: Installation, many: int, due: datetime) -> None:
    """So many letters that are to leave just before that moment, so that the worker takes them first."""
    with shop.app.app_context(), transaction():
        for number in range(many):
            mailings.post(
                f"due:{number}", programme_id=None, recipient="a@b.ru", subject=f"due {number}", text="x", html="", now=clock.now()
            )  # fmt: skip
        execute("UPDATE outbox SET due_at = %(due)s WHERE ref LIKE 'due:%%'", {"due": due - timedelta(milliseconds=1)})


@pytest.mark.slow
@pytest.mark.proof("P30")
def test_a_gift_leaves_within_a_minute_of_its_moment_beside_hundreds_of_other_letters(proof: Proof) -> None:
    others, ahead = proof.size(200, 600), timedelta(seconds=proof.size(4, 12))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    post = Post(port)
    post.controller.start()
    try:
        with installed(SMTP_URL=f"smtp://127.0.0.1:{port}") as shop:
            shop.start("worker", "timetable")
            write(shop, 0)
            until(lambda: bool(post.subjects))
            due = clock.now() + ahead
            letter = a_gift(shop, due)
            letters_due(shop, others, due)
            gone = "SELECT sent_at FROM mails WHERE ref = %(ref)s"
            until(lambda: ask(shop, gone, ref=f"gift:{letter}") is not None, LATE_SECONDS + ahead.total_seconds())
            late = (ask(shop, gone, ref=f"gift:{letter}") - due).total_seconds()
    finally:
        with suppress(Exception):
            post.controller.stop()
    assert 0 <= late <= LATE_SECONDS
    proof.figure(f"a gift left {late:.1f} s after its moment, beside {others} letters that were due")
