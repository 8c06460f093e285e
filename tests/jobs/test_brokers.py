"""Another broker than the database: work goes through it, and while it is away promises wait and nobody notices."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from flask import Flask

from marketplace import mailings
from marketplace.cli import processes
from marketplace.core import vault
from marketplace.core.db import execute, transaction
from marketplace.jobs.celery_app import QUEUE, broker
from marketplace.jobs.waking import Alarm
from marketplace.settings import ROOT, load

KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
WAIT_SECONDS = 60
NOTICED_SECONDS = 1


class Redis:
    """A Redis that forgets everything when it ends."""

    def __init__(self, folder: Path) -> None:
        self._program = shutil.which("redis-server")
        if self._program is None:
            pytest.skip("redis-server is not installed: apt-get install redis-server")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", str(self._folder)]
        with (self._folder / "redis.log").open("ab") as log:
            self._running = processes.spawn([str(self._program), *options], log)
        until(self._answers)

    def end(self) -> None:
        """Nothing is left of it."""
        if self._running is not None:
            processes.end(self._running, 5)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis of this test's own; not started."""
    redis = Redis(tmp_path)
    yield redis
    redis.end()


@pytest.fixture
def at_work(tmp_path: Path, redis: Redis, owner_url: str) -> Iterator[Callable[[], None]]:
    """Starts a worker and a timetable as the operator does, told of that Redis; ends them."""
    vault.new_key_file(tmp_path / "keys.json")
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(ROOT), "VAR_DIR": str(tmp_path), "SECRET_KEY": KEY,
        "DATABASE_URL": owner_url, "BROKER_URL": redis.url,
    }  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        for command in (processes.worker_command(1), processes.beat_command()):
            with (tmp_path / "log").open("ab") as log:
                started.append(
                    subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True, cwd=ROOT)
                )

    yield start
    for process in started:
        processes.end(process, 10)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM timetable.celery_periodictask")


def until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


def promise(ref: str) -> None:
    """Commit a letter, and with it the promise to send it."""
    with transaction():
        mailings.post(ref, programme_id=None, recipient="a@b.ru", subject="x", text="x", html="", now=datetime.now(UTC))


def kept(ref: str) -> bool:
    with transaction():
        row = execute("SELECT kept_at FROM outbox WHERE ref = %(ref)s", {"ref": ref}).one()
    return row.kept_at is not None


@pytest.mark.slow
def test_promises_are_kept_through_redis_and_wait_while_it_is_away(
    ctx: Flask, redis: Redis, at_work: Callable[[], None], owner_url: str, tmp_path: Path
) -> None:
    sender = Celery(set_as_current=False)
    settings = load(_env_file=None, secret_key=KEY, database_url=owner_url, broker_url=redis.url)
    sender.conf.update(task_default_queue=QUEUE, **broker(settings))
    alarm = Alarm(sender, "outbox.relay")
    promise("before it is there")
    at_work()
    until(lambda: "Cannot connect" in (tmp_path / "log").read_text())
    redis.start()
    until(lambda: kept("before it is there"))  # by the timetable: nobody woke the worker
    redis.end()
    began = time.monotonic()
    promise("while it is away")
    alarm.ring()
    assert time.monotonic() - began < NOTICED_SECONDS
    time.sleep(1)
    assert not kept("while it is away")
    redis.start()
    until(lambda: kept("while it is away"))
    promise("when it is back")
    alarm.ring()
    until(lambda: kept("when it is back"))
    sender.close()
