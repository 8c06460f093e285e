"""The call desk by keyboard: from the number that rings to a card that nobody can use any more."""

import re
import time
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from marketplace.core.db import execute
from tests.browser.fixtures import axe_faults

PRESSES, SECONDS = 8, 60  # at most, once the caller is identified


def test_a_lost_card_is_stopped_and_has_another_code_within_a_minute_and_eight_keys(
    app: Flask, sergey: Any, page: Page
) -> None:
    with app.app_context():
        anna = execute(
            "SELECT id, phone FROM members WHERE first_name = 'Анна' AND phone <> '' ORDER BY id LIMIT 1"
        ).one()
        ours = execute(
            """SELECT g.public_id FROM giftcards g JOIN orders o ON o.id = g.order_id
                WHERE g.member_id = %(id)s AND g.state = 'active' AND o.fulfilment = 'own' ORDER BY g.id DESC LIMIT 1""",
            {"id": anna.id},
        ).scalar_one()
    page.context.add_cookies([sergey])
    page.goto(f"/console/call?phone={anna.phone.replace('+', '%2B')}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Кто звонит?")
    assert axe_faults(page) == []
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox").first).to_be_focused()
    assert axe_faults(page) == []
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Личность подтверждена")).to_be_visible()
    assert axe_faults(page) == []
    began, pressed = time.monotonic(), 0

    def press(key: str) -> None:
        nonlocal pressed
        pressed += 1
        page.keyboard.press(key)

    press("1")
    radios = page.get_by_role("dialog").get_by_role("radio")
    expect(radios.first).to_be_focused()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0 if radios.count() > 1 else 1)
    press(str([radios.nth(at).get_attribute("value") for at in range(radios.count())].index(ours) + 1))
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    press("Enter")
    expect(page.get_by_text("Карта заморожена, обращение открыто").first).to_be_visible()
    expect(page.get_by_text("Дальше:")).to_be_visible()
    assert axe_faults(page) == []
    press("5")
    expect(page.get_by_role("heading", level=1)).to_have_text("Новый код карты")
    step = page.locator("[aria-current=step]")
    expect(step).to_have_text("Что мы знаем")
    assert axe_faults(page) == []
    press("1")
    expect(step).to_have_text("Что будет")
    assert axe_faults(page) == []
    press("1")
    expect(page.get_by_text(re.compile("Второй сотрудник должен подтвердить|Больше не работает")).first).to_be_visible()
    assert (pressed <= PRESSES, time.monotonic() - began <= SECONDS) == (True, True), pressed
    with app.app_context():
        stopped = execute(
            "SELECT g.state, c.category FROM call_steps s JOIN giftcards g ON g.id = s.giftcard_id JOIN cases c ON c.id = s.case_id WHERE s.what = 'lost'"
        ).one()
        asked = execute(
            """SELECT (SELECT count(*) FROM reissues r JOIN giftcards g ON g.id = r.old_card_id WHERE g.public_id = %(card)s)
                    + (SELECT count(*) FROM proposals WHERE kind = 'card_reissue' AND subject = %(card)s)""",
            {"card": ours},
        ).scalar_one()
        assert (stopped.state in ("frozen", "void"), stopped.category, asked) == (True, "exposed", 1)
