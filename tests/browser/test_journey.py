"""One story through a real browser: points come in, a card goes out, and everything adds up."""

import csv
import io
import re
from datetime import datetime
from pathlib import Path

import pypdf
import zxingcpp
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from PIL import Image
from playwright.sync_api import Page, expect

from marketplace import ledger, members, orders, programmes
from marketplace.cli.imports.card_operations import card_operations
from marketplace.cli.world import people
from marketplace.core import clock

ANNA = "770001842261"
HER_CARD = "220220******1186"
BEFORE = 4820
PRICE = 450


def test_anna_earns_points_and_exchanges_them_for_a_card(
    app: Flask, demo_world: None, page: Page, real_data: Path
) -> None:
    registry = real_data / "cards" / "card_ops_registry_cp1251.csv"
    earned = _import(app, registry)
    assert earned == _half_a_percent(registry)
    _sign_in(page)
    assert _number(page.locator(".horizon .figure").inner_text()) == BEFORE + earned
    _find_with_a_typing_error(page)
    _order(page, BEFORE + earned)
    code = _open(page)
    _qr_is(page, code)
    _pdf_says(page, code)
    _history_adds_up(page, BEFORE + earned - PRICE)
    _books_add_up(app, BEFORE + earned - PRICE)


def _import(app: Flask, registry: Path) -> int:
    """Run the operator's command, twice: the second time nothing comes of it."""
    command, context = card_operations, ScriptInfo(create_app=lambda: app)
    first = CliRunner().invoke(command, [str(registry), "--apply"], obj=context)
    assert first.exit_code == 0, first.output
    again = CliRunner().invoke(command, [str(registry)], obj=context)
    assert "Nothing to do" in again.output
    hers = re.search(rf"member {ANNA}: \+(\d+) points", first.output)
    assert hers is not None, first.output
    return int(hers.group(1))


def _half_a_percent(registry: Path) -> int:
    """The same reckoned here: half a percent of each of her purchases, each rounded down to a whole point."""
    rows = csv.DictReader(io.StringIO(registry.read_text(encoding="cp1251")), delimiter=";")
    hers = [row for row in rows if row["Номер карты"] == HER_CARD and row["Тип операции"] == "Покупка"]
    kopecks = [int(row["Сумма в валюте счета"].replace(",", "")) for row in hers]
    return sum(amount // 20_000 for amount in kopecks)


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Почта или номер участника").fill(ANNA)
    page.get_by_label("Пароль", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("На что обменяем?")


def _find_with_a_typing_error(page: Page) -> None:
    """Type «деский мир», keep to 500 points and Saint Petersburg; the shelf changes without a new page."""
    page.get_by_label("до", exact=True).fill("500")
    page.get_by_label("Поиск по брендам").press_sequentially("деский мир", delay=15)
    expect(page.locator("#found .tile h3")).to_have_text(["Детский мир"])
    expect(page.locator("summary", has_text="Санкт-Петербург").first).to_be_visible()
    page.get_by_role("link", name="Детский мир").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Детский мир")


def _order(page: Page, balance: int) -> None:
    panel = page.locator("#panel")
    panel.get_by_role("radio", name=re.compile("^300\\s₽")).check()
    expect(panel).to_contain_text(f"{balance - PRICE:,}".replace(",", "\u00a0"))
    order = page.get_by_role("button", name=re.compile("^Оформить за 450"))
    order.click()  # without the acceptances the browser itself refuses
    expect(page).to_have_url(re.compile("/brands/detsky-mir"))
    page.locator("#rules").check()
    page.locator("#terms").check()
    order.click()
    expect(page).to_have_url(re.compile("/orders/"))
    page.locator("main").get_by_role("link", name="Открыть карту").click()


def _open(page: Page) -> str:
    page.get_by_role("button", name="Показать код").click()
    code = page.locator("#the-code").get_attribute("data-value")
    assert code
    assert code not in page.url
    assert code not in page.title()
    return code


def _qr_is(page: Page, code: str) -> None:
    """Read the QR back from the page's own picture, as a till would."""
    picture = Image.open(io.BytesIO(page.locator("#code .qr").first.screenshot()))
    read = zxingcpp.read_barcodes(picture.resize((picture.width * 2, picture.height * 2)))
    assert code in [symbol.text for symbol in read]


def _pdf_says(page: Page, code: str) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("PDF")).click()
    path = waiting.value.path()
    text = " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())
    assert code in text.replace(" ", "")
    assert "Детский мир" in text
    assert "300" in text
    assert code not in waiting.value.suggested_filename


def _history_adds_up(page: Page, balance: int) -> None:
    page.goto("/points")
    newest = page.locator("#history .entry").first
    expect(newest).to_contain_text("−450")
    assert _number(page.locator(".stat dd").first.inner_text()) == balance
    lots = [_number(text) for text in page.locator(".lots .lot .num").all_inner_texts()]
    assert sum(lots) == balance


def _books_add_up(app: Flask, balance: int) -> None:
    with app.app_context():
        programme = programmes.default()
        anna = members.by_number(programme.id, ANNA)
        assert anna is not None
        account = ledger.account(programme.id, "member", owner_id=anna.id)
        today = programme.day(_now())
        assert ledger.balance(account, today) == balance
        assert sum(lot.remaining for lot in ledger.open_lots(account, today)) == balance
        assert [*ledger.invariants(), *orders.invariants()] == []


def _now() -> datetime:
    return clock.now()


def _number(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdigit()))
