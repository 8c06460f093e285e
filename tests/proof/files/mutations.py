"""What can happen to a file on its way, or be done to it: to its bytes, its text and its cells. Each from a seed."""

import base64
import csv
import gzip
from collections.abc import Callable
from random import Random

from tests.proof.files import archives, documents, samples
from tests.proof.files.feeds import FEEDS, Feed
from tests.proof.files.samples import Table

Bytes = Callable[[Random, bytes], bytes]
Cells = Callable[[Random, Table], Table]

OTHER_KINDS = [
    b"", b" \r\n\t", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"%PDF-1.7\n\x00\x01", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
    b"\x7fELF\x02\x01\x01", b"<!DOCTYPE html><html><body><table><tr><td>code</td></tr></table>", b"PK\x05\x06" + b"\0" * 18,
    b"PK\x03\x04" + b"\0" * 300, b"\x1f\x8b\x08\x00" + b"\0" * 30, b"Rar!\x1a\x07\x00", b"{\\rtf1 code}", b"null", b"[]", b"{}",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', b"code", b"code\n", b"\0" * 500,
]  # fmt: skip
MARKS = [
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff\xfe\0\0",
    b"\0\0\xfe\xff",
    b"+/v8",
    b"\xef\xbb\xbf\xef\xbb\xbf",
]
ENCODINGS = [
    "utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso-8859-5", "utf-16", "utf-16-le", "utf-16-be",
    "utf-32", "utf-7", "cp1252", "shift-jis", "cp037",
]  # fmt: skip
CELLS = [
    "", " ", "1e999", "-1e999", "NaN", "Infinity", "-1", "-0", "0", "0.0", "1_000", "1" * 400, "9" * 19, "0x10", "1e5", "١٢٣", "１２３",
    "²", "½", "Ⅷ", "0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "31.02.2026", "01.01.0000", "2026-13-01",
    "29.02.2027", "2026-11-21T25:61", "1900-02-29", "=1+1", "=cmd|'/c calc'!A1", "@SUM(A1)", "+1", "\t=1", "\r=1", "−1", "a\0b",
    "\u202eabc", "\ufeff", "\u200b", "\ud7ff", "\U0001f4a9" * 40, "e\u0301" * 50, "İ", "ß" * 80, "ﬃ", "'; DROP TABLE brands; --",
    "%s%n%x", "{0.__class__}", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "../../etc/passwd", "\\N", "\\.", "a\tb", "a\\", 'a"b', '"""',
    ";", ",", "a;b", "\x1b[31m", "\x7f", "\x85", "\u2028", "null", "None", "true", "kids", "moscow", "detsky-mir", "RUB", "ZZZ",
    "4276380012345678", "220220******1186", "x" * 199, "x" * 201, "x" * 4001, "x" * 10_001, "http://127.0.0.1/", "1,5", "1 000", "1.000,5",
]  # fmt: skip


def flipped(random: Random, content: bytes) -> bytes:
    """A few bytes are others."""
    made = bytearray(content)
    for _ in range(random.choice([1, 1, 2, 5, 30])):
        made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


def bit_flipped(random: Random, content: bytes) -> bytes:
    """One bit is another."""
    made = bytearray(content)
    made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    return bytes(made)


def cut(random: Random, content: bytes) -> bytes:
    """It ends too early, or begins too late."""
    at = random.randrange(len(content))
    return content[:at] if random.random() < 0.7 else content[at:]


def holed(random: Random, content: bytes) -> bytes:
    """A piece is missing."""
    begin, end = sorted((random.randrange(len(content)), random.randrange(len(content))))
    return content[:begin] + content[end:]


def doubled(random: Random, content: bytes) -> bytes:
    """A piece stands there twice, or many times."""
    begin, end = sorted((random.randrange(len(content)), random.randrange(len(content))))
    return content[:end] + content[begin:end] * random.choice([1, 1, 3, 40]) + content[end:]


def stuffed(random: Random, content: bytes) -> bytes:
    """Something was put in between."""
    at = random.randrange(len(content) + 1)
    what = random.choice(
        [b"\0", b"\0" * 400, b'"', b"\n", b"\r", b";", b",", b"'", b"\\", b"\xff", b"\x1a", random.randbytes(20)]
    )
    return content[:at] + what + content[at:]


def marked(random: Random, content: bytes) -> bytes:
    """Byte order marks, right and wrong ones."""
    return random.choice(MARKS) + content


def other_kind(random: Random, content: bytes) -> bytes:
    """Another kind of file under the same name."""
    return random.choice(OTHER_KINDS)


def another_feed(random: Random, content: bytes) -> bytes:
    """An honest file that was meant for somebody else."""
    return random.choice(FEEDS).honest(random)


def packed(random: Random, content: bytes) -> bytes:
    """The file in an archive, or as a mail would carry it."""
    return random.choice([_gzipped, base64.b64encode, archives.zipped, archives.zipped_twice])(content)


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def encoded(random: Random, content: bytes) -> bytes:
    """Another encoding."""
    for known in ("utf-8", "cp1251"):
        try:
            return content.decode(known).encode(random.choice(ENCODINGS), "replace")
        except UnicodeDecodeError:
            continue
    return content


def line_ends(random: Random, content: bytes) -> bytes:
    """Lines that end in another way."""
    ends = [b"\r", b"\n\r", b"\n\n", b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xc2\x85", b"", b"\x00\n"]
    return content.replace(b"\r\n", random.choice(ends))


def quoted(random: Random, content: bytes) -> bytes:
    """Quotation marks that do not fit together."""
    places = [at for at, sign in enumerate(content) if sign in b'";,\n'] or [0]
    at = random.choice(places)
    return content[:at] + random.choice([b'"', b'""', b'"""', b"'"]) + content[at:]


BYTES: list[Bytes] = [
    flipped, bit_flipped, cut, holed, doubled, stuffed, marked, other_kind, another_feed, packed,
]  # fmt: skip
TEXT: list[Bytes] = [encoded, line_ends, quoted]


def odd_cells(random: Random, rows: Table) -> Table:
    """Cells that hold what nobody expects."""
    for _ in range(random.choice([1, 1, 1, 2, 8])):
        row = random.choice(rows if random.random() < 0.2 else rows[1:])
        row[random.randrange(len(row))] = random.choice(CELLS)
    return rows


def odd_column(random: Random, rows: Table) -> Table:
    """A whole column of it."""
    column, cell = random.randrange(len(rows[0])), random.choice(CELLS)
    for row in rows[1:]:
        row[column] = cell
    return rows


def moved(random: Random, rows: Table) -> Table:
    """Columns in another order, one missing, one twice; rows doubled, empty or of another length."""
    what, column = random.randrange(6), random.randrange(len(rows[0]))
    if what == 0:
        order = random.sample(range(len(rows[0])), len(rows[0]))
        return [[row[at] for at in order] for row in rows]
    if what == 1:
        return [row[:column] + row[column + 1 :] for row in rows]
    if what == 2:
        return [[*row, row[column]] for row in rows]
    if what == 3:
        return rows + [list(row) for row in random.choices(rows, k=5)]
    if what == 4:
        return rows[:2] + [[]] * random.randrange(1, 50) + rows[2:]
    rows[random.randrange(len(rows))] += ["canary"] * random.choice([1, 3, 250])
    return rows


CELL_WISE: list[Cells] = [odd_cells, odd_cells, odd_cells, odd_column, moved]
SHEETS: list[Bytes] = [archives.parts_spoilt, archives.xml_changed, archives.xml_changed, archives.odd_part]
DOCUMENTS: list[Bytes] = [documents.changed, documents.changed, documents.changed, documents.doubled_keys]


def mutated(feed: Feed, seed: int) -> tuple[str, bytes]:
    """A spoilt file for a feed, and what was done to it; the same for the same seed."""
    random = Random(seed)
    kinds: list[Bytes | Cells] = [*BYTES]
    forms = {"csv": [*TEXT, *CELL_WISE], "xlsx": [*SHEETS, *CELL_WISE], "json": [*TEXT, *DOCUMENTS, *DOCUMENTS]}
    kinds += forms.get(feed.form, TEXT)
    names, content = [], b""
    for at in range(random.choice([1, 1, 1, 2])):
        kind = random.choice(BYTES if at else kinds)
        names.append(kind.__name__)
        if kind in CELL_WISE:
            assert feed.table
            rows = kind(random, feed.table(random))  # type: ignore[arg-type]
            content = _written(random, feed, rows)  # type: ignore[arg-type]
        else:
            content = kind(random, (content if at else feed.honest(random)) or b"\n")  # type: ignore[arg-type, assignment]
    return "+".join(names), content


def _written(random: Random, feed: Feed, rows: Table) -> bytes:
    if feed.form == "xlsx":
        return archives.numbers(random, rows) if random.random() < 0.3 else samples.xlsx(rows)
    mark = random.choice([";", ";", ";", ",", "\t", "|"])
    quoting = random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    return samples.csv_of(rows, feed.encoding, mark, quoting=quoting)
