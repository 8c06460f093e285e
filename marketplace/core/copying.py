"""Many rows at once: COPY into a table, in the open transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from marketplace.core.db import db

BLOCK = 500  # rows sent at a time


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows of plain values (str, int, bytes, date, datetime, list, None) to a table; the fastest way in.

    Table and column names come from code, never from people.
    """
    assert all(name.isidentifier() for name in (table, *columns))
    session = db.session()
    session.flush()
    driver: Any = session.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def copy_binary(table: str, columns: Sequence[str], rows: Iterable[bytes]) -> None:
    """Add rows that are already in COPY's binary form: a field count, then each field with its length before it.

    For the largest files only: it spares the server and us from writing and reading text.
    """
    assert all(name.isidentifier() for name in (table, *columns))
    session = db.session()
    session.flush()
    driver: Any = session.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        block: list[bytes] = []
        for row in rows:
            block.append(row)
            if len(block) == BLOCK:
                copy.write(b"".join(block))
                block.clear()
        copy.write(b"".join(block) + b"\xff\xff")
