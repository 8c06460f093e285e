"""The disk is full: what needs room is refused cleanly, nothing is half done, and room alone brings the shop back."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.builders.installation import Installation, installed
from tests.drills.visitor import Visitor, a_visitor, until
from tests.proof.plugin import Proof

ROOM = "240m"
ORDERS_MAX = 400
REFUSED_WANTED = 5


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small disk on which the whole shop lies: database, logs, seals."""
    place = Path(tempfile.mkdtemp(prefix="drill-"))  # short: the database's socket lies below it
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=755", "tmpfs", str(place)]
    try:
        if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("only root may mount a small disk")
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        yield place
        subprocess.run(["umount", "-l", str(place)], check=True)
    finally:
        place.rmdir()


def fill(disk: Path) -> Path:
    """Leave no byte; returns the file that takes it all."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 64, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return ballast


def order_until_refused(visitor: Visitor) -> tuple[list[str], list[str]]:
    """Keys of the orders that went through on what room was left, and of those that did not."""
    placed, refused = [], []
    for number in range(ORDERS_MAX):
        answer = visitor.order(f"full-{number:04}")
        assert answer.status in (201, 503), answer
        if answer.status == 503:
            assert answer.is_problem
        (placed if answer.status == 201 else refused).append(f"full-{number:04}")
        if len(refused) == REFUSED_WANTED:
            break
    return placed, refused


def want_a_new_log(shop: Installation) -> None:
    """Have the database need room for its write-ahead log: it gives up at once, and cannot start again without it."""
    with suppress(psycopg.Error), psycopg.connect(shop.owner_url, autocommit=True) as owner:
        for _ in range(20):
            owner.execute("SELECT pg_logical_emit_message(true, 'drill', 'x'), pg_switch_wal()")


# Its small form: how each page and the API answer a disk that is full, in tests/web/shared/test_errors.py; and that a
# database which has given up is started again, in tests/cli/test_kept_up.py.
@pytest.mark.slow
@pytest.mark.proof("P30", full_only=True)
@pytest.mark.parametrize("log_too", [False, True])
def test_room_alone_brings_the_shop_back(disk: Path, log_too: bool, proof: Proof) -> None:
    with installed() as shop:
        visitor = a_visitor(shop, stock=ORDERS_MAX + 100)
        shop.start("web", "worker", "timetable")
        assert visitor.order("before-0001").status == 201
        visitor.slowest, ballast = 0.0, fill(disk)
        if log_too:
            want_a_new_log(shop)
        placed, refused = order_until_refused(visitor)
        assert len(refused) == REFUSED_WANTED, "the disk was not full"
        assert visitor.page("/healthz").status == 200
        slowest = visitor.slowest
        ballast.unlink()
        began = time.monotonic()
        shop.start_postgres()  # as the person who looks after it does, should it have given up; a running one is left alone
        shop.wait_until_ready()
        until(lambda: visitor.order(refused[0]).status == 201)
        back = time.monotonic() - began
        for key in (*placed, *refused):
            assert visitor.order(key).status == 201
        assert visitor.orders() == 1 + len(placed) + len(refused)
        assert shop.wrong_in_the_books() == []
        proof.figure(f"disk full: {len(placed)} orders on the last room, {len(refused)} refused, slowest answer {slowest:.2f} s; "
                     f"back {back:.2f} s after there was room; {shop.said('web').count(chr(10))} lines in the log")  # fmt: skip
