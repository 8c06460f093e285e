"""Limits of files from outside, what their readers give, and how they are refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from marketplace.core.errors import Refusal
from marketplace.core.problems import Reason

# Why a cell that is no text cannot be taken, by the kind of what it holds.
NO_TEXT = {
    "number": "is a number with a format of its own: store it as text",
    "percent": "is a percentage",
    "long": "a number this long must be stored as text",
    "cut": "is a number whose last digits a spreadsheet cut off: store it as text",
    "day": "was turned into a date by a spreadsheet: store it as text",
    "time": "was turned into a time by a spreadsheet: store it as text",
    "boolean": "is true or false, not text",
    "error": "is a spreadsheet error, such as #N/A",
    "formula": "is a formula without its result: open the file in a spreadsheet program and save it",
}

# What a reader of spreadsheets tells of cells that were made one: only the first of them holds anything.
MERGED = (
    "the cells %(cells)s are merged into one, and only the first of them holds anything: unmerge them and fill in each"
)

Tell = Callable[[Reason], None]


class Raw(NamedTuple):
    """A row as a reader gives it: its number, its cells, and the kind (of NO_TEXT) of each that is no text, by its place."""

    number: int
    cells: list[str]
    odd: Mapping[int, str] = {}


class UploadRefused(Refusal):
    """A file cannot be taken: facts name file, row, column and reason, never what stands in a cell."""

    code = "upload_refused"
    status = 422


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may hold.

    `unpacked` is what a zipped file may grow to, `ratio` by how much; `unfolded` how many characters all rows may have
    together, however small a file says them.
    """

    bytes: int = 32 * 2**20
    rows: int = 1_000_000
    columns: int = 200
    cell: int = 10_000
    line: int = 1_000_000
    unpacked: int = 64 * 2**20
    unfolded: int = 64 * 2**20
    ratio: int = 200
    parts: int = 1_000
    cells: int = 4_000_000


def tell_nobody(_reason: Reason) -> None:
    """For anyone who asks for rows alone."""
