"""A list outside the database: whose data were erased, so that a database that is restored is cleared of them again.

One line for each, appended as the last step but one and down on the disk. It says who by numbers alone.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_NAME = "erased.log"
_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One member whose data were erased, and when."""

    at: datetime
    programme: int
    member: int
    number: str  # ids are given again after a restore, numbers are not


def install(folder: Path) -> None:
    """From here on this process writes its list there."""
    global _folder
    _folder = folder


def note(line: Line) -> None:
    """Append a line; it is on the disk when this returns. The same twice does no harm. Raises OSError."""
    assert _folder is not None, "erased.install() first"
    _folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    facts = asdict(line) | {"at": line.at.astimezone(UTC).isoformat()}
    descriptor = os.open(_folder / _NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # It begins with an end of line: what a crash has cut off within a line must not spoil the next one.
        os.write(descriptor, b"\n" + json.dumps(facts, separators=(",", ":")).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: Path) -> Iterator[Line]:
    """All lines that can be read, in their order; nothing where there is no list."""
    path = folder / _NAME
    for text in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            facts = json.loads(text)
            line = Line(
                datetime.fromisoformat(facts["at"]),
                int(facts["programme"]),
                int(facts["member"]),
                str(facts["number"]),
            )
        except (ValueError, KeyError, TypeError):
            continue
        yield line
