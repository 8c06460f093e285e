"""A file of codes as rows: every cell is text, so that 219E01BE and leading zeros stay as they are.

Columns: `code`, and if wanted `pin`, `value` (in whole units of the currency, "500" or "499.90") and `expires_on`
(2027-12-31 or 31.12.2027). A file without a head is a list of codes, or columns that are guessed; what was guessed is shown and can be corrected.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any, NamedTuple

from marketplace.codes import rules, telling
from marketplace.codes.layout import (
    GUESSED,
    HEADINGS,
    LEFT_OUT,
    NAMES,
    NONE,
    SAMPLE,
    How,
    Layout,
    guess,
    has_titles,
    looks_titled,
)
from marketplace.core import cells, uploads
from marketplace.core.cells import CellError
from marketplace.core.problems import Problems, Reason
from marketplace.core.uploads import Limits
from marketplace.core.vault import normal

COLUMNS = ("pin", "value", "expires_on")
EXAMPLES = ("EXAMPLE-CODE-0001", "EXAMPLE-CODE-0002")  # of the template: nobody means to sell them
REMEMBERED = 2_000
# A million codes below a heading, with PIN, value and day: 64 bytes for each row. A spreadsheet of so many unpacks to more than is read of any.
LIMITS = Limits(bytes=64 * 2**20, rows=1_000_001, cells=5_000_000)
_TYPED: dict[str, cells.Reader] = {"value": cells.amount, "expires_on": cells.day}


class CodeRow(NamedTuple):
    """One code of a file; `value` as written there, None where the file has no such column. Never print it."""

    row: int
    code: str
    pin: str
    value: Decimal | None
    expires_on: date | None


class _Table(NamedTuple):
    """Where the columns of a file stand, and what its values and days mean: it has few different ones.

    They are remembered for this file only, for where its columns are mixed up they are codes.
    """

    width: int  # one past the last column
    gaps: bool  # whether there are places before it that belong to none
    names: Mapping[int, str]  # of the columns, by place, those that are left out too
    take: Callable[[list[str]], tuple[str, str, str, str]]  # code, pin, value and day of a row that is wide enough
    priced: bool  # whether there is a column of values
    worth: cells.Reader
    day: cells.Reader


def read(name: str, content: bytes, problems: Problems, how: How = GUESSED) -> Iterator[CodeRow]:
    """The codes of a CSV or XLSX file; what is wrong goes to `problems` and is left out. How it was read goes to `problems.seen`.

    Raises:
        UploadRefused: the file as a whole cannot be read.
    """
    rows = uploads.rows(name, content, LIMITS, problems.tell, encoding=how.encoding, delimiter=how.separator)
    first, before = list(islice(rows, SAMPLE)), problems.total
    laid = how.layout or _laid(name, first, problems)
    problems.seen |= {"form": telling.form_of(name, content, how, laid, [row.cells for row in first])}
    if problems.total > before:
        return
    table = _table(laid)
    for row in chain(first[laid.headed :], rows):
        problems.reached = row.number
        found = _row(row, table, problems)
        if found is not None:
            yield found


def _laid(name: str, rows: list[uploads.Row], problems: Problems) -> Layout:
    """The layout that a file has by its titles, or by how its first rows look; what is wrong with it goes to the problems."""
    first = rows[0]
    if has_titles(first.cells):
        try:
            places = uploads.header(name, first, ("code",), COLUMNS, HEADINGS)
        except uploads.UploadRefused as refused:
            problems.add(first.number, str(refused.facts.get("column") or ""), refused.facts["reason"])
            titles = (HEADINGS.get(cell.lower(), cell.lower()) for cell in first.cells)
            return Layout(True, tuple(title if title in NAMES else LEFT_OUT for title in titles))
        held = {at: column for column, at in places.items()}
        return Layout(True, tuple(held.get(at, NONE) for at in range(1 + max(held))))
    cells = [row.cells for row in rows]
    titled = looks_titled(cells)
    if titled or rules.is_title(first.cells[0] if first.cells else ""):
        problems.add(
            first.number, "code", "this is a title, not a code: name the columns, or begin with the first code"
        )
    return Layout(True, guess(cells[1:]).columns) if titled else guess(cells)


def _table(laid: Layout) -> _Table:
    """A column that the file does not have is looked for one past the last, where nothing may stand."""
    places, width = laid.places, len(laid.columns)
    take = itemgetter(*(places.get(column, width) for column in NAMES))
    names = {at: column for at, column in enumerate(laid.columns) if column}
    return _Table(
        width, len(names) < width, names, take, "value" in places,
        lru_cache(REMEMBERED)(cells.amount), lru_cache(REMEMBERED)(cells.day),
    )  # fmt: skip


def _row(row: uploads.Row, table: _Table, problems: Problems) -> CodeRow | None:
    """What a row says; None after its problems were noted."""
    number, given, odd = row
    if (len(given) > table.width or table.gaps) and _extra(given, table.names):
        problems.add(number, "", "a cell outside any column")
        return None
    if len(given) <= table.width:
        given = given + [""] * (table.width + 1 - len(given))
    code, pin, value, day = table.take(given)
    before = problems.total
    for at, kind in odd.items():
        _check_kind(number, at, kind, table, problems)
    if problems.total > before:
        return None
    code, pin = code.removeprefix("'"), pin.removeprefix("'")  # what guards a text from being read as a number
    _check_code(number, code, pin, problems)
    worth = _read(table.worth, number, "value", value, problems)
    if table.priced and not value:
        problems.add(number, "value", "is missing")
    ends = _read(table.day, number, "expires_on", day, problems)
    return CodeRow(number, code, pin, worth, ends) if problems.total == before else None


def _read(reader: cells.Reader, number: int, column: str, cell: str, problems: Problems) -> Any:
    try:
        return reader(cell)
    except CellError as error:
        problems.add(number, column, error.reason)
        return None


def _check_kind(number: int, at: int, kind: str, table: _Table, problems: Problems) -> None:
    """A cell that is no text belongs into a column that takes its kind; codes and PINs are texts."""
    column = table.names.get(at, "")
    if column == LEFT_OUT:
        return
    try:
        cells.check_kind(_TYPED.get(column, str), kind)
    except CellError as error:
        problems.add(number, column, error.reason)


def _extra(cells: list[str], places: Container[int]) -> bool:
    """Whether something stands outside the columns."""
    return any(cell and at not in places for at, cell in enumerate(cells))


def _check_code(number: int, code: str, pin: str, problems: Problems) -> None:
    if not code:
        problems.add(number, "code", "the code is missing")
    elif code in EXAMPLES:
        problems.add(number, "code", "is an example of the template: delete the row, or write your own over it")
    elif unfit := rules.no_code(code):
        problems.add(number, "code", unfit)
    elif len(code) > rules.CODE_MAX:
        problems.add(number, "code", Reason("the code is longer than %(most)s characters", most=rules.CODE_MAX))
    elif len(normal(code)) < rules.CODE_MIN:
        problems.add(number, "code", Reason("the code has fewer than %(least)s characters", least=rules.CODE_MIN))
    if len(pin) > rules.PIN_MAX or not rules.fit_for_code(pin):
        problems.add(
            number, "pin", Reason("the PIN is longer than %(most)s characters or cannot be printed", most=rules.PIN_MAX)
        )
