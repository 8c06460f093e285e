"""What each process counts while it serves: requests by route, refusals by code, orders. /metrics adds the processes up.

With several web processes the counts lie in files in memory, one a process, in a folder that the processes of one
server share: their parent's number is in its name. Labels are templates of routes and codes of our own, never what
somebody sent.
"""

import logging
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

from marketplace.core import counters
from marketplace.web.shared import lanes

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SLOW_SECONDS = 5
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PREFIX = "vitrina-counts-"
# Not on a disk: one that is full must not end a process that counts.
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it is ours alone
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
log = logging.getLogger("marketplace.web")


class Counts:
    """The counters of this process."""

    def __init__(self, folder: Path | None) -> None:
        """With a folder they are shared with the other processes that were given the same one."""
        os.environ.pop(FOLDER, None)
        if folder is not None:  # the library looks for it when it is imported, and we know it only now
            os.environ[FOLDER] = str(folder)
        values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]
        self._folder = folder
        self._own = CollectorRegistry()
        labels = ["method", "route"]
        self.requests = Counter("vitrina_requests", "Requests answered", [*labels, "status"], registry=self._own)
        self.seconds = Histogram(
            "vitrina_request_seconds", "Time of an answer", labels, buckets=BUCKETS, registry=self._own
        )
        self.refusals = Counter("vitrina_refusals", "Requests refused, by reason", ["code"], registry=self._own)
        self.events = Counter("vitrina_events", "What was done: orders_placed", ["what"], registry=self._own)
        self.events.labels("orders_placed")

    def happened(self, name: str) -> None:
        """Count one of what domains count."""
        self.events.labels(name).inc()

    def registry(self) -> CollectorRegistry:
        """All processes' counts together."""
        if self._folder is None:
            return self._own
        together = CollectorRegistry()
        MultiProcessCollector(together, path=str(self._folder))  # type: ignore[no-untyped-call]
        return together


def init_app(app: Flask, processes: int) -> None:
    """Count what this process answers; the first of the hooks, so that the time of the others is in it."""
    counts = Counts(_folder() if processes > 1 else None)
    app.extensions["counts"] = counts
    counters.on_count(counts.happened)

    def begin() -> None:
        g.began = time.monotonic()

    def end(response: Response) -> Response:
        route = str(request.url_rule or "none")
        method = request.method if request.method in METHODS else "other"
        seconds = time.monotonic() - g.get("began", time.monotonic())
        counts.requests.labels(method, route, response.status_code).inc()
        counts.seconds.labels(method, route).observe(seconds)
        if "refused" in g:
            counts.refusals.labels(g.refused).inc()
        if seconds > SLOW_SECONDS:
            log.warning("slow: %.1f s, answered with %s", seconds, response.status_code)
        return response

    lanes.before_all(app, begin)
    lanes.after_all(app, end)


def _folder() -> Path:
    """The folder of this server's processes; those of servers that have ended are taken away."""
    root = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    for left in root.glob(f"{PREFIX}*"):
        if not _lives(int(left.name.removeprefix(PREFIX))):
            with suppress(OSError):
                shutil.rmtree(left)
    folder = root / f"{PREFIX}{os.getppid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.stat(follow_symlinks=False)
    assert owner.st_uid == os.geteuid(), f"{folder} belongs to somebody else"
    assert not folder.is_symlink(), f"{folder} leads elsewhere"
    return folder


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
