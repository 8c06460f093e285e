"""Copies operations into tables of this transaction, the new ones apart, and finds out whose they are."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Any, NamedTuple

from marketplace.core.db import db, execute, meanwhile
from marketplace.core.problems import Problems, Reason
from marketplace.earning import statements
from marketplace.earning.values import Operation

# An operation as COPY reads it, but for backslashes.
LINE = "%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n"
BLOCK = 500
PART_ROWS = 10_000  # operations that are sorted out at a time
READ_AHEAD_ROWS = 6_500  # of these, so many are read while the database sorts out those before them


class Staged(NamedTuple):
    """How many operations a file has; how many were known, repeated one before them, or wait now; and how many are left."""

    lines: int
    known: int
    repeated: int
    waiting: int

    @property
    def left(self) -> int:
        """How many are new and of the past: they stand in card_staging."""
        return self.lines - self.known - self.repeated - self.waiting


def copy(
    operations: Iterable[Operation], *, programme_id: int, source: str, problems: Problems, now: datetime
) -> Staged:
    """Copy operations as they come: the new ones are left in card_staging, those of the future wait.

    Raises FileRefused when an identifier stands twice with different contents, when an operation comes back with another
    content, or when one lies more than a month ahead.
    """
    facts = {"programme": programme_id, "source": source, "now": now}
    execute(statements.PLANNER_SETTINGS, prepare=False)
    execute(statements.STAGE, prepare=False)
    execute(statements.FORBID_SEQ_SCANS)
    count, coming = 0, (LINE % operation for operation in operations)
    ahead = list(islice(coming, READ_AHEAD_ROWS))
    while ahead:
        count += _copy_part(chain(ahead, islice(coming, PART_ROWS - READ_AHEAD_ROWS)))
        with meanwhile(statements.SORT_OUT, facts):
            ahead = list(islice(coming, READ_AHEAD_ROWS))
    execute(statements.ALLOW_SEQ_SCANS)
    execute("ANALYZE card_staging")
    execute(statements.FIND_REPEATED)
    for row, first in execute(statements.DIFFERENT, {"limit": problems.most}):
        problems.add(
            row, "operation_id", Reason("appears twice with different contents: first in row %(first)s", first=first)
        )
    problems.refuse()
    repeated = execute(statements.DROP_REPEATED).rowcount
    for (row,) in execute(statements.CHANGED, facts | {"limit": problems.most}):
        problems.add(row, "operation_id", "was imported before with different content")
    for (row,) in execute(statements.FAR_AHEAD, facts | {"limit": problems.most}):
        problems.add(row, "happened_at", "is more than a month ahead")
    problems.refuse()
    known = execute("SELECT count(*) AS rows, count(DISTINCT id) AS ids FROM card_known").one()
    future, kept = execute(statements.KEEP_FUTURE, facts).one()
    return Staged(count, known.ids + future - kept, repeated + known.rows - known.ids, kept)


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
