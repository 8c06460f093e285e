"""A real shop for proofs and measurements: PostgreSQL that waits for its disk, web server, worker and timetable.

    with installed() as shop:
        with shop.app.app_context(), transaction():
            ...                          # builders and verbs, in this process
        shop.start("web", "worker")
        requests to shop.url
        shop.kill("web"); shop.start("web")

Everything lies in one temporary folder and ends with the block, whatever happened inside.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import Request, urlopen

from marketplace.app import create_app
from marketplace.cli import processes
from marketplace.cli.at_hand import APPLICATION_ROLE, DATABASE
from marketplace.core import memory, vault
from marketplace.core.db import db
from marketplace.core.postgres import Server
from marketplace.reports import CHECKS
from marketplace.settings import ROOT, Settings
from tests.builders import cluster

READY_SECONDS = 60
COMMANDS = {
    "web": processes.web_command,
    "worker": lambda _: processes.worker_command(2),
    "timetable": lambda _: processes.beat_command(),
}


class Installation:
    """One shop on a free port of the loopback; `app` is the same shop in this process, for arranging and asking."""

    def __init__(self, folder: Path, over: Mapping[str, str], postgres: Mapping[str, str]) -> None:
        self.folder = folder
        self._postgres = postgres
        self.log = folder / "log"
        self.log.mkdir()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        cluster.copied_to(folder / "postgres")
        cluster.static_in(folder)
        self.server = self.start_postgres()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        vault.new_key_file(folder / "keys.json")
        self.environment = {
            "VAR_DIR": str(folder), "SECRET_KEY": secrets.token_urlsafe(48), "PORT": str(self.port), "LOG_LEVEL": "WARNING",
            "DATABASE_URL": self.server.url(DATABASE, APPLICATION_ROLE), "DATABASE_OWNER_URL": self.server.url(DATABASE),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}", "METRICS_TOKEN": secrets.token_urlsafe(48),
        } | dict(over)  # fmt: skip
        names = {name.lower(): value for name, value in self.environment.items()}
        self.settings = Settings(_env_file=None, **names)
        # Here it signs in as the owner and works as the application, so that points can be given as an operator gives them.
        self.app = create_app(self.settings.model_copy(update={"database_url": self.owner_url}))
        memory.forget_everything()

    @property
    def url(self) -> str:
        """Where the web server answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def owner_url(self) -> str:
        """The database with its owner's rights."""
        return self.server.url(DATABASE)

    def figures(self) -> str:
        """What /metrics says to who brings the token."""
        asked = Request(f"{self.url}/metrics", headers={"Authorization": f"Bearer {self.environment['METRICS_TOKEN']}"})
        with urlopen(asked, timeout=30) as answer:
            return str(answer.read().decode())

    def start_postgres(self) -> Server:
        """Start the database server, or find it running."""
        return Server.start(self.folder / "postgres", log=self.log / "postgres.log", settings=self._postgres)

    def start(self, *names: str, module: str = "wsgi") -> None:
        """Start some of web, worker and timetable; returns when the web server is ready.

        Another `module` imports everything from wsgi and adds to it.
        """
        for name in names:
            self._running[name] = self._spawn(name, module)
        if "web" in names:
            self.wait_until_ready()

    def pid(self, name: str) -> int:
        """The process id of one that was started."""
        return self._running[name].pid

    def kill(self, name: str) -> None:
        """End a process and its children as if the power had failed: kill -9. "postgres" is one of them."""
        if name == "postgres":
            _kill_tree(int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0]))
            return
        process = self._running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, *names: str) -> None:
        """End processes in order."""
        for name in names or tuple(self._running):
            processes.end(self._running.pop(name), 10)

    def gone(self) -> list[str]:
        """Which of the started processes have ended by themselves."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> float:
        """Wait until /readyz says 200; returns the seconds that it took. Raises AssertionError with the log when not."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self._is_ready():
                return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError(f"not ready in {seconds} s: {self.said('web')[-2000:]}")

    def said(self, name: str) -> str:
        """What a process has written to its log."""
        return (self.log / f"{name}.log").read_text(errors="replace")

    def last_words(self) -> str:
        """The end of every log, for anyone who looks into what went wrong."""
        ended = f"ended by themselves: {', '.join(self.gone()) or 'none'}"
        said = [f"--- {log.stem}\n{self.said(log.stem)[-4000:]}" for log in sorted(self.log.glob("*.log"))]
        return "\n".join([ended, *said])

    def wrong_in_the_books(self) -> list[str]:
        """What `vitrina verify` finds, but for the seals."""
        with self.app.app_context():
            found = [f"{name}: {finding}" for name, check in CHECKS.items() for finding in check()]
            db.session.rollback()
        return found

    def close(self) -> None:
        """End everything."""
        for process in self._running.values():
            processes.end(process, 3)
        with self.app.app_context():
            db.engine.dispose()
        self.server.stop("immediate")

    def _spawn(self, name: str, module: str) -> subprocess.Popen[bytes]:
        command = [part.replace("wsgi:", f"{module}:") for part in COMMANDS[name](self.settings)]
        environment = {"PATH": os.environ.get("PATH", os.defpath)} | self.environment
        with (self.log / f"{name}.log").open("ab") as output:
            return subprocess.Popen(
                command, env=environment, cwd=ROOT, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=processes.end_with_parent,
            )  # fmt: skip

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def installed(*, postgres: Mapping[str, str] | None = None, **over: str) -> Iterator[Installation]:
    """A shop for the length of the block; `over` are settings by their names in the environment."""
    folder = Path(tempfile.mkdtemp(prefix=f"vitrina-shop-{os.getpid()}-"))
    folder.chmod(0o711)  # the database's own user passes through
    shop = None
    try:
        shop = Installation(folder, over, postgres or {})
        yield shop
    except Exception as error:
        if shop:
            error.add_note(shop.last_words())
        raise
    finally:
        if shop:
            shop.close()
        shutil.rmtree(folder, ignore_errors=True)


def _kill_tree(pid: int) -> None:
    """Kill a process and all that it has started, the parent first so that it starts no more."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    for each in (pid, *children):
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
