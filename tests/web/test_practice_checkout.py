"""The demo's own server shows the payment sandbox's pages: what a browser asks is handed on to its socket, and handed back."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from marketplace.integrations.stripe_sandbox import PREFIX, SOCKET
from marketplace.integrations.stripe_sandbox.api import Sandbox
from marketplace.integrations.stripe_sandbox.bank import Bank
from marketplace.integrations.stripe_sandbox.store import Store
from marketplace.web import practice_checkout


@pytest.fixture
def bank() -> Bank:
    return Bank(Store(), lambda _event: None)


@pytest.fixture
def browser(bank: Bank) -> Iterator[FlaskClient]:
    with tempfile.TemporaryDirectory() as var:
        server = make_server(f"unix://{var}/{SOCKET}", 0, Sandbox(bank), threaded=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        shop = Flask("shop")
        shop.config["SETTINGS"] = SimpleNamespace(var_dir=Path(var))
        shop.register_blueprint(practice_checkout.blueprint)
        yield shop.test_client()
        server.shutdown()
        server.server_close()
        thread.join()


def test_browser_pays_on_the_sandboxs_page_in_its_look_and_is_led_back_to_the_shop(
    browser: FlaskClient, bank: Bank
) -> None:
    price = {"currency": "rub", "unit_amount": 40_000, "product_data": {"name": "Детский мир, 300 ₽"}}
    page = bank.open(
        {
            "mode": "payment", "line_items": [{"quantity": 1, "price_data": price}], "success_url": "http://shop/orders/1?paid=yes",
            "cancel_url": "http://shop/orders/1?paid=no", "expires_at": int(time.time()) + 3600, "locale": "ru",
        },
        "http://shop",
    )  # fmt: skip
    address = f"{PREFIX}/pay/{page['id']}"
    for unknown in ("pay/%F0%9F%98%80", "connect/%D0%B0", "pay/x%20y"):
        assert browser.get(f"{PREFIX}/{unknown}").status_code == 404, unknown
    shown = browser.get(address)
    assert "К оплате 400 ₽" in shown.text.replace("\u00a0", " ")
    assert "Детский мир" in shown.text
    assert browser.get(f"{PREFIX}/look/checkout.css").content_type.startswith("text/css")
    assert browser.get(f"{PREFIX}/fonts/inter-cyrillic-wght-normal.woff2").data[:4] == b"wOF2"
    assert browser.post(address, data={"number": "4000 0000 0000 0002"}).status_code == 422
    unasked = browser.post(f"{address}/proof", data={"number": "4000 0027 6000 3184", "answer": "yes"})
    assert browser.get(f"{PREFIX}/pay/{unasked.location.removeprefix('../')}").status_code == 200, (
        "not paid: the bank has not asked"
    )
    assert "Это вы платите" in browser.post(address, data={"number": "4000 0027 6000 3184"}).text
    refused = browser.post(f"{address}/proof", data={"number": "4000 0027 6000 3184", "answer": "no"})
    assert "не пропустил" in browser.get(f"{PREFIX}/pay/{refused.location.removeprefix('../')}").text
    paid = browser.post(f"{address}/proof", data={"number": "4000 0027 6000 3184", "answer": "yes"})
    assert (paid.status_code, paid.location) == (303, "http://shop/orders/1?paid=yes")


def test_control_without_a_sandbox_the_page_says_that_nobody_answers(browser: FlaskClient) -> None:
    with browser.application.app_context():
        browser.application.config["SETTINGS"] = SimpleNamespace(var_dir=Path("/nowhere"))
    assert browser.get(f"{PREFIX}/pay/cs_test_1").status_code == 503
