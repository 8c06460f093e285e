"""Messages through the default queue, which lies in PostgreSQL, and through Redis: sent, received and acknowledged one by one."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kombu import Connection

from bench.bench import Bench, in_turns, say
from bench.keys import Found
from marketplace.jobs.celery_app import QUEUE
from marketplace.jobs.celery_app import broker as settings_of

MESSAGES = 500
BODY = {"task": "outbox.relay", "id": "0" * 36, "args": [], "kwargs": {}}


def broker(bench: Bench) -> Found:
    """Messages a second; without a redis-server on this machine only our own."""
    with bench.shop.app.app_context(), _redis() as url:
        own = settings_of(bench.shop.settings)
        other = settings_of(bench.shop.settings.model_copy(update={"broker_url": url})) if url else own
        if not url:
            say("no redis-server here: the queue in PostgreSQL is measured alone")
        found = in_turns(lambda: _through(own), lambda: _through(other))
    found.more["redis"] = bool(url)
    return found


def _through(settings: dict[str, object]) -> float:
    """All are sent, then all are taken: what a worker finds after it was away."""
    with Connection(settings["broker_url"], transport_options=settings["broker_transport_options"]) as connection:
        queue = connection.SimpleQueue(QUEUE)
        queue.clear()
        began = time.perf_counter()
        for _ in range(MESSAGES):
            queue.put(BODY, serializer="json")
        for _ in range(MESSAGES):
            queue.get(timeout=10).ack()
        took = time.perf_counter() - began
        queue.close()
    return MESSAGES / took


@contextmanager
def _redis() -> Iterator[str]:
    """A Redis of our own that writes its log to the disk each second, as its makers advise; empty where there is none."""
    program = shutil.which("redis-server")
    if program is None:
        yield ""
        return
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        probe.close()
        options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", folder, "--save", "", "--appendonly", "yes"]
        server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("redis-server does not answer")
