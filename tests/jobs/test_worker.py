"""A real worker on the real queue: what was sent is done, also when the worker is killed in the middle."""

import importlib
import os
import pkgutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from celery import Celery

from marketplace import jobs
from marketplace.cli import processes
from marketplace.core import vault
from marketplace.jobs.celery_app import QUEUE, broker, celery
from marketplace.jobs.timetable import TIMETABLE
from marketplace.settings import ROOT, load

# The real application with two tasks that leave marks, and a queue that gives up on a silent worker after seconds.
TRIAL = """
import time
from pathlib import Path
from wsgi import app, celery

celery.conf.broker_transport_options["visibility_timeout"] = 3
MARKS = Path(__file__).with_name("marks")

@celery.task(name="trial.mark")
def mark(text, seconds=0):
    with MARKS.open("a") as marks:
        marks.write(f"began {text}\\n")
    time.sleep(seconds)
    with MARKS.open("a") as marks:
        marks.write(f"done {text}\\n")
"""
KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
WAIT_SECONDS = 60


class Workshop:
    """A folder with the trial tasks, and the workers that were started in it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        (folder / "trial.py").write_text(TRIAL)
        vault.new_key_file(folder / "keys.json")
        self._folder = folder
        self._workers: list[subprocess.Popen[bytes]] = []
        self._sender = Celery(set_as_current=False)
        settings = load(_env_file=None, secret_key=KEY, database_url=database_url)
        self._sender.conf.update(task_default_queue=QUEUE, **broker(settings))
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": f"{folder}:{ROOT}",
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
            "SECRET_KEY": KEY,
        }

    def start(self) -> subprocess.Popen[bytes]:
        """A worker as the operator starts it, but for the name of its app."""
        command = [part.replace("wsgi:celery", "trial:celery") for part in processes.worker_command(1)]
        with (self._folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True, cwd=ROOT
            )
        self._workers.append(worker)
        return worker

    def send(self, text: str, seconds: float = 0) -> None:
        """As a web process would."""
        self._sender.send_task("trial.mark", [text, seconds])

    def marks(self) -> list[str]:
        """What tasks have written, in order."""
        file = self._folder / "marks"
        return file.read_text().splitlines() if file.exists() else []

    def close(self) -> None:
        """Nothing is left running."""
        for worker in self._workers:
            processes.end(worker, 10)
        self._sender.close()


@pytest.fixture
def workshop(tmp_path: Path, database: str, owner_url: str) -> Iterator[Workshop]:
    """A workshop on this test's database, with an empty queue."""
    shop = Workshop(tmp_path, owner_url)
    yield shop
    shop.close()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pgmq.purge_queue(queue_name) FROM pgmq.list_queues()")


def _until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


@pytest.mark.slow
def test_task_of_a_killed_worker_is_done_by_the_next_one(workshop: Workshop) -> None:
    worker = workshop.start()
    workshop.send("quick")
    _until(lambda: "done quick" in workshop.marks())
    workshop.send("slow", 2)
    _until(lambda: "began slow" in workshop.marks())
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert "done slow" not in workshop.marks()
    workshop.start()
    _until(lambda: "done slow" in workshop.marks())
    assert workshop.marks().count("began slow") > 1  # on a slow machine the queue may give it out once more


def test_timetable_names_tasks_that_exist() -> None:
    for module in pkgutil.iter_modules(jobs.__path__):
        importlib.import_module(f"{jobs.__name__}.{module.name}")
    assert {entry["task"] for entry in TIMETABLE.values()} <= set(celery.tasks)
