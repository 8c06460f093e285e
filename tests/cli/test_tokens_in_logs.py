"""What the server that people come to writes while links with tokens are opened: never a token. With its own processes."""

import os
import re
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from flask import Flask
from pydantic import SecretStr

from marketplace.app import create_app
from marketplace.cli import processes
from marketplace.core.db import transaction
from marketplace.settings import ROOT, Settings, load
from tests.builders.identity import PASSWORD, a_user, form_of
from tests.builders.letters import letters
from tests.builders.programmes import a_programme
from tests.builders.promises import keep

KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
LINKS = (
    "/password/reset/{}", "/sign-up/confirmation/{}", "/account/email/confirmation/{}", "/passkeys/{}", "/sign-in/passkey/{}",
    "/verify/passkey/{}", "/second-factor/set-up/{}", "/nowhere/{}", "/?token={}", "/sign-in?next=/password/reset/{}",
    "/api/v1/{}", "/texts/privacy?digest={}", "/static/{}", "/password/reset/{}%00", "/healthz?{}",
)  # fmt: skip


class Server:
    """The web process on a free port, what it says, and the folder it writes to."""

    def __init__(self, app: Flask, var: Path, change: Callable[[list[str]], list[str]]) -> None:
        self.var, self.output = var, var / "output.txt"
        kept: Settings = app.config["SETTINGS"]
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        settings = load(_env_file=None, var_dir=var, secret_key=KEY, port=self.port)
        environment = {
            "PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(ROOT), "VAR_DIR": str(var), "SECRET_KEY": KEY,
            "DATABASE_URL": str(kept.database_url), "KEYS_FILE": str(kept.keys_file), "LOG_LEVEL": "DEBUG",
        }  # fmt: skip
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                change(processes.web_command(settings)), env=environment, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=processes.end_with_parent,
            )  # fmt: skip
        self.cookies: SimpleCookie = SimpleCookie()
        self._wait()

    def _wait(self) -> None:
        ends = time.monotonic() + 60
        while True:
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except (OSError, HTTPException):
                assert time.monotonic() < ends, self.output.read_text()
                time.sleep(0.1)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={held.value}" for name, held in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        body = answer.read().decode()
        connection.close()
        return answer.status, body

    def shout(self, line: str) -> None:
        """Something that is no HTTP, straight into the socket."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as raw:
            raw.sendall(line.encode())
            raw.settimeout(2)
            while raw.recv(4096):
                pass

    def end(self) -> str:
        """Stop it; returns all that it has written anywhere."""
        processes.end(self.process, 20)
        files = [place for place in self.var.rglob("*") if place.is_file()]
        return "\n".join(place.read_bytes().decode("utf-8", "replace") for place in files)


@pytest.fixture
def serve(app: Flask, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def start(change: Callable[[list[str]], list[str]] = lambda command: command) -> Server:
        running.append(Server(app, tmp_path, change))
        return running[-1]

    with app.app_context(), transaction():
        a_programme()
        a_user("anna@example.org")
    yield start
    for server in running:
        processes.end(server.process, 20)


def open_links(server: Server) -> list[str]:
    """Made-up tokens at every place that takes one, by GET and POST, in broken requests, and while the database fails."""
    tokens = []
    for link in LINKS:
        for method in ("GET", "POST"):
            tokens.append(f"canary-{secrets.token_hex(12)}")
            server.ask(method, link.format(tokens[-1]), {"password": tokens[-1]} if method == "POST" else None)
    for line in ("GET /password/reset/{} HTTP/9.9\r\n\r\n", "/password/reset/{}\r\n\r\n", "GET /password/reset/{}"):
        tokens.append(f"canary-{secrets.token_hex(12)}")
        try:
            server.shout(line.format(tokens[-1]))
        except OSError:
            continue
    return tokens


def real_links(app: Flask, server: Server) -> list[str]:
    """Letters that people ask for; their links opened, and the form behind one sent with a mistake and without."""
    for where, who in (("/password/reset", "anna@example.org"), ("/sign-up", "new@example.org")):
        page = form_of(server.ask("GET", where)[1])
        assert server.ask("POST", where, {**page, "email": who})[0] == 302
    worker = create_app(app.config["SETTINGS"].model_copy(update={"secret_key": SecretStr(KEY)}))
    keep(worker)
    with app.app_context():
        bodies = [letter.body_text for letter in letters()]
    paths = [re.search(r"http://[^/\s]+(/(?:password|sign-up)/\S+)", body) for body in bodies]
    found = [path[1] for path in paths if path]
    assert len(found) == 2
    for path in found:
        status, page = server.ask("GET", path)
        assert status == 200
        for password in ("short", PASSWORD):
            server.ask("POST", path, {**form_of(page), "password": password})
    return [path.rpartition("/")[2] for path in found]


def test_no_token_of_a_link_is_written_anywhere(app: Flask, owner_url: str, serve: Callable[..., Server]) -> None:
    server = serve()
    tokens = real_links(app, server) + open_links(server)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE email_changes RENAME TO away")
        tokens.append(f"canary-{secrets.token_hex(12)}")
        try:
            assert server.ask("GET", f"/account/email/confirmation/{tokens[-1]}")[0] == 500
        finally:
            owner.execute("ALTER TABLE away RENAME TO email_changes")
    written = server.end()
    assert "/account/email/confirmation/<token> failed" in written, "the fault is told of, by the rule of its address"
    assert [token for token in tokens if token in written] == []
    assert PASSWORD not in written


def test_control_a_server_that_kept_an_access_log_is_found_out(serve: Callable[..., Server]) -> None:
    def with_log(command: list[str]) -> list[str]:
        return [part.replace("--no-access-log", "--access-log").replace("warning", "info") for part in command]

    server = serve(with_log)
    tokens = open_links(server)
    written = server.end()
    assert [token for token in tokens if token in written]
