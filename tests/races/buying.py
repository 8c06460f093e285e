"""A crowd of buyers in processes of their own, let go together: see `buyers.py` for what each of them does."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from marketplace.cli import processes
from marketplace.settings import ROOT
from tests.builders.wire import Answer

PROCESSES = 4
HEAD_START_SECONDS = 0.03  # for the line to reach every process before the moment

Buyer = tuple[str, dict[str, Any]]  # a key of the API and the body of an order


class Crowd:
    """All buyers, in several processes."""

    def __init__(self, port: int, buyers: Sequence[Buyer]) -> None:
        self._parts = [buyers[first::PROCESSES] for first in range(PROCESSES)]
        self._processes = [_spawned() for _ in self._parts]
        for process, part in zip(self._processes, self._parts, strict=True):
            self._tell(process, {"port": port, "buyers": part})

    def ask(self, key: str) -> list[tuple[str, Answer]]:
        """Everybody orders at once under this key; returns each buyer's own key and what they were told."""
        for process in self._processes:
            self._tell(process, [key, time.monotonic() + HEAD_START_SECONDS])
        lines = [process.stdout.readline() for process in self._processes if process.stdout]
        return [
            (buyer[0], Answer(*told))
            for part, line in zip(self._parts, lines, strict=True)
            for buyer, told in zip(part, json.loads(line), strict=True)
        ]

    def close(self) -> None:
        """Send them home."""
        for process in self._processes:
            processes.end(process, 1)

    @staticmethod
    def _tell(process: subprocess.Popen[str], what: object) -> None:
        assert process.stdin
        print(json.dumps(what), file=process.stdin, flush=True)


@contextmanager
def a_crowd(port: int, buyers: Sequence[Buyer]) -> Iterator[Crowd]:
    """Buyers for the length of the block."""
    crowd = Crowd(port, buyers)
    try:
        yield crowd
    finally:
        crowd.close()


def _spawned() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.races.buyers"], cwd=ROOT, env={"PATH": os.environ.get("PATH", os.defpath)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=processes.end_with_parent,
    )  # fmt: skip
