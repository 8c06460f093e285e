"""The journal of codes that were handed out: whole lines from many processes, on the disk before a code is seen."""

import multiprocessing
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from marketplace.core import handed_out
from marketplace.core.handed_out import Line

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def a_line(number: int, at: datetime = NOW) -> Line:
    return Line(at, f"CARD{number}", number.to_bytes(16), "sold")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(handed_out, "_folder", tmp_path / "journal")
    return tmp_path / "journal"


def write_many(first: int) -> None:
    for number in range(first, first + 200):
        handed_out.note(a_line(number))


def test_lines_of_many_processes_are_whole(folder: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(write_many, range(0, 800, 200), chunksize=1)
    assert sorted(line.blind for line in handed_out.read([folder])) == [n.to_bytes(16) for n in range(800)]


def test_line_that_a_crash_has_torn_spoils_no_other(folder: Path) -> None:
    handed_out.note(a_line(1))
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes() + b'{"at":"2026-11-21T09:00')
    handed_out.note(a_line(2))
    assert [line.card for line in handed_out.newest()] == ["CARD1", "CARD2"]


def test_only_a_durable_line_waits_for_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(os, "fdatasync", waited.append)
    handed_out.note(a_line(1))
    assert waited == []
    handed_out.note(a_line(2), durable=True)
    assert len(waited) == 1


def test_days_have_files_of_their_own_and_old_ones_go(folder: Path) -> None:
    for days in (0, 1, 500):
        handed_out.note(a_line(days, NOW - timedelta(days=days)))
    assert len(list(folder.iterdir())) == 3
    assert handed_out.forget_before(date(2026, 1, 1)) == 1
    assert {line.card for line in handed_out.read([folder])} == {"CARD0", "CARD1"}


def test_end_of_a_long_file_is_read_alone(folder: Path) -> None:
    for number in range(1000):
        handed_out.note(a_line(number))
    assert [line.card for line in handed_out.newest()] == [f"CARD{n}" for n in range(900, 1000)]
