"""A process of its own that takes in spoilt files, one after another, under the limits that a file has.

Reads what to do as JSON from its input; writes a line of JSON before each file and one after it. Where it dies, the
last file that it has named did it. What it logs goes to stderr, where nothing of a file may turn up.
"""

import ctypes
import faulthandler
import gc
import json
import logging
import re
import resource
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from marketplace.app import create_app
from marketplace.cli.imports import group
from marketplace.core import bounded_xml
from marketplace.core.db import db, execute
from marketplace.settings import Settings
from tests.laws.looking import last_committed
from tests.proof.files import bombs, mutations
from tests.proof.files.feeds import FEEDS, Feed
from tests.proof.files.samples import CANARIES

MEMORY = 512 * 2**20
CPU_SECONDS = 30
NAME = "file.upload"
# "file.upload, row 3, column value: why"; names of columns are the form's own words, or the short title that a till's program has given one.
PLACED = re.compile(rf"{re.escape(NAME)}(, row \d+)?(, column [^:]{{1,60}})?: \S.*")
# A refusal may name an offer of the partner's own that is in the shop; it got there with a file that was taken.
SOLD = re.compile(r"looks like .*?, which you sell already")
COUNTED = ("… and ", "Nothing was changed.", "Left out: ")


@dataclass
class Job:
    """Which files, and where."""

    seed: int
    numbers: list[int]
    programme: str
    folder: str
    settings: dict[str, str]
    bombs: bool = False
    codes: int = 0  # an honest file of so many codes instead
    cpu: int = CPU_SECONDS
    without: str = ""

    def file(self, number: int) -> tuple[Feed, str, bytes]:
        """The file of a number: the feed that it goes to, what was done to it, and its bytes."""
        if self.codes:
            suffix = ("csv", "xlsx")[number % 2]
            return bombs.the(f"codes.{suffix}"), f"{self.codes} honest codes", bombs.honest(self.codes, suffix)
        if self.bombs:
            bomb = bombs.BOMBS[number]
            return bomb.feed, bomb.name, bomb.content()
        feed = FEEDS[number % len(FEEDS)]
        return feed, *mutations.mutated(feed, self.seed * 1_000_003 + number)


class Eater:
    """Takes in files with the operator's command, and looks at the shop afterwards."""

    def __init__(self, app: Flask, job: Job) -> None:
        self.app = app
        self.job = job
        self.runner = app.test_cli_runner()
        self.guest: FlaskClient = app.test_client()
        self.path = Path(job.folder) / NAME
        self.committed = self._last_committed()
        self.before = self.state()

    def eat(self, number: int) -> dict[str, Any]:
        """Take in one file; returns what came of it, with what is wrong about that in `wrong`."""
        feed, how, content = self.job.file(number)
        self.path.write_bytes(content)
        del content
        _hand_back()
        apply = number % 5 != 0
        arguments = [feed.door, str(self.path), "--programme", self.job.programme, *feed.options]
        arguments.append("--apply" if apply else "--preview")
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
        began, cpu = time.monotonic(), time.process_time()
        # From now on, and not up to a sum: the kernel counts what a process has had by its ticks, which drift from the clock that we can read.
        signal.setitimer(signal.ITIMER_PROF, self.job.cpu + 1)
        resource.setrlimit(resource.RLIMIT_AS, (status("VmSize") + MEMORY, resource.RLIM_INFINITY))
        result = self.runner.invoke(group, arguments)
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        found = {"seconds": time.monotonic() - began, "cpu": time.process_time() - cpu, "memory": status("VmHWM")}
        taken = result.exit_code == 0 and result.exception is None
        found |= {"feed": feed.name, "how": how, "taken": taken, "wrong": list(_wrong(result, feed, taken))}
        found["wrong"] += self._visible(changed=taken and apply)
        limits = {"memory": MEMORY, "cpu": self.job.cpu, "seconds": 4 * self.job.cpu}
        found["wrong"] += [f"{found[name]} {name}" for name, most in limits.items() if found[name] > most]
        return found

    def _visible(self, *, changed: bool) -> list[str]:
        last, self.committed = self.committed, self._last_committed()
        if last == self.committed and not changed:
            return []  # no transaction that wrote has ended since: the database holds what it held, to the byte
        now = self.state()
        was, self.before = self.before, now
        wrong = [] if now[0] == 200 else [f"the shop answers {now[0]}"]
        return wrong if changed or was == now else [*wrong, f"something of it is visible: {_difference(was, now)}"]

    def _last_committed(self) -> int | None:
        with self.app.app_context():
            number = last_committed()
            db.session.rollback()
        return number

    def state(self) -> tuple[Any, ...]:
        """What the shop answers, and every table with its rows: how many, and what each change of one leaves on it."""
        answer = self.guest.get("/", headers={"HX-Request": "true", "HX-Target": "found"})
        with self.app.app_context():
            rows = sorted((row.name, row.number, row.marks) for row in execute(_ALL))
            db.session.rollback()
        return answer.status_code, answer.text, rows


_ALL = ""


def _difference(was: tuple[Any, ...], now: tuple[Any, ...]) -> str:
    tables = [new[0] for old, new in zip(was[2], now[2], strict=True) if old != new]
    return ", ".join(tables) or "the shop's answer"


def _wrong(result: Result, feed: Feed, taken: bool) -> Iterator[str]:
    error = result.exception
    if error is not None and not isinstance(error, SystemExit):
        yield f"an exception: {type(error).__name__} {_where(error)}"
    elif not taken:
        lines = [line for line in result.stderr.splitlines() if line]
        if result.exit_code != 1 or "Nothing was changed." not in lines:
            yield f"exit code {result.exit_code}, said: {result.stderr[-300:]!r}"
        if not any(PLACED.fullmatch(line) for line in lines):
            yield f"refused without file, place and reason: {result.stderr[-300:]!r}"
        strange = [line for line in lines if not PLACED.fullmatch(line) and not line.startswith(COUNTED)]
        if strange:
            yield f"refused in other words: {strange[0]!r}"
    told = result.output if feed.secret or not taken else result.stderr
    while error is not None:
        told += str(error) + repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told = SOLD.sub("", told)
    if any(canary in told.lower() for canary in CANARIES):
        at = next(told.lower().find(canary) for canary in CANARIES if canary in told.lower())
        yield f"what stands in a cell is told: {told[max(0, at - 80) : at + 40]!r}"


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


def _hand_back() -> None:
    """Give the system what earlier files have left free: a file's memory is its own, as in a command that takes in one."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


def status(name: str) -> int:
    """A size of this process in bytes, as the kernel counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


def main() -> None:
    """Do the job."""
    global _ALL
    job = Job(**json.load(sys.stdin))
    app = create_app(Settings(_env_file=None, **job.settings))
    logging.getLogger().setLevel(logging.DEBUG)
    if job.without == "depth":  # the control: nobody looks how deep a part is nested
        bounded_xml.DEPTH_MAX = 10**9
    with app.app_context():
        names = [row.tablename for row in execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        db.session.rollback()
    _ALL = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) AS number, coalesce(sum(xmin::text::bigint), 0) AS marks FROM {name}"
        for name in sorted(names)
    )
    eater = Eater(app, job)
    faulthandler.register(signal.SIGPROF, chain=True)  # says where the time went
    for number in job.numbers:
        print(json.dumps({"file": number}), flush=True)
        print(json.dumps({"file": number, **eater.eat(number)}), flush=True)


if __name__ == "__main__":
    main()
