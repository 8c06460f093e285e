"""Who used the processor while a crowd asked: the web server, PostgreSQL, the crowd itself, or nobody."""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil


@contextmanager
def shares(web: int, data_dir: Path) -> Iterator[dict[str, float]]:
    """Parts of all the processors' time inside the block, filled in at its end.

    Args:
        web: process id of the web server's parent.
        data_dir: PostgreSQL's; its first process is named there.
    """
    postgres = int((data_dir / "postmaster.pid").read_text(encoding="ascii").split()[0])
    found: dict[str, float] = {}
    began, before = time.monotonic(), (_of(web), _of(postgres), _of_crowds())
    yield found
    whole = (time.monotonic() - began) * (os.cpu_count() or 1)
    used = [after - then for after, then in zip((_of(web), _of(postgres), _of_crowds()), before, strict=True)]
    found |= {name: round(part / whole, 3) for name, part in zip(("web", "postgres", "crowd"), used, strict=True)}
    found["rest"] = round(1 - sum(used) / whole, 3)


def _of(pid: int) -> float:
    """Seconds of a process, of its descendants, and of those of them that have ended."""
    first = psutil.Process(pid)
    seconds = 0.0
    for each in (first, *first.children(recursive=True)):
        # One may end between being listed and being asked; its parent has its seconds.
        with suppress(psutil.NoSuchProcess):
            seconds += sum(each.cpu_times()[:4])
    return seconds


def _of_crowds() -> float:
    """Seconds of the processes that we started and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime
