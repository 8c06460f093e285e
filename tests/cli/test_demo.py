"""The newcomer's command: it opens a shop, keeps it between two starts, leaves nothing running, forgets when asked."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

from marketplace.cli import preparing, processes, world
from marketplace.core.postgres import SOCKET_NAME, Server
from marketplace.settings import ROOT, load
from tests.builders.wheel import Wheel

OPEN_SECONDS = 180
# A signal that comes while Python tidies up an object: what the handler throws there is dropped.
SWALLOWED = """
import os, signal
from pathlib import Path
from marketplace.cli.demo import Running, Stop, Stopped

class Late:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        sum(range(10))

running = Running(Path(), Stop())
Late()
print("swallowed", flush=True)
try:
    running.watch()
except Stopped:
    print("heeded")
"""
MARK_THAT_STAYS = "CREATE TABLE kept_between_starts AS SELECT 1"


class Demo:
    """`vitrina demo` as it is installed from the wheel, with a folder and a port of its own."""

    def __init__(self, vitrina: Path, var: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.var = var
        self._vitrina = vitrina
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *options: str, **over: str) -> subprocess.Popen[str]:
        """Returns at once. `over` are further settings by their names."""
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "VAR_DIR": str(self.var),
            "PORT": str(self.port),
        } | over
        demo = subprocess.Popen(
            [self._vitrina, "demo", *options],
            env=environment,
            cwd=self.var.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._started.append(demo)
        return demo

    def is_open(self, demo: subprocess.Popen[str]) -> str:
        """What it said until it was open."""
        said = ""
        assert demo.stdout
        ends = time.monotonic() + OPEN_SECONDS
        for line in demo.stdout:
            said += line
            assert time.monotonic() < ends, said
            if "Ctrl-C" in line:
                return said
        raise AssertionError(said)

    def get(self, path: str) -> int:
        """The status of a page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        return connection.getresponse().status

    def sql(self, statement: str) -> None:
        """As the owner, in the running database."""
        data = self.var / "postgres"
        with psycopg.connect(Server(data, data).url("vitrina"), autocommit=True) as connection:
            connection.execute(statement)

    def left(self) -> list[str]:
        """Processes that know this folder and are alive."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                knows = str(self.var).encode() in (process / "environ").read_bytes()
                works = (process / "cwd").readlink().is_relative_to(self.var)
                if (knows or works) and int(process.name) != os.getpid():
                    found.append((process / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found

    def close(self) -> None:
        """Also after a failure nothing is left running."""
        for demo in self._started:
            processes.end(demo, 60)
        Server(self.var / "postgres", self.var / "postgres").stop("immediate")


@pytest.fixture
def demo(tmp_path: Path, wheel: Wheel) -> Iterator[Demo]:
    """A demo in an empty folder."""
    demo = Demo(wheel.vitrina, tmp_path / "var")
    yield demo
    demo.close()


@pytest.mark.slow
def test_demo_opens_keeps_its_data_and_leaves_nothing_running(demo: Demo) -> None:
    first = demo.start()
    said = demo.is_open(first)
    assert all(sign_in in said for _, sign_in, _, _ in world.SIGN_INS)
    assert (demo.get("/healthz"), demo.get("/readyz")) == (200, 200)
    assert demo.get("/") in (200, 302)
    assert f":{demo.port}/mailbox" in said
    assert demo.get("/mailbox") == 200
    second, _ = demo.start().communicate(timeout=60)
    assert len(second.splitlines()) == 1
    assert "already running" in second
    demo.sql(MARK_THAT_STAYS)
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    assert demo.left() == []

    again = demo.start(SMTP_URL="smtp://127.0.0.1:9")
    said = demo.is_open(again)
    assert "demo data loaded" not in said
    assert "/mailbox" not in said
    assert demo.get("/mailbox") == 404, "letters leave"
    with pytest.raises(psycopg.errors.DuplicateTable):
        demo.sql(MARK_THAT_STAYS)
    assert demo.left()
    again.kill()  # without a chance to tidy up: its children hear of it, the database waits for the next start
    again.wait()
    ends = time.monotonic() + 30
    while any("postgres" not in line for line in demo.left()):
        assert time.monotonic() < ends, demo.left()
        time.sleep(0.1)


def test_reset_forgets_what_the_demo_kept_and_nothing_else(tmp_path: Path) -> None:
    settings = load(_env_file=None, var_dir=tmp_path, secret_key="aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi")
    (tmp_path / "letters.txt").write_text("dear")
    (tmp_path / "secret_key").write_text("old")
    (tmp_path / "log").mkdir()
    server = Server.start(tmp_path / "postgres", log=tmp_path / "log" / "postgres.log")
    preparing.forget(settings)
    assert not Path(f"{server.socket_dir}/{SOCKET_NAME}").exists()
    assert [place.name for place in tmp_path.iterdir() if not place.name.startswith(".")] == ["letters.txt"]


def test_stop_that_python_has_swallowed_is_heeded_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", SWALLOWED], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.stdout.split() == ["swallowed", "heeded"], done.stderr
