"""Controls: a function of the database with its guard taken out."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def function_changed(owner_url: str, name: str, old: str, new: str = "") -> Iterator[None]:
    """A function of the database with a part of it replaced, put back at the end: how a test is shown that it can fail."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        row = connection.execute("SELECT pg_get_functiondef(%s::regproc)", (name,)).fetchone()
        assert row is not None
        assert old in row[0], "there is nothing to take out"
        connection.execute(row[0].replace(old, new))
        try:
            yield
        finally:
            connection.execute(row[0])
