"""How a file of codes is laid out: which column holds what. Guessed from its first rows, or as somebody has said; no database."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from marketplace.codes import rules
from marketplace.core import cells
from marketplace.core.cells import CellError
from marketplace.core.texts import Unfit
from marketplace.core.vault import normal

NAMES = ("code", "pin", "value", "expires_on")
LEFT_OUT, NONE = "-", ""  # a column that is not read, and a place where nothing may stand
# What partners call the columns, in small letters.
HEADINGS = {
    "код": "code", "код карты": "code", "номер карты": "code", "промокод": "code", "пин": "pin", "пин-код": "pin", "пинкод": "pin",
    "номинал": "value", "действует до": "expires_on", "срок действия": "expires_on", "годен до": "expires_on",
}  # fmt: skip
SAMPLE = 20  # rows from which a layout is guessed
COLUMNS_MOST = 40
PIN_LONGEST = 12
SUM_LONGEST = 8
_TITLES, _ROWS = "titles", "rows"


class Layout(NamedTuple):
    """Whether the first row has titles, and what each column holds: one of NAMES, LEFT_OUT, or NONE."""

    headed: bool
    columns: tuple[str, ...]

    @property
    def places(self) -> dict[str, int]:
        """Where each column stands that is read."""
        return {name: at for at, name in enumerate(self.columns) if name in NAMES}

    def text(self) -> str:
        """The layout as an option of a run: "titles:code,pin,-,value"."""
        return f"{_TITLES if self.headed else _ROWS}:{','.join(self.columns)}"


class How(NamedTuple):
    """How a file is to be read, as far as somebody has said: encoding and separator of a text, its layout; what is empty is guessed."""

    encoding: str = ""
    separator: str = ""
    layout: Layout | None = None


GUESSED = How()


def how_of(options: Mapping[str, str]) -> How:
    """How a file is to be read by the options of its run. Raises Unfit."""
    said = options.get("layout", "")
    return How(options.get("encoding", ""), options.get("separator", ""), layout_of(said) if said else None)


def layout_of(text: str) -> Layout:
    """What `Layout.text` made. Raises Unfit: not one column of codes, or one column twice."""
    head, _, listed = text.partition(":")
    columns = tuple(listed.split(","))
    read = [name for name in columns if name in NAMES]
    if head not in (_TITLES, _ROWS) or not set(columns) <= {*NAMES, LEFT_OUT, NONE} or len(columns) > COLUMNS_MOST:
        raise Unfit("choose what each column holds")
    if "code" not in read or len(set(read)) < len(read):
        raise Unfit("choose one column for the codes, and none twice")
    return Layout(head == _TITLES, columns)


def has_titles(row: Sequence[str]) -> bool:
    """Whether a first row names the column of codes, in our words or a partner's."""
    return "code" in {HEADINGS.get(cell.lower(), cell.lower()) for cell in row}


def looks_titled(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of several rows has titles of columns in words that nobody knows: the only one without a digit."""
    digits = [any(sign.isdigit() for cell in row for sign in cell) for row in rows]
    return sum(cell != "" for cell in rows[0]) > 1 and len(rows) > 1 and not digits[0] and all(digits[1:])


def guess(rows: Sequence[Sequence[str]]) -> Layout:
    """The layout of a file without titles, from its first rows: a column that at most half of them fill is none."""
    width = max(len(row) for row in rows)
    columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    filled = [at for at in range(width) if sum(cell != "" for cell in columns[at]) * 2 > len(rows)]
    if len(filled) < 2:
        return Layout(False, ("code",))
    found: dict[int, str] = {}
    days = [at for at in filled if all(_is_day(cell) for cell in columns[at] if cell)]
    if days:
        found[days[0]] = "expires_on"
    rest = [at for at in filled if at not in days]
    if not rest:
        return Layout(False, ("code",))
    codes = max(rest, key=lambda at: _size(columns[at]))
    found[codes] = "code"
    for at in rest:
        if at != codes and (name := _lesser([cell for cell in columns[at] if cell])) and name not in found.values():
            found[at] = name
    return Layout(False, tuple(found.get(at, LEFT_OUT if at in filled else NONE) for at in range(max(filled) + 1)))


def _size(column: Sequence[str]) -> tuple[bool, int, int]:
    """Codes have digits, are all different, and longer than what stands beside them."""
    held = [normal(cell) for cell in column if cell]
    digits = all(any(sign.isdigit() for sign in cell) for cell in held)
    return digits, len(set(held)) * 10 // len(held), sum(map(len, held)) // len(held)


def _lesser(column: Sequence[str]) -> str:
    """What stands beside the codes: sums of which there are few different ones, or PINs."""
    sums = all(len(cell) <= SUM_LONGEST and _is_sum(cell) for cell in column)
    few = len(set(column)) * 2 <= len(column) or (len(column) == 1 and column[0].endswith("00"))
    if sums and few:
        return "value"
    fit = all(len(cell) <= PIN_LONGEST and " " not in cell and rules.fit_for_code(cell) for cell in column)
    return "pin" if fit else ""


def _is_day(cell: str) -> bool:
    try:
        return cells.day(cell) is not None
    except CellError:
        return False


def _is_sum(cell: str) -> bool:
    try:
        return cells.amount(cell) is not None
    except CellError:
        return False
