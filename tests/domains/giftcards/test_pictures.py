"""What a till sees is read back with a scanner's eyes."""

import io
import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from marketplace.giftcards import pictures
from marketplace.giftcards.errors import CodeDoesNotFit

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z")


def seen(picture: pictures.Picture) -> tuple[str, str]:
    """Read the drawn path as a camera would: format and text."""
    scale, q = 4, picture.quiet
    image = Image.new("L", ((picture.width + 2 * q) * scale, (picture.height + 2 * q) * scale), 255)
    draw = ImageDraw.Draw(image)
    assert "".join(m.group(0) for m in RUN.finditer(picture.path)) == picture.path
    for left, top, width, height in (map(int, m.groups()) for m in RUN.finditer(picture.path)):
        x, y = (left + q) * scale, (top + q) * scale
        draw.rectangle((x, y, x + width * scale - 1, y + height * scale - 1), fill=0)
    buffer = io.BytesIO()
    image.save(buffer, "png")
    found = zxingcpp.read_barcodes(Image.open(buffer))
    assert len(found) == 1
    return found[0].format.name, found[0].text


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ-", min_size=6, max_size=32))
def test_qr_is_read_back_as_the_code(code: str) -> None:
    assert seen(pictures.qr(code)) == ("QRCode", code)


@pytest.mark.parametrize("symbology", ["code128", "pdf417", "aztec", "datamatrix"])
@pytest.mark.parametrize("code", ["A7K2", "MOCK3F9TW8QD7K2M", "7K2M-0417-AAAA-BBBB-CCCC-1"])
def test_the_brands_symbol_is_read_back_as_the_code(symbology: str, code: str) -> None:
    name, text = seen(pictures.barcode(symbology, code))
    assert (name.lower(), text) == (symbology, code)


def test_ean13_is_read_back_with_its_check_digit() -> None:
    assert seen(pictures.barcode("ean13", "4006381333931")) == ("EAN13", "4006381333931")


@pytest.mark.parametrize(
    ("symbology", "code"),
    [
        ("ean13", "MOCK3F9T"),
        ("ean13", "4006381333932"),
        ("ean13", ""),
        ("ean13", "400638133393"),  # a check digit would be added: a till would read another code
        ("ean13", "012345678905"),  # twelve digits of UPC-A, which a till would read as thirteen
        ("ean13", "0012345678905"),  # the same in thirteen, which a till would read as twelve
        ("ean13", "12345678"),
        ("ean13", " 4006381333931"),
        ("code128", "Привет"),
        ("datamatrix", "7" * 9999),
    ],
)
def test_a_code_that_the_symbology_cannot_hold_is_refused_without_naming_it(symbology: str, code: str) -> None:
    with pytest.raises(CodeDoesNotFit) as no:
        pictures.barcode(symbology, code)
    assert no.value.facts == {"symbology": symbology}
    assert no.value.__cause__ is None


@pytest.mark.parametrize("code", ["", "7" * 9999, "\0MOCK3F9T"])
def test_a_text_of_which_no_qr_symbol_reads_back_is_refused_without_naming_it(code: str) -> None:
    with pytest.raises(CodeDoesNotFit) as no:
        pictures.qr(code)
    assert no.value.facts == {"symbology": "qr"}
    assert no.value.__cause__ is None


def test_control_modules_of_another_code_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read back is what is drawn, not what the library had in mind."""
    others = pictures._modules(zxingcpp.create_barcode("4006381333931", zxingcpp.EAN13))
    monkeypatch.setattr(pictures, "_modules", lambda _symbol: others)
    with pytest.raises(CodeDoesNotFit):
        pictures.barcode("ean13", "5901234123457")
    monkeypatch.setattr(pictures.QRCode, "get_matrix", lambda _symbol: [[True] * 21] * 21)
    with pytest.raises(CodeDoesNotFit):
        pictures.qr("MOCK3F9TW8QD7K2M")


def test_a_picture_of_a_code_is_small_and_has_a_quiet_zone() -> None:
    picture = pictures.qr("MOCK3F9TW8QD7K2M")
    assert (picture.width, picture.height, picture.view_box) == (21, 21, "-4 -4 29 29")
    assert len(picture.path) < 4000
    assert picture.svg.startswith("<svg")
    assert picture.path in picture.svg
