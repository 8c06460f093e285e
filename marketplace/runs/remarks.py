"""The same file with one column more: what is wrong with each row. CSV keeps its encoding and separator, XLSX stays XLSX."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

import xlsxwriter

from marketplace.core import csv_files, uploads
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.problems import Problem, Reason
from marketplace.core.sheets import neutral
from marketplace.runs.values import Given, Kind, RowError

VALUE_MAX = COLUMN_MAX["run_errors.value"]
_NUMBER = re.compile(r"[+-][0-9 .,]*")
_Rows = Iterable[tuple[int, list[str]]]


def with_remarks(
    given: Given, kind: Kind, remarks: Mapping[int, str], title: str, *, wrong_only: bool = False
) -> bytes:
    """The file of a run with a column `title` at the end that says what is wrong, by the number of the row.

    `wrong_only`: its head and the rows that are wrong; their numbers stand with what is wrong, for others are left out.

    What may not be seen is masked, as everywhere; and nothing in it runs as a formula.
    """
    rows = _remarked(_source(given, kind), kind, remarks, title)
    if wrong_only:
        rows = _wrong(rows, remarks, title)
    if uploads.is_spreadsheet(given.content):
        return _xlsx(rows)
    form = csv_files.form(given.name, given.content, kind.codec)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=form.delimiter, lineterminator=form.line_end)
    writer.writerows([_harmless(cell) for cell in cells] for _, cells in rows)
    return text.getvalue().encode(form.encoding, "replace")


def explained(given: Given, kind: Kind, problems: Iterable[Problem]) -> list[RowError]:
    """Problems with what may be seen of the cells that they are about."""
    said = list(problems)
    wanted = {problem.row for problem in said if problem.row is not None}
    cells = dict(_cells_of(given, kind, wanted)) if wanted and kind.table else {}
    found = []
    for one in said:
        reason = Reason.of(one.reason)
        value = _value(one, cells.get(one.row or 0, {}), kind)
        found.append(RowError(one.row, one.column, reason.sentence, reason.facts, value))
    return found


def _value(problem: Problem, cells: Mapping[str, str], kind: Kind) -> str:
    column = problem.column.lower()
    cell = cells.get(column, "")
    return kind.shown(column, cell)[:VALUE_MAX] if cell else ""


def _cells_of(given: Given, kind: Kind, wanted: set[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of these rows (one at least), by the titles and the numbers of their columns; as far as the file can be read."""
    titles: list[str] = []
    last = max(wanted)
    try:
        for number, cells in _source(given, kind):
            if not titles:
                titles = _titles(kind, cells)
            if number in wanted:
                texts = [cell.strip() for cell in cells]
                yield number, _by_place(texts) | dict(zip(titles, texts, strict=False))
            if number >= last:
                return  # the rest of a long file has nothing that was asked for
    except uploads.UploadRefused:
        return  # what could be read has been given


def _titles(kind: Kind, cells: list[str]) -> list[str]:
    """The names of the columns as the kind knows them."""
    titles = [cell.strip().lower() for cell in cells]
    return [kind.headings.get(title, title) for title in titles]


def _by_place(cells: list[str]) -> dict[str, str]:
    """Cells by the number of their column, which is all that is known of one without a known heading."""
    return {str(at): cell[: uploads.HEADING_MAX] for at, cell in enumerate(cells, 1) if cell.isprintable()}


def _source(given: Given, kind: Kind) -> _Rows:
    return ((number, cells) for number, cells, _ in uploads.raw_rows(given.name, given.content, encoding=kind.codec))


def _remarked(rows: _Rows, kind: Kind, remarks: Mapping[int, str], title: str) -> _Rows:
    titles: list[str] = []
    headed, width = False, 0
    for number, cells in rows:
        if not titles and any(cells):
            titles, width = _titles(kind, cells), len(cells)
            headed = number not in remarks and not any(kind.shown("", cell) != cell for cell in cells)
            if headed:
                yield number, [*cells, title]
                continue
        if not any(cells):
            yield number, cells
            continue
        shown = [kind.shown(titles[at] if headed and at < width else "", cell) for at, cell in enumerate(cells)]
        yield number, [*shown, *[""] * (width - len(cells)), remarks.get(number, "")]


def _wrong(rows: _Rows, remarks: Mapping[int, str], title: str) -> _Rows:
    """The head, if there is one, and the wrong rows, one below the other."""
    at = 0
    for number, cells in rows:
        if number in remarks or cells[-1:] == [title]:
            at += 1
            yield at, [*cells[:-1], f"{number}: {cells[-1]}"] if number in remarks else cells


def _harmless(cell: str) -> str:
    """As in every export, but that a plain number stays one: the file may be sent again."""
    return cell if _NUMBER.fullmatch(cell) else neutral(cell)


def _xlsx(rows: _Rows) -> bytes:
    """A sheet of texts: nothing in it is a number or a formula, so zeros in front stay."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"constant_memory": True, "in_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, cells in rows:
        for at, cell in enumerate(cells):
            if cell:
                sheet.write_string(number - 1, at, cell)
    book.close()
    return held.getvalue()
