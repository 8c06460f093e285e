"""`make` and the environment that it makes: in a folder that is moved and copied, whatever the caller has set for Python and pip.

The project in it is a small one that needs no network: what is tried are the Makefile and what it calls.
"""

import ensurepip
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from marketplace.core.places import ROOT

PROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "vitrina"
version = "1"
"""
# What `pip install --editable` asks of a project, in little: a wheel that holds a path and a program.
BACKEND = """
import os, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name, info = "vitrina-1-py3-none-any.whl", "vitrina-1.dist-info"
    files = {
        "vitrina.pth": os.getcwd(),
        f"{info}/METADATA": "Metadata-Version: 2.1\\nName: vitrina\\nVersion: 1\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{info}/entry_points.txt": "[console_scripts]\\nvitrina = shop:main\\n",
    }
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
        wheel.writestr(f"{info}/RECORD", "".join(f"{path},,\\n" for path in [*files, f"{info}/RECORD"]))
    return name
"""
LOCK = f"pip=={ensurepip.version()}\n"  # is there already
SHOP = """
def main():
    print(__file__)
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A checkout with its environment, copied as it stands to another folder; the old one is still there."""
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.copytree(ROOT / ".ci", old / ".ci")
    shutil.copy(ROOT / "Makefile", old)
    venv.create(old / ".venv", symlinks=True)
    python = old / ".venv" / "bin" / "python"
    files = {
        "pyproject.toml": PROJECT, "backend.py": BACKEND, "shop.py": SHOP, "requirements.lock": LOCK, ".venv/.runtime": LOCK,
        ".venv/bin/pip": f"#!{python}\n", ".venv/bin/vitrina": f"#!{python}\nprint('{old / 'shop.py'}')\n",
    }  # fmt: skip
    for name, content in files.items():
        (old / name).write_text(content)
    for name in ("pip", "vitrina"):
        (old / ".venv" / "bin" / name).chmod(0o755)
    shutil.copytree(old, new, symlinks=True)
    return new


def make(folder: Path, **environment: str) -> str:
    """Have the environment made; what was said."""
    command = ["make", "-C", str(folder), ".venv/.runtime"]
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHON": sys._base_executable} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def program(folder: Path) -> str:
    """Which file the installed program runs."""
    command = [str(folder / ".venv" / "bin" / "vitrina")]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout.strip()


@pytest.mark.slow
def test_a_copied_checkout_makes_its_environment_anew_whatever_the_caller_has_set(copied: Path) -> None:
    elsewhere = copied.parent / "elsewhere"
    elsewhere.mkdir()
    for name in ("pip.py", "venv.py", "zipfile.py", "sitecustomize.py"):
        (elsewhere / name).write_text("raise SystemExit('not this one')")
    callers = {
        "PYTHONPATH": str(elsewhere), "PIP_USER": "1", "PIP_TARGET": str(elsewhere / "target"), "PIP_REQUIRE_HASHES": "1",
        "PIP_PREFIX": str(elsewhere / "prefix"), "PYTHONHOME": str(elsewhere),
    }  # fmt: skip
    assert "making" in make(copied, **callers)
    assert program(copied) == str(copied / "shop.py")
    assert "making" not in make(copied), "once is enough"
    old = copied.parent / "old"
    assert "making" not in make(old), "where it was made it stays"
    assert program(old) == str(old / "shop.py")
