"""What people should know of a file of codes before it is stored: how it was read, which codes are known, how guessable they are."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from marketplace.codes import rules
from marketplace.codes.layout import COLUMNS_MOST, HEADINGS, NAMES, NONE, How, Layout
from marketplace.core import csv_files, uploads
from marketplace.core.db import execute
from marketplace.core.problems import Problems, Reason
from marketplace.core.vault import normal

ROWS_SHOWN = 3
TITLE_LONGEST = 40
HIDDEN = "••••"
# What may stand in the open where a column is known: short sums and days. Whatever else stands there may be a code.
_OPEN = {
    "value": re.compile(r"[0-9 \u00a0]{1,7}(?:[.,][0-9]{1,2})?"),
    "expires_on": re.compile(r"[0-9]{2,4}[-.][0-9]{2}[-.][0-9]{2,4}"),
}
_KNOWN = """SELECT s.row, coalesce(b.name, '') AS name,
       NOT EXISTS (SELECT FROM free_codes f WHERE f.code_id = c.id)
       AND NOT EXISTS (SELECT FROM withdrawn_codes k WHERE k.code_id = c.id)
       AND NOT EXISTS (SELECT FROM code_returns r WHERE r.code_id = c.id) AS sold
  FROM staged_codes s JOIN codes c ON c.blind = s.blind AND c.brand_id = %(brand)s LEFT JOIN batches b ON b.id = c.batch_id"""
_SOLD, _IN_BATCH = (
    "the code is sold already, so it is left out",
    "the code is already in batch “%(batch)s”, so it is left out",
)


def form_of(name: str, content: bytes, how: How, laid: Layout, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """How a file was read, for whoever brought it: encoding and separator of a text, its columns, and the first rows without a code.

    Args:
        how: as far as somebody has said. laid: as it is read. rows: the first ones.
    """
    shown = rows[: laid.headed + ROWS_SHOWN]
    width = min(max(len(laid.columns), *map(len, shown)), COLUMNS_MOST)
    columns = [laid.columns[at] if at < len(laid.columns) else NONE for at in range(width)]
    written = None if uploads.is_spreadsheet(content) else csv_files.form(name, content, how.encoding, how.separator)
    return {
        "encoding": written.encoding if written else "", "separator": written.delimiter if written else "",
        "said": how.layout is not None, "headed": laid.headed, "columns": columns,
        "titles": [_title(shown[0], at) for at in range(width)] if laid.headed else [],
        "rows": [[masked(columns[at], row[at]) if at < len(row) else "" for at in range(width)] for row in shown[laid.headed :]],
    }  # fmt: skip


def masked(column: str, cell: str) -> str:
    """What people may see of a cell: the last characters of a code that is long enough; sums and days where they should stand; nothing else."""
    if not cell:
        return ""
    if column in _OPEN and _OPEN[column].fullmatch(cell):
        return cell
    return f"{HIDDEN} {rules.last_characters(normal(cell))}".rstrip() if column == "code" else HIDDEN


def _title(row: Sequence[str], at: int) -> str:
    """A heading, unless it may be a code."""
    cell = row[at] if at < len(row) else ""
    known = cell.lower() in (*NAMES, *HEADINGS)
    return cell[:TITLE_LONGEST] if known or not any(sign.isdigit() for sign in cell) else HIDDEN


def tell_known(brand_id: int, there: AbstractSet[int], problems: Problems) -> None:
    """How many codes the brand has already, sold or by batch, and each of their rows, up to as many as problems are noted.

    The codes stand in `staged_codes`; what is there already is left out, not an error.
    """
    if not there:
        return
    facts = {"brand": brand_id, "most": problems.most}
    counted = "SELECT sold, CASE WHEN sold THEN '' ELSE name END AS name, count(*) AS codes"
    for one in execute(f"{counted} FROM ({_KNOWN}) known GROUP BY 1, 2 ORDER BY 1 DESC, min(row)", facts):
        if one.sold:
            problems.tell(Reason("codes already sold, left out: %(number)s", number=one.codes))
        else:
            said = "codes already in batch “%(batch)s”, left out: %(number)s"
            problems.tell(Reason(said, batch=one.name, number=one.codes))
    for one in execute(f"{_KNOWN} ORDER BY s.row LIMIT %(most)s", facts):
        problems.leave_out(one.row, "code", Reason(_SOLD) if one.sold else Reason(_IN_BATCH, batch=one.name))


def tell_weak(number: int, problems: Problems) -> None:
    """How many codes will wait, because their batch is easily guessed and they have no PIN; nothing where there are none."""
    if number:
        said = "codes that are easily guessed and have no PIN: %(number)s; they are kept and never sold"
        problems.tell(Reason(said, number=number))


def guessed(hits_milli: Mapping[int, int]) -> int:
    """How many codes guessing within our limits would find in 30 days, in whole codes, of the weakest batch; 0 for hardly any.

    Args:
        hits_milli: `rules.expected_hits_milli` of each denomination's batch.
    """
    worst = max(hits_milli.values(), default=0)
    return max(1, round(worst / 1000)) if rules.is_weak(worst) else 0
