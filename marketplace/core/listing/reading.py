"""Reading a list: a page by key, how many rows there are, every row one after another."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.exc import DBAPIError

from marketplace.core import formats, paging
from marketplace.core.db import execute, in_transaction, snapshot
from marketplace.core.errors import Refusal
from marketplace.core.listing import searching
from marketplace.core.listing.description import ASKED, Kind, Listing, Row
from marketplace.core.listing.question import Question
from marketplace.core.paging import BadCursor, Page, Part

FETCH_ROWS = 1000
TIMED_OUT = "57014"
STATEMENT_SECONDS = 10
WHOLE = (Kind.NUMBER, Kind.POINTS, Kind.MONEY)
MASKS = {Kind.EMAIL: formats.masked_email, Kind.PHONE: formats.masked_phone}


class ListTooSlow(Refusal):
    """The rows were not found in the time that the database gives a statement: the question must be narrower."""

    code = "list_too_slow"
    status = 503


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the values of the listing's scope, whether they may see addresses and phones whole, and whether they read English."""

    scope: Mapping[str, Any] = field(default_factory=dict)
    sees_private: bool = False
    english: bool = False


def page(
    listing: Listing, question: Question, asker: Asker, *, cursor: str = "", limit: int | None = None
) -> Page[Row]:
    """One page of a list; rows are masked as the asker must see them.

    Raises:
        BadCursor, BadLimit: the page cannot be given.
        ListTooSlow: ask something narrower.
    """
    size = listing.per_page if limit is None else paging.checked_limit(limit)
    rows = _rows(listing, question, asker, _after(listing, question, cursor), size + 1)
    found = paging.page(rows, size, lambda row: _key(listing, question, row))
    return Page([_masked(listing, row, asker) for row in found.items], found.next)


def count(listing: Listing, question: Question, asker: Asker, *, most: int) -> int:
    """How many rows there are, counted up to `most`. Raises ListTooSlow."""
    where, values = _asked(listing, question, asker)
    counted = (
        f"SELECT count(*) FROM (SELECT FROM ({_inner(listing, asker)}) listed WHERE {where} LIMIT {int(most)}) counted"  # noqa: S608
    )
    return int(_run(counted, values)[0][0])


def every(
    listing: Listing, question: Question, asker: Asker, *, most: int, step: int = FETCH_ROWS
) -> Iterator[list[Row]]:
    """All rows in their order, at most `most`, in parts; each part is a look of its own, so nothing is held in the meantime.

    A row that is there from the beginning to the end comes just once, whatever is added in between. Raises ListTooSlow.
    """
    after: tuple[Any, int] | None = None
    left = most
    while left > 0:
        rows = _rows(listing, question, asker, after, min(step, left))
        if not rows:
            return
        after = rows[-1][listing.sortable[question.sort]], rows[-1]["id"]
        left -= len(rows)
        yield [_masked(listing, row, asker) for row in rows]


def _rows(listing: Listing, question: Question, asker: Asker, after: tuple[Any, int] | None, limit: int) -> list[Row]:
    where, values = _asked(listing, question, asker)
    name = listing.sortable[question.sort]
    way, sign = ("DESC", "<") if question.descending else ("ASC", ">")
    if after is not None:
        where += f" AND ({_beyond(listing, name, sign, after[0])})"
        values |= {ASKED + "_after": after[0], ASKED + "_after_id": after[1]}
    nulls = " NULLS LAST" if name != "id" and listing.column(name).nullable else ""
    order = f"id {way}" if name == "id" else f"{name} {way}{nulls}, id {way}"
    sql = f"SELECT * FROM ({_inner(listing, asker)}) listed WHERE {where} ORDER BY {order} LIMIT {int(limit)}"  # noqa: S608
    return [row._asdict() for row in _run(sql, values)]


def _inner(listing: Listing, asker: Asker) -> str:
    """The rows that may be seen at all, by the names of their columns; what is asked stands outside it."""
    said = ((column, column.english if asker.english and column.english else column.sql) for column in listing.columns)
    columns = ", ".join(f"{sql or column.name} AS {column.name}" for column, sql in said)
    return f"SELECT {listing.key} AS id, {columns} FROM {listing.source} WHERE ({listing.scope})"  # noqa: S608


def _asked(listing: Listing, question: Question, asker: Asker) -> tuple[str, dict[str, Any]]:
    assert set(asker.scope) == listing.scope_names, f"the scope of {listing.name} needs {sorted(listing.scope_names)}"
    conditions = [f"({condition})" for condition in question.conditions]
    values = dict(asker.scope) | question.parameters
    if question.search:
        terms = [(term, listing.private(term.column) and not asker.sees_private) for term in listing.search]
        found, words = searching.condition(terms, question.search)
        conditions.append(f"({found})")
        values |= {ASKED + name: value for name, value in words.items()}
    return " AND ".join(conditions) or "true", values


def _beyond(listing: Listing, name: str, sign: str, last: Any) -> str:
    """What comes after the row with this value; rows without a value come last."""
    if name == "id":
        return f"id {sign} %(ask__after_id)s"
    if last is None:
        return f"{name} IS NULL AND id {sign} %(ask__after_id)s"
    after = f"({name}, id) {sign} (%(ask__after)s, %(ask__after_id)s)"
    return f"{after} OR {name} IS NULL" if listing.column(name).nullable else after


def _key(listing: Listing, question: Question, row: Row) -> list[Part]:
    """The cursor of a row: by what the list is sorted, the value there, the row's id."""
    name = listing.sortable[question.sort]
    return [question.order, "" if name == "id" else _written(row[name]), row["id"]]


def _after(listing: Listing, question: Question, cursor: str) -> tuple[Any, int] | None:
    """Where a page begins. Raises BadCursor for what the page before cannot have given."""
    if not cursor:
        return None
    order, written, key = paging.decode(cursor, str, str, int)
    name = listing.sortable[question.sort]
    empty = name == "id" or listing.column(name).nullable
    if order != question.order or (not written and not empty):
        raise BadCursor
    return (_read(listing.column(name).kind, str(written)) if written else None), int(str(key))


def _written(value: Any) -> str:
    if value is None:
        return ""
    return "=" + (value.isoformat() if isinstance(value, date) else str(value))


def _read(kind: Kind, written: str) -> Any:
    text = written[1:]
    try:
        if kind in WHOLE:
            return _small(int(text))
        if kind is Kind.DAY:
            return date.fromisoformat(text)
        if kind is Kind.MOMENT:
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCursor from None
    return text


def _small(number: int) -> int:
    if abs(number) >= 2**63:
        raise BadCursor
    return number


def _masked(listing: Listing, row: Row, asker: Asker) -> Row:
    for column in listing.columns:
        value = row[column.name]
        if not value:
            continue
        if column.kind is Kind.CODE:
            row[column.name] = formats.masked_code(value[-4:])
        elif column.kind in MASKS and not asker.sees_private and not column.hidden:
            row[column.name] = MASKS[column.kind](value)
    return row


def _run(sql: str, values: dict[str, Any]) -> list[Any]:
    """Ask in a transaction: there a statement is planned for just what is asked, and may take so long."""
    try:
        with nullcontext() if in_transaction() else snapshot(STATEMENT_SECONDS):
            return execute(sql, values, prepare=False).all()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == TIMED_OUT:
            raise ListTooSlow from error
        raise
