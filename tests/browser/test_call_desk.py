"""The call desk by keyboard: from the number that rings to a card that nobody can use any more."""

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from marketplace.core.db import execute

PRESSES, SECONDS = 8, 60  # at most, once the caller is identified


def faults(page: Page) -> list[str]:
    return [fault["id"] for fault in Axe().run(page).response["violations"]]


def test_a_lost_card_is_stopped_within_a_minute_and_eight_keys(app: Flask, sergey: Any, page: Page) -> None:
    with app.app_context():
        anna = execute(
            "SELECT id, phone FROM members WHERE first_name = 'Анна' AND phone <> '' ORDER BY id LIMIT 1"
        ).one()
    page.context.add_cookies([sergey])
    page.goto(f"/console/call?phone={anna.phone.replace('+', '%2B')}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Кто звонит?")
    assert faults(page) == []
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox").first).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Личность подтверждена")).to_be_visible()
    assert faults(page) == []
    began, keys = time.monotonic(), ["1", "Enter"]
    page.keyboard.press(keys[0])
    expect(page.get_by_role("dialog").get_by_role("radio").first).to_be_focused()
    page.keyboard.press(keys[1])
    expect(page.get_by_text("Карта заморожена, обращение открыто").first).to_be_visible()
    assert (len(keys) <= PRESSES, time.monotonic() - began <= SECONDS) == (True, True)
    expect(page.get_by_text("Дальше:")).to_be_visible()
    assert faults(page) == []
    with app.app_context():
        stopped = execute(
            "SELECT g.state, c.category FROM call_steps s JOIN giftcards g ON g.id = s.giftcard_id JOIN cases c ON c.id = s.case_id WHERE s.what = 'lost'"
        ).one()
        assert (stopped.state, stopped.category) == ("frozen", "exposed")
