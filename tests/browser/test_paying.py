"""A card is paid partly in money, in a real browser: the slider, the practice checkout, the bank's question, and the card."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from marketplace.cli.world import people
from marketplace.core.db import db
from marketplace.jobs import outbox as relay
from tests.browser.fixtures import SLOW_MS
from tests.builders.orders import wrong
from tests.builders.payments import CHALLENGES, DECLINES, Practice, practice

ANNA = "770001842261"


@contextmanager
def at_work(app: Flask, bank: Practice, address: str) -> Iterator[None]:
    """The worker, and the provider's events, while the block lasts."""
    over = threading.Event()

    def work() -> None:
        with app.app_context():
            while not over.wait(0.1):
                relay.drain(run_seconds=5)
                bank.deliver(times=2)
                db.session.remove()

    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = settings.model_copy(update={"public_url": address})
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        app.config["SETTINGS"] = settings


@pytest.mark.browser
def test_anna_pays_part_of_a_card_in_money_and_proves_to_her_bank_that_it_is_her(
    app: Flask, demo_world: None, page: Page, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with practice(app, monkeypatch) as bank, at_work(app, bank, address):
        page.goto("/sign-in")
        page.get_by_label("Почта или номер участника").fill(ANNA)
        page.get_by_label("Пароль", exact=True).fill(people.PASSWORD)
        page.get_by_role("button", name="Войти", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("На что обменяем?")
        page.goto("/brands/detsky-mir")
        page.get_by_role("link", name="Часть заплатить деньгами").click()
        page.get_by_label("Баллов из 450").fill("250")  # script asks what the mix comes to
        expect(page.get_by_role("button", name="К оплате 160 ₽")).to_be_visible()
        page.locator("#rules").check()
        page.locator("#terms").check()
        page.get_by_role("button", name="К оплате 160 ₽").click()
        page.wait_for_url(f"{bank.url}/pay/*")  # led there by itself
        expect(page.get_by_role("heading", level=1)).to_have_text("К оплате 160 ₽")
        for number in (DECLINES, CHALLENGES):
            page.get_by_label("Номер").fill(number)
            page.get_by_role("button", name="К оплате").click()
            if number == DECLINES:
                expect(page.get_by_role("alert")).to_contain_text("Банк отказал")
        page.get_by_role("button", name="Да, это я").click()
        page.wait_for_url(f"{address}/orders/*")
        expect(page.get_by_text("Оплачено: 250 баллов и 160 ₽")).to_be_visible(
            timeout=SLOW_MS
        )  # the page asks again by itself
        page.get_by_role("link", name="Открыть карту").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Детский мир")
    with app.app_context():
        assert wrong() == []
