"""XLSX as rows of text, a row at a time: what a cell holds counts, and what its type and format make of it.

The first sheet that can be seen is read. A shared text may stand in any number of cells; it is unfolded a row at a time,
and how much all rows unfold to is bounded by `uploads`.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from marketplace.core import number_formats
from marketplace.core.archives import Archive, broken
from marketplace.core.bounded_xml import listen
from marketplace.core.cell_texts import SharedTexts, TextParts
from marketplace.core.number_formats import Format
from marketplace.core.problems import Reason
from marketplace.core.uploading import MERGED, Limits, Raw, Tell, UploadRefused, tell_nobody

SHEETS_MAX, STYLES_MAX = 1_000, 65_536
MERGED_MAX = 20  # ranges of merged cells that are told one by one
ROW_MAX = 1_048_576
PLAIN = Format("plain")
_YES = ("1", "true")
_RANGE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7}")


class _Sheet(NamedTuple):
    """A sheet as the workbook names it: what it is called, its relation, and whether it is hidden."""

    name: str
    relation: str
    hidden: bool


def rows(name: str, content: bytes, limits: Limits, tell: Tell = tell_nobody) -> Iterator[Raw]:
    """The rows of the first visible sheet with their numbers, and which cells are no text, by column.

    What a person would want to know is told at the end: which sheet was read where there are others, and how many rows
    and columns of it were hidden.

    Raises:
        UploadRefused: it is no sound XLSX file, or larger than the limits let.
    """
    archive = Archive(name, content, limits)
    book = _Workbook(archive)
    sheet = next((one for one in book.sheets if not one.hidden), None)
    if sheet is None:
        raise UploadRefused(file=name, reason="the file has no visible sheet")
    shared = _shared_texts(archive, book, limits) if book.texts in archive else SharedTexts(limits.cell)
    found = _Rows(name, shared, _formats(archive, book.styles), limits, since_1904=book.since_1904)
    for _ in listen(name, archive.pieces(book.target(sheet.relation)), found.start, found.end, found.text):
        while found.ready:
            yield found.ready.popleft()
    if len(book.sheets) > 1:
        tell(Reason("only the sheet “%(sheet)s” was read", sheet=sheet.name[:60]))
    for cells in found.merged:
        tell(Reason(MERGED, cells=cells))
    if found.hidden_rows:
        tell(Reason("hidden rows of the sheet were read too: %(number)s", number=found.hidden_rows))
    if found.hidden_columns:
        tell(Reason("hidden columns of the sheet were read too: %(number)s", number=found.hidden_columns))


class _Workbook:
    """What the workbook says of itself: its sheets, where its parts stand, and from which year its days are counted."""

    def __init__(self, archive: Archive) -> None:
        self.name = archive.name
        self.sheets: list[_Sheet] = []
        self.since_1904 = False
        self.texts = self.styles = ""
        self._part, self._targets = "xl/workbook.xml", dict[str, str]()
        if "_rels/.rels" in archive:
            for _ in listen(self.name, archive.pieces("_rels/.rels"), self._main_part, _ignore, _ignore):
                pass
        self._folder, _, file = self._part.rpartition("/")
        for _ in listen(self.name, archive.pieces(self._part), self._start, _ignore, _ignore):
            pass
        relations = archive.pieces(f"{self._folder}/_rels/{file}.rels")
        for _ in listen(self.name, relations, self._relation, _ignore, _ignore):
            pass

    def target(self, relation: str) -> str:
        """The part that a relation leads to."""
        if relation not in self._targets:
            raise broken(self.name)
        return self._targets[relation]

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.since_1904 = given.get("date1904") in _YES
        elif tag == "sheet":
            relation = next((value for key, value in given.items() if key.endswith(":id")), "")
            self.sheets.append(_Sheet(given.get("name", ""), relation, given.get("state", "visible") != "visible"))
            if len(self.sheets) > SHEETS_MAX:
                raise broken(self.name)

    def _main_part(self, tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship" and given.get("Type", "").endswith("/officeDocument"):
            self._part = unquote(given.get("Target", "")).lstrip("/")

    def _relation(self, tag: str, given: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        target = unquote(given.get("Target", ""))
        part = target if target.startswith("/") else f"{self._folder}/{target}"
        kind = given.get("Type", "").rpartition("/")[2]
        if kind == "sharedStrings":
            self.texts = part
        elif kind == "styles":
            self.styles = part
        elif kind == "worksheet" and len(self._targets) <= SHEETS_MAX:
            self._targets[given.get("Id", "")] = part


def _shared_texts(archive: Archive, book: _Workbook, limits: Limits) -> SharedTexts:
    shared = SharedTexts(limits.cell)
    for _ in listen(archive.name, archive.pieces(book.texts), shared.start, shared.end, shared.text):
        if len(shared) > limits.cells:
            raise UploadRefused(file=archive.name, reason="the file unpacks far beyond the limit")
    return shared


def _formats(archive: Archive, part: str) -> dict[str, Format]:
    """The formats of cells that are not plain, by their number as cells name it."""
    codes, styles, inside = dict(number_formats.KNOWN), list[int](), False

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt" and given.get("numFmtId", "").isdecimal():
            codes[int(given["numFmtId"][:9])] = given.get("formatCode", "")[:255]
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            number = given.get("numFmtId", "0")[:9]
            styles.append(int(number) if number.isdecimal() else 0)
        if len(styles) > STYLES_MAX or len(codes) > STYLES_MAX:
            raise UploadRefused(file=archive.name, reason="the file has an implausible number of styles")

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    if part in archive:
        for _ in listen(archive.name, archive.pieces(part), start, end, _ignore):
            pass
    known = {number: number_formats.parse(codes.get(number, "General")) for number in set(styles)}
    return {str(at): known[number] for at, number in enumerate(styles) if known[number] != PLAIN}


class _Rows:
    """Listens to a sheet and makes its rows; those that are whole wait in `ready`."""

    def __init__(
        self, name: str, shared: SharedTexts, formats: dict[str, Format], limits: Limits, *, since_1904: bool
    ) -> None:
        self.ready: deque[Raw] = deque()
        self.hidden_rows = self.hidden_columns = 0
        self.merged: list[str] = []
        self._name, self._shared, self._formats, self._limits = name, shared, formats, limits
        self._since_1904 = since_1904
        self._number, self._column, self._width = 0, 0, 0
        self._cells: list[str] = []
        self._odd: dict[int, str] = {}
        self._row_open = self._hidden = False
        self._type, self._style, self._formula, self._inline = "n", "0", False, False
        self._text = TextParts(limits.cell)
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row, "c": self._start_cell, "col": self._start_columns, "mergeCell": self._start_merged,
        }  # fmt: skip

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        if tag == "v" and not self._inline:
            self._text.listen(self._column > 0)
        elif tag in self._starts:
            self._starts[tag](given)
        elif tag == "f":
            self._formula = True
        elif self._column and self._inline:
            self._text.start(tag)
        elif self._column:
            self._text.listen(False)

    def text(self, text: str) -> None:
        """What stands in an element, or a piece of it."""
        if self._column:
            self._text.text(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "c" and self._column:
            self._end_cell()
        elif tag == "row" and self._row_open:
            self._end_row()
        elif self._column and self._inline:
            self._text.end(tag)
        elif self._column:
            self._text.listen(False)

    def _start_columns(self, given: dict[str, str]) -> None:
        if given.get("hidden") in _YES:
            first, last = (int(given.get(key, "0")[:5] or 0) for key in ("min", "max"))
            self.hidden_columns += max(0, min(last, self._limits.columns) - first + 1)

    def _start_merged(self, given: dict[str, str]) -> None:
        cells = given.get("ref", "")
        if len(self.merged) < MERGED_MAX and _RANGE.fullmatch(cells):
            self.merged.append(cells)

    def _start_row(self, given: dict[str, str]) -> None:
        number = _whole(given.get("r"), self._number + 1)
        if not self._number < number <= ROW_MAX:
            raise broken(self._name)
        self._number, self._width, self._cells, self._odd = number, 0, [], {}
        self._row_open, self._hidden = True, given.get("hidden") in _YES

    def _start_cell(self, given: dict[str, str]) -> None:
        if not self._row_open:
            raise broken(self._name)
        place = given.get("r")
        self._column = self._width + 1 if place is None else _column_number(place)
        if not self._width < self._column:
            raise broken(self._name)
        if self._column > self._limits.columns:
            raise UploadRefused(
                file=self._name,
                row=self._number,
                reason=Reason("more than %(most)s columns", most=self._limits.columns),
            )
        self._width = self._column
        self._type, self._style, self._formula = given.get("t", "n"), given.get("s", "0"), False
        self._inline = self._type == "inlineStr"
        self._text.clear()

    def _end_cell(self) -> None:
        text, kind = self._shown()
        at, self._column = self._column - 1, 0
        if text or kind:
            self._cells += [""] * (at - len(self._cells))
            self._cells.append(text)
            if kind:
                self._odd[at] = kind

    def _end_row(self) -> None:
        self._row_open = False
        self.hidden_rows += self._hidden and bool(self._cells)
        self.ready.append(Raw(self._number, self._cells, self._odd))

    def _shown(self) -> tuple[str, str]:
        """The text and kind of the cell that ends, as in `number_formats.Shown`: plain pairs, for there are millions."""
        value = self._text.whole()
        if self._inline:
            return value, ""
        if not value:
            return "", "formula" if self._formula else ""
        if self._type == "s":
            return self._shared.at(_whole(value.strip(), -1), self._name), ""
        if self._type == "str":
            return value, ""
        if self._type == "e":
            return value, "error"
        if self._type == "b":
            return "true" if value.strip() in _YES else "false", "boolean"
        if self._type == "d":
            return value.strip()[:10], "day" if len(value.strip()) == 10 else "time"
        return self._number_shown(value)

    def _number_shown(self, value: str) -> tuple[str, str]:
        form = self._formats.get(self._style, PLAIN)
        if form is PLAIN and len(value) < 15 and value.isascii() and value.isdecimal():
            return str(int(value)), ""
        value = value.strip()
        try:
            return number_formats.shown(float(value), form, since_1904=self._since_1904)
        except (ValueError, OverflowError):
            raise broken(self._name) from None


def _whole(text: str | None, default: int) -> int:
    """A whole number of an attribute; a large one where it is longer than any there is."""
    if text is None:
        return default
    return int(text[:12]) if text.isascii() and text.isdecimal() else -1


def _column_number(place: str) -> int:
    """The column of a cell such as AB12; 0 for what names none."""
    number = 0
    for letter in place[:4].upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _ignore(*_: Any) -> None:
    """Nobody listens."""
