"""Small files that want to become large, and large ones that are honest. Each is tried once."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

import xlsxwriter

from tests.proof.files import archives, bank_samples, documents, samples
from tests.proof.files.archives import SHEET, STRINGS
from tests.proof.files.feeds import FEEDS, Feed

FILE_BYTES = 32 * 2**20  # bytes that a file may have
MANY_BRANDS = [f"many-{number}" for number in range(40)]  # brands: each has 5,000 rows at most
NOISE = 1_500_000
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@dataclass(frozen=True)
class Bomb:
    """A file that is only made when it is wanted; `quick` ones are tried in the small form, too."""

    feed: Feed
    name: str
    content: Callable[[], bytes]
    quick: bool = False


def the(name: str) -> Feed:
    """The feed of a name."""
    return next(feed for feed in FEEDS if feed.name == name)


def _sheet(swap: Callable[[dict[str, bytes]], dict[str, bytes]], noise: int = 0) -> Callable[[], bytes]:
    """A sound file with some parts changed; `noise` makes it large, so that it may unpack to more."""

    def make() -> bytes:
        chance = Random(1)
        inside = archives.parts(samples.xlsx(samples.codes(chance)))
        if noise:
            inside["docProps/noise.bin"] = chance.randbytes(noise)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in (inside | swap(inside)).items():
                archive.writestr(name, data)
        return made.getvalue()

    return make


def _replaced(was: bytes, will: bytes) -> Callable[[], bytes]:
    return _sheet(lambda inside: {SHEET: inside[SHEET].replace(was, will)})


def _many(piece: bytes, size: int, before: bytes = b"", after: bytes = b"") -> bytes:
    return before + piece * ((size - len(before) - len(after)) // len(piece)) + after


def _rows(head: str, row: str, most: int = 999_990) -> Callable[[], bytes]:
    """As many honest rows as fit; # is the row's number."""

    def make() -> bytes:
        made, number = io.BytesIO(head.encode()), 0
        made.seek(0, io.SEEK_END)
        while made.tell() < FILE_BYTES - 2 * len(row.encode()) - 20 and number < most:
            number += 1
            made.write(row.replace("#", str(number)).encode())
        return made.getvalue()

    return make


def honest(count: int, suffix: str) -> bytes:
    """A partner's codes with their PINs, values and last days, as a file of a kind."""
    rows = (
        (f"CANARY{number * 7919 % 10**7:07d}QQQ", f"{number % 10_000:04d}", "500", "31.12.2099")
        for number in range(count)
    )
    head = ("code", "pin", "value", "expires_on")
    made = io.BytesIO()
    if suffix == "csv":
        made.writelines(";".join(row).encode() + b"\n" for row in chain((head,), rows))
        return made.getvalue()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(chain((head,), rows)):
            sheet.write_row(at, 0, row)
    return made.getvalue()


def _offers() -> bytes:
    """The largest catalogue that is taken, each offer at a price of its own: nothing that is alike spares memory."""
    head = "offer;brand;title_ru;title_en;value;price_points\n"
    rows = (f"o-{number};{MANY_BRANDS[number % len(MANY_BRANDS)]};К;C;500;{70 + number}\n" for number in range(99_000))
    return (head + "".join(rows)).encode()


def _spreadsheets() -> Iterator[tuple[str, Callable[[], bytes], bool]]:
    yield "a cell far away", _replaced(b'r="B2"', b'r="XFD1048576"'), True
    yield "a row far away", _replaced(b'<row r="2"', b'<row r="1048576"'), True
    yield (
        "entities upon entities",
        _sheet(lambda inside: {SHEET: inside[SHEET].replace(b"?>", b"?>" + _laughs(), 1)}),
        True,
    )
    yield "a part of zeros", _sheet(lambda _: {"xl/media/zeros.bin": b"\0" * 300_000_000}), False
    yield "many parts", _sheet(lambda _: {f"xl/media/{number}": b"" for number in range(5_000)}), True
    yield (
        "an archive of archives",
        _sheet(lambda _: {f"{n}.zip": archives.zipped(b"\0" * 10_000_000) for n in range(40)}),
        False,
    )
    yield (
        "many strings",
        _sheet(lambda _: {STRINGS: _many(b"<si><t>a</t></si>", 255_000_000, SST, b"</sst>")}, NOISE),
        False,
    )
    yield "empty strings", _sheet(lambda _: {STRINGS: _many(b"<si/>", 100_000_000, SST, b"</sst>")}, NOISE), False
    yield (
        "one long string",
        _sheet(lambda _: {STRINGS: SST + b"<si><t>" + b"a" * 250_000_000 + b"</t></si></sst>"}, NOISE),
        False,
    )
    yield "a long string in many cells", _sheet(_long_string_often, NOISE), False
    yield "a deep tree", _sheet(lambda _: {SHEET: HEAD + b"<a>" * 12_000_000 + TAIL}, NOISE), False
    yield "many cells", _sheet(lambda _: {SHEET: HEAD + _grid(4_000, 990) + TAIL}, NOISE), False
    yield "many rows", _sheet(lambda _: {SHEET: HEAD + _grid(999_000, 2) + TAIL}, NOISE), False
    yield "a text in 400,000 cells", _sheet(_text_in_one_column, NOISE), True
    yield (
        "merged cells without end",
        _sheet(lambda inside: {SHEET: inside[SHEET].replace(b"</worksheet>", _merged(2_000_000))}, NOISE),
        False,
    )
    yield "an endless tag", _sheet(lambda _: {SHEET: HEAD[:-1] + b' a="' + b"a" * 60_000_000 + b'">'}, NOISE), False
    yield "names without end", _sheet(lambda _: {SHEET: HEAD + _names(4_000_000) + TAIL}, NOISE), False
    yield "many styles", _sheet(lambda _: {"xl/styles.xml": _styles(200_000_000)}, NOISE), False


def _laughs() -> bytes:
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<!DOCTYPE l [<!ENTITY l0 "canary">' + lines + b"]>"


def _long_string_often(inside: dict[str, bytes]) -> dict[str, bytes]:
    text = SST + b"<si><t>" + b"a" * 9_999 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d">%s</row>' % (row, b'<c t="s"><v>0</v></c>' * 190) for row in range(1, 20_000))
    return {STRINGS: text, SHEET: HEAD + cells + TAIL}


def _text_in_one_column(inside: dict[str, bytes]) -> dict[str, bytes]:
    text = SST + b"<si><t>" + b"a" * 9_999 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c t="s"><v>0</v></c></row>' % row for row in range(1, 400_001))
    return {STRINGS: text, SHEET: HEAD + cells + TAIL}


def _merged(count: int) -> bytes:
    return b"<mergeCells>" + b'<mergeCell ref="A1:B9"/>' * count + b"</mergeCells></worksheet>"


def _names(count: int) -> bytes:
    return b"".join(b"<a%d/>" % number for number in range(count))


def _grid(rows: int, columns: int) -> bytes:
    cells = b"<c><v>1</v></c>" * columns
    return b"".join(b'<row r="%d">%s</row>' % (row, cells) for row in range(1, rows))


def _styles(size: int) -> bytes:
    head = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
    return _many(b'<xf numFmtId="14"/>', size, head, b"</cellXfs></styleSheet>")


def _texts() -> Iterator[tuple[str, Callable[[], bytes], bool]]:
    yield "too large", lambda: b"code\n" * (FILE_BYTES // 5 + 1), True
    yield "an endless line", lambda: b"a" * FILE_BYTES, True
    yield "an endless cell", lambda: b'"' + b"a\n" * (FILE_BYTES // 2 - 2) + b'"', True
    yield "nothing but separators", lambda: b";" * FILE_BYTES, True
    yield "nothing but line ends", lambda: b"\n" * FILE_BYTES, False
    yield "nothing but quotation marks", lambda: b'"' * FILE_BYTES, True
    yield "lines of separators", lambda: (b";" * 199 + b"\n") * (FILE_BYTES // 200), False


def _operations(after: bytes = b"") -> bytes:
    head, row = samples.operations(Random(1))[:2]
    if after:
        return ";".join(head).encode("cp1251") + b"\r\n" + after
    return (
        _rows(";".join(head) + "\r\n", ";".join([*row[:-1], "#"]).replace('"', "") + "\r\n", 100_000)()
        .decode()
        .encode("cp1251")
    )


BOMBS = [
    Bomb(the(f"{door}.csv"), *one) for one in _texts() for door in ("brands", "catalogue", "codes", "card-operations")
]
_BRANDS = "brand;partner;partner_name_ru;partner_name_en;name_ru;name_en;category"
BOMBS += [
    Bomb(the("codes.csv"), "wrong rows without end", lambda: b"code;pin\n" + b"a;b\n" * (FILE_BYTES // 4 - 3)),
    Bomb(
        the("brands.csv"),
        "wrong rows without end",
        lambda: f"{_BRANDS}\n".encode() + b"b;v;V;V;n;n;k\n" * (FILE_BYTES // 14 - 9),
    ),
    Bomb(the("card-operations.csv"), "wrong rows without end", lambda: _operations(b";;;;;;;;;;;;;;;\n" * 1_000_000)),
]
BOMBS += [Bomb(the("codes.xlsx"), *one) for one in _spreadsheets()]
BOMBS += [
    Bomb(the("reloadly.json"), "lists in lists", documents.deep, True),
    Bomb(the("reloadly.json"), "ten million lists", lambda: documents.empty_lists(FILE_BYTES)),
    Bomb(the("reloadly.json"), "small objects", lambda: documents.small_objects(FILE_BYTES)),
    Bomb(the("reloadly.json"), "numbers", lambda: b"[" + b"1.5," * (FILE_BYTES // 4 - 2) + b"1]"),
    Bomb(the("reloadly.json"), "a number of a million digits", lambda: b"[" + b"1" * 1_000_000 + b"]", True),
    Bomb(the("reloadly.json"), "a long text", lambda: b'["' + b"a" * (FILE_BYTES - 10) + b'"]', True),
    Bomb(the("codes.csv"), "honest codes", _rows("code;value\n", "CANARY#QQQQQQQQQ;500\n", 300_000)),
    Bomb(the("brands.csv"), "honest brands", _rows(f"{_BRANDS}\n", "b-#;veresk;В;V;Канарейка;Canary;kids\n", 99_000)),
    Bomb(the("card-operations.csv"), "honest operations", _operations),
    Bomb(the("catalogue.csv"), "honest offers, each at a price of its own", _offers),
]
_CAMT = bank_samples.camt("053", Random(1)).partition(b"<Ntry>")
BOMBS += [
    Bomb(the("bank-statement.camt.053"), "entities upon entities", lambda: _CAMT[0].replace(b"?>", b"?>" + _laughs(), 1).replace(b">S", b">&l9;S"), True),
    Bomb(the("bank-statement.camt.053"), "elements in elements", lambda: _CAMT[0] + b"<a>" * 2_000_000, True),
    Bomb(the("bank-statement.camt.053"), "an endless text", lambda: _CAMT[0] + b"<AddtlStmtInf>" + b"a" * FILE_BYTES + b"</AddtlStmtInf></Stmt></BkToCstmrStmt></Document>"),
    Bomb(the("bank-statement.mt940"), "an endless field", lambda: b":20:A\r\n:25:1\r\n:28C:1\r\n:60F:C261103EUR1,00\r\n:86:" + b"a" * FILE_BYTES, True),
    Bomb(the("bank-statement.1c"), "lines without end", lambda: bank_samples.onec(Random(1))[:400] + b"\r\na=b" * (FILE_BYTES // 6), True),
    Bomb(the("payment-status.pain.002"), "entities upon entities", lambda: bank_samples.statuses(Random(1)).replace(b"?>", b"?>" + _laughs(), 1), True),
]  # fmt: skip
