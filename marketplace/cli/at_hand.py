"""The database that commands find at hand when none is named."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psycopg

from marketplace.core.postgres import Server, ServerRefused
from marketplace.settings import Settings, load

DATABASE = "vitrina"
APPLICATION_ROLE = "vitrina_app"
LOOK_SECONDS = 5


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
            stop = Event()
            watch = Thread(target=_keep_up, args=(server, var / "log" / "postgres.log", stop), daemon=True)
            watch.start()
            try:
                yield server
            finally:
                stop.set()
                watch.join()
        finally:
            if _is_last(users.fileno()):
                Server(data, data).stop()


def _keep_up(server: Server, log: Path, stop: Event) -> None:
    """Start it again when it has given up, as it does when its disk is full; until there is room it will not stay."""
    while not stop.wait(LOOK_SECONDS):
        with suppress(ServerRefused, OSError):
            Server.start(server.data_dir, log=log)


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
