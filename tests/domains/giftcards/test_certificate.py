"""A printed card: one page, its text selectable, its codes readable by a scanner."""

from datetime import timedelta

import pytest
import zxingcpp
from flask import Flask

from marketplace import giftcards
from marketplace.codes import Secret
from marketplace.core.db import transaction
from marketplace.giftcards import pictures
from marketplace.giftcards.certificate import Certificate, pdf
from marketplace.partners import brandmark
from tests.builders import orders as shop
from tests.builders.paper import pages, picture, text_of

CODE = "MOCK3F9TW8QD7K2M"


def a_certificate(**over: object) -> Certificate:
    facts = {
        "language": "ru", "programme": "Высота", "brand": "Детский мир", "value": "300\u00a0₽", "code": CODE, "pin": "0417",
        "until": "21\u00a0ноября\u00a02027", "order": "В-20418", "face": brandmark.face("Детский мир"),
        "ink": brandmark.ink("Детский мир"), "how": ("Покажите код на кассе.", "Введите код в корзине."), "symbology": "code128",
    } | over  # fmt: skip
    return Certificate(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ["Подарочная карта", "Код карты", "ПИН", "Действует до", "Заказ", "Как воспользоваться"]),
        ("en", ["Gift card", "Card code", "PIN", "Valid until", "Order", "How to use it"]),
    ],
)
def test_everything_on_the_page_is_text(language: str, words: list[str]) -> None:
    text = text_of(pdf(a_certificate(language=language)))
    for word in [
        *words,
        CODE,
        "0417",
        "300 ₽",
        "Детский мир",
        "21 ноября 2027",
        "В-20418",
        "Высота",
        "Покажите код на кассе.",
    ]:
        assert word in text


@pytest.mark.parametrize(
    ("symbology", "code", "kind"),
    [("code128", CODE, "Code128"), ("ean13", "4006381333931", "EAN13"), ("pdf417", CODE, "PDF417"), ("aztec", CODE, "Aztec"),
     ("datamatrix", CODE, "DataMatrix")],
)  # fmt: skip
def test_a_scanner_reads_the_printed_codes(symbology: str, code: str, kind: str) -> None:
    printed = picture(pdf(a_certificate(symbology=symbology, code=code)))
    found = {(seen.format.name, seen.text) for seen in zxingcpp.read_barcodes(printed)}
    assert found == {("QRCode", code), (kind, code)}


def test_a_code_that_the_symbology_cannot_hold_is_printed_as_qr_and_text() -> None:
    page = pdf(a_certificate(symbology="ean13"))
    assert CODE in text_of(page)


def test_a_code_of_which_no_symbol_reads_back_is_printed_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_reads_as", lambda *_facts: False)
    page = pdf(a_certificate())
    assert CODE in text_of(page)
    assert zxingcpp.read_barcodes(picture(page)) == []


@pytest.mark.parametrize(
    "over",
    [
        {"code": "7K2M" * 16, "pin": "1" * 32, "symbology": "pdf417"},
        {"brand": "Ж" * 120, "programme": "Щ" * 80, "value": "123\u00a0456\u00a0789,99\u00a0₽"},
        {"how": tuple("Очень долгое объяснение, " * 20 for _ in range(20))},
        {"how": (), "pin": "", "symbology": "none"},
        {
            "brand": '#sys.exit() $x$ "quoted" <script> \\',
            "how": ("*bold* _it_ #let x = 1", "https://example.org/?a=1&b=2"),
        },
    ],
)
def test_whatever_is_written_it_stays_on_one_page_as_it_was_written(over: dict[str, object]) -> None:
    page = pdf(a_certificate(**over))
    assert pages(page) == 1
    text = text_of(page)
    for step in over.get("how", ())[:1]:  # type: ignore[index]
        assert step[:40].strip() in text


@pytest.mark.parametrize("character", ["\ufeff", "\uffff", "\ue000", "\x01", "星", "\U0001f4a9", "\U0010ffff"])
def test_a_character_that_no_font_has_or_no_reader_speaks_does_not_stop_the_printer(character: str) -> None:
    page = pdf(a_certificate(brand=f"Ветер{character}", programme=character * 3, how=(f"Покажите {character} код.",)))
    assert pages(page) == 1
    assert CODE in text_of(page)


def test_the_page_is_tagged_and_carries_its_own_fonts() -> None:
    page = pdf(a_certificate())
    assert b"/MarkInfo" in page
    assert b"Inter-SemiBold" in page
    assert len(page) < 60_000


def test_a_certificate_shows_no_secret_when_it_is_written_to_a_log() -> None:
    shown = repr(a_certificate())
    assert CODE not in shown
    assert "0417" not in shown


def test_a_members_card_is_printed_with_its_brand_and_programme(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(brand={"symbology": "datamatrix"})
        anna = shop.a_member(shelf.programme, points=450)
        order = shop.an_order(anna, shelf)
        card = giftcards.of_orders([order.id])[order.id]
    with transaction(by=shop.by(anna)):
        secret = giftcards.reveal(
            card.public_id,
            programme_id=anna.programme_id,
            member_id=anna.id,
            now=shop.NOW + timedelta(1),
            fresh_factor=False,
            printed=True,
        )
    text = text_of(giftcards.printed(card, secret, order_number=order.number, language="en"))
    for word in (
        "Altitude",
        "Detsky Mir",
        "₽300",
        secret.code,
        "0417",
        order.number,
        "21 Nov 2027",
        "In a shop: show the code",
    ):
        assert word in text
    assert "Высота" in text_of(giftcards.printed(card, Secret(CODE), order_number=order.number, language="ru"))
