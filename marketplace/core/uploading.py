"""Limits of files from outside, and how they are refused."""

from dataclasses import dataclass

from marketplace.core.errors import Refusal


class UploadRefused(Refusal):
    """A file cannot be taken: facts name file, row, column and reason, never what stands in a cell."""

    code = "upload_refused"
    status = 422


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may hold. `unpacked` is what a zipped file may grow to, `ratio` by how much."""

    bytes: int = 32 * 2**20
    rows: int = 1_000_000
    columns: int = 200
    cell: int = 10_000
    line: int = 1_000_000
    unpacked: int = 64 * 2**20
    ratio: int = 200
    parts: int = 1_000
    cells: int = 4_000_000
