"""Many rows at once: COPY into a table, in the open transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg

from marketplace.core.db import as_library, db, execute

BLOCK = 500  # rows sent at a time


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows of plain values (str, int, bytes, date, datetime, list, None) to a table; the fastest way in.

    Table and column names come from code, never from people. What the database refuses comes as from `execute`.
    """
    with _copy(table, columns, "TEXT") as copy:
        for row in rows:
            copy.write_row(row)


def take_ids(sequence: str, count: int) -> list[int]:
    """So many new ids of a table's sequence, in rising order, for rows that are copied in with what belongs to them."""
    taken = execute(
        "SELECT array_agg(nextval(%(sequence)s)) FROM generate_series(1, %(count)s)",
        {"sequence": sequence, "count": count},
    )
    return taken.scalar_one() or []


def copy_binary(table: str, columns: Sequence[str], rows: Iterable[bytes]) -> None:
    """Add rows that are already in COPY's binary form: a field count, then each field with its length before it.

    For the largest files only: it spares the server and us from writing and reading text.
    """
    with _copy(table, columns, "BINARY") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        left = iter(rows)
        while block := b"".join(islice(left, BLOCK)):
            copy.write(block)
        copy.write(b"\xff\xff")


@contextmanager
def _copy(table: str, columns: Sequence[str], form: str) -> Iterator[psycopg.Copy]:
    """An open COPY of the session's connection."""
    assert all(name.isidentifier() for name in (table, *columns))
    session = db.session()
    session.flush()
    driver: Any = session.connection().connection.driver_connection
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT {form})"
    try:
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            yield copy
    except psycopg.Error as error:
        raise as_library(session, driver, sql, error) from error
