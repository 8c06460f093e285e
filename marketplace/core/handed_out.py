"""A journal outside the database: which codes were handed out, so that a database that is restored sells none of them again.

A line a code, appended after the commit that sold it and, before anybody sees the code, once more and down to the disk. One file a
day for all processes of a machine: an append of one line is whole, no matter who else appends. A code stands there by its blind index, which
says nothing to anyone who has no key file.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

TAIL_BYTES = 64 * 1024
TAIL_LINES = 100  # of each of the files that were written last
TAIL_FILES = 3
_NAME = "handed-out-{:%Y-%m-%d}.log"
_folder: Path | None = None
_settled: set[Path] = set()  # files whose names are on the disk, too


@dataclass(frozen=True, slots=True)
class Line:
    """One code that was handed out: its blind index, the card that holds it, and whether it was only sold or also shown."""

    at: datetime
    card: str
    blind: bytes
    what: Literal["sold", "shown"]


def install(folder: Path) -> None:
    """From here on this process writes its journal there."""
    global _folder
    _folder = folder


def note(line: Line, *, durable: bool = False) -> None:
    """Append a line; `durable`: it is on the disk, with all before it, when this returns. Raises OSError."""
    assert _folder is not None, "handed_out.install() first"
    facts = asdict(line) | {"at": line.at.astimezone(UTC).isoformat(), "blind": line.blind.hex()}
    path = _folder / _NAME.format(line.at.astimezone(UTC))
    _folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # It begins with an end of line: what a crash has cut off within a line must not spoil the next one.
        os.write(descriptor, b"\n" + json.dumps(facts, separators=(",", ":")).encode() + b"\n")
        if durable:
            os.fdatasync(descriptor)
    finally:
        os.close(descriptor)
    if durable and path not in _settled:
        _settle(_folder)
        _settled.add(path)


def sync() -> None:
    """Bring down to the disk what processes of this machine have appended."""
    for path in _files(_folder)[:TAIL_FILES]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    if _folder is not None and _folder.is_dir():
        _settle(_folder)


def newest() -> list[Line]:
    """The last lines of the files that were written last; none where there is no journal."""
    found: list[Line] = []
    for path in _files(_folder)[:TAIL_FILES]:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL_BYTES))
            found += list(_lines(file.read().split(b"\n")))[-TAIL_LINES:]
    return found


def read(folders: Iterable[Path]) -> Iterator[Line]:
    """All lines of the journals in some folders."""
    for folder in folders:
        for path in _files(folder):
            with path.open("rb") as file:
                yield from _lines(line.rstrip(b"\n") for line in file)


def forget_before(day: date) -> int:
    """Take away the files of earlier days; returns how many."""
    old = [path for path in _files(_folder) if path.name < _NAME.format(day)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _files(folder: Path | None) -> list[Path]:
    """The files of a journal, the last written first."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(folder.glob("handed-out-*.log"), key=lambda path: path.stat().st_mtime, reverse=True)


def _lines(texts: Iterable[bytes]) -> Iterator[Line]:
    """What can be read. What was torn by a crash was never shown: the line before a showing is always whole."""
    for text in texts:
        try:
            facts = json.loads(text)
            line = Line(
                datetime.fromisoformat(facts["at"]), str(facts["card"]), bytes.fromhex(facts["blind"]), facts["what"]
            )
        except (ValueError, KeyError, TypeError):
            continue
        if line.at.tzinfo is not None:
            yield line


def _settle(folder: Path) -> None:
    """The name of a new file is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
