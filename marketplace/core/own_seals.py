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
AT_ONCE = 1000


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
        _keep(of, [(row_id, row.number + 1, row.state)])


def seal_older(of: Owned) -> None:
    """Seal all rows of a table, for the upgrade of a database that is older than seals: whatever is there counts as right."""
    rows = execute(f"SELECT t.{of.key}, 1, {of.state} FROM {of.table} t ORDER BY 1").all()  # noqa: S608 - our own names
    for begin in range(0, len(rows), AT_ONCE):
        _keep(of, rows[begin : begin + AT_ONCE])


def are_there() -> bool:
    """Whether any row has been sealed yet."""
    return bool(execute("SELECT EXISTS (SELECT FROM own_seals)").scalar_one())


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


def _forged(of: Owned) -> Iterator[tuple[int, int]]:
    sealed = execute("SELECT row_id, number, state, seal FROM own_seals WHERE sheet = %(sheet)s", {"sheet": of.table})
    for row_id, number, state, made in sealed:
        if not hmac.compare_digest(made, _made(of, row_id, number, state)):
            yield row_id, number


def _keep(of: Owned, rows: Iterable[tuple[int, int, bytes]]) -> None:
    ids, numbers, states = zip(*rows, strict=True)
    seals = [_made(of, *row) for row in zip(ids, numbers, states, strict=True)]
    execute(
        """INSERT INTO own_seals (sheet, row_id, number, state, seal)
           SELECT %(sheet)s, * FROM unnest(%(ids)s::bigint[], %(numbers)s::integer[], %(states)s::bytea[], %(seals)s::bytea[])""",
        {"sheet": of.table, "ids": list(ids), "numbers": list(numbers), "states": list(states), "seals": seals},
    )


def _made(of: Owned, row_id: int, number: int, state: bytes) -> bytes:
    return vault.seal(json.dumps(["own", of.table, row_id, number, state.hex()]))
