"""Reminders of cards that end: a month and a week before, never twice, and of nothing that is gone."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from marketplace import giftcards
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.jobs import card_reminders
from marketplace.jobs import outbox as relay
from tests.builders.letters import letters
from tests.builders.members import a_member
from tests.builders.orders import NOW, a_shelf, an_order


def told(at: datetime) -> list[str]:
    """The subjects of all letters after the worker has looked at this moment."""
    with time_machine.travel(at, tick=False):
        card_reminders.remind_all(clock.now())
        db.session.remove()
        relay.drain(clock.now())
        db.session.remove()
    return [letter.body_text for letter in letters() if "истекает" in letter.subject]


def test_expiry_reminders_never_twice(ctx: Flask) -> None:
    with transaction():
        shelf = a_shelf(stock=3)
        anna = a_member(shelf.programme, points=5_000, expires_on=None)
        first, spent = (giftcards.of_orders([an_order(anna, shelf).id]).popitem()[1] for _ in range(2))
        execute("UPDATE giftcards SET state = 'frozen' WHERE id = %(id)s", {"id": spent.id})
        execute(
            "INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (%(id)s, 'frozen', %(now)s)",
            {"id": spent.id, "now": NOW},
        )
        ends = first.expires_on
    morning = datetime(ends.year, ends.month, ends.day, 7, 30, tzinfo=UTC)  # ten o'clock in Moscow
    assert told(morning - timedelta(days=40)) == []
    far = told(morning - timedelta(days=30))
    assert len(far) == 1
    assert far[0].count("Детский мир") == 1, "a frozen card is not urged"
    assert told(morning - timedelta(days=29)) == far
    assert len(told(morning - timedelta(days=7))) == 2
    assert len(told(morning - timedelta(days=6))) == 2
    assert told(morning + timedelta(days=1)) == told(morning - timedelta(days=5))
