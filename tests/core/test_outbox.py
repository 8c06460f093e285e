"""Promises: kept if and only if their cause was committed, tried again, given up, and sent again by staff."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask

from marketplace.core import audit, outbox
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.core.errors import NotFound, Refusal
from marketplace.jobs import outbox as relay
from marketplace.jobs.promises import KEEPERS
from tests.builders import promises

TOPIC = "tests.call"


@pytest.fixture
def keeper() -> Iterator[list[str]]:
    """Keeps promises of the topic by writing down their refs; a ref that begins with "bad" fails."""
    called: list[str] = []

    def keep(ref: str) -> None:
        called.append(ref)
        if ref.startswith("bad"):
            raise ValueError(f"CANARY-{ref}")
        if ref.startswith("refused"):
            raise NotFound(secret="CANARY-fact")

    KEEPERS[TOPIC] = keep
    yield called
    del KEEPERS[TOPIC]


def promise(*refs: str, now: datetime, due_at: datetime | None = None) -> None:
    with transaction():
        for ref in refs:
            outbox.send(TOPIC, ref=ref, now=now, due_at=due_at)


def promise_and_fail(ref: str, now: datetime) -> None:
    with transaction():
        outbox.send(TOPIC, ref=ref, now=now)
        raise Refusal


def state(ref: str) -> outbox.Promise:
    with transaction():
        row = execute("SELECT * FROM outbox WHERE ref = %(ref)s", {"ref": ref}).mappings().one()
    return outbox.Promise(**row)


def test_a_promise_of_a_rolled_back_cause_is_none(ctx: Flask, now: datetime) -> None:
    with pytest.raises(Refusal):
        promise_and_fail("1", now)
    with transaction():
        assert outbox.due(now, 10) == []


def test_the_same_promise_twice_is_one_and_is_kept_once(ctx: Flask, now: datetime, keeper: list[str]) -> None:
    promise("1", "1", "2", now=now)
    promise("1", now=now)
    assert relay.drain(now) == 2
    assert relay.drain(now) == 0
    assert keeper == ["1", "2"]
    promise("1", now=now)
    assert relay.drain(now) == 0, "what was kept is not promised anew"


def test_a_promise_for_later_waits(ctx: Flask, now: datetime, keeper: list[str]) -> None:
    promise("1", now=now, due_at=now + timedelta(hours=1))
    assert relay.drain(now) == 0
    assert relay.drain(now + timedelta(hours=1)) == 1


def test_a_failing_promise_is_tried_with_growing_pauses_and_then_given_up(
    ctx: Flask, now: datetime, keeper: list[str]
) -> None:
    promise("bad", "good", now=now)
    assert relay.drain(now) == 1, "one that fails does not stop the others"
    pauses = []
    for _ in range(outbox.ATTEMPTS_MAX - 1):
        pauses.append(int((state("bad").due_at - now).total_seconds()))
        assert relay.drain(now + timedelta(seconds=pauses[-1] - 1)) == 0
        now += timedelta(seconds=pauses[-1])
        relay.drain(now)
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    left = state("bad")
    assert (left.attempts, left.dead_at) == (12, now)
    assert keeper.count("bad") == 12
    relay.drain(now + timedelta(days=9))
    assert keeper.count("bad") == 12, "a dead promise is left alone"


def test_what_went_wrong_is_kept_without_what_the_exception_said(
    ctx: Flask, now: datetime, keeper: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    promise("bad", "refused", now=now)
    relay.drain(now)
    assert (state("bad").last_error, state("refused").last_error) == ("ValueError", "not_found")
    assert "CANARY" not in caplog.text
    assert "test_outbox.py" in caplog.text, "the log says where"


def test_a_topic_that_nobody_keeps_waits_and_is_told(ctx: Flask, now: datetime) -> None:
    with transaction():
        outbox.send("tests.unknown", ref="1", now=now)
    assert relay.drain(now) == 0
    assert state("1").last_error == "nobody keeps this"


def test_a_relay_that_dies_in_the_middle_loses_nothing(ctx: Flask, now: datetime, keeper: list[str]) -> None:
    promise("1", "2", now=now)
    with transaction():
        assert len(outbox.due(now, 10)) == 2  # and then it is killed
    assert relay.drain(now) == 0, "nobody takes them while it might be alive"
    assert relay.drain(now + outbox.LEASE) == 2


def test_a_slow_relay_gives_back_what_it_has_no_time_for(
    ctx: Flask, now: datetime, keeper: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BATCH_SECONDS", -1)
    promise("1", now=now)
    relay.drain(now, run_seconds=0.05)
    assert keeper == []
    assert (state("1").attempts, state("1").due_at) == (0, now)


def test_two_relays_at_once_take_different_promises(app: Flask, now: datetime) -> None:
    with app.app_context():
        promise(*(str(n) for n in range(40)), now=now)
    barrier, taken = threading.Barrier(4), []

    def take() -> None:
        with app.app_context(), transaction():
            barrier.wait()
            taken.extend(one.ref for one in outbox.due(now, 10))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=int) == [str(n) for n in range(40)]


def test_staff_sends_a_dead_promise_again_and_that_is_recorded(ctx: Flask, now: datetime, keeper: list[str]) -> None:
    promise("bad", "good", now=now)
    relay.drain(now)
    with transaction():
        execute("UPDATE outbox SET attempts = 11, due_at = %(now)s WHERE ref = 'bad'", {"now": now})
    relay.drain(now)
    dead = state("bad")
    with transaction(by=Actor("user", 7)):
        assert [one.ref for one in promises.dead()] == ["bad"]
        outbox.send_again(dead.id, now=now, why="the server is back")
    with transaction():
        assert promises.dead() == []
        assert [one.ref for one in promises.waiting()] == ["bad"]
        record = audit.of_subject(f"promise:{dead.id}", limit=5)[0]
    assert (record.actor_id, record.why) == (7, "the server is back")
    assert record.before is not None
    assert record.before["last_error"] == "ValueError"
    for unkept in (dead.id, state("good").id):
        with pytest.raises(outbox.NotDead), transaction(by=Actor("user", 7)):
            outbox.send_again(unkept, now=now)
    with pytest.raises(NotFound), transaction(by=Actor("user", 7)):
        outbox.send_again(10**12, now=now)


def test_a_commit_with_promises_wakes_the_relay_once(
    ctx: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(outbox, "_wakers", [lambda: rung.append(1)])
    promise("1", "2", "3", now=now)
    assert rung == [1]
    with pytest.raises(Refusal):
        promise_and_fail("4", now)
    with transaction():
        audit.record("tests.write", "thing:1", at=now)
    assert rung == [1]


def test_old_kept_promises_are_forgotten_and_others_stay(ctx: Flask, now: datetime, keeper: list[str]) -> None:
    promise("1", "bad", now=now)
    relay.drain(now)
    with transaction():
        assert outbox.forget_kept(now, 10) == 0
        assert outbox.forget_kept(now + timedelta(seconds=1), 10) == 1
        assert [one.ref for one in promises.waiting()] == ["bad"]
