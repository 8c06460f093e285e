"""Rows that bring value or a right, each under a seal that the application alone can make.

The role that the application has in the database may write such rows and record in the audit whatever it likes; but the key of the seals is in
no database (`vault.seal`), so `vitrina verify` names what somebody else has written with that role. The hash chain is another thing: it
shows that rows are still as they were written, and not by whom.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marketplace.core import vault
from marketplace.core.chain import Sheet
from marketplace.core.db import execute
from marketplace.core.findings import Finding, search
from marketplace.core.rows import Row

SHEET = Sheet("own_seals", ("sheet", "row_id", "number", "state", "seal"))
STEP = 10_000  # seals that are held in memory at once


@dataclass(frozen=True, slots=True)
class Owned:
    """A table whose rows the application seals.

    Args:
        rule: what is said of a row that it has not sealed.
        facts: what is sealed of each row `t`, as expressions whose text does not depend on who asks: no moments, no bytes as such.
        key: a whole number that tells its rows apart.
        only_added: the application's role can change no row, so nobody has to be kept from doing so.
    """

    table: str
    rule: str
    facts: tuple[str, ...]
    key: str = "id"
    only_added: bool = False

    @property
    def state(self) -> str:
        """The expression of the digest of a row."""
        return f"sha256(convert_to(jsonb_build_array({', '.join(self.facts)})::text, 'UTF8'))"


class NotOurs(Exception):
    """A row of ours that somebody else has written: whatever is done with it now would bear our seal."""


def seal(of: Owned, *row_ids: int) -> None:
    """Seal rows that the open transaction has written or changed; nothing where one is as it was sealed last."""
    held = _held(of, row_ids)
    assert len(held) == len(set(row_ids)), "they are there"
    made = [(row.row_id, (row.number or 0) + 1, row.state) for row in held if row.state != row.sealed]
    facts = {
        "sheet": of.table,
        "rows": [row for row, _, _ in made],
        "numbers": [number for _, number, _ in made],
        "states": [state for _, _, state in made],
        "seals": [_made(of, *each) for each in made],
    }
    if made:
        execute(_KEEP, facts)


def must_be_sealed(of: Owned, *row_ids: int) -> None:
    """Whether rows that are about to be used, or changed and sealed anew, are as they were sealed last, by us; nobody else changes them until the
    transaction ends.

    A row that is not there is as it was. Raises NotOurs.
    """
    for row in _held(of, row_ids, "" if of.only_added else " FOR NO KEY UPDATE OF t"):
        if row.state != row.sealed or not hmac.compare_digest(row.seal, _made(of, row.row_id, row.number, row.sealed)):
            raise NotOurs(f"{of.table} {row.row_id}")


def unsealed(owned: Iterable[Owned]) -> list[Finding]:
    """Every row of these tables that is not as the application has sealed it, and every seal that it did not make."""
    owned = tuple(owned)
    return [
        *search({of.rule: _BROKEN.format(table=of.table, key=of.key, state=of.state) for of in owned}),
        *(Finding(of.rule, f"{of.table} {row}", {"seal": number}) for of in owned for row, number in _forged(of)),
    ]


# Rows, each with its newest seal where it has one; in the order in which they are locked.
_HELD = """
SELECT t.{key} AS row_id, {state} AS state, s.number, s.state AS sealed, s.seal FROM {table} t
  LEFT JOIN LATERAL (SELECT number, state, seal FROM own_seals s WHERE s.sheet = %(sheet)s AND s.row_id = t.{key}
                      ORDER BY number DESC LIMIT 1) s ON true
 WHERE t.{key} = ANY (%(rows)s::bigint[]) ORDER BY t.{key}"""
_KEEP = """
INSERT INTO own_seals (sheet, row_id, number, state, seal)
SELECT %(sheet)s, u.* FROM unnest(%(rows)s::bigint[], %(numbers)s::integer[], %(states)s::bytea[], %(seals)s::bytea[]) u"""


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


def _held(of: Owned, row_ids: Sequence[int], lock: str = "") -> Sequence[Row]:
    sql = _HELD.format(state=of.state, table=of.table, key=of.key) + lock
    return execute(sql, {"sheet": of.table, "rows": list(row_ids)}).all()


def _made(of: Owned, row_id: int, number: int, state: bytes) -> bytes:
    return vault.seal(json.dumps(["own", of.table, row_id, number, state.hex()]))
