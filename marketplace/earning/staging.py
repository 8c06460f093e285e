"""Copies operations into a table of this transaction and finds out whose they are."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from marketplace.core.db import db, execute
from marketplace.core.problems import PROBLEMS_MAX, Problems
from marketplace.earning import statements
from marketplace.earning.values import Operation

# An operation as COPY reads it, but for backslashes.
LINE = "%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n"
BLOCK = 500


def copy(operations: Iterable[Operation], file: str) -> int:
    """Copy operations as they come; returns how many. Raises FileRefused when an identifier stands twice."""
    execute(statements.ROOM, prepare=False)
    execute(statements.STAGE)
    count, coming = 0, iter(operations)
    cursor: Any = db.session().connection().connection.cursor()
    with cursor, cursor.copy(statements.COPY) as sink:
        while lines := [LINE % operation for operation in islice(coming, BLOCK)]:
            sink.write("".join(lines).replace("\\", "\\\\"))
            count += len(lines)
    execute("ANALYZE card_staging")
    problems = Problems(file)
    for row, first in _rows(statements.TWICE):
        problems.add(row, "operation_id", f"stands twice: first in row {first}")
    problems.refuse()
    return count


def known(programme_id: int, source: str, file: str) -> int:
    """How many of them were taken in before. Raises FileRefused when one comes back with another content."""
    execute(statements.KNOWN, {"programme": programme_id, "source": source})
    problems = Problems(file)
    for (row,) in _rows("SELECT row FROM card_known WHERE differs ORDER BY row LIMIT %(limit)s"):
        problems.add(row, "operation_id", "was taken in before with another content")
    problems.refuse()
    return int(execute("SELECT count(*) FROM card_known").scalar_one())


def find_members(programme_id: int) -> None:
    """Note who held which card when, and the accounts of all these members."""
    execute(statements.HOLDERS, {"programme": programme_id})
    execute(statements.ACCOUNTS, {"programme": programme_id})


def _rows(sql: str) -> Iterable[Any]:
    return execute(sql, {"limit": PROBLEMS_MAX})
