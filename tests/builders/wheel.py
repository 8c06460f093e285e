"""The wheel, built as a release would be, and installed into an environment that holds nothing else of ours.

Built from the files that git knows of and of no others, without network; the libraries are those of the environment that runs the tests.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from marketplace.core.places import ROOT

PIP = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "--quiet"]
# What lies at the top of a checkout and is in the wheel: as it is, or in marketplace/shipped.
PACKAGES = {"marketplace", "partner_portal"}
BESIDE = {"migrations", "static", "templates", "translations", "wsgi.py"}
# What an operator runs once, and what is always running; deploy/ runs the same.
ONCE = (("keys", "create"), ("db", "upgrade"))
ALWAYS = (("web",), ("worker",), ("beat",))


@dataclass(frozen=True)
class Wheel:
    """`file` is the wheel, `vitrina` the program in the environment that it was installed into."""

    file: Path
    vitrina: Path


def sources() -> list[Path]:
    """What git tracks, and what it would if everything were added; relative to the checkout."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [Path(name) for name in names if name and (ROOT / name).is_file()]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """Built once a run, by whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "wheel"
    with folder.with_name("wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _install(_build(folder), folder / "environment")
            (folder / "done").touch()
    return Wheel(next(folder.glob("*.whl")), folder / "environment" / "bin" / "vitrina")


def _build(folder: Path) -> Path:
    source = folder / "source"
    for name in sources():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*PIP, "wheel", *offline, "--wheel-dir", str(folder), str(source)], check=True)
    return next(folder.glob("*.whl"))


def _install(file: Path, environment: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    offline = ["--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*PIP, "--python", str(python), "install", *offline, str(file)], check=True)
    # A folder that is named like this is searched last, and what it says of the checkout is not followed.
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
