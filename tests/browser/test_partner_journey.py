"""One story of a partner in real browsers: invited, published, sold, taken at the till with and without a network, seen at the desk."""

import base64
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from marketplace import codes
from marketplace.core import ids, sheets
from marketplace.core.db import execute
from marketplace.integrations.suppliers.practice.faults import Fault
from tests.browser.cast import CAMERA, Cast, a_cast
from tests.browser.fixtures import SLOW_MS, until
from tests.browser.test_till_offline import READY, promised
from tests.builders.identity import PASSWORD
from tests.builders.own import own
from tests.builders.suppliers import practice

SLUG, NAME, ADDRESS = "siyanie", "Северное сияние", "polina@siyanie.example"
MOVES_WITHIN_MS = 5_000  # what is left of a card, on its owner's screen
COMPANY = {
    "known_as": NAME, "legal_name": "ООО «Сияние»", "inn": "2901000017", "kpp": "290101001", "bic": "041117601",
    "account": "40702810000000009020", "contact_name": "Полина Ершова", "contact_email": ADDRESS, "shops": "Троицкий проспект, 17",
}  # fmt: skip
BRANDS = f"brand,partner,name_ru,name_en,category\nsiyanie,{SLUG},{NAME},Northern Lights,kids\n"
HEAD = ("offer", "brand", "title_ru", "title_en", "value", "price_points")
GOOD = ("card", "siyanie", "Карта", "Card", 500, 700)
WRONG = [GOOD, ("card", "siyanie", "Карта", "Card", 1000, "дорого"), ("gift", "sopernik", "Чужая", "Theirs", 300, 450)]
MENDED = [GOOD, ("card", "siyanie", "Карта", "Card", 1000, 1350)]
DESK = (
    "",
    "sales",
    "redemptions",
    "redemptions/offline",
    "codes",
    "catalogue",
    "uploads",
    "terminals",
    "alarms",
    "team",
    "brands",
    "shops",
)


def test_a_partner_is_invited_publishes_sells_takes_cards_without_a_network_and_sees_it_all(
    app: Flask, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with practice(monkeypatch) as (supplier, url), a_cast(app, browser, address, url) as cast:
        supplier.by_order = lambda _asked: Fault.COMMIT_THEN_TIMEOUT
        manager, owner = cast.page("manager"), cast.page()
        _is_admitted(cast, manager, owner)
        _comes_in_with_a_second_factor(cast, owner)
        _publishes(cast, owner, manager)
        _loads_codes(cast, owner)
        till = _opens_a_till(cast, owner, browser)
        anna = cast.page("anna", width=390)
        shown = _buys_and_shows(cast, anna)
        _takes_a_part(cast, owner, till, shown)
        expect(anna.locator("#left")).to_contain_text("150", timeout=MOVES_WITHIN_MS)
        _takes_the_rest_without_a_network(cast, owner, till)
        expect(anna.locator(".verdict")).to_be_visible(timeout=SLOW_MS)
        _gets_a_suppliers_card_once(cast, anna)
        assert len(supplier.books.sold) == 1
        _a_decoy_raises_an_alarm(cast, owner, till)
        _the_desk_shows_it_all(owner)
        _nobody_sees_another_partner(cast, owner)


def _is_admitted(cast: Cast, manager: Page, owner: Page) -> None:
    """Invited by the programme, applies, is proposed by one and admitted by another."""
    manager.goto("/console/partners/invitation")
    manager.locator("[name=known_as]").fill(NAME)
    manager.locator("[name=email]").fill(ADDRESS)
    manager.locator(".dialog-foot button").click()
    manager.wait_for_url("**/console/partners**")
    owner.goto(_link(cast))
    for name, value in COMPANY.items():
        owner.locator(f"[name={name}]").fill(value)
    owner.locator("[name=terms]").check()
    owner.locator("[name=checks]").check()
    owner.locator("main form button.button-primary").click()
    expect(owner.locator("[name=known_as]")).to_have_count(0)
    ref = cast.one("SELECT ref FROM partner_applications ORDER BY id DESC LIMIT 1")
    manager.goto(f"/console/partners/applications/{ref}")
    for name, value in (
        ("name_ru", NAME),
        ("name_en", "Northern Lights"),
        ("slug", SLUG),
        ("why", "Shops in nine cities"),
    ):
        manager.locator(f"[name={name}]").fill(value)
    manager.locator("form:has([name=slug]) button[type=submit]").click()
    manager.wait_for_url("**/console/approvals/*")
    _approve(cast.page("admin"), manager.url)


def _comes_in_with_a_second_factor(cast: Cast, owner: Page) -> None:
    owner.goto(_link(cast))
    owner.locator("[name=password]").fill(PASSWORD)
    owner.locator("form:has([name=password]) button.button-wide").click()
    owner.locator("#email").fill(ADDRESS)
    owner.locator("#password").fill(PASSWORD)
    owner.get_by_role("button", name="Войти", exact=True).click()
    owner.locator("button[name=setup]").click()
    key = owner.locator("#totp-key").inner_text()
    owner.locator("[name=code]").fill(TOTP(key=re.sub(r"\s", "", key)).generate().token)
    owner.locator("form:has([name=code]) button[type=submit]").click()
    owner.goto(f"/partner/{SLUG}/")
    expect(owner.locator(".rail")).to_contain_text(NAME)


def _publishes(cast: Cast, owner: Page, manager: Page) -> None:
    """The programme opens a shelf for the brand; a file with mistakes, which is mended; what it changes and means; the programme's consent."""
    _apply(cast, _upload(cast, manager, "brands", "brands.csv", BRANDS.encode(), desk="/console"))
    page = _upload(cast, owner, "catalogue", "katalog.xlsx", _xlsx(WRONG))
    wrong = page.locator("main")
    expect(wrong).to_contain_text("дорого")
    expect(wrong).to_contain_text("sopernik")
    expect(page.locator("#apply")).to_have_count(0)
    page = _upload(cast, owner, "catalogue", "katalog.xlsx", _xlsx(MENDED))
    expect(page.locator("#preview")).to_contain_text("Карта")
    expect(page.locator("#preview")).to_contain_text("теперь не хватит")
    address = page.url
    page.locator("#apply").click()
    expect(page.locator("#apply")).to_have_count(0)
    ref = cast.one("SELECT ref FROM proposals WHERE kind = 'run_catalogue' ORDER BY id DESC LIMIT 1")
    _approve(manager, f"/console/approvals/{ref}")
    cast.work()
    page.goto(address)
    expect(page.locator(".notice-good").first).to_be_visible()
    assert cast.one("SELECT count(*) FROM offers WHERE external_ref = 'card' AND published") == 1


def _loads_codes(cast: Cast, owner: Page) -> None:
    """Two codes come twice; the good rows are loaded, and decoys with them."""
    made = [f"SEVER{ids.random_symbols(11)}" for _ in range(40)]
    rows = "\n".join(("code,value", *(f"{code},500" for code in [*made, *made[:2]])))
    page = _upload(cast, owner, "codes", "kody.csv", rows.encode(), rows="good")
    expect(page.locator("main")).to_contain_text("42")
    for code in made:
        assert code not in page.content()
    _apply(cast, page)
    assert (
        cast.one("SELECT count(*) FROM free_codes f JOIN batches b ON b.id = f.batch_id WHERE b.name = 'kody.csv'")
        == 40
    )
    assert (
        cast.one("SELECT count(*) FROM code_canaries k JOIN batches b ON b.id = k.batch_id WHERE b.name = 'kody.csv'")
        == 2
    )


def _opens_a_till(cast: Cast, owner: Page, browser: Browser) -> str:
    """A till that may go on without a network: the owner sees first what he can lose."""
    owner.goto(f"/partner/{SLUG}/terminals")
    owner.locator("form:has([name=name]) [name=name]").fill("Касса 1")
    owner.locator("form:has([name=name]) button[type=submit]").click()
    expect(owner.locator("table")).to_contain_text("Касса 1")
    till = own(cast.app, SLUG, "terminal_id", int(str(cast.one("SELECT max(id) FROM terminals"))))
    owner.goto(f"/partner/{SLUG}/terminals/{till}/offline")
    for name, value in (("card_limit", "200"), ("stored_limit", "600"), ("count_limit", "5")):
        owner.locator(f"[name={name}]").fill(value)
    form = owner.locator("form:has([name=card_limit])")
    form.locator("button[type=submit]").click()
    expect(owner.locator(".notice-warn")).to_contain_text("600")
    form.locator("button[type=submit]").click()
    owner.wait_for_url("**/terminals")
    promised(browser, owner, cast.address)
    return till


def _buys_and_shows(cast: Cast, anna: Page) -> bytes:
    """Anna exchanges points for the card and shows it; the picture of its code."""
    anna.goto("/brands/siyanie")
    _order(anna)
    anna.locator("main").get_by_role("link", name="Открыть карту").click()
    anna.locator("form[action$='/till'] button").first.click()
    expect(anna.locator("#left .figure")).to_contain_text("500")
    return anna.locator(".qr-large").screenshot()


def _takes_a_part(cast: Cast, owner: Page, till: str, shown: bytes) -> None:
    """The camera reads the code off her screen; 350 of 500 are taken."""
    picture = base64.b64encode(shown).decode()
    owner.context.add_init_script(f"({CAMERA})('{picture}')")
    owner.goto(f"/partner/{SLUG}/tills/{till}")
    until(owner, READY, till)
    owner.locator("[data-camera]").click()
    owner.wait_for_url("**/cards/**")
    owner.locator("[name=how][value=part]").check(force=True)
    owner.locator("[name=sum]").fill("350")
    owner.locator("[name=receipt]").fill("0417")
    owner.locator("form[data-taking] button[type=submit]").click()
    expect(owner.locator("main")).to_contain_text("350")
    expect(owner.locator("main")).to_contain_text("150")


def _takes_the_rest_without_a_network(cast: Cast, owner: Page, till: str) -> None:
    """Above the limit it is said what would be taken and what is still to pay; within it the rest is taken, and it is sent once the network is back."""
    owner.context.set_offline(True)
    owner.goto(f"/partner/{SLUG}/tills/{till}")
    owner.locator("[data-camera]").click()
    expect(owner.locator("[data-found]")).to_be_visible()
    owner.locator("#sum").fill("200,01")
    expect(owner.locator("[data-beyond]")).to_contain_text("0,01")
    _take_offline(owner, "150")
    expect(owner.locator("[data-number]")).to_have_text("1")
    owner.context.set_offline(False)
    expect(owner.locator("[data-number]")).to_have_text("0", timeout=SLOW_MS)
    assert cast.one("SELECT taken FROM offline_takings") == 15_000
    assert (
        cast.one("SELECT remaining FROM giftcards g JOIN brands b ON b.id = g.brand_id WHERE b.slug = 'siyanie'") == 0
    )


def _gets_a_suppliers_card_once(cast: Cast, anna: Page) -> None:
    """The supplier sells and does not answer; asked again, it names what it sold."""
    slug = cast.one("SELECT slug FROM brands WHERE id = %(brand)s", brand=cast.supplied)
    anna.goto(f"/brands/{slug}")
    anna.locator("#panel [name=value]").first.fill("1000")
    anna.locator("#panel [name=value]").first.press("Tab")
    expect(anna.get_by_role("button", name=re.compile("^Оформить за 1\\s500"))).to_be_visible()
    _order(anna)
    for _ in range(40):
        cast.work()
        if cast.one("SELECT count(*) FROM giftcards WHERE brand_id = %(brand)s", brand=cast.supplied):
            break
        anna.wait_for_timeout(300)
    anna.reload()
    expect(anna.locator("main").get_by_role("link", name="Открыть карту")).to_be_visible()
    assert cast.one("SELECT count(*) FROM giftcards WHERE brand_id = %(brand)s", brand=cast.supplied) == 1


def _a_decoy_raises_an_alarm(cast: Cast, owner: Page, till: str) -> None:
    with cast.app.app_context():
        batch = execute("SELECT id FROM batches WHERE name = 'kody.csv'").scalar_one()
        planted = codes.a_decoy(batch).code
    owner.goto(f"/partner/{SLUG}/tills/{till}")
    owner.locator("#code").fill(planted)
    owner.locator("[data-scan] button[type=submit]").click()
    expect(owner.get_by_role("alert").first).to_be_visible()


def _the_desk_shows_it_all(owner: Page) -> None:
    seen = {
        "sales": "500", "redemptions": "Без сети", "redemptions/offline": "150", "codes": "kody.csv", "alarms": "kody.csv",
        "catalogue": "предложение на витрине", "uploads": "katalog.xlsx", "": "Списания",
    }  # fmt: skip
    for path, said in seen.items():
        owner.goto(f"/partner/{SLUG}/{path}")
        expect(owner.locator("main")).to_contain_text(said)


def _nobody_sees_another_partner(cast: Cast, owner: Page) -> None:
    rival, theirs = cast.page("rival"), cast.rival
    for path in DESK:
        owner.goto(f"/partner/{SLUG}/{path}")
        assert "Соперник" not in owner.content(), path
        rival.goto(f"{theirs}/{path}")
        assert not re.search(f"{NAME}|{SLUG}|kody.csv", rival.content()), path
        for page, foreign in ((owner, theirs), (rival, f"/partner/{SLUG}")):
            assert page.request.get(f"{foreign}/{path}", max_redirects=0).status == 404, path


def _upload(
    cast: Cast, page: Page, kind: str, name: str, content: bytes, *, desk: str = f"/partner/{SLUG}", **said: str
) -> Page:
    page.goto(f"{desk}/{'runs' if desk == '/console' else 'uploads'}/new?kind={kind}")
    page.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    for field, value in said.items():
        page.locator(f"[name={field}]").select_option(value)
    page.locator("form:has([name=file]) button[type=submit]").click()
    page.wait_for_url(re.compile(r"/uploads/\w{26}|/runs/\d+"))
    cast.work()
    page.reload()
    return page


def _apply(cast: Cast, page: Page) -> None:
    with page.expect_navigation():
        page.locator("#apply").click()
    cast.work()
    page.reload()
    expect(page.locator(".notice-good").first).to_be_visible()


def _approve(page: Page, proposal: str) -> None:
    page.goto(f"{proposal}/approval")
    page.locator(".dialog-foot button").click()
    page.wait_for_url(re.compile(r"/console/approvals/\w+$"))


def _order(anna: Page) -> None:
    anna.locator("#rules").check()
    anna.locator("#terms").check()
    anna.get_by_role("button", name=re.compile("^Оформить за ")).click()
    anna.wait_for_url("**/orders/**")


def _take_offline(owner: Page, sum_: str) -> None:
    owner.locator("[data-found] [name=sum]").fill(sum_)
    owner.locator("[data-found] button[type=submit]").click()


def _xlsx(rows: list[tuple[object, ...]]) -> bytes:
    out = io.BytesIO()
    sheets.write("xlsx", out, HEAD, rows, language="ru")  # type: ignore[arg-type]
    return out.getvalue()


def _link(cast: Cast) -> str:
    """The address in the newest letter."""
    found = re.search(r"/partner/(?:invitations|joining)/[\w-]+", cast.letter())
    assert found is not None
    return found[0]
