"""Tables from outside: honest files are read, hostile ones are refused in one clear line, and nothing is eaten up."""

import io
import random
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.core import uploads
from marketplace.core.problems import Problems
from marketplace.core.uploads import Limits, Row, UploadRefused
from tests.builders import short_of_memory

SMALL_LIMITS = Limits(bytes=100_000, rows=50, columns=20, cell=100, line=2_000)
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes, limits: Limits = uploads.STANDARD) -> list[list[str]]:
    return [row.cells for row in uploads.rows("file", content, limits)]


def refusal(content: bytes, limits: Limits = uploads.STANDARD) -> dict[str, Any]:
    with pytest.raises(UploadRefused) as refused:
        read(content, limits)
    assert refused.value.facts["file"] == "file"
    return refused.value.facts


def xlsx(*rows: list[Any], strings: bool = True) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": not strings})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(at, column, value, day)
            else:
                sheet.write(at, column, value)
    book.close()
    return made.getvalue()


def repacked(
    content: bytes, replace: dict[str, bytes], add: dict[str, bytes] | None = None, packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The same archive with some parts changed or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", packing) as new:
        for part in old.infolist():
            new.writestr(part.filename, replace.get(part.filename, old.read(part)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return made.getvalue()


TABLE = [["Код", "Номинал"], ["219E01BE", "300"], ["", ""], ["007;8", 'a "b"']]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [";", ","])
def test_csv_is_read_in_each_honest_form(encoding: str, end: str, mark: str) -> None:
    lines = [mark.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in TABLE]
    assert read((end.join(lines) + end).encode(encoding)) == [TABLE[0], TABLE[1], TABLE[3]]


def test_rows_keep_the_numbers_that_a_person_counts() -> None:
    assert list(uploads.rows("f", b"a;b\n\n1;2\n")) == [Row(1, ["a", "b"]), Row(3, ["1", "2"])]


A_DAY = datetime.fromisoformat("2027-01-02")  # a spreadsheet knows no zone


def test_xlsx_is_read_as_text_and_a_code_stays_as_it_is() -> None:
    made = xlsx(["Код", "PIN", "День"], ["219E01BE", "0042", A_DAY], ["00017", 300.0, None], [1.5, True, ""])
    assert read(made) == [
        ["Код", "PIN", "День"], ["219E01BE", "0042", "2027-01-02"], ["00017", "300"], ["1.5", "true"],
    ]  # fmt: skip


def test_xlsx_that_begins_further_down_keeps_its_row_and_column() -> None:
    rows = list(uploads.rows("f", xlsx([], [None, "a"], [None, "b", "c"])))
    assert rows == [Row(2, ["", "a"]), Row(3, ["", "b", "c"])]


HOSTILE_CSV = {
    "nothing": b"",
    "spaces": b"  \r\n\t\n",
    "only separators": b";;;\n;;;\n",
    "NUL": b"a;b\n1\0;2\n",
    "UTF-16": "a;b\n1;2".encode("utf-16"),
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "PDF": b"%PDF-1.7\n\x00\x01",
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100,
    "neither encoding": b"a;\x98\xff\n",
    "open quote": b'a;"b\nc;d\n',
    "quote amid": b'"a"b;c\n',
    "a million columns": b"," * 1_000_000,
    "one endless line": b"a" * 3_000_000,
    "one endless cell": b'"' + b"a\n" * 400_000 + b'"',
    "escape codes": b"\x1b[31mred",
}


@pytest.mark.parametrize("name", HOSTILE_CSV)
def test_a_hostile_csv_is_refused(name: str) -> None:
    assert refusal(HOSTILE_CSV[name])["reason"]


def test_limits_name_the_row_and_column() -> None:
    assert refusal(b"a\n" * 51, SMALL_LIMITS)["row"] == 51
    assert refusal(b"a\n" + b";" * 20, SMALL_LIMITS)["row"] == 2
    facts = refusal(b"a;b\n1;" + b"x" * 101, SMALL_LIMITS)
    assert (facts["row"], facts["column"]) == (2, 2)
    assert "CANARY" not in str(refusal(b"a;CANARY" + b"x" * 101, SMALL_LIMITS)), "what stands in a cell is never told"
    assert "larger" in refusal(b"a\n" * 60_000, SMALL_LIMITS)["reason"]


@pytest.fixture(scope="module")
def sound() -> bytes:
    return xlsx(["code", "pin"], ["A1", "0001"])


def bombs(sound: bytes) -> Iterator[tuple[str, bytes]]:
    """Archives that would grow, stretch or hide something."""
    xml = zipfile.ZipFile(io.BytesIO(sound)).read(SHEET)

    def sheet(was: bytes, will: bytes) -> bytes:
        assert was in xml
        return repacked(sound, {SHEET: xml.replace(was, will, 1)}, {"x": noise()})

    yield "many parts", repacked(sound, {}, {f"xl/media/{n}": b"" for n in range(1_100)})
    yield "a cell far away", sheet(b'r="B2"', b'r="XFD1048576"')
    yield "a row beyond the last", sheet(b'<row r="2"', b"<row r='1048577'")
    yield "a row with endless zeros", sheet(b'<row r="2"', b'<row r="' + b"0" * 60 + b'2"')
    yield "rows that go back", sheet(b'<row r="2"', b'<row r="1"')
    yield "cells that go back", sheet(b'r="B2"', b'r="A2"')
    yield "a cell outside of a row", sheet(b"<sheetData>", b"<sheetData>" + b'<c s="1"/>' * 100)
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    yield "entities", sheet(b"<worksheet", doctype + b"<worksheet")
    yield "a deep tree", sheet(b"<sheetData>", b"<sheetData>" + b"<a>" * 1_500_000)
    yield (
        "an endless tag",
        sheet(b"<sheetData>", b"<sheetData " + b"".join(b'a%d="1" ' % n for n in range(400_000)) + b">"),
    )
    yield "endless names", sheet(b"<sheetData>", b"<sheetData>" + b"".join(b"<a%d/>" % n for n in range(300_000)))
    yield "an endless comment", sheet(b"<sheetData>", b"<!--" + b"-a" * 4_000_000 + b"--><sheetData>")
    text = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"a" * 9_999
        + b"</t></si></sst>"
    )
    cells = b"".join(b'<row r="%d"><c t="s"><v>0</v></c></row>' % row for row in range(1, 400_001))
    stretched = xml[: xml.index(b"<row")] + cells + b"</sheetData></worksheet>"
    yield "a text in 400,000 cells", repacked(sound, {"xl/sharedStrings.xml": text, SHEET: stretched}, {"x": noise()})
    styles = b"<styleSheet><cellXfs>" + b'<xf numFmtId="14"/>' * 500_000 + b"</cellXfs></styleSheet>"
    yield "styles", repacked(sound, {"xl/styles.xml": styles}, {"x": noise()})
    yield "cut in half", sound[: len(sound) // 2]
    yield "only a head", b"PK\x03\x04" + b"\0" * 200
    yield "no sheet", repacked(sound, {SHEET: b""})
    yield "not xml", repacked(sound, {SHEET: b"<<<>>>" * 10})
    yield "a lying size", lying(sound)


def lying(sound: bytes) -> bytes:
    """The archive says that a part of 30 MB is small."""
    big = repacked(sound, {SHEET: b"\0" * 30_000_000})
    size = (30_000_000).to_bytes(4, "little")
    return big.replace(size, (10).to_bytes(4, "little"))


@cache
def noise() -> bytes:
    """Makes an archive large, so that its parts may unpack to more."""
    return random.Random(1).randbytes(500_000)


MEGABYTES = 64


def test_bombs_end_with_a_reason_in_a_process_short_of_memory(sound: bytes, tmp_path: Path) -> None:
    files = dict(bombs(sound)) | {"nothing but quotation marks": b'"' * 12_000_000}
    found = short_of_memory.read(files, tmp_path, megabytes=MEGABYTES)
    assert len(found) > 15
    wrong = {name: said for name, said in found.items() if said in ("read", "MemoryError", "takes too long")}
    assert wrong == {}


def test_control_without_the_bound_on_depth_a_deep_tree_takes_all_memory(sound: bytes, tmp_path: Path) -> None:
    deep = {name: bomb for name, bomb in bombs(sound) if name == "a deep tree"}
    found = short_of_memory.read(deep, tmp_path, megabytes=MEGABYTES, unbounded=True)
    assert found == {"a deep tree": "MemoryError"}


def test_rows_come_one_by_one_however_far_apart(sound: bytes) -> None:
    xml = zipfile.ZipFile(io.BytesIO(sound)).read(SHEET).replace(b'<row r="2"', b'<row r="1048576"')
    assert [row.number for row in uploads.rows("f", repacked(sound, {SHEET: xml}))] == [1, 1_048_576]


def test_what_is_not_read_of_an_archive_does_no_harm(sound: bytes) -> None:
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:B9"/>' * 100_000 + b"</mergeCells></worksheet>"
    xml = zipfile.ZipFile(io.BytesIO(sound)).read(SHEET).replace(b"</worksheet>", merged)
    odd = repacked(sound, {SHEET: xml}, {"xl/media/zeros.bin": b"\0" * 30_000_000, "x": noise()})
    assert read(odd) == [["code", "pin"], ["A1", "0001"]]


def test_a_locked_archive_and_a_strange_packing_are_refused(sound: bytes) -> None:
    assert "unusual" in refusal(repacked(sound, {}, packing=zipfile.ZIP_BZIP2))["reason"]


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_bytes_give_rows_or_a_refusal(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"code;pin\n"):
        with suppress(UploadRefused):
            read(start + content, SMALL_LIMITS)


@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_a_spoilt_xlsx_gives_rows_or_a_refusal(at: int, noise: bytes) -> None:
    content = bytearray(_SOUND)
    at %= len(content)
    content[at : at + len(noise)] = noise
    with suppress(UploadRefused):
        read(bytes(content), SMALL_LIMITS)


_SOUND = xlsx(["code", "pin"], ["A1", "0001"], ["A2", 2.5])


def test_header_finds_columns_by_name_and_names_what_is_wrong() -> None:
    row = Row(1, ["Code", "", "PIN"])
    assert uploads.header("f", row, ("code",), ("pin",)) == {"code": 0, "pin": 2}
    for cells, column in ((["code", "code"], 2), (["code", "what"], 2), (["pin"], "code")):
        with pytest.raises(UploadRefused) as refused:
            uploads.header("f", Row(1, cells), ("code",), ("pin",))
        assert (refused.value.facts["row"], refused.value.facts["column"]) == (1, column)


def test_unknown_column_is_taken_for_the_one_that_is_meant_or_for_none_and_the_columns_are_told_once() -> None:
    columns = ("title_ru", "title_en", "value", "value_step", "min_points", "price_points", "old_price_points")
    for heading, meant in (
        ("points", "price_points"), ("Prices", "price_points"), ("prize_points", "price_points"), ("values", "value"), ("v\u0430lue", "value"),
        ("name", ""), ("title", ""), ("colour", ""), ("limit", ""), ("", ""),
    ):  # fmt: skip
        likely = {"points": "price_points", "price": "price_points"}
        problems = Problems("f")
        places = uploads.header("f", Row(1, ["offer", heading]), ("offer",), columns, problems=problems, likely=likely)
        assert places == {"offer": 0} | ({meant: 1} if meant else {}), heading
    problems = Problems("f")
    uploads.header("f", Row(1, ["offer", "colour", "values", "size"]), ("offer",), columns, problems=problems)
    listed, near, far = (str(one.reason) for one in problems.found)
    both = Problems("f")
    uploads.header("f", Row(1, ["offer", "value", "values"]), ("offer",), columns, problems=both)
    assert "perhaps" not in str(both.found[0].reason), "the column that is near is there"
    assert listed == f"the column is not known; there are: offer, {', '.join(columns)}"
    assert (near, far) == ("the column is not known; perhaps it should be value", "the column is not known")
    assert (problems.total, problems.rows) == (3, 1), "three errors in the one row of the headings"


def test_deflate_streams_are_measured_by_what_comes_out(sound: bytes) -> None:
    tight = Limits(ratio=1)
    assert read(sound, tight) == [["code", "pin"], ["A1", "0001"]], "a small file may always unpack a little"
    xml = zipfile.ZipFile(io.BytesIO(sound)).read(SHEET)
    grown = repacked(sound, {SHEET: xml.replace(b"<sheetData>", b" " * 5_000_000 + b"<sheetData>")})
    assert "unpacks" in refusal(grown, tight)["reason"]
    assert "unpacks" in refusal(sound, Limits(unpacked=1_000))["reason"], "and none more than the limit"
