"""A run over a till's table: which column means what is told first, and how much of it is what was taken here."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from marketplace import partners, programmes
from marketplace.core import pans
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems, Reason
from marketplace.identity import Permission
from marketplace.reconciliation.at_tills import matching, reading, taking
from marketplace.reconciliation.at_tills.columns import FIELDS
from marketplace.reconciliation.at_tills.reading import Meaning, TillLine
from marketplace.reconciliation.columns import titles_of
from marketplace.runs import Checked, Given, Kind, Part

PART_LINES = 20_000
KIND = "till_export"
CLOCKS_DIFFER = timedelta(days=1)  # what a till's clock may be ahead, as of card operations
PREVIEWED = 5  # receipts that a preview shows, so that a person sees what was read as what
NO_RECEIPTS = "the file has no column of receipt numbers: what was taken is found by till, time and amount alone"


def _check(given: Given, problems: Problems, now: datetime) -> Checked | None:
    partner_id, columns = _partner(given), _columns(given)
    lines = _lines(given, columns, problems)
    for one in lines:
        if one.at > now + CLOCKS_DIFFER:
            problems.add(one.line, columns.get("at") or columns["day"], "lies in the future: write when it was taken")
    if not lines and not problems.total:
        problems.add(None, "", "the file is empty")
    if problems.total:
        return None
    if "receipt" not in columns:
        problems.tell(Reason(NO_RECEIPTS))
    export_id = taking.begin(given, partner_id, lines, columns, now=now)
    known = matched = 0
    if export_id is not None:
        taking.add(export_id, partner_id, lines)
        known = taking.note_repeats(export_id, partner_id, lines, now=now)
        matched = matching.pair(partner_id, now=now)
    new = len(lines) - known if export_id is not None else 0
    preview = {
        "columns": columns, "lines": len(lines), "known": len(lines) - new, "matched": matched, "amount": sum(one.amount for one in lines),
        "from": min(one.at for one in lines).isoformat(), "to": max(one.at for one in lines).isoformat(),
        "first": [{"at": one.at.isoformat(), "amount": one.amount, "receipt": one.receipt, "till": one.till} for one in lines[:PREVIEWED]],
    }  # fmt: skip
    return Checked(len(lines), new, len(lines) - new, preview)


def _parts(given: Given, reached: int, total: int) -> Iterator[Part]:
    columns = dict(given.preview.get("columns") or {}) or _columns(given)
    lines = _lines(given, columns, Problems(given.name))
    for start in range(reached, len(lines), PART_LINES):
        end = min(start + PART_LINES, len(lines))
        yield Part(end, partial(_take, given, columns, lines, start, end))


def _take(given: Given, columns: dict[str, str], lines: list[TillLine], start: int, end: int, now: datetime) -> int:
    partner_id = _partner(given)
    if start == 0 and taking.begin(given, partner_id, lines, columns, now=now) is None:
        return 0
    export_id = taking.export_of(given, partner_id)
    new = taking.add(export_id, partner_id, lines[start:end])
    if end < len(lines) or not new:
        return new
    known = taking.note_repeats(export_id, partner_id, lines, now=now)
    matching.pair(partner_id, now=now)
    return max(new - known, 0)


def _partner(given: Given) -> int:
    """Whose tills these are: whoever brought it, or the partner that was named. Raises NotFound."""
    if given.partner_id is not None:
        return given.partner_id
    return partners.partner_by_slug(given.programme_id, given.options.get("partner", "")).id


def _columns(given: Given) -> dict[str, str]:
    said = titles_of(given.options.get("columns", ""), FIELDS)
    return reading.chosen(given.name, given.content, said, taking.remembered(_partner(given)))


def _lines(given: Given, columns: dict[str, str], problems: Problems) -> list[TillLine]:
    programme = programmes.get(given.programme_id)
    meaning = Meaning(ZoneInfo(programme.time_zone), minor_digits(programme.currency))
    return list(reading.read(given.name, given.content, columns, meaning, problems))


def _shown(_column: str, cell: str) -> str:
    """Everything but card numbers."""
    return pans.masked(cell)


TILL_EXPORTS = Kind(KIND, Permission.RUNS_TILLS, _check, _parts, _shown)
