"""Whether the database is behind what was noted outside it, as one that was restored to an earlier day is.

Asked on each new connection, for a restored database is always a newly connected one, and by `/readyz`. Where it is behind, the stock
goes into quarantine before the connection serves anything.
"""

import logging
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from marketplace.core import anchors, clock, handed_out

_UNKNOWN = "SELECT count(*) FROM stock_unknown(%s::bytea[], %s::timestamptz[])"
_UNSEALED = """SELECT count(*) FROM unnest(%s::text[], %s::text[], %s::bytea[]) a(book, upto, digest)
    WHERE NOT EXISTS (SELECT FROM seals s WHERE s.book = a.book AND s.upto = a.upto::xid8 AND s.digest = a.digest)"""
log = logging.getLogger(__name__)


def watch(engine: Engine, seal_file: Path) -> None:
    """Look at each new connection of the pool before it is used."""

    def connected(driver: Any, _record: Any) -> None:
        may_sell(driver, seal_file)

    event.listen(engine, "connect", connected)


def may_sell(driver: psycopg.Connection[Any], seal_file: Path) -> bool:
    """Whether loaded codes may be sold from this database; puts them in quarantine where they may not.

    Args:
        driver: a connection of the application on which every statement stands alone.
        seal_file: where the seals of the books are noted.
    """
    try:
        behind = _behind(driver, seal_file)
        if behind:
            _quarantine(driver, behind)
        held = driver.execute("SELECT stock_is_quarantined()").fetchone()
    except (psycopg.errors.UndefinedFunction, psycopg.errors.UndefinedTable):  # before `vitrina db upgrade`
        return False
    if held == (True,):
        log.error("stock_in_quarantine: no loaded code is sold; see: vitrina stock state")
    return held == (False,)


def _behind(driver: psycopg.Connection[Any], seal_file: Path) -> str:
    """What is ahead of the database: "journal", "seals", or "" for nothing."""
    lines, sealed = handed_out.newest(), anchors.newest(seal_file)
    if lines and _count(driver, _UNKNOWN, [[line.blind for line in lines], [line.at for line in lines]]):
        return "journal"
    columns = [
        [book for book, _, _ in sealed],
        [str(upto) for _, upto, _ in sealed],
        [digest for _, _, digest in sealed],
    ]
    return "seals" if sealed and _count(driver, _UNSEALED, columns) else ""


def _count(driver: psycopg.Connection[Any], sql: str, columns: list[Any]) -> int:
    row = driver.execute(sql.encode(), columns).fetchone()
    return int(row[0]) if row else 0


def _quarantine(driver: psycopg.Connection[Any], why: str) -> None:
    driver.execute("BEGIN READ WRITE")
    driver.execute("SELECT stock_quarantine(%s, %s)", (why, clock.now()))
    driver.execute("COMMIT")
