"""Copies operations into tables of this transaction, the new ones apart, and finds out whose they are."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from marketplace.core.db import db, execute, meanwhile
from marketplace.core.problems import Problems, Reason
from marketplace.earning import statements
from marketplace.earning.values import Operation

# An operation as COPY reads it, but for backslashes.
LINE = "%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n"
BLOCK = 500
PART = 10_000  # operations that are sorted out at a time
AHEAD = 6_500  # of these, so many are read while the database sorts out those before them


def copy(operations: Iterable[Operation], *, programme_id: int, source: str, problems: Problems) -> tuple[int, int]:
    """Copy operations as they come; returns how many, and how many of them were taken in before.

    Raises FileRefused when an identifier stands twice, or an operation comes back with another content.
    """
    execute(statements.ROOM, prepare=False)
    execute(statements.STAGE, prepare=False)
    execute(statements.BY_INDEX)
    count, coming = 0, (LINE % operation for operation in operations)
    ahead = list(islice(coming, AHEAD))
    while ahead:
        count += _copy_part(chain(ahead, islice(coming, PART - AHEAD)))
        with meanwhile(statements.SORT_OUT, {"programme": programme_id, "source": source}):
            ahead = list(islice(coming, AHEAD))
    execute(statements.AS_IT_PAYS)
    execute("ANALYZE card_staging")
    for row, first in _rows(statements.TWICE, problems.most):
        problems.add(row, "operation_id", Reason("stands twice: first in row %(first)s", first=first))
    problems.refuse()
    for (row,) in _rows("SELECT row FROM card_known WHERE differs ORDER BY row LIMIT %(limit)s", problems.most):
        problems.add(row, "operation_id", "was taken in before with another content")
    problems.refuse()
    return count, int(execute("SELECT count(*) FROM card_known").scalar_one())


def find_members(programme_id: int) -> None:
    """Note who held which card when."""
    execute(statements.HOLDERS, {"programme": programme_id})


def _copy_part(lines: Iterator[str]) -> int:
    count = 0
    execute(statements.EMPTY)
    cursor: Any = db.session().connection().connection.cursor()
    with cursor, cursor.copy(statements.COPY) as sink:
        while block := list(islice(lines, BLOCK)):
            sink.write("".join(block).replace("\\", "\\\\"))
            count += len(block)
    return count


def _rows(sql: str, limit: int) -> Iterable[Any]:
    return execute(sql, {"limit": limit})
