"""Hostile texts on real pages of a real server, with everything that the browser is told not to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser

from marketplace.web.shared import headers
from tests.builders.rows import Rows
from tests.proof.hostile.fields import plant
from tests.proof.hostile.pages import PAGES, World, a_world
from tests.proof.hostile.payloads import SINK, payloads
from tests.proof.plugin import Proof

# Texts are planted past anyone who would refuse them, so what the audit says of many things is no longer so.
pytestmark = pytest.mark.spoils_the_books

PLAIN = ["<script>hit()</script>", "<img src=x onerror=hit()>", f"<img src={SINK}>"]


@contextmanager
def unescaped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Templates that believe every text."""
    monkeypatch.setattr(app.jinja_env, "cache", {})  # those that are compiled already believe none
    monkeypatch.setattr(app.jinja_env, "autoescape", False)
    try:
        yield
    finally:
        monkeypatch.undo()


def visited(world: World, browser: Browser, address: str, url: str, texts: list[str], pages: list[str]) -> list[str]:
    """A member goes to these pages with each text in every field; returns what the pages did that they should not."""
    done: list[str] = []
    context = browser.new_context(base_url=address, locale="ru-RU")
    cookie = world.visitors["member"].get_cookie(world.app.config["SESSION_COOKIE_NAME"])
    assert cookie
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    context.expose_binding("hit", lambda *_: done.append("a script ran"))
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("dialog", lambda dialog: (done.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda asked: done.append(f"asked for {asked.url}") if "127.0.0.1:9" in asked.url else None)
    for text in texts:
        plant(url, text)
        for path in pages:
            page.goto(path.format(**world.ids), wait_until="load")
            assert page.title(), path
    context.close()
    return done


@pytest.mark.proof("P19")
def test_a_visit_to_every_page_runs_nothing(
    app: Flask, rows: Rows, browser: Browser, address: str, owner_url: str, proof: Proof
) -> None:
    pages = PAGES["member"] if proof.full else PAGES["member"][:3]
    texts = payloads(proof.random, proof.size(2, 15))
    assert visited(a_world(app, rows), browser, address, owner_url, texts, pages) == []
    proof.count("visits", len(pages) * len(texts))


@pytest.mark.proof("P19", control=True)
def test_control_the_policy_stops_what_escaping_would_let_through_and_nothing_does_without_both(
    app: Flask,
    rows: Rows,
    browser: Browser,
    address: str,
    owner_url: str,
    proof: Proof,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = a_world(app, rows)
    with unescaped(app, monkeypatch):
        with_policy = visited(world, browser, address, owner_url, PLAIN, ["/"])
        free = tuple(pair for pair in headers.EVERYWHERE if pair[0].lower() != "content-security-policy")
        monkeypatch.setattr(headers, "EVERYWHERE", free)
        without = visited(world, browser, address, owner_url, PLAIN, ["/"])
    assert "a script ran" not in with_policy
    assert "a script ran" in without
    assert any(deed.startswith("asked for") for deed in without)
    proof.figure(f"unescaped, the policy stops scripts; without it {without.count('a script ran')} ran")
