"""Runs a program as a user without rights, where we are root and the program refuses to be."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

# Capability bits of Linux that let a process pass closed folders; the first one cannot write.
PASS_FOLDERS = {"dac_read_search": 2, "dac_override": 1}


class Unreachable(Exception):
    """The user without rights cannot reach what they should work on; the message names it."""


def user() -> pwd.struct_passwd:
    """The user who runs it when we are root."""
    return pwd.getpwnam("nobody")


def give(folder: Path) -> None:
    """Make the folder their, when we are root."""
    if os.geteuid() == 0:
        os.chown(folder, user().pw_uid, user().pw_gid)


def run(
    command: Sequence[str], *, data: Path, stdout: int | IO[bytes], stderr: int | IO[bytes]
) -> subprocess.CompletedProcess[bytes]:
    """Run a program on `data`, which is theirs; nothing of our environment but the language goes along.

    Raises:
        Unreachable: the program or `data` lies below a closed folder, and we cannot lend them the right to pass.
    """
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if os.geteuid() == 0:
        command = [*_prefix(Path(command[0]), data), *command]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, env=environment, cwd="/", check=False
    )


def _prefix(program: Path, data: Path) -> list[str]:
    """What stands before a command to run it as them, with the right to pass closed folders where it is needed."""
    prefix = ["setpriv", f"--reuid={user().pw_uid}", f"--regid={user().pw_gid}", "--clear-groups"]
    if _open_to_all(program) and _open_to_all(data.parent):
        return [*prefix, "--inh-caps=-all", "--no-new-privs"]
    held = _held_capabilities()
    for name, bit in PASS_FOLDERS.items():
        if held >> bit & 1:
            rights = f"-all,+{name}"
            # Without this bit access(2) would ignore the right, and the programs ask access(2) before they open.
            keep = "--securebits=+no_setuid_fixup"
            return [*prefix, f"--inh-caps={rights}", f"--ambient-caps={rights}", f"--bounding-set={rights}", keep]
    raise Unreachable(f"the user {user().pw_name} cannot reach {data}: move the project out of the closed folder")


def _open_to_all(path: Path) -> bool:
    path = path.resolve()
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def _held_capabilities() -> int:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("CapBnd"))
