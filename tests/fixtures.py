"""One PostgreSQL server and one database for each worker, emptied after each test that used it."""

import gc
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.app import create_app
from marketplace.cli import tables
from marketplace.core import counters, deeds, handed_out, memory, outbox, postgres, vault
from marketplace.core import db as core_db
from marketplace.core.db import db, execute
from marketplace.jobs.celery_app import bind
from marketplace.reports import CHECKS
from marketplace.settings import Settings
from marketplace.web.console import journal_acts
from tests.builders.rows import Rows

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
RUNNING = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Start a server and migrate its template, in each process that runs tests.

    Each has one of its own, because seals wait for the oldest transaction of a whole server.
    """
    config.stash[RUNNING] = ExitStack()
    server = config.stash[RUNNING].enter_context(postgres.temporary(track_commit_timestamp="on"))
    template = "template_" + secrets.token_hex(4)
    _sql(server.url("postgres"), f"CREATE DATABASE {template}")
    os.environ["VITRINA_TEST_SERVER"] = server.url("{}")
    os.environ["VITRINA_TEST_TEMPLATE"] = template
    app = create_app(_settings(template, Path(os.devnull), entry_points=()))
    with app.app_context():
        tables.upgrade()
        db.engine.dispose()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[RUNNING].close()


def _settings(database: str, keys_file: Path, **over: object) -> Settings:
    values: dict[str, object] = {
        "secret_key": secrets.token_urlsafe(48),
        "database_url": _url(database),
        "keys_file": keys_file,
        "seal_file": keys_file.with_name("seals.log"),
        "handout_journal": keys_file.with_name("handed-out"),
        "public_url": "http://localhost",
        # Not the checkout's own: a demo that runs there has a payment provider at hand.
        "var_dir": keys_file.parent,
    }
    return Settings(_env_file=None, **(values | over))


def _url(database: str) -> str:
    return os.environ["VITRINA_TEST_SERVER"].format(database)


def _sql(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="session")
def database(worker_id: str) -> str:
    """This worker's own database, a copy of the migrated template."""
    name = f"test_{worker_id}_{secrets.token_hex(3)}"
    _sql(_url("postgres"), f"CREATE DATABASE {name} TEMPLATE {os.environ['VITRINA_TEST_TEMPLATE']}")
    return name


@pytest.fixture(scope="session")
def rows(database: str) -> Iterator[Rows]:
    """The rows of this worker's database: `rows.kept(name, make)` for what many tests begin with."""
    rows = Rows(_url(database))
    yield rows
    rows.close()


@pytest.fixture(scope="session")
def _application(
    database: str, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Flask]:
    keys = tmp_path_factory.mktemp("keys") / "keys.json"
    vault.new_key_file(keys)
    app = create_app(_settings(database, keys))
    app.testing = True
    if not pytestconfig.getoption("prove"):  # where everything costs what it costs
        with app.app_context():
            event.listen(db.engine, "connect", _keep_plans)
        _plan_once()
        _hash(app, CHEAPEST_HASH)
    # What is loaded by now stays to the end: nobody looks for rubbish in it again and again.
    gc.collect()
    gc.freeze()
    yield app
    with app.app_context():
        db.engine.dispose()


def _keep_plans(connection: psycopg.Connection[object], _record: object) -> None:
    """What is planned once is kept: all tests together ask far more than a shop does, and each asks whether the books are right.

    The driver throws its prepared statements away after every ROLLBACK, because what they read may have been made in the
    transaction. The server keeps them, and the application makes no tables.
    """
    connection.prepared_max, connection.prepare_threshold = 1_000, 1
    connection._prepared.clear = lambda: False  # type: ignore[method-assign]


def _plan_once() -> None:
    """Work in a transaction is planned once, too: in the product for what it is given, where sets may be of any size. Here all are small."""
    usual, once = (f"plan_cache_mode TO {mode};" for mode in ("auto", "force_generic_plan"))
    assert usual in core_db.BEGIN
    core_db.BEGIN = core_db.BEGIN.replace(usual, once)


# Nobody guesses at these passwords. What a hash costs in the product is held by tests/web/security/test_hashing.py.
CHEAPEST_HASH = {"argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1}


def _hash(app: Flask, cost: Mapping[str, object]) -> None:
    security = app.extensions["security"]
    for context in (security.pwd_context, security.hashing_context):
        context.update(**cost)


@pytest.fixture
def full_hashes(app: Flask) -> Iterator[None]:
    """Hashes cost what they cost in the product: for tests that compare times."""
    _hash(app, app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"])
    yield
    _hash(app, CHEAPEST_HASH)


@pytest.fixture
def app(_application: Flask, rows: Rows, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a real, empty database; whatever a test moves must leave the books right.

    A test that spoils the books on purpose says so: `@pytest.mark.spoils_the_books`. One of the ledger beneath any shop, whose
    transfers have no causes (`tests.builders.books`): `@pytest.mark.ledger_alone`.
    """
    # Another shop in this process, of another test, has put its own keys, counters and worker in the place of ours.
    vault.install(_application.config["SETTINGS"].keys_file)
    handed_out.install(_application.config["SETTINGS"].handout_journal)
    counters.on_count(_application.extensions["counts"].happened)
    outbox._wakers.clear()
    yield _application
    with _application.app_context():
        db.session.remove()
        alone = request.node.get_closest_marker("ledger_alone") is not None
        told = _records_that_tell_too_little()
        wrong = [] if request.node.get_closest_marker("spoils_the_books") else _wrong_in_the_books(alone)
        db.session.remove()
    rows.empty()
    handed_out.forget_before(date.max)  # what was handed out is not in the empty database
    memory.forget_everything()
    assert wrong == []
    assert told == []


def _records_that_tell_too_little() -> list[str]:
    """Records of the audit that do not say what was before and after, as their action must."""
    rows = execute("SELECT action, before, after FROM audit_records WHERE action NOT LIKE 'test%%'")
    wordless = {
        f"{row.action} has no words for the audit's page" for row in rows
        if row.action not in journal_acts.ACTS and re.fullmatch(r"[a-z_]+\.[a-z_]+", row.action)  # not what hostile texts plant
    }  # fmt: skip
    return sorted(wordless | {said for row in rows if (said := deeds.misshapen(row.action, row.before, row.after))})


def _wrong_in_the_books(ledger_alone: bool) -> list[str]:
    """What `vitrina verify` finds, but for the seals, which only some tests make."""
    checks = {"ledger": CHECKS["ledger"]} if ledger_alone else CHECKS
    if not execute("SELECT EXISTS (SELECT FROM transfers)").scalar_one():
        return []
    return [f"{name}: {finding}" for name, check in checks.items() for finding in check()]


@pytest.fixture
def ctx(app: Flask) -> Iterator[Flask]:
    """The application with a context pushed, for tests that call domains."""
    with app.app_context():
        yield app
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody with a browser and no session."""
    return app.test_client()


@pytest.fixture
def celery(app: Flask, monkeypatch: pytest.MonkeyPatch, owner_url: str) -> Iterator[Celery]:
    """Every task of the product and an empty queue; promises wake nobody."""
    monkeypatch.setattr(outbox, "_wakers", [])
    bound = bind(app)
    monkeypatch.setattr(outbox, "_wakers", [])
    bound.loader.import_default_modules()
    yield bound
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SELECT pgmq.purge_queue(queue_name) FROM pgmq.list_queues()")


@pytest.fixture
def now() -> datetime:
    """The moment at which most stories happen."""
    return datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def owner_url(database: str) -> str:
    """The database with the owner's rights: what an attacker with the server's own account would have."""
    return _url(database)


@pytest.fixture
def real_data() -> Path:
    """Real files of suppliers and banks, where they are at hand."""
    if not DATA.is_dir():
        pytest.skip("the shared data folder is not beside the checkout")
    return DATA
