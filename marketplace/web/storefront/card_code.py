"""A code that is being shown: grouped for the eye, and drawn for a till. It goes into one answer and is kept nowhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from marketplace import giftcards
from marketplace.codes import Secret
from marketplace.giftcards import Picture
from marketplace.partners import Brand
from marketplace.web.shared.security import fresh_factor
from marketplace.web.shared.visitor import member

SHOWN_S = 60
GROUP = 4
# A symbol that is so much wider than high is a row of bars, or nearly.
WIDE = 1.5


@dataclass(frozen=True, slots=True)
class Shown:
    """The code and PIN, the QR symbol, and the brand's own symbol where it has one; each symbol only where it reads back as the code."""

    code: str = field(repr=False)
    pin: str = field(repr=False)
    qr: Picture | None = field(repr=False)
    own: Picture | None = field(repr=False)
    seconds: int = SHOWN_S

    @property
    def grouped(self) -> str:
        """The code as it is read aloud."""
        return grouped(self.code)

    @property
    def wide(self) -> bool:
        """Whether the brand's symbol needs the width of the page."""
        return self.own is not None and self.own.width > WIDE * self.own.height


def opened(public_id: str, now: datetime, *, printed: bool = False) -> Secret:
    """The code of the visitor's own card, with a record of the look. Needs a transaction; raises as `giftcards.reveal`."""
    me = member()
    return giftcards.reveal(
        public_id, programme_id=me.programme_id, member_id=me.id, now=now, fresh_factor=fresh_factor(), printed=printed
    )


def shown(secret: Secret, brand: Brand, signed: str = "") -> Shown:
    """What the page shows of a code; in the QR symbol a pass that was signed for it, where there is one."""
    symbol = _drawn(giftcards.qr, signed) if signed else None
    symbol = symbol or _drawn(giftcards.qr, secret.code)
    return Shown(secret.code, secret.pin, symbol, _own_symbol(secret.code, brand.symbology))


def grouped(code: str) -> str:
    """A code in groups of four: "MOCK 3F9T W8QD 7K2M"; as it is where it has groups of its own or one character would be left."""
    if not code.isalnum() or len(code) % GROUP == 1:
        return code
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _own_symbol(code: str, symbology: str) -> Picture | None:
    if symbology not in giftcards.SYMBOLOGIES:
        return None
    return _drawn(partial(giftcards.barcode, symbology), code)


def _drawn(draw: Callable[[str], Picture], code: str) -> Picture | None:
    try:
        return draw(code)
    except giftcards.CodeDoesNotFit:
        return None
