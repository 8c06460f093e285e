"""`vitrina web`, `worker`, `beat`: the three processes, each run by the program that is made for it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO

import click

from marketplace.cli import connections
from marketplace.core.places import ROOT
from marketplace.integrations.suppliers import practice
from marketplace.settings import Settings, load

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: a forked child may not load libraries

HEAD_BYTES = 32 * 1024
STOPPING_SECONDS = 20  # for requests that are under way; a statement has fifteen

SCHEDULER = "marketplace.jobs.scheduler:Scheduler"


@click.command()
def web() -> None:
    """Serve pages and the API on HOST:PORT."""
    settings = load()
    connections.check(settings)
    _run(web_command(settings))


@click.command()
@click.option("--processes", type=click.IntRange(1, 64), help="concurrent tasks (default: WORKER_PROCESSES)")
def worker(processes: int | None) -> None:
    """Do background work: mails, certificates, imports."""
    settings = load()
    connections.check(settings, processes)
    _run(worker_command(processes or settings.worker_processes))


@click.command()
def beat() -> None:
    """Start repeated work when its time comes; one of these is enough."""
    _run(beat_command())


def web_command(settings: Settings, application: str = "wsgi:gate") -> list[str]:
    """The server of web pages, in as many processes as WEB_WORKERS says: it waits for heads and readers, the gate for bodies."""
    options = {
        "--interface": "rsgi", "--loop": "uvloop", "--http": "1", "--host": settings.host, "--port": settings.port,
        "--workers": settings.web_workers, "--workers-kill-timeout": STOPPING_SECONDS, "--working-dir": ROOT,
        "--backlog": 1024, "--backpressure": settings.web_connections, "--log-level": "warning",
        "--http1-header-read-timeout": 1000 * settings.web_head_seconds, "--http1-buffer-size": HEAD_BYTES,
    }  # fmt: skip
    named = [str(part) for option in options.items() for part in option]
    return [sys.executable, "-m", "granian", *named, "--no-ws", "--no-access-log", application]


def worker_command(processes: int) -> list[str]:
    """The Celery worker; its own chatter between workers is left out, for there is nothing it could tell."""
    options = ["--concurrency", str(processes), "--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [*_celery(), "worker", *options, "--loglevel", "WARNING"]


def beat_command() -> list[str]:
    """The timetable's process."""
    return [*_celery(), "beat", "--scheduler", SCHEDULER, "--pidfile=", "--loglevel", "WARNING"]


def practice_supplier_command(var_dir: Path) -> list[str]:
    """The supplier of the demo, on a socket in VAR_DIR."""
    return [sys.executable, "-m", "marketplace.integrations.suppliers.practice.server", str(var_dir / practice.SOCKET)]


def payment_sandbox_command() -> list[str]:
    """The payment provider of the demo, on a socket in VAR_DIR."""
    return [sys.executable, "-m", "marketplace.integrations.stripe_sandbox.server"]


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--workdir", str(ROOT), "--app", "wsgi:celery", "--quiet"]


def spawn(command: Sequence[str], output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, out of reach of the terminal's Ctrl-C; it is told when we die.

    It works in our own folder: Python looks for modules where it works, and anything may lie where we were called.
    """
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def end(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Ask it to end, wait so long, then leave nothing of its group alive."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_with_parent() -> None:
    """Have Linux send SIGTERM to this process when its parent is gone, even by kill -9; elsewhere nothing is promised."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _run(command: Sequence[str]) -> None:
    """Run it in the foreground and end as it ends; signals to stop are handed on."""
    process = spawn(command)

    def hand_on(number: int, _frame: FrameType | None) -> None:
        process.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, hand_on)
    code = process.wait()
    sys.exit(128 - code if code < 0 else code)
