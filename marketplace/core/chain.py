"""The hash chain over the books: rows that were sealed cannot be changed, cut, added or reordered without being found.

A seal covers every row of a book whose transaction lies between two transaction numbers; the upper one is the oldest
transaction still running when it is made, so nothing can be added to the window any more. Its digest is
SHA-256(digest of the seal before ‖ book, window and number of rows ‖ SHA-256 of the rows' digests in order). Anyone who
owns the database could make the chain again from some point on; so each digest is also written into a file outside
it (marketplace.core.anchors).

Transaction numbers belong to one database cluster: a physical backup keeps them, a dump loaded into a new cluster must
first move that cluster's counter past them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.core.db import execute

GENESIS = bytes(32)
# How values look as text must not depend on who asks.
PLAIN = (
    "SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true), "
    "set_config('IntervalStyle', 'iso_8601', true), set_config('extra_float_digits', '1', true), "
    "set_config('bytea_output', 'hex', true), set_config('statement_timeout', '0', true)"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a book: its rows have the `txid` that wrote them, are never deleted, and these columns never change.

    `key`: a whole number that tells its rows apart. `derived`: expressions that stay the same while a column beside them is
    allowed to change in one way. `words`: texts and JSON that may have to be forgotten (marketplace.core.forgetting). They are
    sealed by a digest with the row's `salt`, which stands in `forgotten` once they are gone.
    """

    table: str
    columns: tuple[str, ...]
    key: str = "id"
    derived: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def stored(self) -> tuple[str, ...]:
        """Every column that is sealed, or that sealed words need, beside the key and `txid`."""
        return (*self.columns, *self.words, *(("salt", "forgotten") if self.words else ()))

    @property
    def sealed(self) -> tuple[str, ...]:
        """The expressions of which a row's digest is made."""
        return (*self.columns, *self.derived, *((f"coalesce(forgotten, {self.words_digest})",) if self.words else ()))

    @property
    def words_digest(self) -> str:
        """The expression of the digest that stands for the words of a row."""
        return f"words_digest(salt, jsonb_build_array({', '.join(self.words)}))"


@dataclass(frozen=True, slots=True)
class Book:
    """Tables that are sealed together."""

    name: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """One link: the window [since, upto), how many rows it holds, and the digest that the next one builds on."""

    id: int
    book: str
    since: int
    upto: int
    row_count: int
    previous: bytes
    digest: bytes
    sealed_at: datetime


AUDIT = Book(
    "audit",
    (
        Sheet(
            "audit_records",
            ("at", "actor_kind", "actor_id", "action", "subject", "request_id"),
            words=("why", "before", "after"),
        ),
    ),
)
# Which rows have lost their words, and what was left of them.
FORGETTINGS = Sheet("forgettings", ("sheet", "row_id", "words", "rest"))


def seal(book: Book, now: datetime) -> Seal | None:
    """Close the window from the last seal up to the oldest running transaction; None where it holds no row.

    Two that seal at once make one seal. In a transaction of its own; anchor it after the commit.
    """
    execute(PLAIN)
    execute("SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 2))", {"name": book.name})
    last = next(seals(book, newest_first=True), None)
    since, previous = (last.upto, last.digest) if last else (0, GENESIS)
    upto = int(execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").scalar_one())
    if upto <= since:
        return None
    count, rows_digest = windows(book, [upto], since).get(0, (0, b""))
    if not count:
        return None
    digest = link(previous, book, since, upto, count, rows_digest)
    row = execute(
        """INSERT INTO seals (book, since, upto, row_count, previous, digest, sealed_at)
           VALUES (%(book)s, %(since)s::text::xid8, %(upto)s::text::xid8, %(count)s, %(previous)s, %(digest)s, %(at)s)
           RETURNING id""",
        {
            "book": book.name, "since": str(since), "upto": str(upto), "count": count, "previous": previous,
            "digest": digest, "at": now,
        },
    ).one()  # fmt: skip
    return Seal(row.id, book.name, since, upto, count, previous, digest, now)


def seals(book: Book, *, newest_first: bool = False, after: int = 0) -> Iterator[Seal]:
    """The seals of a book in order of their windows; `after`: only those with a higher id."""
    rows = execute(
        f"""SELECT id, book, since::text, upto::text, row_count, previous, digest, sealed_at FROM seals s
             WHERE book = %(book)s AND id > %(after)s ORDER BY s.upto {"DESC LIMIT 1" if newest_first else ""}""",  # noqa: S608
        {"book": book.name, "after": after},
    )
    for row in rows:
        yield Seal(
            row.id, row.book, int(row.since), int(row.upto), row.row_count, bytes(row.previous), bytes(row.digest),
            row.sealed_at,
        )  # fmt: skip


def link(previous: bytes, book: Book, since: int, upto: int, count: int, rows_digest: bytes) -> bytes:
    """The digest of a seal."""
    return hashlib.sha256(previous + f"{book.name} {since} {upto} {count} ".encode() + rows_digest).digest()


def windows(book: Book, uptos: Sequence[int], since: int = 0) -> dict[int, tuple[int, bytes]]:
    """How many rows each window holds and the digest over them, in one pass; window n ends before uptos[n].

    Windows without rows are left out, and so are rows before `since` and from the last upto on.
    """
    rows = execute(
        f"""SELECT w, count(*) AS number, sha256(string_agg(d, ''::bytea ORDER BY n, id)) AS digest
              FROM (SELECT width_bucket(txid, %(uptos)s::text[]::xid8[]) AS w, n, id, d FROM ({_rows(book)}) r) b
             GROUP BY w""",  # noqa: S608 - tables and columns of our own books
        {"uptos": [str(upto) for upto in uptos], "since": str(since), "upto": str(uptos[-1])},
    )
    return {int(row.w): (int(row.number), bytes(row.digest)) for row in rows}


def marks(book: Book, since: int, upto: int) -> dict[str, str]:
    """Eight hexadecimal digits of each row's digest in a window, by "table:id"; they name the row that was changed."""
    rows = execute(
        f"SELECT n, id, left(encode(d, 'hex'), 8) AS mark FROM ({_rows(book)}) r ORDER BY n, id",  # noqa: S608
        {"since": str(since), "upto": str(upto)},
    )
    return {f"{book.sheets[row.n].table}:{row.id}": str(row.mark) for row in rows}


def from_the_future(book: Book) -> list[str]:
    """Rows that claim to be written by a transaction which has not begun: somebody put them there by hand."""
    union = " UNION ALL ".join(
        f"SELECT '{sheet.table}:' || {sheet.key} AS row FROM {sheet.table} WHERE txid >= pg_snapshot_xmax(pg_current_snapshot())"  # noqa: S608
        for sheet in book.sheets
    )
    return [str(row.row) for row in execute(f"SELECT row FROM ({union}) r LIMIT 20")]  # noqa: S608


def _rows(book: Book) -> str:
    return " UNION ALL ".join(
        f"""SELECT {n} AS n, {sheet.key} AS id, txid, sha256(convert_to(
                       ROW('{sheet.table}', {sheet.key}, txid, {", ".join(sheet.sealed)})::text, 'UTF8')) AS d
              FROM {sheet.table} WHERE txid >= %(since)s::text::xid8 AND txid < %(upto)s::text::xid8"""  # noqa: S608
        for n, sheet in enumerate(book.sheets)
    )
