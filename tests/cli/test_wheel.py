"""What is installed from a wheel is the whole programme, and works from any folder without a checkout."""

import os
import re
import secrets
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path

import pytest

from marketplace.app import create_app
from marketplace.cli import processes
from marketplace.cli.at_hand import APPLICATION_ROLE, DATABASE
from marketplace.core.db import db, transaction
from marketplace.core.postgres import Server
from marketplace.settings import load
from tests.builders.programmes import a_programme
from tests.builders.wheel import ALWAYS, BESIDE, ONCE, PACKAGES, Wheel, sources

# What stands at the top of the checkout and is for those who work on it or run it.
NOT_SHIPPED = {
    ".ci", ".env.example", ".gitignore", "CHANGELOG.md", "Makefile", "README.md", "STYLE.md", "babel.cfg", "bench", "deploy", "docs",
    "proof", "pyproject.toml", "requirements-dev.lock", "requirements.lock", "setup.py", "tests",
}  # fmt: skip
WAIT_SECONDS = 60


def test_wheel_holds_what_git_knows_of_and_its_translations_compiled(wheel: Wheel) -> None:
    known = sources()
    unplaced = {name.parts[0] for name in known} - PACKAGES - BESIDE - NOT_SHIPPED
    assert not unplaced, "shipped or not? say it in setup.py and here"
    expected = {name for name in known if name.parts[0] in PACKAGES}
    expected |= {Path("marketplace/shipped", name) for name in known if name.parts[0] in BESIDE}
    expected |= {name.with_suffix(".mo") for name in expected if name.suffix == ".po"}
    with zipfile.ZipFile(wheel.file) as archive:
        held = {Path(name) for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected


class Home:
    """A user's home with a shop in it, and the empty folder in which she stands."""

    def __init__(self, folder: Path, wheel: Wheel) -> None:
        self.vitrina = wheel.vitrina
        self.kept = folder / "home" / ".local" / "share" / "vitrina"
        self.kept.mkdir(parents=True)
        self.empty = folder / "empty"
        self.empty.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.token = secrets.token_urlsafe(48)  # for its figures
        (self.kept / ".env").write_text(
            f"SECRET_KEY={secrets.token_urlsafe(48)}\nPORT={self.port}\nWORKER_PROCESSES=1\nMETRICS_TOKEN={self.token}\n"
        )
        self._environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder / "home")}
        self._running: list[subprocess.Popen[bytes]] = []

    def run(self, command: Sequence[str]) -> None:
        """To its end, which is a good one."""
        done = subprocess.run(
            [self.vitrina, *command], env=self._environment, cwd=self.empty, capture_output=True, text=True, timeout=WAIT_SECONDS
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self, command: Sequence[str]) -> None:
        """Returns at once."""
        with (self.kept / "said.log").open("ab") as said:
            self._running.append(
                subprocess.Popen(
                    [self.vitrina, *command], env=self._environment, cwd=self.empty, stdout=said, stderr=said,
                    start_new_session=True,
                )
            )  # fmt: skip

    def open_a_programme(self) -> None:
        """Its pages can be asked for at our address."""
        server = Server.start(self.kept / "postgres")
        settings = load(
            _env_file=None, secret_key=secrets.token_urlsafe(48), database_url=server.url(DATABASE, APPLICATION_ROLE)
        )
        app = create_app(settings, entry_points=())
        with app.app_context():
            with transaction():
                a_programme(hosts=("127.0.0.1",))
            db.engine.dispose()

    def get(self, path: str, language: str = "en") -> tuple[int, str]:
        """Status and content of a page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                "GET", path, headers={"Accept-Language": language, "Authorization": f"Bearer {self.token}"}
            )
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def wait_for(self, path: str, *words: str) -> str:
        """The page, once it holds all the words."""
        ends = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < ends:
            assert all(process.poll() is None for process in self._running), self.said()
            try:
                _, content = self.get(path)
            except OSError:
                content = ""
            if all(word in content for word in words):
                return content
            time.sleep(0.1)
        raise AssertionError(f"{path} does not say {words}: {self.said()}")

    def said(self) -> str:
        """What the processes have written."""
        return (self.kept / "said.log").read_text(errors="replace")[-3000:]

    def close(self) -> None:
        """Nothing is left running."""
        for process in self._running:
            processes.end(process, 20)
        Server(self.kept / "postgres", self.kept / "postgres").stop("immediate")


@pytest.fixture
def home(tmp_path: Path, wheel: Wheel) -> Iterator[Home]:
    """A home in which nobody has started anything yet."""
    home = Home(tmp_path, wheel)
    yield home
    home.close()


@pytest.mark.slow
def test_shop_installed_from_a_wheel_runs_from_any_folder_and_keeps_its_data_in_its_users_home(home: Home) -> None:
    for command in ONCE:
        home.run(command)
    for command in ALWAYS:
        home.start(command)
    home.wait_for("/readyz", '"ready":true')
    home.open_a_programme()
    status, page = home.get("/sign-in", language="ru")
    assert status == 200
    assert "Войти" in page
    sheet = re.search(r'href="(/static/\w+/css/vitrina\.css)"', page)
    assert sheet
    assert home.get(sheet[1])[0] == 200
    home.wait_for(
        "/metrics", 'alive_timestamp_seconds{process="worker"}', 'alive_timestamp_seconds{process="timetable"}'
    )
    assert list(home.empty.iterdir()) == []
    assert (home.kept / "keys.json").exists()
