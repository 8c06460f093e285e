"""A real browser against a real server: Debian's Chromium, the application on a free port of the loopback."""

import hashlib
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from marketplace import identity
from marketplace.cli import world
from marketplace.core import clock
from marketplace.core.db import transaction
from tests.builders.identity import sign_in, with_authenticator
from tests.builders.rows import Rows

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Nothing is asked of the network: no updates, no accounts, no first-run pages.
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SLOW_MS = 20_000
STEP_MS = 50
STOP_SECONDS = 0.05  # how long a server that shall stop may not notice; half a second where nobody says so
# htmx says so of a request that was overtaken by the next one, which is what it was told to do.
HURRY = ("htmx:afterRequest", "htmx:sendAbort")
# A wrong answer of the visitor's is refused with its words; the browser notes that down.
REFUSED = "status of 422"


# The rules are read once; a page that has them keeps them until it goes elsewhere. Of the answer only what is wrong comes back.
# Colours are judged at rest: what fades in is half transparent for a blink, and no eye would call that its contrast.
_AXE = """async () => {
  const moving = document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(moving.map(one => one.finished));
  return (await axe.run({resultTypes: ["violations"]})).violations.map(one => `${one.id} ${one.nodes[0].target}`);
}"""


def axe_faults(page: Page) -> list[str]:
    """What axe finds on a page: the rule's name, and the first place where it is broken."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(_AXE))


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser with an empty profile for the worker's tests."""
    if CHROMIUM is None:
        pytest.fail("the browser tests need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def demo_world(app: Flask, rows: Rows) -> None:
    """The demo's world: loaded once a process, and copied in for each test that plays in it."""

    def load() -> None:
        with app.app_context():
            world.load(clock.now(), lambda _: None)

    rows.empty()  # a page that was still being served may have written after the last test
    keys = app.config["SETTINGS"].keys_file.read_bytes()  # a test that retires keys leaves codes of old ones unreadable
    rows.kept(f"the demo's world under {hashlib.sha256(keys).hexdigest()}", load)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application is served for the length of a test."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(STOP_SECONDS,), daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh visitor at 1280 × 900 who reads Russian; an error in the page's scripts or a refused part fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU", base_url=address)
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    wrong: list[Any] = []
    page.on("pageerror", lambda error: wrong.append(error))
    page.on("console", lambda said: wrong.append(said.text) if is_wrong(said) else None)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def sergey(app: Flask, demo_world: None) -> Any:
    """The cookie of Sergey, who administers the demo world."""
    return _signed_in(app, "sergey@vitrina.example")


@pytest.fixture
def irina(app: Flask, demo_world: None) -> Any:
    """The cookie of Irina, who owns a partner of the demo world."""
    return _signed_in(app, "irina@veresk.example")


def _signed_in(app: Flask, email: str) -> Any:
    """The cookie of somebody of the demo world who is signed in and has shown their second factor."""
    client = app.test_client()
    with app.app_context(), transaction():
        user = identity.user_by_email(email)
        assert user is not None
        with_authenticator(user)
        user_id = user.id
    sign_in(client, user_id, fresh=True)
    kept = client.get_cookie("session")
    assert kept is not None
    return {"name": "session", "value": kept.value, "domain": "localhost", "path": "/"}


def until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until a page says yes to an expression, or to what a function in JavaScript answers. The library's own waiting asks
    inside of the page, where the page's policy forbids an expression to be read: it works only if the first answer is yes."""
    for _ in range(SLOW_MS // STEP_MS):
        try:
            if page.evaluate(expression, arg):
                return
        except Error as gone:
            if "context was destroyed" not in gone.message:
                raise
        page.wait_for_timeout(STEP_MS)
    pytest.fail(f"never true: {expression}")


def is_wrong(said: ConsoleMessage) -> bool:
    """An error that no visitor should cause."""
    return said.type == "error" and not said.text.startswith(HURRY) and REFUSED not in said.text
