"""The connection budget: what the processes of the settings may hold at once, against what the database gives."""

from contextlib import suppress
from typing import NamedTuple

import psycopg

from marketplace.settings import Settings, SettingsRefused

# A web process: a connection a thread and one for the thread that one network alone never gets, one to ask whether the database is
# there, two to wake the worker.
WEB_MORE = 4
# A child of a worker works on one connection; its parent listens to the queue on three.
WORKER_MORE = 3
TIMETABLE = 4
# Left for the operator, a backup, and old processes that end while new ones start.
RESERVE = 10
ASKED = """
    SELECT least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                 (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()),
                 (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = session_user))
"""


class Budget(NamedTuple):
    """Connections by who may hold them."""

    web: int
    worker: int
    timetable: int = TIMETABLE
    reserve: int = RESERVE


def budget(settings: Settings, worker_processes: int | None = None) -> Budget:
    """What one set of processes (web, one worker, timetable) may hold at once."""
    web = settings.web_workers * (settings.web_threads + WEB_MORE)
    return Budget(web, (worker_processes or settings.worker_processes) + WORKER_MORE)


def check(settings: Settings, worker_processes: int | None = None) -> None:
    """Refuse a start that could run out of connections; a database that does not answer now is asked by nobody.

    Raises:
        SettingsRefused: in one line, what is wanted and what is given.
    """
    with suppress(psycopg.OperationalError):
        wanted, given = budget(settings, worker_processes), _given(settings)
        if sum(wanted) > given:
            raise SettingsRefused(
                f"WEB_WORKERS, WEB_THREADS need more connections than the database allows: {wanted.web} web + "
                f"{wanted.worker} worker + {wanted.timetable} timetable + {wanted.reserve} reserved = {sum(wanted)}, "
                f"of {given}; lower them, or raise max_connections"
            )


def _given(settings: Settings) -> int:
    with psycopg.connect("postgresql://" + settings.database_uri.partition("://")[2], connect_timeout=5) as connection:
        row = connection.execute(ASKED).fetchone()
    assert row is not None, "one row"
    return int(row[0])
