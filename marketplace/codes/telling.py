"""What people should know of a file of codes before it is stored: how it was read, which codes are known, how guessable they are."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from marketplace.codes import rules
from marketplace.core import csv_files, uploads
from marketplace.core.db import execute
from marketplace.core.problems import Problems, Reason

ROWS_TOLD = 20
_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1251": "Windows-1251"}
_SEPARATORS = {"\t": "Tab"}
_KNOWN = """SELECT s.row, b.name, c.last4,
       NOT EXISTS (SELECT FROM free_codes f WHERE f.code_id = c.id)
       AND NOT EXISTS (SELECT FROM withdrawn_codes k WHERE k.code_id = c.id)
       AND NOT EXISTS (SELECT FROM code_returns r WHERE r.code_id = c.id) AS sold
  FROM staged_codes s JOIN codes c ON c.blind = s.blind AND c.brand_id = %(brand)s LEFT JOIN batches b ON b.id = c.batch_id
 ORDER BY s.row LIMIT %(most)s"""


def form_of(name: str, content: bytes) -> dict[str, str]:
    """How a file of text was read: its encoding and what stands between its cells; nothing of a spreadsheet, which says so itself."""
    if uploads.is_spreadsheet(content):
        return {}
    form = csv_files.form(name, content)
    return {
        "encoding": _ENCODINGS.get(form.encoding, form.encoding),
        "separator": _SEPARATORS.get(form.delimiter, form.delimiter),
    }


def tell_known(brand_id: int, there: AbstractSet[int], problems: Problems) -> None:
    """Which rows hold codes that the brand has, by their last characters: those that are sold, and the others by batch.

    The codes stand in `staged_codes`; what is there already is left out, not an error.
    """
    if not there:
        return
    sold: list[str] = []
    batches: dict[str, list[str]] = {}
    for row in execute(_KNOWN, {"brand": brand_id, "most": rules.ROWS_LOOKED_AT}):
        said = f"{row.row} (•••• {row.last4})" if row.last4 else str(row.row)
        (sold if row.sold else batches.setdefault(row.name or "", [])).append(said)
    if sold:
        problems.tell(Reason("codes already sold, left out; rows: %(rows)s", rows=_some(sold)))
    for name, rows in batches.items():
        problems.tell(
            Reason("codes already in batch “%(batch)s”, left out; rows: %(rows)s", batch=name, rows=_some(rows))
        )


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


def _some(rows: Sequence[str]) -> str:
    return ", ".join(rows[:ROWS_TOLD]) + (" …" if len(rows) > ROWS_TOLD else "")
