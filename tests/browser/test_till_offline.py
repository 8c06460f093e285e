"""A till in a real browser loses its network, goes on within its limits, and sends what it took by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from marketplace import giftcards, partners, tills
from marketplace.core import clock, places
from marketplace.core.db import execute, transaction
from partner_portal.tills.offline_forms import said
from tests.browser.fixtures import SLOW_MS, is_wrong, until
from tests.builders.identity import sign_in, staff
from tests.builders.own import addressed
from tests.builders.programmes import a_programme
from tests.builders.tills import PIN, Till, a_till, left

READY = """async (till) => navigator.serviceWorker.controller?.state === "activated" && Boolean(await TillStore.held(till))
    && (await (await caches.open("till-shell")).keys()).some((one) => one.url.endsWith("/offline"))"""

# Safari before 17: everything but Ed25519.
WITHOUT_ED25519 = """const own = crypto.subtle.importKey.bind(crypto.subtle);
    window.missed = 0;
    crypto.subtle.importKey = (format, key, how, ...rest) => {
        if ((how?.name ?? how) !== "Ed25519") return own(format, key, how, ...rest);
        window.missed += 1;
        return Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
    };"""
# Why nothing may be taken, and the line of the script that keeps to it.
GUARDS = {
    "over": " || now > Date.parse(held.ends_at)",
    "clock": 'if (now < Date.parse(held.issued_at) - 1000 || now < so.last - 1000) return { no: "clock" };',
    "not-pass": 'if (!(await isSigned(pass, held.keys, library))) return { no: "not-pass" };',
    "old": 'if (now > pass.until || now < pass.at - SLACK_MS) return { no: "old" };',
    "foreign": 'if (pass.currency !== held.currency || !held.issuers.includes(pass.issuer)) return { no: "foreign" };',
    "ask": 'if (isDead(held.dead_count, held.dead, pass.markHead)) return { no: "ask" };',
    "count": 'if (so.count >= held.count_limit) return { no: "count" };',
    "sum": 'if (so.sum >= held.stored_limit) return { no: "sum" };',
    "card": 'if (most <= 0) return { no: "card" };',
}
# The package is old, and while a new one is on its way this device is handed over.
HANDED_MEANWHILE = """async (till) => {
    const [net, now] = [fetch, Date.now];
    Date.now = () => now() + 6 * 60 * 1000;
    window.fetch = async (address, ...rest) => {
        const answer = await net(address, ...rest);
        if (String(address).endsWith("/package")) await TillStore.handBack();
        return answer;
    };
    try { return [await TillStore.prepare(), await TillStore.held(till)]; } finally { [window.fetch, Date.now] = [net, now]; }
}"""
# Something that the server has refused for good, and knows nothing of.
REFUSED = """() => TillStore.write({
    ref: crypto.randomUUID(), till: main.dataset.till, page: main.dataset.page, at: Date.now(), amount: 100, last4: "0000", receipt: "",
    answer: { code: "no_package", lost: 100, why: "no_package" },
})"""
# What becomes of another worker for the tills.
UPDATED = """async (script) => {
    const fresh = (await navigator.serviceWorker.register(script)).installing;
    const over = () => ["redundant", "activated"].includes(fresh.state);
    if (!over()) await new Promise((done) => fresh.addEventListener("statechange", () => over() && done()));
    return fresh.state;
}"""
SCRIPT = places.STATIC / "js" / "till-pass.js"
DAY_MS = 24 * 3600 * 1000


@dataclass
class Cashier:
    """The cashier's browser, and what he stands at."""

    app: Flask
    page: Page
    till: Till
    shown: str
    path: str

    def left(self) -> int:
        with self.app.app_context():
            return left(self.till.card)[0]

    def find(self, shown: str) -> None:
        self.page.locator("#code").fill(shown)
        self.page.get_by_role("button", name="Найти").click()

    def take(self, sum_: str) -> None:
        self.page.locator("#sum").fill(sum_)
        self.page.get_by_role("button", name="Списать без сети").click()


@pytest.fixture
def cashier(app: Flask, browser: Browser, address: str) -> Iterator[Cashier]:
    with app.app_context(), transaction():
        till = a_till(a_programme(hosts=("localhost",)))
        tills.switch_on(till.terminal, card_limit=3_000, stored_limit=9_000, count_limit=5, now=clock.now())
        shown = tills.give_pass(till.card, pin="", now=clock.now())
        partner = partners.partner(till.terminal.partner_id)
        path = addressed(app, f"/partner/{partner.slug}/tills/{till.terminal.id}")
        user = staff(till.shelf.programme, "cashier", partner_id=partner.id).id
    client = app.test_client()
    sign_in(client, user, fresh=True)
    cookie = client.get_cookie("session")
    assert cookie is not None
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU", base_url=address)
    context.set_default_timeout(SLOW_MS)
    context.add_cookies([{"name": "session", "value": cookie.value, "domain": "localhost", "path": "/"}])
    page = context.new_page()
    wrong: list[object] = []
    page.on("pageerror", lambda error: wrong.append(error))
    yield Cashier(app, page, till, shown, path)
    context.close()
    assert wrong == []


def networked(page: Page) -> None:
    """Wait until the till's worker has the network, too: the browser gives it back to pages and workers one after the other."""
    for _ in range(100):
        if page.evaluate("fetch('/static/nothing').then(() => true, () => false)"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the worker has no network")


def promised(browser: Browser, page: Page, address: str) -> None:
    """The browser promises to keep what is stored, as it does for a page that was installed."""
    inside = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    browser.new_browser_cdp_session().send(
        "Browser.grantPermissions", {"permissions": ["durableStorage"], "origin": address, "browserContextId": inside}
    )


def prepared(page: Page, cashier: Cashier) -> None:
    """The page has taken along what it needs."""
    until(page, READY, cashier.path.rpartition("/")[2])


def test_a_till_that_is_offline_neither_loses_nor_doubles_and_sends_by_itself(
    cashier: Cashier, browser: Browser, address: str
) -> None:
    page = cashier.page
    promised(browser, page, address)
    page.goto(cashier.path)
    prepared(page, cashier)
    page.context.set_offline(True)
    page.goto(cashier.path)
    expect(page.get_by_text("Касса работает")).to_be_visible()
    cashier.find("MOCK-0000-0000-0000")
    expect(page.get_by_role("alert").filter(has_text="Ничего не списано")).to_be_visible()
    cashier.find(cashier.shown)
    cashier.take("20,00 ₽")
    expect(page.locator(".verdict .figure")).to_contain_text("20")
    expect(page.locator("[data-number]")).to_have_text("1")
    cashier.find(cashier.shown)
    expect(page.locator("[data-most]")).to_contain_text("10")
    page.locator("#sum").fill("360,00")
    expect(page.locator("[data-beyond]")).to_contain_text("350")
    cashier.take("360,00")
    expect(page.locator(".verdict .figure")).to_contain_text("10")
    expect(page.locator(".verdict [data-to-pay]")).to_contain_text("350")
    page.emulate_media(media="print")
    expect(page.locator("[data-slip]")).to_contain_text(re.compile(r"•••• \w{4}[\s\S]+10,00[\s\S]+350,00"))
    expect(page.locator(".verdict")).to_be_hidden()
    page.emulate_media(media="screen")
    page.reload()
    expect(page.locator("[data-number]")).to_have_text("2")
    assert cashier.left() == 10_000
    page.goto(f"{cashier.path}/redemptions/R1/reversal")
    expect(page.get_by_text("Касса работает")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Отменить|Вернуть"))).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("[data-number]")).to_have_text("0", timeout=SLOW_MS)
    assert cashier.left() == 7_000
    with cashier.app.app_context():
        rows = execute(
            "SELECT amount, taken, lost, taken_at <= synced_at AS after, ref FROM offline_takings ORDER BY id"
        ).all()
    assert [row[:4] for row in rows] == [(2_000, 2_000, 0, True), (1_000, 1_000, 0, True)]
    page.goto(f"{cashier.path}/redemptions/{rows[0].ref}")
    expect(page.locator(".slip")).to_contain_text(rows[0].ref)
    with cashier.app.app_context(), transaction(), pytest.raises(tills.OfflineElsewhere):
        tills.package(cashier.till.terminal, device=tills.Device("another"), now=clock.now())
    page.goto(f"{cashier.path}/offline")
    expect(page.get_by_role("button", name="Передать другому устройству")).to_be_visible()
    told, kept = page.evaluate(HANDED_MEANWHILE, cashier.path.rpartition("/")[2])
    assert (told, kept.get("handed"), "given" in kept) == ("handed", True, False)
    page.reload()
    page.get_by_role("button", name="Снова работать без сети здесь").click()
    page.get_by_role("button", name="Передать другому устройству").click()
    expect(page.locator("[data-when=handed]")).to_be_visible()
    page.evaluate("() => { window.net = fetch; window.fetch = () => Promise.reject(new TypeError()); }")
    page.get_by_role("button", name="Снова работать без сети здесь").click()
    page.wait_for_timeout(300)
    expect(page.locator("[data-when=handed]")).to_be_visible()
    page.evaluate("() => { window.fetch = window.net; }")
    expect(page.locator("[data-work]")).to_be_hidden()
    with cashier.app.app_context(), transaction():
        tills.package(cashier.till.terminal, device=tills.Device("another"), now=clock.now())
    page.get_by_role("button", name="Снова работать без сети здесь").click()
    expect(page.locator("[data-when=elsewhere]")).to_be_visible()


def test_while_something_waits_nobody_signs_out_and_what_is_lost_stays_to_be_seen(
    cashier: Cashier, browser: Browser, address: str
) -> None:
    page = cashier.page
    page.add_init_script(WITHOUT_ED25519)
    promised(browser, page, address)
    page.goto(cashier.path)
    prepared(page, cashier)
    page.context.set_offline(True)
    page.goto(f"{cashier.path}/offline")
    cashier.find(forged(cashier.shown))
    expect(page.get_by_role("alert").filter(has_text="Ничего не списано")).to_be_visible()
    cashier.find(cashier.shown)
    cashier.take("3 0 руб.")
    assert page.evaluate("window.missed") > 1, "the library that comes with the page has looked at both"
    expect(page.locator("[data-number]")).to_have_text("1")
    with cashier.app.app_context(), transaction():
        execute("UPDATE giftcards SET state = 'frozen' WHERE id = %(id)s", {"id": cashier.till.card.id})
        execute(
            "INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (%(id)s, 'frozen', now())",
            {"id": cashier.till.card.id},
        )
    page.route("**/takings", lambda route: route.abort())
    page.context.set_offline(False)
    networked(page)
    worker = f"{cashier.path.rpartition('/')[0]}/worker.js"
    assert page.evaluate(UPDATED, f"{worker}?2") == "redundant", "nor is the page's worker replaced"
    sign_out(cashier)
    expect(page).to_have_url(f"{address}{cashier.path}/offline#waits")
    expect(page.locator("[data-unsent]")).to_be_visible()
    expect(page.locator("[data-unsaved]")).to_be_hidden()
    page.unroute("**/takings")
    page.get_by_role("button", name="Проверить сеть").click()
    expect(page.locator("[data-lost]")).to_contain_text("карта была заморожена")
    with page.expect_download() as file:
        page.get_by_role("button", name="Сохранить файлом").click()
    assert "frozen" in file.value.path().read_text(encoding="utf-8-sig")
    assert page.evaluate(UPDATED, f"{worker}?3") == "activated", "the control: now nothing waits"
    page.evaluate(REFUSED)
    sign_out(cashier)
    expect(page).to_have_url(f"{address}{cashier.path}/offline#waits")
    expect(page.locator("[data-unsaved]")).to_be_visible()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    with page.expect_download() as file:
        page.get_by_role("button", name="Сохранить файлом").click()
    assert "no_package" in file.value.path().read_text(encoding="utf-8-sig")
    expect(page.locator("[data-unsaved]")).to_be_hidden()
    sign_out(cashier)
    expect(page).not_to_have_url(re.compile("/partner/"))


def sign_out(cashier: Cashier) -> None:
    """Try to, from the till's page."""
    cashier.page.goto(cashier.path)
    cashier.page.locator(".menu summary").last.click()
    cashier.page.get_by_role("button", name="Выйти").click()


def forged(shown: str) -> str:
    """The same pass with another value in it, under the signature that it had."""
    at = len(shown) // 4
    return shown[:at] + ("A" if shown[at] != "A" else "B") + shown[at + 1 :]


def room(page: Page, script: str, facts: dict[str, Any]) -> dict[str, Any]:
    """What a script of the till's page says may be taken of a pass."""
    asked = "TillPass.room(TillPass.parse(facts.shown), facts.held, facts.takings, facts.now, facts.library)"
    return dict(page.evaluate(f"async (facts) => {{ {script}\n return await {asked}; }}", facts))


def refused_facts(cashier: Cashier) -> dict[str, dict[str, Any]]:
    """For each reason what is otherwise where a till refuses for it; under "" where it takes something."""
    with cashier.app.app_context(), transaction():
        now, terminal = clock.now(), cashier.till.terminal
        held = said(tills.package(terminal, device=tills.Device("one"), now=now))
        giftcards.freeze(cashier.till.card.public_id, member=cashier.till.member, now=now)
        late = said(tills.package(terminal, device=tills.Device("one"), now=now))
    at = int(now.timestamp() * 1000) + 2_000
    plain = {"shown": cashier.shown, "held": held, "takings": [], "now": at, "library": ""}

    def taken(amount: int, **over: Any) -> dict[str, Any]:
        return {"package": held["ref"], "mark": "another", "amount": amount, "at": at} | over

    mark = cashier.page.evaluate(
        f"(shown) => {{ {SCRIPT.read_text()}\n return TillPass.parse(shown).mark; }}", cashier.shown
    )
    return {
        "": plain,
        "over": plain | {"now": at + DAY_MS},
        "clock": plain | {"now": at - 60_000},
        "not-pass": plain | {"shown": forged(cashier.shown)},
        "old": plain | {"now": at + 30 * DAY_MS, "held": held | {"ends_at": "2999-01-01T00:00:00Z"}},
        "foreign": plain | {"held": held | {"issuers": []}},
        "ask": plain | {"held": late},
        "count": plain | {"takings": [taken(1) for _ in range(held["count_limit"])]},
        "sum": plain | {"takings": [taken(held["stored_limit"])]},
        "card": plain | {"takings": [taken(held["card_limit"], mark=mark)]},
    }  # fmt: skip


def test_each_limit_of_a_till_without_a_network_is_kept_and_would_not_be_without_its_line(cashier: Cashier) -> None:
    page, script = cashier.page, SCRIPT.read_text(encoding="utf-8")
    page.goto(f"{cashier.path}/offline")
    facts = refused_facts(cashier)
    assert room(page, script, facts.pop("")) == {"room": 3_000}
    assert set(facts) == set(GUARDS)
    for why, line in GUARDS.items():
        assert room(page, script, facts[why]) == {"no": why}
        assert script.count(line) == 1
        assert room(page, script.replace(line, ""), facts[why]) != {"no": why}, (
            f"the control: without its line {why} is taken"
        )


def test_card_is_found_taken_from_and_given_back_online_and_no_script_goes_wrong(cashier: Cashier) -> None:
    page, said = cashier.page, list[str]()
    page.on("console", lambda line: said.append(line.text) if is_wrong(line) else None)
    page.goto(cashier.path)
    cashier.find(cashier.shown)
    page.locator("[data-taking]").wait_for()
    page.wait_for_timeout(1_200)  # longer than anything on the page waits
    page.locator("input[name=how][value=part]").check()
    page.locator("#sum").fill("20,00")
    page.locator("#pin").fill(PIN)
    page.locator("[data-button]").click()
    expect(page.locator(".verdict .figure")).to_contain_text("20")
    page.get_by_role("link", name="Отменить").click()
    page.locator("[data-ask] button[type=submit], main button[type=submit]").first.click()
    expect(page.locator(".verdict[data-tone=warn]")).to_be_visible()
    page.goto(f"{cashier.path}/offline")
    assert (said, cashier.left()) == ([], 10_000)


def test_where_the_browser_promises_nothing_the_till_stays_online(cashier: Cashier) -> None:
    page = cashier.page
    page.goto(f"{cashier.path}/offline")
    expect(page.get_by_text("не обещает хранить")).to_be_visible()
    assert page.evaluate("async () => (await caches.keys()).includes('till-shell')") is False
    page.goto(cashier.path)
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
