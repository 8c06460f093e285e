"""What the demo needs before it opens: its own secrets, tables of the newest version, and a world in them."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
import psycopg
from flask.cli import ScriptInfo

from marketplace.cli import tables, world
from marketplace.core import logs, outbox, places, schema, vault
from marketplace.core.db import db
from marketplace.core.postgres import Server
from marketplace.settings import Settings, load

# What the demo keeps in var/, and RESET takes away.
DEMO_DATA = (
    "postgres",
    "postgres.new",
    "keys.json",
    "secret_key",
    "seals.log",
    "handed-out",
    "log",
    "static",
    "uploads",
    "mail",
    "supplier.sock",
    "payments.sock",
    "payments.sqlite",
)
LOADING = ".world-is-loading"

Say = Callable[[str], None]


def own_settings() -> Settings:
    """The operator's settings; a secret key and a key file that they have not given are made in var/ and kept.

    Raises:
        SettingsRefused: one that they have given is wrong or weak.
    """
    var = load(secret_key=secrets.token_urlsafe(48)).var_dir
    var.mkdir(parents=True, exist_ok=True)
    kept = var / "secret_key"
    if not kept.exists():
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    settings = load()
    if not settings.keys_file.exists():
        vault.new_key_file(settings.keys_file)
    (var / "log").mkdir(exist_ok=True)
    return settings


def forget(settings: Settings) -> None:
    """Take away what an earlier demo kept. The caller holds the demo's lock."""
    data = settings.var_dir / "postgres"
    Server(data, data).stop("immediate")
    for name in DEMO_DATA:
        place = settings.var_dir / name
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


def furnish(settings: Settings, say: Say) -> None:
    """Bring the tables to the newest version and load the demo world into an empty database.

    A start that finds both done looks at two rows and does not even load the application.
    """
    assert settings.database_url is not None
    marker = settings.var_dir / LOADING
    version, filled = _state(settings.database_owner_url or settings.database_url)
    if marker.exists() and filled:
        raise click.ClickException(
            "An earlier start was interrupted while loading the demo data: start with RESET=1 (--reset)"
        )
    if version == schema.newest() and filled:
        say("tables and demo data found")
        return
    with _signed_in_as_owner(
        settings
    ):  # the points of its members come with the world, and from nothing that the shop knows
        app = ScriptInfo(app_import_path=f"{places.WSGI}:app", set_debug_flag=False).load_app()
    logs.configure("ERROR")
    say("application loaded")
    with app.app_context():
        tables.upgrade()
        say("tables created")
        if not filled:
            marker.touch()
            # Nobody works yet; and who wakes the worker here, as the owner, would make a queue that the worker may not use.
            outbox.on_promise(lambda: None)
            # Without a mailbox nobody could read the codes, so everybody sets up a factor of their own.
            world.load(datetime.now(UTC), say, authenticators=settings.smtp_url is None)
            marker.unlink()
            say("demo data loaded")
        db.engine.dispose()


def holds_the_world(settings: Settings) -> bool:
    """Whether the database is filled with the demo world, and not with somebody's own things."""
    assert settings.database_url is not None
    with psycopg.connect(settings.database_owner_url or settings.database_url) as connection:
        ask = "SELECT FROM audit_records WHERE action = %s AND subject = %s LIMIT 1"
        return connection.execute(ask, world.LOADED).fetchone() is not None


@contextmanager
def _signed_in_as_owner(settings: Settings) -> Iterator[None]:
    """What is loaded in the meantime connects as the owner; processes that are started later do not."""
    named = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = settings.database_owner_url or settings.database_url or ""
    yield
    if named is None:
        del os.environ["DATABASE_URL"]
    else:
        os.environ["DATABASE_URL"] = named


def _state(url: str) -> tuple[str, bool]:
    """The version of the tables, "" for none, and whether there is a programme in them."""
    with psycopg.connect(url) as connection:
        try:
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            filled = connection.execute("SELECT FROM programmes LIMIT 1").fetchone()
        except psycopg.errors.UndefinedTable:
            return "", False
    return str(version[0]) if version else "", filled is not None
