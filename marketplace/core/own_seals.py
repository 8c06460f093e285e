"""Rows that bring value or a right, each under a seal that the application alone can make.

The role that the application has in the database may write such rows and record in the audit whatever it likes; but the key of the seals is in
no database (`vault.seal`), so `vitrina verify` names what somebody else has written with that role. The hash chain is another thing: it
shows that rows are still as they were written, and not by whom.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marketplace.core import vault
from marketplace.core.chain import Sheet
from marketplace.core.db import execute
from marketplace.core.findings import Finding, search

SHEET = Sheet("own_seals", ("sheet", "row_id", "number", "state", "seal"))
STEP = 10_000  # seals that are held in memory at once


@dataclass(frozen=True, slots=True)
class Owned:
    """A table whose rows the application seals.

    Args:
        rule: what is said of a row that it has not sealed.
        facts: what is sealed of each row `t`, as expressions whose text does not depend on who asks: no moments, no bytes as such.
        key: a whole number that tells its rows apart.
    """

    table: str
    rule: str
    facts: tuple[str, ...]
    key: str = "id"

    @property
    def state(self) -> str:
        """The expression of the digest of a row."""
        return f"sha256(convert_to(jsonb_build_array({', '.join(self.facts)})::text, 'UTF8'))"


class NotOurs(Exception):
    """A row of ours that somebody else has written: whatever is done with it now would bear our seal."""


def seal(of: Owned, row_id: int) -> None:
    """Seal a row that the open transaction has written or changed; nothing where it is as it was sealed last."""
    row = execute(
        f"""SELECT {of.state} AS state, coalesce(s.number, 0) AS number, s.state AS sealed FROM {of.table} t
              LEFT JOIN LATERAL (SELECT number, state FROM own_seals s WHERE s.sheet = %(sheet)s AND s.row_id = t.{of.key}
                                  ORDER BY number DESC LIMIT 1) s ON true
             WHERE t.{of.key} = %(row)s""",  # noqa: S608 - our own names
        {"sheet": of.table, "row": row_id},
    ).one()
    if row.state != row.sealed:
        _keep(of, row_id, row.number + 1, row.state)


def must_be_sealed(of: Owned, row_id: int) -> None:
    """Whether a row that is about to be changed and sealed anew is as it was sealed last, by us; nobody else changes it until the transaction ends.

    A row that is not there is as it was. Raises NotOurs.
    """
    row = execute(
        f"""SELECT {of.state} AS state, s.number, s.state AS sealed, s.seal FROM {of.table} t
              LEFT JOIN LATERAL (SELECT number, state, seal FROM own_seals s WHERE s.sheet = %(sheet)s AND s.row_id = t.{of.key}
                                  ORDER BY number DESC LIMIT 1) s ON true
             WHERE t.{of.key} = %(row)s FOR NO KEY UPDATE OF t""",  # noqa: S608 - our own names
        {"sheet": of.table, "row": row_id},
    ).first()
    if row is None:
        return
    if row.state != row.sealed or not hmac.compare_digest(row.seal, _made(of, row_id, row.number, row.sealed)):
        raise NotOurs(f"{of.table} {row_id}")


def unsealed(owned: Iterable[Owned]) -> list[Finding]:
    """Every row of these tables that is not as the application has sealed it, and every seal that it did not make."""
    owned = tuple(owned)
    return [
        *search({of.rule: _BROKEN.format(table=of.table, key=of.key, state=of.state) for of in owned}),
        *(Finding(of.rule, f"{of.table} {row}", {"seal": number}) for of in owned for row, number in _forged(of)),
    ]


_BROKEN = """
SELECT t.{key} AS {table} FROM {table} t
  LEFT JOIN (SELECT row_id, max(number) AS number, count(*) AS seals FROM own_seals WHERE sheet = '{table}' GROUP BY 1) n ON n.row_id = t.{key}
  LEFT JOIN own_seals s ON s.sheet = '{table}' AND s.row_id = t.{key} AND s.number = n.number
 WHERE s.state IS DISTINCT FROM {state} OR n.seals <> n.number"""


_STEP = """
SELECT row_id, number, state, seal FROM own_seals WHERE sheet = %(sheet)s AND (row_id, number) > (%(row)s, %(number)s)
 ORDER BY row_id, number LIMIT %(step)s"""


def _forged(of: Owned) -> Iterator[tuple[int, int]]:
    last = (-(2**63), 0)
    while step := execute(_STEP, {"sheet": of.table, "row": last[0], "number": last[1], "step": STEP}).all():
        for row_id, number, state, made in step:
            if not hmac.compare_digest(made, _made(of, row_id, number, state)):
                yield row_id, number
        last = step[-1].row_id, step[-1].number


def _keep(of: Owned, row_id: int, number: int, state: bytes) -> None:
    execute(
        "INSERT INTO own_seals (sheet, row_id, number, state, seal) VALUES (%(sheet)s, %(row)s, %(number)s, %(state)s, %(seal)s)",
        {"sheet": of.table, "row": row_id, "number": number, "state": state, "seal": _made(of, row_id, number, state)},
    )


def _made(of: Owned, row_id: int, number: int, state: bytes) -> bytes:
    return vault.seal(json.dumps(["own", of.table, row_id, number, state.hex()]))
