"""A shop that is searched afterwards: in this process with its log caught, or a whole one with servers of its own."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import psycopg
import structlog
from flask import Flask

from marketplace.core import logs, vault
from marketplace.jobs import outbox as relay
from marketplace.settings import ROOT
from tests.builders.api import Caller
from tests.builders.installation import Installation, installed
from tests.proof.leaks.browser import Browser
from tests.proof.leaks.workload import dump, faults, load, refused_loads, spoilt

STATEMENTS = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "all"}
# A step of the workload that makes things go wrong, while somebody uses the shop.
Use = Callable[[], object]


@dataclass
class Here:
    """In this process."""

    app: Flask
    folder: Path
    url: str
    private: str = "-"  # the name of the file that may hold secrets

    @property
    def http(self) -> Any:
        return self.app.test_client()

    def import_codes(self, caller: Caller, content: bytes, now: datetime) -> None:
        """The file is previewed, loaded, loaded again, and refused in every way."""
        with self.app.app_context():
            load(caller, content, now, apply=False)
            load(caller, content, now)
            load(caller, content, now)
            assert refused_loads(caller, content, now) == 6

    def break_down(self, use: Use, shown: list[str], now: datetime) -> None:
        """What goes wrong inside, told by the product's own handlers."""
        with self.app.app_context():
            faults(self.app, shown, now)
            relay.drain()

    def told(self) -> str:
        """What the shop has said of itself: its log."""
        (self.folder / "dump.sql").write_bytes(dump(self.url))
        return (self.folder / "web.log").read_text()


@dataclass
class There:
    """A whole shop."""

    shop: Installation
    private: str = "keys.json"

    @property
    def app(self) -> Flask:
        return self.shop.app

    @property
    def folder(self) -> Path:
        return self.shop.folder

    @property
    def url(self) -> str:
        return self.shop.owner_url

    @property
    def http(self) -> Any:
        return Browser(self.shop.port)

    def import_codes(self, caller: Caller, content: bytes, now: datetime) -> None:
        """The same by the operator's command; what it prints is kept beside the logs."""
        twice, _, wrong_day, *_, zeros = spoilt(content)
        for file, options, taken in (
            (content, [], True), (content, ["--apply"], True), (twice, ["--apply"], False), (wrong_day, ["--apply"], False),
            (zeros, ["--apply"], False),
        ):  # fmt: skip
            assert (self._import(caller, file, options) == 0) == taken

    def break_down(self, use: Use, shown: list[str], now: datetime) -> None:
        """Tables that are not there, a worker that cannot write letters, a database that is killed in the middle."""
        for table in ("codes", "audit_records", "mails", "idempotency_keys"):
            self._away(table, use)
        self._statements("before.txt")  # they do not outlive the server
        self.shop.kill("postgres")
        use()
        self.shop.start_postgres()
        self.shop.wait_until_ready()
        use()

    def told(self) -> str:
        """Logs; and beside them what the database server remembers of statements, and the counters."""
        (self.folder / "figures.txt").write_text(self.shop.figures())
        self._statements("after.txt")
        self.shop.stop()
        (self.folder / "dump.sql").write_bytes(dump(self.url))
        return "".join(file.read_text(errors="replace") for file in (self.folder / "log").iterdir())

    def _statements(self, name: str) -> None:
        asked = "SELECT query FROM pg_stat_statements UNION ALL SELECT query FROM pg_stat_activity"
        with psycopg.connect(self.url) as owner:
            statements = "\n".join(str(row[0]) for row in owner.execute(asked))
        assert "audit_record(" in statements, "statements were remembered"
        (self.folder / name).write_text(statements)

    def _import(self, caller: Caller, content: bytes, options: list[str]) -> int:
        file = Path(f"/proc/self/fd/{_in_memory(content)}")
        command = [sys.executable, "-m", "marketplace.cli.main", "import", "codes", str(file)]
        named = ["--programme", caller.shelf.programme.slug, "--brand", caller.shelf.brand.slug, "--value", "300"]
        environment = {"PATH": os.environ.get("PATH", os.defpath)} | self.shop.environment
        with (self.folder / "log" / "import.log").open("ab") as output:
            done = subprocess.run(
                [*command, *named, *options], env=environment, cwd=ROOT, stdout=output, stderr=output,
                pass_fds=[int(file.name)], check=False,
            )  # fmt: skip
        os.close(int(file.name))
        return done.returncode

    def _away(self, table: str, use: Use) -> None:
        with psycopg.connect(self.url, autocommit=True) as owner:
            owner.execute(f"ALTER TABLE {table} RENAME TO away".encode())
            try:
                use()
            finally:
                owner.execute(f"ALTER TABLE away RENAME TO {table}".encode())


def _in_memory(content: bytes) -> int:
    """A file that is on no disk: the search shall not find what we have put there ourselves."""
    descriptor = os.memfd_create("codes.csv")
    os.write(descriptor, content)
    return descriptor


@contextmanager
def whole() -> Iterator[There]:
    """A shop with everything running, at its most talkative."""
    with installed(postgres=STATEMENTS, LOG_LEVEL="DEBUG") as shop:
        with psycopg.connect(shop.owner_url, autocommit=True) as owner:
            owner.execute("CREATE EXTENSION pg_stat_statements")
        shop.start("web", "worker", "timetable")
        yield There(shop)


@contextmanager
def caught(app: Flask, folder: Path, url: str) -> Iterator[Here]:
    """The product's own logging at its loudest, written to a file of the folder."""
    root, testing = logging.getLogger(), app.testing
    before, level = list(root.handlers), root.level
    vault.install(app.config["SETTINGS"].keys_file)
    app.testing = False  # as in production: faults are told by place and kind
    logs.configure("DEBUG")
    try:
        with (folder / "web.log").open("w", buffering=1) as file:
            _write_to(file, root, logging.DEBUG)
            yield Here(app, folder, url)
    finally:
        app.testing = testing
        root.handlers[:] = before
        root.setLevel(level)
        structlog.reset_defaults()
        for name in ("psycopg", "werkzeug"):
            logging.getLogger(name).setLevel(logging.NOTSET)


def _write_to(file: IO[str], root: logging.Logger, level: int) -> None:
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(file)
    for name in ("psycopg", "werkzeug"):
        logging.getLogger(name).setLevel(level)
