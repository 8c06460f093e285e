"""Anyone who tries the demo: signs up, confirms by the mailbox, orders; and is at a desk within ten seconds."""

import re
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.fixtures import SLOW_MS, is_wrong
from tests.builders.newcomers import a_demo_at_home
from tests.builders.promises import keep

ADDRESS, PASSWORD = "vera@newcomers.example", "violet-umbrella-42"
WITHIN_SECONDS = 10


@pytest.fixture
def visitor(browser: Browser, app: Flask, demo_world: None) -> Iterator[Page]:
    """A fresh visitor of the demo who reads Russian."""
    with a_demo_at_home(app) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU", base_url=address)
        context.set_default_timeout(SLOW_MS)
        wrong: list[str] = []
        context.on("console", lambda said: wrong.append(said.text) if is_wrong(said) else None)
        yield context.new_page()
        context.close()
        assert wrong == []


def test_newcomer_signs_up_confirms_by_the_mailbox_and_orders_a_card(visitor: Page, app: Flask) -> None:
    _sign_up(visitor)
    keep(app, at=visitor.evaluate("location.origin"))
    shop = _confirm(visitor, _letter_to(visitor, ADDRESS))
    expect(shop.locator(".horizon .figure")).to_contain_text(re.compile("1\\s000"))
    _order(shop)
    keep(app, at=visitor.evaluate("location.origin"))
    _letter_to(visitor, ADDRESS)
    shop.goto("/points")
    expect(shop.locator("#history")).to_contain_text("Добро пожаловать в программу")


def test_every_desk_is_reached_with_a_code_of_the_mailbox_within_ten_seconds(visitor: Page) -> None:
    for name in ("Елена Крылова", "Илья Воронов"):  # the second while the first is signed in
        visitor.goto("/mailbox")
        began = time.monotonic()
        row = visitor.get_by_role("listitem").filter(has_text=name)
        code = row.locator("[data-code]").inner_text()
        with visitor.expect_popup() as opened:
            row.get_by_role("button", name="Войти").click()
        desk = opened.value
        desk.get_by_label("Код").fill(code)
        desk.get_by_role("button", name="Войти").click()
        desk.wait_for_url("**/console/**")
        assert time.monotonic() - began < WITHIN_SECONDS
        expect(desk.locator(".rail")).to_be_visible()
        desk.close()


def _sign_up(page: Page) -> None:
    page.goto("/sign-up")
    page.get_by_label("Почта").fill(ADDRESS)
    page.locator("button.button-primary").click()
    page.wait_for_url("**/sign-up?sent=yes")


def _letter_to(page: Page, recipient: str) -> FrameLocator:
    """Find the newest letter to somebody, and read it as they would."""
    page.goto("/mailbox")
    page.get_by_label("Найти письмо").fill(recipient)
    page.get_by_label("Найти письмо").press("Enter")
    page.wait_for_url("**/mailbox?q=*")
    page.locator("#queue a").first.click()
    return page.frame_locator("iframe")


def _confirm(page: Page, letter: FrameLocator) -> Page:
    """Follow the link of the letter; it opens beside the mailbox."""
    with page.expect_popup() as opened:
        letter.get_by_role("link", name="Подтвердить почту").click()
    shop = opened.value
    shop.get_by_label("Пароль", exact=True).fill(PASSWORD)
    shop.get_by_label("Имя").fill("Вера")
    shop.get_by_label("Фамилия").fill("Новикова")
    shop.locator("[name=agreed]").check()
    shop.locator("button.button-primary").click()
    return shop


def _order(shop: Page) -> None:
    shop.goto("/brands/detsky-mir")
    shop.locator("#panel").get_by_role("radio", name=re.compile("^300\\s₽")).check()
    shop.locator("#rules").check()
    shop.locator("#terms").check()
    shop.get_by_role("button", name=re.compile("^Оформить за 450")).click()
    expect(shop).to_have_url(re.compile("/orders/"))
    expect(shop.locator("main").get_by_role("link", name="Открыть карту")).to_be_visible()
