"""The worker was off: what the timetable sent in the meantime is thrown away at its start, what is not late stays."""

from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery
from flask import Flask

from marketplace.core.db import execute, transaction
from marketplace.jobs import celery_app
from marketplace.jobs.celery_app import OWN_QUEUE
from marketplace.jobs.timetable import TIMETABLE


def waiting(app: Flask, sent: list[str]) -> int:
    with app.app_context(), transaction():
        mine = f"SELECT count(*) FROM {OWN_QUEUE} WHERE message -> 'headers' ->> 'id' = ANY (%(sent)s)"
        return int(execute(mine, {"sent": sent}).scalar_one())


def left_at_the_start(app: Flask, celery: Celery) -> int:
    """Fifty ticks that are late, one that is not and one that never is; how many of them a worker that starts finds."""
    now = datetime.now(UTC)
    ends = (*[now - timedelta(minutes=1)] * 50, now + timedelta(minutes=5), None)
    sent = [str(celery.send_task("outbox.relay", expires=expires).id) for expires in ends]
    assert waiting(app, sent) == 52
    celery_app._forget_expired()
    return waiting(app, sent)


@pytest.mark.proof("P30")
def test_late_ticks_go_at_once(app: Flask, celery: Celery) -> None:
    assert left_at_the_start(app, celery) == 2


@pytest.mark.proof("P30", control=True)
def test_control_where_nothing_expires_the_late_ones_stay(
    app: Flask, celery: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(celery_app, "_forget_expired", lambda: None)
    assert left_at_the_start(app, celery) == 52


def test_every_tick_ends_before_a_later_one_has_done_its_work() -> None:
    assert all(0 < line["options"]["expires"] <= 3600 for line in TIMETABLE.values())
