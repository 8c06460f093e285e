"""The printed gift card: one page of tagged PDF set by typst with fonts of our own, PDF/UA-1 where they have all its characters."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial

import typst

from marketplace.core.places import TEMPLATES
from marketplace.giftcards.errors import CodeDoesNotFit
from marketplace.giftcards.pictures import SYMBOLOGIES, Picture, barcode, qr

TEMPLATE = TEMPLATES / "pdf" / "certificate.typ"
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[TEMPLATE.with_name("fonts")])
SOURCE = TEMPLATE.read_bytes()
MAX_STEPS = 6
MAX_CHARACTERS = 600


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What stands on the page; amounts and days already in the reader's words.

    `face` is the brand's picture (SVG, 320 × 202), `ink` says whether "light" or "dark" text reads on it; `how` are the
    steps of using the card, in the reader's language. `part_use`: whether the value may be spent in parts; None where it is
    no sum of money.
    """

    language: str
    programme: str
    brand: str
    value: str
    code: str = field(repr=False)
    pin: str = field(repr=False)
    until: str
    order: str
    face: str
    ink: str
    how: tuple[str, ...] = ()
    part_use: bool | None = None
    symbology: str = "none"


def pdf(certificate: Certificate) -> bytes:
    """Print one certificate; its text can be selected, and read aloud but for characters that no voice has.

    Where no symbol of a kind reads back as the code, the page goes without it: the other and the code remain.
    """
    how, room = [], MAX_CHARACTERS
    for step in certificate.how[:MAX_STEPS]:
        how.append(step if len(step) <= room else step[: max(room - 1, 0)].rstrip() + "…")
        room -= len(step)
        if room <= 0:
            break
    card = asdict(certificate) | {"qr": _drawn(qr, certificate.code), "bars": _bars(certificate), "how": how}
    text = json.dumps(card, ensure_ascii=False)
    try:
        return _set(text, spoken=True)
    except typst.TypstError:  # a character that no font has or no reader can speak: PDF/UA forbids it, paper does not
        return _set(text, spoken=False)


def _set(card: str, *, spoken: bool) -> bytes:
    page = typst.compile(
        SOURCE, format="pdf", font_paths=FONTS, sys_inputs={"card": card}, pdf_standards=["ua-1"] if spoken else []
    )  # fmt: skip
    assert isinstance(page, bytes)
    return page


def _bars(certificate: Certificate) -> str:
    if certificate.symbology not in SYMBOLOGIES:
        return ""
    return _drawn(partial(barcode, certificate.symbology), certificate.code)


def _drawn(draw: Callable[[str], Picture], code: str) -> str:
    """A symbol as a document of its own; "" where it would not read back as the code."""
    try:
        return draw(code).svg
    except CodeDoesNotFit:
        return ""
