"""Where seals are written down outside the database, and the check of books, seals and anchors against each other."""

import fcntl
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketplace.core import chain
from marketplace.core.chain import Book, Seal
from marketplace.core.db import execute
from marketplace.core.findings import Finding

MARKED_MAX = 1000  # a window with more rows is anchored without naming each of them
FOUND_MAX = 20
TAIL_BYTES = 1024 * 1024  # holds some dozen of the longest lines


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file."""

    seal: int
    book: str
    since: int
    upto: int
    row_count: int
    digest: str
    sealed_at: str
    marks: dict[str, str]


def anchor(book: Book, path: Path) -> int:
    """Write the seals that the file does not hold yet, oldest first; returns how many. After their commit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held = file.read()
        last = max((line.seal for line in _lines(held)[0] if line.book == book.name), default=0)
        execute(chain.PLAIN)
        fresh = [_line(book, seal) for seal in chain.seals(book, after=last)]
        if fresh:
            torn = b"\n" if held and not held.endswith(b"\n") else b""
            file.write(torn + "".join(fresh).encode())
            file.flush()
            os.fsync(file.fileno())
    return len(fresh)


def newest(path: Path) -> list[tuple[str, int, bytes]]:
    """Book, end of the window and digest of the last seal of each book that the file holds; read from its end alone."""
    if not path.is_file():
        return []
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL_BYTES))
        held, _ = _lines(file.read())
    last = {line.book: line for line in held}
    return [(line.book, line.upto, bytes.fromhex(line.digest)) for line in last.values()]


def verify(books: Sequence[Book], path: Path | None) -> list[Finding]:
    """Check rows against seals, seals against each other and against the file; the first broken place comes first.

    Without a file what the owner of the database rebuilds or cuts off together with its seals is not found.
    """
    # The file first: in a snapshot the database stands still from the first question on, and the file goes on.
    held, spoilt = _lines(path.read_bytes()) if path is not None and path.is_file() else ([], [])
    execute(chain.PLAIN)
    found = [Finding("an anchor is one line of the sealing job", f"line {number}", {}) for number in spoilt]
    for book in books:
        sealed = list(chain.seals(book))
        known = {line.seal: line for line in held if line.book == book.name}
        found += _rows_fit(book, sealed, known) + _links_fit(book, sealed)
        found += [
            Finding("a row is written by a transaction that has been", row, {"book": book.name})
            for row in chain.from_the_future(book)
        ]
        if path is not None:
            found += _anchors_fit(book, sealed, known)
    return found[:FOUND_MAX]


def _rows_fit(book: Book, sealed: list[Seal], known: dict[int, Anchor]) -> list[Finding]:
    if not sealed:
        return []
    windows = chain.windows(book, [seal.upto for seal in sealed])
    found = []
    for at, seal in enumerate(sealed):
        count, rows_digest = windows.get(at, (0, b""))
        if seal.digest != chain.link(seal.previous, book, seal.since, seal.upto, count, rows_digest):
            facts = {"book": book.name, "sealed_rows": seal.row_count, "rows": count, "at": seal.sealed_at.isoformat()}
            found.append(
                Finding("sealed rows stay as they were", f"seal {seal.id}", facts | _culprits(book, seal, known))
            )
        elif seal.row_count != count:
            found.append(Finding("a seal tells its number of rows", f"seal {seal.id}", {"book": book.name}))
    return found


def _culprits(book: Book, seal: Seal, known: dict[int, Anchor]) -> dict[str, Any]:
    """Which rows of a broken window changed, went or came, where the file remembers each of them."""
    line = known.get(seal.id)
    if line is None or not line.marks:
        return {}
    now = chain.marks(book, seal.since, seal.upto)
    changed = [row for row, mark in line.marks.items() if row in now and now[row] != mark]
    gone = [row for row in line.marks if row not in now]
    came = [row for row in now if row not in line.marks]
    named = {"changed": changed, "gone": gone, "came": came}
    return {how: ",".join(rows[:FOUND_MAX]) for how, rows in named.items() if rows}


def _links_fit(book: Book, sealed: list[Seal]) -> list[Finding]:
    found = []
    previous, upto = chain.GENESIS, 0
    for seal in sealed:
        if seal.previous != previous or seal.since != upto:
            facts = {"book": book.name, "since": seal.since, "expected": upto}
            found.append(Finding("a seal follows the one before", f"seal {seal.id}", facts))
        previous, upto = seal.digest, seal.upto
    return found


def _anchors_fit(book: Book, sealed: list[Seal], known: dict[int, Anchor]) -> list[Finding]:
    found = []
    standing = {seal.id: seal for seal in sealed}
    for line in known.values():
        seal = standing.get(line.seal)
        if seal is None:
            facts = {"book": book.name, "rows": line.row_count, "at": line.sealed_at}
            found.append(Finding("an anchored seal is in the database", f"seal {line.seal}", facts))
        elif _facts(seal) != (line.digest, line.since, line.upto, line.row_count, line.sealed_at):
            found.append(Finding("a seal is the one that was anchored", f"seal {seal.id}", {"book": book.name}))
    # The newest may have been made a moment ago; the job anchors it right after its commit.
    return found + [
        Finding("a seal is anchored outside the database", f"seal {seal.id}", {"book": book.name})
        for seal in sealed[:-1]
        if seal.id not in known
    ]


def _facts(seal: Seal) -> tuple[str, int, int, int, str]:
    return seal.digest.hex(), seal.since, seal.upto, seal.row_count, seal.sealed_at.isoformat()


def _line(book: Book, seal: Seal) -> str:
    marks = chain.marks(book, seal.since, seal.upto) if seal.row_count <= MARKED_MAX else {}
    line = {
        "seal": seal.id, "book": seal.book, "since": seal.since, "upto": seal.upto, "row_count": seal.row_count,
        "digest": seal.digest.hex(), "sealed_at": seal.sealed_at.isoformat(), "marks": marks,
    }  # fmt: skip
    return json.dumps(line, separators=(",", ":")) + "\n"


def _lines(content: bytes) -> tuple[list[Anchor], list[int]]:
    """The anchors in a file, and the numbers of lines that are none. A last line without its end was torn by a crash."""
    lines, spoilt = [], []
    for number, text in enumerate(content.split(b"\n")[:-1], 1):
        try:
            lines.append(Anchor(**json.loads(text)))
        except (ValueError, TypeError):
            spoilt.append(number)
    return lines, spoilt
