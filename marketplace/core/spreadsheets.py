"""XLSX as rows of text. The archive is measured before it is read: what it says of itself is not believed."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from marketplace.core.problems import Reason
from marketplace.core.uploading import Limits, UploadRefused

CHUNK = 2**20
SMALL = 2**22  # what may always be unpacked, whatever the ratio
OVERLAP = 64
LOCAL_HEADER = struct.Struct("<4s2B4HL2L2H")
EXACT = 10**15  # beyond it a spreadsheet's number has lost digits
_SPACE = re.compile(rb"\s+")
_COLUMN = re.compile(rb"""\br ?= ?["'] ?([A-Za-z]+)[0-9]+""")
_ROW = re.compile(rb"""\br ?= ?["'] ?[A-Za-z]*([0-9]+)""")
_LONG = re.compile(rb"""\br ?= ?["'] ?[A-Za-z0-9]{17,}""")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def rows(name: str, content: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers. Raises UploadRefused."""
    _measure(name, content, limits)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        before = [""] * (sheet.start[1] if sheet.start else 0)  # the reader begins with the first column in use
        for number, values in enumerate(sheet.iter_rows(), 1):
            yield number, before + [_text(name, number, at, value) for at, value in enumerate(values, len(before) + 1)]
    except UploadRefused:
        raise
    except (CalamineError, ValueError, OSError, IndexError):
        raise _broken(name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a fault inside the reader arrives
            raise
        raise _broken(name) from None


def _measure(name: str, content: bytes, limits: Limits) -> None:
    """Unpack every part without keeping it; refuse bombs, entities, and sheets that stretch over millions of cells."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise _broken(name) from None
    if len(parts) > limits.parts or len({part.filename for part in parts}) != len(parts):
        raise UploadRefused(file=name, reason="the archive has too many parts")
    if sum(part.compress_size for part in parts) > len(content):
        raise _broken(name)
    left = min(limits.unpacked, max(SMALL, len(content) * limits.ratio))
    for part in parts:
        extent = Extent()
        for chunk in _unpacked(name, content, part):
            left -= len(chunk)
            if left < 0:
                raise UploadRefused(file=name, reason="the file unpacks to far more than it may hold")
            extent.look(chunk)
        if extent.doctype:
            raise UploadRefused(file=name, reason="the file defines entities of its own")
        if part.filename.lower().startswith("xl/worksheets/") and extent.cells() > limits.cells:
            raise UploadRefused(
                file=name, reason=Reason("the sheet stretches over more than %(most)s cells", most=limits.cells)
            )


class Extent:
    """How far the cells of a sheet reach: the reader fills everything in between."""

    def __init__(self) -> None:
        self.rows = self.columns = 1
        self.doctype = False
        self._tail = b""

    def look(self, chunk: bytes) -> None:
        """Take the next piece of the part into account."""
        text = _SPACE.sub(b" ", self._tail + chunk)
        self.doctype = self.doctype or _DOCTYPE.search(text) is not None
        for column in set(_COLUMN.findall(text)):
            self.columns = max(self.columns, _column_number(column))
        for row in set(_ROW.findall(text)):
            self.rows = max(self.rows, int(row[:12]))
        if _LONG.search(text):  # no such cell exists, and it could hide behind the end of a chunk
            self.rows = 10**9
        self._tail = text[-OVERLAP:]

    def cells(self) -> int:
        """How many cells the reader would make room for."""
        return self.rows * self.columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:6]:
        number = number * 26 + letter - 64
    return number


def _unpacked(name: str, content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    head = content[part.header_offset : part.header_offset + LOCAL_HEADER.size]
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UploadRefused(file=name, reason="the archive is locked or packed in an unusual way")
    if len(head) < LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
        raise _broken(name)
    fields = LOCAL_HEADER.unpack(head)
    start = part.header_offset + LOCAL_HEADER.size + fields[-2] + fields[-1]
    packed = content[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    inflater = zlib.decompressobj(-15)
    try:
        while packed and not inflater.eof:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
    except zlib.error:
        raise _broken(name) from None


def _text(name: str, row: int, column: int, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if abs(value) >= EXACT or value != value:
            raise UploadRefused(file=name, row=row, column=column, reason="a number this long must be stored as text")
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _broken(name: str) -> UploadRefused:
    return UploadRefused(file=name, reason="this is not a sound XLSX file")
