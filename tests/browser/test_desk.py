"""A desk in a browser: keys, a question as a dialog and as a page, and the menu of anyone who is there."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from marketplace.core import clock, outbox
from marketplace.core.db import execute, transaction
from tests.browser.fixtures import axe_faults


@pytest.fixture
def desk(app: Flask, sergey: Any, page: Page) -> Page:
    """Sergey before a promise that was given up."""
    with app.app_context(), transaction():
        outbox.send("giftcards.deliver", ref="card:none", now=clock.now())
        execute("UPDATE outbox SET dead_at = now() WHERE ref = 'card:none'")
    page.context.add_cookies([sergey])
    page.goto("/console/promises")
    return page


def test_a_question_opens_as_a_dialog_keeps_the_focus_and_is_answered_there(app: Flask, desk: Page) -> None:
    desk.get_by_role("link", name="Отправить снова").click()
    dialog = desk.get_by_role("dialog", name="Отправить ещё раз?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Почему")).to_be_focused()
    assert axe_faults(desk) == []
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    desk.get_by_role("link", name="Отправить снова").click()
    dialog.get_by_role("link", name="Не надо").click()
    expect(dialog).to_be_hidden()
    desk.get_by_role("link", name="Отправить снова").click()
    dialog.get_by_label("Почему").fill("почта снова отвечает")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("status").filter(has_text="отправ")).to_be_visible()
    with app.app_context():
        assert execute("SELECT dead_at FROM outbox WHERE ref = 'card:none'").scalar_one() is None


def test_without_script_the_question_is_a_page(browser: Browser, address: str, desk: Page, sergey: Any) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, locale="ru-RU")
    context.add_cookies([sergey])
    page = context.new_page()
    page.goto("/console/promises")
    page.get_by_role("link", name="Отправить снова").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Отправить ещё раз?")
    page.get_by_role("button", name="Отправить снова").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Обещания")
    context.close()


def test_keys_lead_to_places_and_to_the_search_box_on_a_russian_keyboard_too_and_can_be_turned_off(desk: Page) -> None:
    def press(key: str, code: str, **more: Any) -> None:
        desk.evaluate(
            "([key, code, more]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true, ...more}))",
            [key, code, more],
        )

    press(",", "Slash", shiftKey=True)
    keys = desk.get_by_role("dialog", name="Клавиши")
    expect(keys).to_contain_text("Кто что делал")
    assert axe_faults(desk) == []
    desk.keyboard.press("Escape")
    press("п", "KeyG")
    press("ц", "KeyW")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Кто что делал")
    press(".", "Slash")
    box = desk.get_by_role("searchbox").first  # the desk's own; the list has one of its own below it
    expect(box).to_be_focused()
    desk.keyboard.type("g p?")
    expect(box).to_have_value("g p?")
    box.blur()
    desk.keyboard.press("?")
    keys.get_by_role("switch").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    expect(keys).to_be_hidden()


def test_the_menu_of_whoever_is_there_opens_within_the_screen(desk: Page) -> None:
    for width in (360, 1280):
        desk.set_viewport_size({"width": width, "height": 720})
        desk.locator(".rail-foot > summary").click()
        expect(desk.get_by_role("button", name="Выйти")).to_be_in_viewport(ratio=1)
        expect(desk.get_by_role("button", name="English")).to_be_in_viewport(ratio=1)
        assert axe_faults(desk) == []
        desk.keyboard.press("Escape")
