"""`vitrina demo`: a whole shop on this machine with one command, until Ctrl-C."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import click

from marketplace.cli import preparing, processes, world
from marketplace.cli.at_hand import at_hand
from marketplace.integrations import stripe_sandbox
from marketplace.integrations.suppliers import practice
from marketplace.settings import LOCAL, Settings

READY_SECONDS = 90
# The worker may finish what it has begun; a task that takes longer comes again at the next start.
END_SECONDS = {"web": 10, "timetable": 5, "worker": 15, "supplier": 2, "payments": 2}


# The shop with what newcomers are given on top. No setting names it, and no other command starts it.
DEMO_APPLICATION = "marketplace.cli.demo_web:gate"

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Ctrl-C, or somebody asked the process to end."""


class Stop:
    """Hears the signals to end. The first is thrown wherever the work stands, so that it ends at once.

    Python drops what is thrown while it tidies up an object, so the work also asks, every now and then.
    """

    def __init__(self) -> None:
        self._heard = False
        for number in SIGNALS:
            signal.signal(number, self._hear)
        if "MAKELEVEL" in os.environ:
            processes.end_with_parent()  # make may be killed without a word to us

    def heed(self) -> None:
        """Raises Stopped when a signal has come."""
        if self._heard:
            raise Stopped

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if not self._heard:
            self._heard = True
            raise Stopped


@click.command()
@click.option("--reset", is_flag=True, help="delete an earlier demo's data and start afresh")
def demo(reset: bool) -> None:
    """Start everything with a demo world in VAR_DIR: database, web, worker and timetable."""
    stop = Stop()
    clock = Clock()
    try:
        with ExitStack() as stack:
            _open(stack, reset, clock, stop)
    except Stopped:
        clock.say("stopped; nothing is left running")


class Clock:
    """Says what is done, and how long after the start."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, what: str) -> None:
        """One line of progress."""
        click.echo(f"{time.monotonic() - self._began:6.1f} s  {what}")


def _open(stack: ExitStack, reset: bool, clock: Clock, stop: Stop) -> None:
    settings = preparing.own_settings()
    stack.enter_context(_alone(settings.var_dir))
    check_port(settings.host, settings.port)
    if reset:
        if settings.database_url:
            raise click.ClickException("DATABASE_URL names a database of your own; the demo will not empty it")
        preparing.forget(settings)
        settings = preparing.own_settings()
        clock.say("earlier demo deleted")
    settings = stack.enter_context(at_hand())
    stack.callback(_ignore_signals)
    clock.say("database started")
    preparing.furnish(settings, clock.say)
    running = stack.enter_context(_processes(settings.var_dir / "log", stop))
    ours = preparing.holds_the_world(settings)
    running("web", processes.web_command(settings, DEMO_APPLICATION) if ours else processes.web_command(settings))
    _wait_until_ready(settings, running)
    clock.say("web server ready")
    if ours and practice.has_room(settings.var_dir):
        running("supplier", processes.practice_supplier_command(settings.var_dir))
    if ours and settings.stripe_secret_key is None and stripe_sandbox.has_room(settings.var_dir):
        running("payments", processes.payment_sandbox_command())
    running("worker", processes.worker_command(2))
    running("timetable", processes.beat_command())
    clock.say("worker and timetable started")
    _greet(settings, has_mailbox=ours and settings.smtp_url is None)
    running.watch()


class Running:
    """The processes of the demo; called with a name and a command it starts one."""

    def __init__(self, logs: Path, stop: Stop) -> None:
        self._logs = logs
        self._stop = stop
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __call__(self, name: str, command: list[str]) -> None:
        with (self._logs / f"{name}.log").open("wb") as output:
            self._processes[name] = processes.spawn(command, output)

    def check(self) -> None:
        """Raises Stopped when that was asked for, ClickException with the log's last line when one has ended by itself."""
        self._stop.heed()
        for name, process in self._processes.items():
            if process.poll() is not None:
                log = self._logs / f"{name}.log"
                last = log.read_text(errors="replace").strip().rpartition("\n")[2][:300]
                raise click.ClickException(f"{name} exited with code {process.returncode}; see {log}: {last}")

    def watch(self) -> None:
        """Until somebody stops us."""
        while True:
            time.sleep(0.5)
            self.check()

    def end(self) -> None:
        """Who takes requests goes first, who works for others last."""
        for name, seconds in END_SECONDS.items():
            if name in self._processes:
                processes.end(self._processes[name], seconds)


@contextmanager
def _processes(logs: Path, stop: Stop) -> Iterator[Running]:
    running = Running(logs, stop)
    try:
        yield running
    finally:
        _ignore_signals()
        running.end()


def check_port(host: str, port: int) -> None:
    """Raises ClickException when we could not listen there; a server could share a port with another unnoticed."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as refused:
        reason = refused.strerror or str(refused)
        raise click.ClickException(
            f"HOST={host} PORT={port} cannot be used ({reason}); choose another: PORT=8001"
        ) from None


def _wait_until_ready(settings: Settings, running: Running) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        running.check()
        connection = HTTPConnection(LOCAL.get(settings.host, settings.host), settings.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise click.ClickException(f"the web server does not answer; see {settings.var_dir / 'log' / 'web.log'}")


def _greet(settings: Settings, *, has_mailbox: bool) -> None:
    click.echo(f"\nVitrina is open: {settings.public_url}")
    if has_mailbox:
        click.echo(f"All emails, and everyone's sign-in codes: {settings.public_url}/mailbox")
    click.echo()
    for who, sign_in, password, about in world.SIGN_INS:
        click.echo(f"  {who:<22} {sign_in:<28} {password:<20} {about}")
    click.echo(f"\nLogs are in {settings.var_dir / 'log'}. Ctrl-C stops everything.\n")


@contextmanager
def _alone(var: Path) -> Iterator[None]:
    """One demo at a time in one var/."""
    with (var / ".demo").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(f"a demo is already running in {var}") from None
        yield


def _ignore_signals() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
