"""What only a browser does: it goes back, loses its connection, keeps the focus, and fills a part of a page."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from marketplace.cli.world import people
from marketplace.core.db import execute

BRAND, RANGE = "/brands/detsky-mir", "/brands/may"


@pytest.fixture
def anna(demo_world: None, page: Page) -> Page:
    """Anna, signed in to the demo world."""
    page.goto("/sign-in")
    page.locator("#email").fill("anna@vitrina.example")
    page.locator("#password").fill(people.PASSWORD)
    page.locator("button.button-primary").click()
    page.wait_for_url("**/")
    return page


def orders_of_all(app: Flask) -> int:
    with app.app_context():
        return int(execute("SELECT count(*) AS n FROM orders").one().n)


def fill_and_press(page: Page) -> None:
    page.locator("#rules").check()
    page.locator("#terms").check()
    page.locator("#order .button-primary").click()


def test_the_way_back_from_an_order_shows_a_fresh_form_and_a_kept_one_orders_nothing(app: Flask, anna: Page) -> None:
    anna.goto(BRAND)
    used = anna.locator("input[name=ref]").input_value()
    fill_and_press(anna)
    anna.wait_for_url("**/orders/*")
    first, before = anna.url, orders_of_all(app)
    anna.go_back()
    expect(anna.locator("#rules")).not_to_be_checked()
    expect(anna.locator("#terms")).not_to_be_checked()
    assert anna.locator("input[name=ref]").input_value() != used
    # A browser that keeps whole pages comes back to the very same form: its boxes are cleared, its ref is known.
    anna.locator("input[name=ref]").evaluate("(field, ref) => { field.value = ref; }", used)
    anna.locator("#rules").check()
    anna.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(anna.locator("#rules")).not_to_be_checked()
    fill_and_press(anna)
    anna.wait_for_url("**/orders/*")
    assert anna.url == first
    expect(anna.locator("main .notice")).to_contain_text("Это уже оформлено")
    assert orders_of_all(app) == before


def test_without_a_connection_nothing_is_ordered_and_the_page_stays(app: Flask, anna: Page) -> None:
    before = orders_of_all(app)
    anna.goto(BRAND)
    anna.context.set_offline(True)
    fill_and_press(anna)
    expect(anna.locator("#order [role=alert]")).to_contain_text("Нет связи. Ничего не оформлено и не списано.")
    assert (orders_of_all(app), anna.url.endswith(BRAND)) == (before, True)
    anna.context.set_offline(False)
    anna.locator("#order .button-primary").click()
    anna.wait_for_url("**/orders/*")
    assert orders_of_all(app) == before + 1


def test_without_script_the_card_that_is_chosen_is_quoted_before_it_is_ordered(
    app: Flask, anna: Page, browser: Browser
) -> None:
    before = orders_of_all(app)
    plain = browser.new_context(
        java_script_enabled=False, locale="ru-RU", base_url=anna.url, storage_state=anna.context.storage_state()
    )
    page = plain.new_page()
    page.goto(BRAND)
    page.locator("[name=d]").nth(1).check(force=True)
    fill_and_press(page)
    expect(page.locator("#order")).to_contain_text("Вы выбрали другую карту. Ничего не списано.")
    expect(page.locator("[name=d]").nth(1)).to_be_checked()
    page.locator("[name=d]").nth(0).check(force=True)
    page.get_by_role("button", name="Показать цену").click()
    expect(page.locator("[name=d]").nth(0)).to_be_checked()
    assert orders_of_all(app) == before
    fill_and_press(page)
    page.wait_for_url("**/orders/*")
    assert orders_of_all(app) == before + 1
    plain.close()


def test_what_is_wrong_with_a_value_stands_beside_it_and_the_focus_stays(anna: Page) -> None:
    anna.goto(RANGE)
    value = anna.locator("#value")
    value.fill("2000")
    expect(anna.locator("#order .button-primary")).to_be_visible()
    value.press("End")
    value.press_sequentially("1")  # 20,001 is too much
    value.press("Tab")
    expect(anna.locator("#value-error")).to_contain_text("Можно до")
    expect(value).to_be_focused()
    expect(value).to_have_attribute("aria-invalid", "true")
    value.fill("2000")
    expect(anna.locator("#value-error")).to_be_empty()
    expect(value).not_to_have_attribute("aria-invalid", "true")
    expect(value).to_be_focused()


def test_one_press_leads_from_an_order_to_its_card_and_one_shows_the_code_and_says_so(anna: Page) -> None:
    anna.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); };")
    anna.goto(BRAND)
    _share(anna)
    fill_and_press(anna)
    anna.locator("main").get_by_role("link", name="Открыть карту").click()
    expect(anna.locator("#card-story li")).to_have_count(2)
    anna.get_by_role("button", name="Показать код").click()
    expect(anna.locator("#the-code")).to_be_visible()
    expect(anna.locator("#card-story li").first).to_contain_text(re.compile("Код открыт"))


def _share(page: Page) -> None:
    """Copy the brand's address for somebody else, and hand it to the device's own way to share."""
    page.locator("details:has(#share-address) summary").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = page.locator("[data-copy=share-address]")
    done = copy.get_attribute("data-done") or ""
    copy.click()
    expect(copy).to_have_text(done)
    page.locator("[data-share]").click()
    copied, shared = page.evaluate("navigator.clipboard.readText()"), page.evaluate("window.shared.url")
    assert (copied, shared.endswith(BRAND)) == (shared, True)
