"""What a statement gives back: rows whose values have the names of their columns."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from psycopg import Connection, Cursor
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

Row = Any  # a named tuple; its fields are those of the statement
Names = tuple[bytes, ...]
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
KEPT_MAX = 500  # statements of a connection
KEPT_ROWS = 200  # a kept cursor holds its last result; a larger one is not worth its memory


class Rows:
    """The rows of one statement, in their order. They are here already: nothing is fetched bit by bit."""

    __slots__ = ("_result", "_rows", "rowcount")

    def __init__(self, cursor: Cursor[Row]) -> None:
        self._result = cursor.pgresult
        gives = self._result is not None and self._result.status == ExecStatus.TUPLES_OK
        self._rows: list[Row] = cursor.fetchall() if gives else []
        self.rowcount = cursor.rowcount  # how many rows were returned or written

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def all(self) -> list[Row]:
        """Every row."""
        return self._rows

    def first(self) -> Row | None:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def one(self) -> Row:
        """The only row. Raises NoResultFound, MultipleResultsFound."""
        if len(self._rows) > 1:
            raise MultipleResultsFound
        if not self._rows:
            raise NoResultFound
        return self._rows[0]

    def scalar(self) -> Any:
        """The first value of the first row; None where there is no row."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """The first value of the only row. Raises NoResultFound, MultipleResultsFound."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self._rows]

    def keys(self) -> list[str]:
        """The names of the columns."""
        return [name.decode() for name in _names(self._result)]

    def mappings(self) -> "Mappings":
        """The rows as dictionaries."""
        names = self.keys()
        return Mappings(dict(zip(names, row, strict=True)) for row in self._rows)


class Mappings(list[dict[str, Any]]):
    """Rows as dictionaries, by column."""

    def all(self) -> list[dict[str, Any]]:
        """Every row."""
        return self

    def first(self) -> dict[str, Any] | None:
        """The first row, or None."""
        return self[0] if self else None

    def one(self) -> dict[str, Any]:
        """The only row. Raises NoResultFound, MultipleResultsFound."""
        if len(self) > 1:
            raise MultipleResultsFound
        if not self:
            raise NoResultFound
        return self[0]


def named(cursor: Cursor[Row]) -> Callable[[Sequence[Any]], Row]:
    """psycopg's row factory for rows with names."""
    return _maker(_names(cursor.pgresult)) if cursor.pgresult else tuple


def asked(connection: Connection[Any], sql: str, parameters: Parameters, prepare: bool | None) -> Rows:
    """Run one statement on a connection; parameters as %(name)s, several of them run it once for each.

    A cursor knows how to write and to read the values of the statement that it ran last; to find that out costs half as
    much as the statement itself. So a connection keeps a cursor for each statement.
    """
    if not isinstance(parameters, Mapping):
        cursor = connection.cursor(row_factory=named)
        run(cursor, sql, parameters, prepare)
        return Rows(cursor)
    kept: dict[str, tuple[str, Cursor[Row]]] = vars(connection).setdefault("cursors_kept", {})
    text, cursor = kept.pop(sql) if sql in kept else (sql, connection.cursor(row_factory=named))
    run(cursor, text, parameters, prepare)  # the very object: the cursor knows its statement by that
    found = Rows(cursor)
    if found.rowcount <= KEPT_ROWS:
        kept[text] = text, cursor
    if len(kept) > KEPT_MAX:
        del kept[next(iter(kept))]  # the one that was asked longest ago: each is put in again when it is asked
    return found


def run(cursor: Cursor[Row], sql: str, parameters: Parameters, prepare: bool | None) -> None:
    """The one place through which every statement of `execute` goes to the driver."""
    if isinstance(parameters, Mapping):
        cursor.execute(sql, parameters, prepare=prepare)
    else:
        cursor.executemany(sql, parameters)


def _names(result: PGresult | None) -> Names:
    assert result is not None, "a statement that gives no rows has no columns"
    return tuple([result.fname(at) or b"" for at in range(result.nfields)])


@lru_cache(maxsize=2000)
def _maker(names: Names) -> Callable[[Sequence[Any]], Row]:
    # Renamed are those that Python cannot spell ("?column?") and the second of two that are the same.
    fields = [name.decode() for name in names]
    row: Any = namedtuple("Row", fields, rename=True)  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Row] = row._make
    return make
