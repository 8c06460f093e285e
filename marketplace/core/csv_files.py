"""CSV as rows of text: in whatever encoding, with whatever separator and line ends programs write it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from marketplace.core.problems import Reason
from marketplace.core.uploading import Limits, Raw, UploadRefused

END_OF_FILE = b"\x1a"  # DOS ends a file with this character; it is none of its text
_MARK = "\ufeff"  # some programs put one before a file that begins with one already
_CONTROL = bytes(set(range(32)) - set(b"\t\r\n")) + b"\x7f"
# No more of a first line is looked at than a line may have: a longer one is refused when the rows are read.
_FIRST_LINE = re.compile(rb"[^\r\n]{0,%d}(\r\n|\r|\n|)" % (4 * Limits().line))
_PIECES = re.compile(r'"[^"]*"?|([;,])')  # what stands in quotation marks, and separators outside of them
# A first line that names the separator, as spreadsheets write and obey it.
_SEPARATOR = re.compile(r'"?sep=([;,|\t])"?', re.IGNORECASE)


class CsvForm(NamedTuple):
    """How a CSV file is written; `named` where its first line names the separator and is none of its rows."""

    encoding: str
    delimiter: str
    line_end: str
    named: bool = False


def form(name: str, content: bytes, encoding: str = "", delimiter: str = "") -> CsvForm:
    """How a file is written, so that it can be read and one like it made; `encoding` and `delimiter` where they are known.

    A file whose first line is text in UTF-8 is in UTF-8, whatever its kind is otherwise written in. Raises UploadRefused.
    """
    first = _FIRST_LINE.match(content)
    assert first is not None, "the pattern fits any bytes"
    if encoding and not first[0].isascii() and _is_utf8(first[0]):
        encoding = "utf-8-sig"
    known = encoding or _encoding(name, content)
    line = first[0].decode(known, "replace").rstrip("\r\n").lstrip(_MARK)
    if named := _SEPARATOR.fullmatch(line):
        return CsvForm(known, named[1], first[1].decode(), named=True)
    return CsvForm(known, delimiter or _delimiter(line), first[1].decode())


def rows(name: str, content: bytes, how: CsvForm, limits: Limits) -> Iterator[Raw]:
    """Every row of a file with its number, empty ones too, cells as they stand. Raises UploadRefused."""
    plain = content.rstrip(END_OF_FILE) if content.endswith(END_OF_FILE) else content
    stream = io.TextIOWrapper(io.BytesIO(plain), encoding=how.encoding, errors="replace", newline="")
    number = 0
    try:
        for cells in csv.reader(_lines(name, stream, limits), delimiter=how.delimiter, strict=True):
            number += 1
            if number > 1 or not how.named:
                yield Raw(number, cells)
    except csv.Error:
        raise UploadRefused(file=name, row=number + 1, reason="unbalanced quotation marks") from None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _encoding(name: str, content: bytes) -> str:
    text = content.rstrip(END_OF_FILE)
    if text.translate(None, _CONTROL) == text:
        for encoding in ("utf-8-sig", "cp1251"):
            try:
                text.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    raise UploadRefused(file=name, reason="this is not a text file in UTF-8 or Windows-1251, nor XLSX")


def _delimiter(line: str) -> str:
    found = Counter(piece[1] for piece in _PIECES.finditer(line))
    return ";" if found[";"] >= found[","] else ","


def _lines(name: str, stream: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    number = 0
    while line := stream.readline(limits.line + 1):
        number += 1
        if len(line) > limits.line:
            raise UploadRefused(
                file=name, row=number, reason=Reason("a line is longer than %(most)s characters", most=limits.line)
            )
        yield line.lstrip(_MARK) if number == 1 else line
