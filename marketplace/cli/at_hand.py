"""The database that commands find at hand when none is named."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from marketplace.core.postgres import Server
from marketplace.settings import Settings, load

DATABASE = "vitrina"
APPLICATION_ROLE = "vitrina_app"


@contextmanager
def at_hand() -> Iterator[Settings]:
    """The settings with a database to work on: the one that is named, else the one in var/, started if need be."""
    settings = load()
    if settings.database_url:
        yield settings
        return
    with embedded(settings.var_dir) as server:
        # Processes that we start find it there, and the application as well.
        os.environ["DATABASE_URL"] = server.url(DATABASE, APPLICATION_ROLE)
        os.environ["DATABASE_OWNER_URL"] = server.url(DATABASE)
        yield load()


@contextmanager
def embedded(var: Path) -> Iterator[Server]:
    """The server in var/postgres with our database in it; the last of those who use it stops it."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / ".postgres.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        data = var / "postgres"
        try:
            server = Server.start(data, log=var / "log" / "postgres.log")
            _make_database(server)
            yield server
        finally:
            if _is_last(users.fileno()):
                Server(data, data).stop()


def _make_database(server: Server) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
