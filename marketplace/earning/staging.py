"""Copies operations into a table of this transaction and finds out whose they are."""

from collections.abc import Iterable
from typing import Any

from marketplace import ledger, members
from marketplace.core.db import db, execute
from marketplace.core.problems import PROBLEMS_MAX, Problems
from marketplace.earning import statements
from marketplace.earning.values import Operation

BLOCK = 500
TOKENS_AT_ONCE = 5_000


def copy(operations: Iterable[Operation], file: str) -> int:
    """Copy operations as they come; returns how many. Raises FileRefused when an identifier stands twice."""
    execute(statements.STAGE)
    count = 0
    lines: list[str] = []
    cursor: Any = db.session().connection().connection.cursor()
    with cursor, cursor.copy(statements.COPY) as sink:
        for operation in operations:
            lines.append(_line(operation))
            count += 1
            if len(lines) == BLOCK:
                sink.write("".join(lines))
                lines.clear()
        sink.write("".join(lines))
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
    execute(statements.HOLDERS)
    execute(statements.ACCOUNTS)
    tokens = [row.token for row in execute(statements.TOKENS)]
    for start in range(0, len(tokens), TOKENS_AT_ONCE):
        holders = members.card_holders(programme_id, tokens[start : start + TOKENS_AT_ONCE])
        accounts = ledger.accounts(programme_id, "member", sorted({holder.member_id for holder in holders}))
        execute(
            statements.PUT_HOLDERS,
            {
                "tokens": [holder.token for holder in holders],
                "members": [holder.member_id for holder in holders],
                "since": [holder.since for holder in holders],
                "until": [holder.until for holder in holders],
            },
        )
        execute(statements.PUT_ACCOUNTS, {"members": list(accounts), "accounts": list(accounts.values())})


def _line(operation: Operation) -> str:
    text = "\t".join(map(str, operation))
    return (text.replace("\\", "\\\\") if "\\" in text else text) + "\n"


def _rows(sql: str) -> Iterable[Any]:
    return execute(sql, {"limit": PROBLEMS_MAX})
