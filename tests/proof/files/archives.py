"""What can be wrong with a spreadsheet, which is an archive of XML: its parts, its numbers, its marks."""

import io
import zipfile
from random import Random

import xlsxwriter

from tests.proof.files.samples import CREATED, Table

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x [<!ENTITY a "canary"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    b'<!doctype x [<!entity % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>',
    '<!DOCTYPE x [<!ENTITY a "y">]>'.encode("utf-16-le"),
)
# What stands in a sheet, and what it may become.
SWAPS = [
    (b't="s"', b't="e"'), (b't="s"', b't="b"'), (b't="s"', b't="d"'), (b't="s"', b't="n"'), (b't="s"', b't="str"'), (b't="s"', b't="zz"'),
    (b't="s"', b't="inlineStr"'), (b't="s"', b""), (b"<v>", b"<v>9999999999"), (b"<v>", b"<v>-"), (b"<v>", b"<v>1e999"), (b"<v>", b"<v>NaN"),
    (b"<v>", b"<f>1+1</f><v>"), (b"<v>", b'<f t="shared" ref="A1:XFD1048576" si="0">A1</f><v>'), (b"<v>", b'<f t="array" ref="A1">#REF!</f><v>'),
    (b'r="B2"', b'r="XFD1048576"'), (b'r="B2"', b'r="A0"'), (b'r="B2"', b'r=""'), (b'r="B2"', b""), (b'r="B2"', b'r="B99999999999999999999"'),
    (b'r="B2"', b'r="AAAAAAAAB2"'), (b'r="B2"', b'r="b2"'), (b'r="2"', b'r="1"'), (b'r="2"', b'r="-2"'), (b'r="2"', b'r="1048577"'),
    (b"<sheetData>", b"<sheetData><sheetData>"), (b"</sheetData>", b""), (b"<row", b"<raw"), (b"<si>", b"<si><si>"), (b"<t>", b"<t>&#0;"),
    (b"<t>", b"<t>&#x1F4A9;"), (b"<t>", b"<t>&canary;"), (b"<t>", b"<t>_x0000_"), (b"<t>", b"<t><![CDATA["), (b"UTF-8", b"UTF-16"),
    (b"UTF-8", b"x-none"), (b"<?xml", b"\xef\xbb\xbf<?xml"), (b"<?xml", b" \n<?xml"), (b'ref="A1', b'ref="ZZZ9'), (b"count=", b"cuont="),
]  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    """What is in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(inside: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in inside.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)  # a ZipInfo has no time of today
    return made.getvalue()


def zipped(content: bytes) -> bytes:
    """The file as the one part of an archive."""
    return packed({"canary.csv": content})


def zipped_twice(content: bytes) -> bytes:
    """An archive in an archive, the inner one where the sheet should be."""
    return packed({SHEET: zipped(content), "inner.zip": zipped(content)})


def parts_spoilt(random: Random, content: bytes) -> bytes:
    """A part is gone, empty, cut, full of noise, or stands in the place of another."""
    inside = parts(content)
    for _ in range(random.choice([1, 1, 2])):
        name = random.choice(list(inside))
        data = inside[name]
        inside[name] = random.choice(
            [
                b"",
                data[: len(data) // 2],
                random.randbytes(300),
                data[::-1],
                b"<a/>",
                b"<a>",
                random.choice(list(inside.values())),
            ]
        )
        if random.random() < 0.25:
            del inside[name]
    return packed(
        inside or {"x": b""},
        random.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]),
    )


def xml_changed(random: Random, content: bytes) -> bytes:
    """The XML says something else: formulas, errors, cells far away, entities, numbers that are none."""
    inside = parts(content)
    for _ in range(random.choice([1, 1, 2])):
        was, will = random.choice(SWAPS)
        for name, data in inside.items():
            if was in data:
                inside[name] = data.replace(was, will, random.choice([1, 1, 3, -1]))
    if random.random() < 0.15:
        name = random.choice([SHEET, STRINGS, "xl/workbook.xml", "[Content_Types].xml"])
        inside[name] = inside[name].replace(b"?>", b"?>" + random.choice(ENTITIES), 1)
    if random.random() < 0.1:
        inside[SHEET] = inside[SHEET].decode().encode(random.choice(["utf-16", "utf-16-le", "cp1251"]), "replace")
    return packed(inside)


def odd_part(random: Random, content: bytes) -> bytes:
    """Parts that do not belong there, names that lead elsewhere, an archive that lies about itself."""
    names = [
        "../../etc/cron.d/x",
        "/etc/passwd",
        "xl/vbaProject.bin",
        "xl/worksheets/sheet1.xml",
        "XL/WORKSHEETS/SHEET1.XML",
        "a\0b",
        "x" * 500,
    ]
    inside = {**parts(content), random.choice(names): random.randbytes(random.choice([0, 10, 2000]))}
    made = bytearray(packed(inside))
    what = random.randrange(5)
    if what == 0:  # the list at the end says another size or place
        at = made.rfind(b"PK\x01\x02") + random.choice([20, 24, 42])
        made[at : at + 4] = random.randbytes(4)
    elif what == 1:  # "this part is locked"
        made[made.rfind(b"PK\x01\x02") + 8] |= 1
    elif what == 2:
        return b"MZ" + bytes(made)
    elif what == 3:
        return bytes(made) + bytes(made)
    return bytes(made)


def numbers(random: Random, rows: Table) -> bytes:
    """The same table with real numbers, days, formulas, and cells that say they are errors."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        book.set_properties({"created": CREATED})
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                what = random.random()
                if at and what < 0.2:
                    odd = [1e15, -5, 0.1, 1e300, 2958466, 5e-324, float("nan"), 12.5, 44927, -1.5]
                    sheet.write_number(at, column, random.choice(odd), random.choice([None, day]))
                elif at and what < 0.3:
                    sheet.write_formula(at, column, "=1+1", None, random.choice([2, "canary", "#REF!"]))
                elif at and what < 0.35:
                    sheet.write_boolean(at, column, random.random() < 0.5)
                else:
                    sheet.write_string(at, column, cell)
    return made.getvalue()
