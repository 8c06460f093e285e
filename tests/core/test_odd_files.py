"""What people's programs really write into tables, and what is right for each."""

import io
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from marketplace.core import cells, numbers, texts, uploads
from marketplace.core.cells import CellError, Columns
from marketplace.core.problems import Problems
from marketplace.core.uploads import Row, UploadRefused


def book(*rows: list[Any], formats: dict[tuple[int, int], str] | None = None, prepare: Any = None) -> bytes:
    """An XLSX file; `formats` of single cells by their place."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Коды")
        known = {place: workbook.add_format({"num_format": code}) for place, code in (formats or {}).items()}
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                form = known.get((at, column))
                if isinstance(value, datetime | time):
                    sheet.write_datetime(at, column, value, form)
                else:
                    sheet.write(at, column, value, form)
        if prepare:
            prepare(workbook, sheet)
    return made.getvalue()


def read(content: bytes) -> tuple[list[Row], list[str]]:
    told: list[str] = []
    return list(uploads.rows("f", content, tell=told.append)), told


CELLS = [
    (1234, "00000000", "00001234", ""), (5, "000\\-000", "000-005", ""), (7, "General", "7", ""), (7, "@", "7", ""), (7, "0", "7", ""),
    (1234.0, "#,##0.00", "1234", "number"), (0.5, "General", "0.5", "number"), (0.1 + 0.2, "General", "0.3", "number"),
    (1.125, "0.000", "1.1250", "number"), (0.5, "0%", "0.5", "percent"), (3, "0.00E+00", "3", "number"),
    (46447, "mmm-yy", "2027-03-01", "day"), (0.5236111111111111, "hh:mm", "1899-12-31 12:34:00", "time"),
    (46447.25, "yyyy-mm-dd hh:mm", "2027-03-01 06:00:00", "time"), (60, "yyyy-mm-dd", "1900-02-28", "day"),
    (46447, '[$-419]d mmmm yyyy"г."', "2027-03-01", "day"), (12, '0" days"', "12 days", ""), (12, '#,##0" шт."', "12", "number"),
    (True, "General", "true", "boolean"), (1234567890123456789, "General", "", "long"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "code", "text", "kind"), CELLS)
def test_type_and_format_of_a_cell_decide_what_it_is(value: Any, code: str, text: str, kind: str) -> None:
    (row,), _ = read(book([value], formats={(0, 0): code}))
    assert row.cells[0] == text
    assert row.odd.get(0, "") == kind


def test_an_error_of_a_spreadsheet_and_a_formula_without_result_are_never_empty() -> None:
    def write(_: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")
        sheet.write_formula(1, 1, "=A1", None, "")
        sheet.write_formula(1, 2, '="a"&"b"', None, "ab")

    rows, _ = read(book(["a", "b", "c"], prepare=write))
    assert rows[1].odd == {0: "error", 1: "formula"}
    assert rows[1].cells[2] == "ab"


def test_a_text_column_refuses_what_is_no_text_and_a_day_takes_days_alone() -> None:
    problems = Problems("f")
    table = Columns(
        {"name": cells.line(10), "on": cells.day, "sum": cells.amount}, {"name": 0, "on": 1, "sum": 2}, problems
    )
    assert table.read(1, ["2027-01-02", "2027-01-02", "1.5"]) is not None
    assert table.read(2, ["2027-01-02", "2027-01-02", "1.5"], {1: "day", 2: "number"}) is not None
    assert table.read(3, ["2027-01-02", "2027-01-02", "1.5"], {0: "day", 1: "time", 2: "percent"}) is None
    assert [(one.row, one.column) for one in problems.found] == [(3, "name"), (3, "on"), (3, "sum")]


def test_the_first_sheet_that_can_be_seen_is_read_and_what_was_hidden_is_told() -> None:
    def hide(workbook: Any, sheet: Any) -> None:
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        workbook.add_worksheet("Другой").write(0, 0, "x")

    rows, told = read(book(["code", "pin"], ["A1", "1"], ["A2", "2"], prepare=hide))
    assert [row.cells[0] for row in rows] == ["code", "A1", "A2"]
    assert told == [
        "only the sheet “Коды” was read", "hidden rows of the sheet were read too: 1",
        "hidden columns of the sheet were read too: 1",
    ]  # fmt: skip


CSV = {
    "a guard": (b"code;pin\n'0012;'=777\n", ["0012", "=777"]),
    "a formula as a guard": (b'code;pin\n="0012";"=""a""""b"""\n', ["0012", 'a"b']),
    "an apostrophe of a name": ("a;b\n'с-Хертогенбос;'\n".encode(), ["'с-Хертогенбос", "'"]),
    "a named separator": (b"sep=;\r\na;b\r\n1,5;2\r\n", ["1,5", "2"]),
    "a named tab": (b'"sep=\t"\r\na\tb\r\n1;5\t2\r\n', ["1;5", "2"]),
    "an end of DOS": (b"a;b\r\n1;2\r\n\x1a", ["1", "2"]),
    "an end of DOS, padded": (b"a;b\r\n1;2\r\n" + b"\x1a" * 100, ["1", "2"]),
    "ends of a Mac": (b"a;b\r1;2\r", ["1", "2"]),
}


@pytest.mark.parametrize("name", CSV)
def test_csv_is_read_as_programs_write_it(name: str) -> None:
    content, cells = CSV[name]
    rows, _ = read(content)
    assert (len(rows), rows[-1].cells) == (2, cells)


def test_a_second_byte_order_mark_is_no_part_of_the_first_heading() -> None:
    rows, _ = read(b"\xef\xbb\xbf" * 2 + b'"a";b\n1;2\n')
    assert rows[0].cells == ["a", "b"]


@pytest.mark.parametrize("text", ["6,12900E+12", "6.129e+12", "1E-5", "#N/A", "#ССЫЛКА!"])
def test_csv_cells_that_have_lost_their_content_are_named(text: str) -> None:
    rows, _ = read(f"code;pin\n{text};1\n".encode())
    assert list(rows[1].odd) == [0]


@pytest.mark.parametrize(
    "page", [b"<html><table><tr><td>X", b" \xef\xbb\xbf<!DOCTYPE html>", b"\n<TABLE border=1>", b"<tr>\n<td>"]
)
def test_a_web_page_is_called_one(page: bytes) -> None:
    with pytest.raises(UploadRefused) as refused:
        read(page)
    assert "a web page, not a spreadsheet" in str(refused.value.facts["reason"])


@pytest.mark.parametrize(
    ("text", "means"),
    [("1000", "1000"), ("1 000", "1000"), ("1\u00a0000\u00a0000", "1000000"), ("499,90", "499.90"), ("1 000,5", "1000.5"),
     ("0.125", "0.125"), ("1234.567", "1234.567"), ("-5", "-5")],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, means: str) -> None:
    assert str(numbers.parse(text)) == means


@pytest.mark.parametrize("text", ["1,000", "1.000", "12.345", "999,999"])
def test_a_number_that_could_be_two_is_doubtful(text: str) -> None:
    with pytest.raises(numbers.Doubtful):
        numbers.parse(text)
    if "," in text:
        assert numbers.parse(text, commas_group=True) == int(text.replace(",", ""))


@pytest.mark.parametrize(
    "text",
    ["", "1e3", "١٠٠", "1_000", "+5", "0x10", "1 00", "1  000", "NaN", ".5", "5.", "1,000,000", "1" * 19, "½", "１"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    with pytest.raises(texts.Unfit):
        numbers.parse(text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Л’Этуаль\u00a0Про", "Л’Этуаль\u00a0Про"), ("яб\u00adлоко", "яблоко"), ("\ufeff a \u00a0", "a"), ("и\u0306", "й"), ("a\u2003b", "a b"),
     ("Подарки 🎁", "Подарки 🎁"), ("سوق", "سوق")],
)  # fmt: skip
def test_a_text_of_one_line_keeps_what_can_be_printed(given: str, kept: str) -> None:
    assert texts.one_line(given) == kept


@pytest.mark.parametrize(
    "given", ["a\nb", "a\tb", "a\u2028b", "a\rb", "a\x85b", "a\u202eb", "a\u200fb", "a\x00b", "a\ue000b", "a\ud800b"]
)
def test_a_text_of_one_line_has_no_break_and_nothing_unseen(given: str) -> None:
    with pytest.raises(texts.Unfit):
        texts.one_line(given)


def test_a_text_of_several_lines_keeps_them() -> None:
    assert texts.lines(" a\r\nb\tc\u00adc\r") == "a\nb\tcc"
    with pytest.raises(CellError):
        texts.lines("a\u202eb")


def test_files_of_the_world_are_read_as_they_should_be(real_data: Path) -> None:
    def of(name: str) -> tuple[list[Row], list[str]]:
        return read((real_data / "odd" / name).read_bytes())

    assert [row.odd for row in of("codes_turned_dates.xlsx")[0]][2:] == [{0: "day"}, {0: "day"}, {}, {0: "time"}]
    assert of("codes_lookup_errors_in_pin.xlsx")[0][2].odd[1] == "error"
    assert of("codes_apostrophe_guard.csv")[0][1].cells == ["0012345678", "0042"]
    assert of("codes_sep_line.csv")[0][0] == Row(2, ["code", "pin", "value"])
    assert of("codes_sci.csv")[0][1].odd == {0: "cut"}
    assert of("codes_hidden_first_sheet.xlsx")[1] == ["only the sheet “Коды” was read"]
    assert of("codes_filtered_rows.xlsx")[1] == ["hidden rows of the sheet were read too: 2"]
    assert len(of("codes_ctrl_z.csv")[0]) == 3
    with pytest.raises(UploadRefused):
        of("codes_html_row_per_line.xls")
