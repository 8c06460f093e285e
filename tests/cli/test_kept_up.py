"""The database that comes along is started again when it has given up, and stays stopped once it is no longer used."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from marketplace.cli import at_hand
from marketplace.cli.at_hand import DATABASE, embedded

WAIT_SECONDS = 30


@pytest.fixture
def var() -> Iterator[Path]:
    with TemporaryDirectory(prefix="up-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def test_it_comes_up_again_by_itself(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_hand, "LOOK_SECONDS", 0.2)
    pid_file = var / "postgres" / "postmaster.pid"
    with embedded(var) as server:
        first = int(pid_file.read_text().split()[0])
        os.kill(first, signal.SIGQUIT)  # it gives up at once
        ends = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                psycopg.connect(server.url(DATABASE)).close()
                if int(pid_file.read_text().split()[0]) != first:
                    break
            except (psycopg.OperationalError, FileNotFoundError, IndexError):
                pass
            assert time.monotonic() < ends, "it stays away"
            time.sleep(0.1)
    time.sleep(0.5)
    assert not pid_file.exists()
