"""A card that was opened is readable without a connection, on this device and for its owner alone."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.fixtures import until
from tests.browser.test_shop import BRAND, anna, fill_and_press

__all__ = ["anna"]
NAMES = "async () => (await indexedDB.databases()).map((one) => one.name)"
ROWS = """async () => { const open = await database(); const rows = await done(open.transaction("cards").objectStore("cards").getAll());
    open.close(); return rows.map((row) => new TextDecoder().decode(row.data)).join(); }"""
# A browser that lets pages keep the screen on, and notes that they ask for it.
AWAKE = """Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => { (window.awake ??= []).push(kind); return {}; } } });"""
# The page for no connection cannot be fetched, once a test says so.
AWAY = """{ const real = window.fetch; window.fetch = (what, how) => {
    if (what !== "/offline" || !sessionStorage.away) return real(what, how);
    sessionStorage.asked = "y"; return Promise.reject(new TypeError("gone")); }; }"""
WHITE = ("rgb(255, 255, 255)", "oklch(1 0 0)")
CACHED = """async () => { const said = []; for (const name of await caches.keys()) { const cache = await caches.open(name);
    for (const asked of await cache.keys()) said.push(asked.url, await (await cache.match(asked)).text()); } return said.join(); }"""


def opened(page: Page) -> str:
    """Order a card and open it; its code."""
    page.goto(BRAND)
    fill_and_press(page)
    page.locator("main").get_by_role("link", name="Открыть карту").click()
    page.get_by_role("button", name="Показать код").click()
    expect(page.locator("[data-kept]")).to_be_visible()
    return page.locator("#the-code").inner_text()


def test_an_opened_card_is_shown_and_read_without_a_connection_and_lies_nowhere_in_the_clear(anna: Page) -> None:
    anna.add_init_script(AWAKE + AWAY)
    code = opened(anna)
    assert code not in anna.evaluate(ROWS)
    cached = anna.evaluate(CACHED)
    assert "/offline" in cached
    assert code not in cached
    assert "Анна" not in cached
    until(anna, "navigator.serviceWorker.controller !== null")
    anna.evaluate("sessionStorage.away = 'y'")  # what is kept stays where the network goes while it is kept anew
    anna.locator("form[action$='/till'] button").first.click()
    expect(anna.locator("[data-awake]")).to_be_visible()
    until(anna, "sessionStorage.asked === 'y'")
    assert anna.evaluate("window.awake") == ["screen"]
    anna.emulate_media(color_scheme="dark")
    assert anna.evaluate("getComputedStyle(document.body).backgroundColor") in WHITE, "bright in the dark"
    shown = anna.locator("main .secret-code").first
    expect(shown).to_have_text(code)
    anna.context.set_offline(True)
    expect(anna.locator("[data-no-network]")).to_be_visible()
    expect(shown).to_have_text(code)
    anna.goto("/cards")
    expect(anna.locator("h1")).to_have_text("Нет связи")
    expect(anna.locator("main")).not_to_contain_text(code)
    anna.get_by_role("button", name="Показать код").click()
    expect(anna.locator(".secret-code").first).to_have_text(code)
    anna.context.set_offline(False)


def test_sign_out_leaves_nothing_on_the_device(anna: Page) -> None:
    opened(anna)
    anna.goto("/")
    anna.locator(".menu summary").last.click()
    anna.get_by_role("button", name="Выйти").click()
    anna.wait_for_url("**/")
    until(anna, f"async () => !(await ({NAMES})()).includes('kept-cards') && !(await caches.keys()).includes('shell')")
    assert anna.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    anna.goto("/offline")
    expect(anna.locator("#none-kept")).to_be_visible()


def test_a_session_that_ended_elsewhere_takes_the_kept_cards_with_it(anna: Page) -> None:
    opened(anna)
    kept: BrowserContext = anna.context
    kept.clear_cookies()
    anna.goto("/")
    until(anna, f"async () => !(await ({NAMES})()).includes('kept-cards')")
