"""Every page in a real browser: nothing that axe finds, nothing wider than the screen, nothing heavy, nothing that jumps."""

from typing import Any, Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from marketplace import giftcards, members, orders, programmes
from marketplace.cli.world import people
from marketplace.core import clock
from marketplace.core.db import db, execute
from tests.browser.fixtures import axe_faults, is_wrong, until
from tests.builders.own import addressed

WEIGHT_MAX = 160_000  # as it is before compression; the desks' styles are in it
SHIFT_MAX = 0.02
MISSING = "/nothing"  # of which the browser notes down that it is not there
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
    MISSING,
]
MEMBER = [
    "/", "/brands/detsky-mir", "/brands/may", "/cards", "/points", "/account/profile", "/account/notifications",
    "/account/security", "/password/change",
]  # fmt: skip
DESK = [
    "/console/",
    "/console/cases",
    "/console/cards",
    "/console/promises",
    "/console/letters",
    "/console/journal?subject=programme:1",
]
PORTAL = ["", "codes", "redemptions", "team", "webhooks"]
# Each page is opened once a look, and its width is tried on all screens by resizing.
LOOKS = [("ru-RU", "light", 360), ("en-US", "dark", 1280)]
SCREENS = (360, 768, 1280)
# Its fonts are there, and no part of it is still asked for.
SETTLED = "document.fonts.status === 'loaded' && !document.querySelector('.htmx-request')"
# How far things moved after they were first drawn (Layout Instability, the sum of all shifts), by what is kept of it once all is drawn.
SHIFT = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const seen = new PerformanceObserver(() => {});
    seen.observe({type: "layout-shift", buffered: true});
    done(seen.takeRecords().reduce((sum, one) => sum + one.value, 0));
})))"""
WEIGHT = """() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .filter(e => e.initiatorType !== "img" && !/[.](svg|png)([?]|$)/.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0)"""


@pytest.fixture
def anna(app: Flask, demo_world: None) -> list[str]:
    """The pages of Anna's own things in the demo world."""
    with app.app_context():
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
        f"/cases/new?card={card.public_id}",
    ]


@pytest.fixture
def a_case(app: Flask, demo_world: None) -> str:
    """The page of a case with everything in it."""
    with app.app_context():
        number = execute("SELECT id FROM cases WHERE state = 'waits_partner' ORDER BY id LIMIT 1").scalar_one()
        db.session.rollback()
    return f"/console/cases/{number}"


@pytest.fixture
def portal(app: Flask, demo_world: None) -> list[str]:
    """The main pages of a partner's desk: an upload of its catalogue, a till and a statement among them."""
    with app.app_context():
        of = """SELECT (SELECT max(id) FROM runs WHERE partner_id = p.id AND kind = 'catalogue' AND preview ? 'changes') AS run,
                       (SELECT min(id) FROM terminals WHERE partner_id = p.id AND closed_at IS NULL) AS till,
                       (SELECT max(s.number) FROM statements s JOIN statement_steps t ON t.statement_id = s.id WHERE s.partner_id = p.id) AS statement
                  FROM partners p
                 WHERE p.slug = 'veresk' AND p.programme_id = %(programme)s"""
        own = execute(of, {"programme": programmes.default().id}).one()
        db.session.rollback()
    paths = [*PORTAL, f"uploads/{own.run}", f"tills/{own.till}", f"settlements/{own.statement}"]
    return [addressed(app, f"/partner/veresk/{path}") for path in paths]


@pytest.mark.slow
@pytest.mark.parametrize(("locale", "theme", "width"), LOOKS)
def test_pages_are_open_to_everybody_light_and_still(
    browser: Browser,
    address: str,
    anna: list[str],
    sergey: Any,
    irina: Any,
    a_case: str,
    portal: list[str],
    locale: str,
    theme: Literal["light", "dark"],
    width: int,
) -> None:
    wrong: list[str] = []
    for who, paths in (("guest", GUEST), ("Anna", MEMBER + anna), ("Sergey", [*DESK, a_case]), ("Irina", portal)):
        context = browser.new_context(
            base_url=address, locale=locale, color_scheme=theme, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("console", lambda line, said=said: said.append(line.text) if is_wrong(line) else None)
        if who == "Anna":
            _sign_in(page)
        elif who != "guest":
            context.add_cookies([{"Sergey": sergey, "Irina": irina}[who]])
        for path in paths:
            _go(page, path)
            wrong += [f"{path}: {fault}" for fault in _faults(page, width)]
            wrong += [f"{path}: says {words}" for words in said if path != MISSING]
            said.clear()
        context.close()
    assert wrong == []


def test_however_long_a_badge_in_a_row_is_the_members_page_of_the_desk_fits_a_phone(
    browser: Browser, address: str, sergey: Any, anna: list[str]
) -> None:
    context = browser.new_context(base_url=address, locale="ru-RU", viewport={"width": 360, "height": 900})
    context.add_cookies([sergey])
    page = context.new_page()
    _go(page, "/console/members/770001842261")
    badges = page.locator(".rows .badge")
    assert badges.count() > 0
    badges.evaluate_all(
        "all => all.forEach(one => { one.textContent = 'Заморожена: сообщили о потере или краже карты' })"
    )
    assert _too_wide(page, 360) == []
    context.close()


def test_bad_page_is_found(page: Page) -> None:
    """The control: what the test above looks for is seen where it is."""
    page.set_content(f"<p style='width:3000px'>wide</p><img src='/nothing'><!--{'x' * 10}-->")
    found = " ".join(_faults(page, 1280))
    assert "axe: image-alt" in found
    assert "wider than the screen" in found
    push = (
        "() => new Promise(done => setTimeout(() => done(document.querySelector('p').style.marginTop = '300px'), 300))"
    )
    page.evaluate(push)
    assert page.evaluate(SHIFT) > SHIFT_MAX


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
        until(page, SETTLED)
        return float(page.evaluate(SHIFT))
    return once


def _go(page: Page, path: str) -> None:
    page.goto(path)
    until(page, SETTLED)


def _faults(page: Page, width: int) -> list[str]:
    found = [f"axe: {fault}" for fault in axe_faults(page)]
    weight, shift = page.evaluate(WEIGHT), _shift(page)
    if weight > WEIGHT_MAX:
        found.append(f"weighs {weight}")
    if shift > SHIFT_MAX:
        found.append(f"moved by {shift:.3f}")
    return found + _too_wide(page, width)


def _too_wide(page: Page, width: int) -> list[str]:
    found = []
    for screen in (*(each for each in SCREENS if each != width), width):  # as it was, in the end
        page.set_viewport_size({"width": screen, "height": 900})
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"wider than the screen of {screen} by {wider}"] if wider > 0 else []
    return found
