"""Every page in a real browser: nothing that axe finds, nothing wider than the screen, nothing heavy, nothing that jumps."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from marketplace import giftcards, members, orders, programmes
from marketplace.cli import world
from marketplace.cli.world import people
from marketplace.core import clock

WEIGHT_MAX = 150_000
SHIFT_MAX = 0.02
GUEST = [
    "/",
    "/?q=zzzzzz",
    "/brands/detsky-mir",
    "/help",
    "/texts/rules",
    "/sign-in",
    "/sign-up",
    "/password/reset",
    "/api/v1/",
    "/nothing",
]
MEMBER = [
    "/", "/brands/detsky-mir", "/brands/may", "/cards", "/points", "/account/profile", "/account/notifications",
    "/account/security", "/password/change",
]  # fmt: skip
LOOKS = [("ru-RU", "light", 360), ("en-US", "dark", 1280)]
# How far things moved after they were first drawn (Layout Instability, the sum of all shifts).
SHIFT = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))
    .observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 150))"""
WEIGHT = """() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .filter(e => e.initiatorType !== "img" && !/[.](svg|png)([?]|$)/.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0)"""


@pytest.fixture
def anna(app: Flask) -> list[str]:
    """The pages of Anna's own things in the demo world."""
    with app.app_context():
        world.load(clock.now(), lambda _: None)
        programme = programmes.default()
        member = members.by_number(programme.id, "770001842261")
        assert member is not None
        card = giftcards.of_member(member.id, today=programme.day(clock.now())).items[0]
        number = orders.order_by_id(card.order_id).number
    return [
        f"/cards/{card.public_id}",
        f"/cards/{card.public_id}/freeze",
        f"/orders/{number}",
        f"/orders/{number}/cancellation",
    ]


@pytest.mark.parametrize(("locale", "theme", "width"), LOOKS)
def test_pages_are_open_to_everybody_light_and_still(
    browser: Browser, address: str, anna: list[str], locale: str, theme: Literal["light", "dark"], width: int
) -> None:
    wrong = []
    for who, paths in (("guest", GUEST), ("Anna", MEMBER + anna)):
        context = browser.new_context(
            base_url=address, locale=locale, color_scheme=theme, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        if who == "Anna":
            _sign_in(page)
        for path in paths:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            wrong += [f"{path}: {fault}" for fault in _faults(page)]
        context.close()
    assert wrong == []


def test_bad_page_is_found(page: Page) -> None:
    """The control: what the test above looks for is seen where it is."""
    page.set_content(f"<p style='width:3000px'>wide</p><img src='/nothing'><!--{'x' * 10}-->")
    found = " ".join(_faults(page))
    assert "axe: image-alt" in found
    assert "wider than the screen" in found


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("#email").fill("anna@vitrina.example")
    page.locator("#password").fill(people.PASSWORD)
    page.locator("button.button-primary").click()
    page.wait_for_url("**/")


def _shift(page: Page) -> float:
    """How far things move, twice if they did: what a page does by itself it does again, what a busy machine did it does not."""
    once: float = page.evaluate(SHIFT)
    if once > SHIFT_MAX:
        page.reload()
        page.wait_for_load_state("networkidle")
        return float(page.evaluate(SHIFT))
    return once


def _faults(page: Page) -> list[str]:
    found = [f"axe: {fault['id']} {fault['nodes'][0]['target']}" for fault in Axe().run(page).response["violations"]]
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    weight, shift = page.evaluate(WEIGHT), _shift(page)
    if wider > 0:
        found.append(f"wider than the screen by {wider}")
    if weight > WEIGHT_MAX:
        found.append(f"weighs {weight}")
    if shift > SHIFT_MAX:
        found.append(f"moved by {shift:.3f}")
    return found
