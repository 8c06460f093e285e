"""The clock jumps a day ahead or an hour back: nothing happens twice, nothing waits for the old time to come again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from celery import Celery
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy_celery_beat.schedulers import DatabaseScheduler

from marketplace import ledger
from marketplace.core import anchors, chain, clock, outbox, throttle
from marketplace.core.db import execute, transaction
from marketplace.jobs import expiry, promises, sealing
from marketplace.jobs.outbox import drain
from marketplace.jobs.scheduler import AGAIN_SECONDS, Scheduler
from tests.builders.api import a_caller
from tests.builders.identity import a_user, sign_in
from tests.builders.ledger import a_member_account, give
from tests.builders.programmes import a_programme

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
AHEAD, BACK = NOW + timedelta(days=1), NOW - timedelta(hours=1)
JUMPS = (NOW, AHEAD, NOW, BACK, AHEAD)


@pytest.fixture
def jump() -> Callable[[datetime], None]:
    """Set the clock of this process."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller.move_to


def test_points_expire_once(ctx: Flask, jump: Callable[[datetime], None]) -> None:
    with transaction():
        programme = a_programme(time_zone="UTC")
        account = a_member_account(programme)
        give(programme, account, [(100, date(2026, 11, 21)), (50, None)])
    swept = []
    for moment in JUMPS:
        jump(moment)
        swept.append(expiry.expire_all(clock.now()))
    assert swept == [0, 1, 0, 0, 0]
    with transaction():
        assert ledger.balance(account, AHEAD.date()) == 50


def test_a_repeated_order_stays_one_and_orders_go_on(app: Flask, jump: Callable[[datetime], None]) -> None:
    caller = a_caller(app, points=100_000, stock=20)
    body, answers = caller.order(), set()
    for number, moment in enumerate(JUMPS):
        jump(moment)
        again = caller.post("/orders", body, key="the-same-key")
        assert again.status_code == 201
        answers.add(again.data)
        assert caller.post("/orders", body, key=f"another-{number}").status_code == 201
    assert len(answers) == 1
    with app.app_context(), transaction():
        assert execute("SELECT count(*) FROM orders").scalar_one() == 1 + len(JUMPS)


def test_a_limit_that_is_reached_stays_reached(ctx: Flask, jump: Callable[[datetime], None]) -> None:
    def hits(times: int) -> list[int]:
        return [throttle.count("guess", 3, 3600, clock.now()).remaining for _ in range(times)]

    assert hits(4)[-1] < 0
    for moment, first in ((AHEAD, 2), (NOW, -2), (BACK, 2), (NOW, -3)):
        jump(moment)
        assert hits(1) == [first], "each stretch of time has a count of its own, and keeps it"


def test_seals_go_on_and_are_right(ctx: Flask, jump: Callable[[datetime], None], tmp_path: Path) -> None:
    file = tmp_path / "seals.log"
    for moment in JUMPS:
        jump(moment)
        with transaction():
            give(programme := a_programme(), a_member_account(programme), [(10, None)])
        sealing.seal_all(clock.now(), file)
    with transaction():
        assert len(list(chain.seals(ledger.BOOK))) == len(JUMPS)
        assert anchors.verify(sealing.BOOKS, file) == []


def test_promises_of_a_clock_that_was_ahead_are_kept_at_once(
    ctx: Flask, jump: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setitem(promises.KEEPERS, "test.say", said.append)
    jump(AHEAD)
    with transaction():
        outbox.send("test.say", ref="new", now=clock.now())
        outbox.send("test.say", ref="tried", now=NOW - timedelta(days=1))
        outbox.send("test.say", ref="for later", now=NOW, due_at=AHEAD)
        (tried,) = [promise for promise in outbox.due(clock.now(), 10) if promise.ref == "tried"]
        outbox.failed(tried.id, "trouble", clock.now() + timedelta(hours=2))
        execute("UPDATE outbox SET attempts = 0, due_at = %(at)s WHERE ref <> 'tried'", {"at": AHEAD})
    jump(NOW)
    assert drain(clock.now()) == 2
    assert sorted(said) == ["new", "tried"]
    assert drain(AHEAD) == 1


@pytest.mark.parametrize("moment", [AHEAD, NOW])
def test_who_is_signed_in_stays_so_for_a_day_ahead(
    app: Flask, client: FlaskClient, jump: Callable[[datetime], None], moment: datetime
) -> None:
    with app.app_context(), transaction():
        a_programme(hosts=("localhost",))
        user = a_user().id
    sign_in(client, user)
    jump(moment)
    assert client.get("/account/security").status_code in (200, 302)
    assert "/sign-in" not in client.get("/account/joining").headers.get("Location", "")


def test_who_signed_in_within_an_hour_that_is_taken_back_signs_in_again(
    app: Flask, client: FlaskClient, jump: Callable[[datetime], None]
) -> None:
    with app.app_context(), transaction():
        a_programme(hosts=("localhost",))
        user = a_user().id
    sign_in(client, user)
    jump(BACK)
    assert "/sign-in" in client.get("/account/joining").headers["Location"]
    sign_in(client, user)
    assert client.get("/account/joining").status_code == 200


def test_the_timetable_does_not_wait_for_the_old_time(
    celery: Celery, jump: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch, owner_url: str
) -> None:
    sent: list[str] = []
    scheduler = Scheduler(app=celery, lazy=False)
    monkeypatch.setattr(scheduler, "apply_entry", lambda entry, producer=None: sent.append(entry.task))

    def minutes(many: int) -> set[str]:
        start = clock.now()
        sent.clear()
        for second in range(0, 60 * many, 5):
            jump(start + timedelta(seconds=second))
            while scheduler.tick() == 0:
                pass
        return set(sent)

    usual = {"outbox.relay", "chain.seal"}
    assert usual <= minutes(3)
    for moment in (AHEAD, BACK):
        jump(moment)
        assert usual <= minutes(3), moment
        assert sent.count("chain.seal") <= 4
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM timetable.celery_periodictask")


def test_the_timetable_outlives_a_database_that_goes_away(
    celery: Celery, owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler = Scheduler(app=celery, lazy=False)
    sent: list[str] = []
    monkeypatch.setattr(scheduler, "apply_entry", lambda entry, producer=None: sent.append(entry.task))

    def gone(*_: object, **__: object) -> None:
        raise SQLAlchemyError

    with monkeypatch.context() as away:
        away.setattr(DatabaseScheduler, "tick", gone)
        assert scheduler.tick() == AGAIN_SECONDS
    assert scheduler.tick() >= 0
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM timetable.celery_periodictask")


def test_the_timetable_that_starts_while_the_database_is_away_waits_for_it(
    celery: Celery, owner_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited: list[float] = []
    real = DatabaseScheduler.setup_schedule

    def away_twice(scheduler: DatabaseScheduler) -> None:
        if len(waited) < 2:
            raise SQLAlchemyError
        real(scheduler)

    monkeypatch.setattr(DatabaseScheduler, "setup_schedule", away_twice)
    monkeypatch.setattr("marketplace.jobs.scheduler.time.sleep", waited.append)
    assert Scheduler(app=celery, lazy=False).schedule
    assert waited == [AGAIN_SECONDS] * 2
    assert "cannot be written" in caplog.text
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM timetable.celery_periodictask")
