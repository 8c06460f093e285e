"""Answers are compressed, but for those that tell a secret; and the token of a form never looks the same twice."""

import gzip
import json
import re
from collections.abc import Iterator
from itertools import pairwise

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from marketplace.core import secrecy
from marketplace.web.shared import compressing
from marketplace.web.shared.lanes import TwoLanes
from tests.builders.api import a_caller
from tests.builders.pages import page_of, visit
from tests.builders.shopping import Window, a_window

TEXT = "Карта на 300 ₽. " * 500


@pytest.fixture
def plain() -> Flask:
    """An application that does nothing but compress."""
    app = TwoLanes(__name__, static_folder=None)
    compressing.init_app(app)

    def parts() -> Iterator[str]:
        yield from (TEXT[at : at + 100] for at in range(0, len(TEXT), 100))

    def secret() -> str:
        secrecy.note()
        return TEXT

    def tagged() -> Response:
        response = Response(TEXT)
        response.set_etag("abc")
        return response

    views = {
        "/text": lambda: TEXT, "/short": lambda: "короткий", "/parts": lambda: Response(parts(), mimetype="text/csv"),
        "/picture": lambda: Response(TEXT, mimetype="image/png"), "/secret": secret, "/tagged": tagged,
        "/by/<token>": lambda token: TEXT,
    }  # fmt: skip
    for rule, view in views.items():
        app.add_url_rule(rule, rule, view)
    return app


@pytest.mark.parametrize(
    ("takes", "encoding"),
    [
        ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br, zstd", "br"), ("br;q=0.5, gzip", "gzip"), ("*", "br"),
        ("gzip;q=0", None), ("identity", None), ("", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/text", "/parts"])
def test_a_text_comes_as_its_reader_takes_it(plain: Flask, path: str, takes: str, encoding: str | None) -> None:
    answer = plain.test_client().get(path, headers={"Accept-Encoding": takes})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    opened = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[encoding](answer.data)
    assert opened.decode() == TEXT
    assert answer.headers.get("Content-Length", str(len(answer.data))) == str(len(answer.data))
    assert encoding is None or len(answer.data) < 1000


def test_what_gains_nothing_is_left_as_it_is(plain: Flask) -> None:
    for path in ("/short", "/picture"):
        assert "Content-Encoding" not in plain.test_client().get(path, headers={"Accept-Encoding": "br"}).headers


def test_what_tells_a_secret_is_left_as_it_is(plain: Flask) -> None:
    client = plain.test_client()
    for path in ("/secret", "/by/abc"):
        answer = client.get(path, headers={"Accept-Encoding": "br, gzip"})
        assert "Content-Encoding" not in answer.headers
        assert answer.text == TEXT
    assert client.get("/text", headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br", "the next one is"


def test_other_bytes_have_a_weak_tag(plain: Flask) -> None:
    client = plain.test_client()
    assert client.get("/tagged").headers["ETag"] == '"abc"'
    assert client.get("/tagged", headers={"Accept-Encoding": "gzip"}).headers["ETag"] == 'W/"abc"'


def test_a_head_alone_tells_the_length_of_what_would_come(plain: Flask) -> None:
    client, takes = plain.test_client(), {"Accept-Encoding": "gzip"}
    assert client.head("/text", headers=takes).headers["Content-Length"] == str(
        len(client.get("/text", headers=takes).data)
    )


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    window = a_window(app, client)
    window.member()
    return window


TAKES = {"Accept-Encoding": "gzip"}


def test_pages_are_compressed_and_a_page_with_a_code_is_not(shop: Window) -> None:
    """The code of a card, the secret of an authenticator and fresh recovery codes: never beside compressed text."""
    front = shop.client.get("/", headers=TAKES)
    assert front.headers["Content-Encoding"] == "gzip"
    assert len(front.data) < len(gzip.decompress(front.data)) / 2
    bought = visit(shop.client, "/brands/detsky-mir").form("/orders")
    digests = {"rules": bought.ticks["rules"], "terms": bought.ticks["terms"]}
    placed = shop.client.post(bought.action, data=bought.held | digests)
    page = visit(shop.client, placed.location)
    (card,) = set(re.findall(r"/cards/([0-9A-Z]{26})", page.html))
    shown = visit(shop.client, f"/cards/{card}")
    assert shop.client.get(f"/cards/{card}", headers=TAKES).headers["Content-Encoding"] == "gzip"
    form = shown.form("/reveals")
    opened = shop.client.post(form.action, data=form.held, headers=TAKES)
    assert "MARK" in opened.text.replace(" ", "")
    assert "Content-Encoding" not in opened.headers


def test_an_answer_of_the_api_with_a_code_is_not_compressed_nor_when_it_is_given_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressing, "MIN_BYTES", 1)
    caller = a_caller(app)
    body = caller.order()
    caller.headers |= TAKES
    placed = caller.post("/orders", body)
    assert placed.headers["Content-Encoding"] == "gzip"
    card = json.loads(gzip.decompress(placed.data))["card"]
    for _ in range(2):
        told = caller.post(f"/cards/{card}/reveals", {}, key="look")
        assert told.status_code == 201
        assert "Content-Encoding" not in told.headers


def test_a_key_in_the_making_and_an_authenticators_secret_are_noted(app: Flask) -> None:
    before = secrecy.handled()
    a_caller(app)
    assert secrecy.handled() > before


def test_the_token_of_a_form_never_looks_the_same_twice_and_still_counts(shop: Window) -> None:
    tokens = [visit(shop.client, "/account/notifications").form("").held["csrf_token"] for _ in range(3)]
    assert len(set(tokens)) == 3
    common = max(len(_start(one, two)) for one, two in pairwise(tokens))
    assert common <= len(compressing.MASKED) + 4, "nothing that could be guessed sign by sign"
    for token in tokens:
        sent = shop.client.post("/account/notifications/orders", data={"csrf_token": token})
        assert sent.status_code in (200, 302, 303), page_of(sent).words


@pytest.mark.parametrize("spoilt", ["m.", "m.AAAA", "m.%%%", "m." + "A" * 200, "m.я", "x"])
def test_a_token_that_is_none_is_refused(shop: Window, spoilt: str) -> None:
    refused = shop.client.post("/account/notifications/orders", data={"csrf_token": spoilt})
    assert refused.status_code == 400


def _start(one: str, two: str) -> str:
    same = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return one[:same]
