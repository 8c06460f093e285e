"""Sealed and yet forgettable: words of people that a seal covers can go, and the seal still verifies.

A sheet with `words` seals a salted digest of them (marketplace.core.chain). When they are forgotten the digest stays in the row, the salt goes
with the words, and `forgettings` keeps what was left in their place: a sealed row for each row that has lost its words. A trigger
(`forgetting_note`) allows that change and no other; here is checked that it did not happen in any other way either.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from marketplace.core.chain import Book, Sheet
from marketplace.core.db import execute
from marketplace.core.findings import Finding, search

NOTHING = "00000000-0000-0000-0000-000000000000"  # a salt that was forgotten


@dataclass(frozen=True, slots=True)
class Goes:
    """What a domain keeps of a person, and how it goes: by a statement that counts the rows which had something to lose, or as sealed words.

    Args:
        columns: the texts that it takes out, as table.column; those of rows that go whole, too.
        sql: with the parameters of `Who`; gives one number, or changes rows and is counted.
        sealed: instead of it, the name of words that a seal covers. Nobody but an erasure may take them out: the database holds it to that.
    """

    columns: tuple[str, ...]
    sql: str = ""
    sealed: str = ""


AUDIT_ERASED = (Goes(("audit_records.why", "audit_records.before", "audit_records.after"), sealed="records"),)


@dataclass(frozen=True, slots=True)
class Moves:
    """What a domain still has in progress for somebody, so that their data cannot be erased yet.

    Args:
        what: its name.
        sql: a query that finds a row while there is such a thing, with the parameter `members`: all memberships that are theirs.
    """

    what: str
    sql: str


@dataclass(frozen=True, slots=True)
class Who:
    """Whose data go, by everything that it is found by.

    Args:
        user: the sign-in, where it goes too; None where there is none, or where its owner has another membership.
        addresses: those that letters went to.
        cards, payments, gifts: numbers of what is or was theirs.
        letters: refs of letters that tell of them. farewell: that of the last one, which goes a day later.
    """

    now: datetime
    programme: int
    member: int
    user: int | None
    addresses: tuple[str, ...]
    cards: tuple[int, ...]
    payments: tuple[int, ...]
    gifts: tuple[int, ...]
    letters: tuple[str, ...]
    farewell: str


def forget(what: Goes, who: Who) -> int:
    """Take it out; returns how many rows had something to lose. Repeated, it finds nothing more."""
    facts = {one.name: getattr(who, one.name) for one in fields(who)}
    rows = execute(
        what.sql, {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}
    )
    counted = rows.scalar()
    return int(rows.rowcount if counted is None else counted)


def invariants(books: Iterable[Book]) -> list[Finding]:
    """Every row that has lost its words otherwise than by being forgotten, or says more since."""
    sheets = [sheet for book in books for sheet in book.sheets if sheet.words]
    return search(
        {
            f"words of {sheet.table} went by being forgotten, and nothing stands in their place": _rule(sheet)
            for sheet in sheets
        }
    )


def _rule(sheet: Sheet) -> str:
    return f"""
        SELECT coalesce(t.row_id, f.row_id) AS {sheet.table}, f.id AS forgetting
          FROM (SELECT {sheet.key} AS row_id, salt, forgotten, {sheet.words_digest} AS rest FROM {sheet.table} WHERE forgotten IS NOT NULL) t
          FULL JOIN (SELECT * FROM forgettings WHERE sheet = '{sheet.table}') f ON f.row_id = t.row_id
         WHERE (f.words = t.forgotten AND f.rest = t.rest AND t.salt = '{NOTHING}') IS NOT TRUE"""  # noqa: S608 - our own tables
