"""What a statement gives back: rows whose values have the names of their columns."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from psycopg import Cursor
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

Row = Any  # a named tuple; its fields are those of the statement
Names = tuple[bytes, ...]


class Rows:
    """The rows of one statement, in their order. They are here already: nothing is fetched bit by bit."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: Cursor[Row]) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[Row]:
        return iter(self._cursor.fetchall())

    @property
    def rowcount(self) -> int:
        """How many rows were returned or written."""
        return self._cursor.rowcount

    def all(self) -> list[Row]:
        """Every row."""
        return self._cursor.fetchall()

    def first(self) -> Row | None:
        """The first row, or None."""
        return self._cursor.fetchone()

    def one(self) -> Row:
        """The only row. Raises NoResultFound, MultipleResultsFound."""
        if self._cursor.rowcount > 1:
            raise MultipleResultsFound
        row = self._cursor.fetchone()
        if row is None:
            raise NoResultFound
        return row

    def scalar(self) -> Any:
        """The first value of the first row; None where there is no row."""
        row = self._cursor.fetchone()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        """The first value of the only row. Raises NoResultFound, MultipleResultsFound."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self._cursor.fetchall()]

    def keys(self) -> list[str]:
        """The names of the columns."""
        return [name.decode() for name in _names(self._cursor)]

    def mappings(self) -> "Mappings":
        """The rows as dictionaries."""
        names = self.keys()
        return Mappings(dict(zip(names, row, strict=True)) for row in self._cursor.fetchall())


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
    return _maker(_names(cursor)) if cursor.pgresult else tuple


def run(
    cursor: Cursor[Row], sql: str, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]], prepare: bool | None
) -> None:
    """The one place through which every statement of `execute` goes to the driver."""
    if isinstance(parameters, Mapping):
        cursor.execute(sql, parameters, prepare=prepare)
    else:
        cursor.executemany(sql, parameters)


def _names(cursor: Cursor[Row]) -> Names:
    result = cursor.pgresult
    assert result is not None, "a statement that gives no rows has no columns"
    return tuple([result.fname(at) or b"" for at in range(result.nfields)])


@lru_cache(maxsize=2000)
def _maker(names: Names) -> Callable[[Sequence[Any]], Row]:
    # Renamed are those that Python cannot spell ("?column?") and the second of two that are the same.
    fields = [name.decode() for name in names]
    row: Any = namedtuple("Row", fields, rename=True)  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Row] = row._make
    return make
