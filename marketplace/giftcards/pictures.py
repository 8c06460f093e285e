"""Draws what a till can scan: a code as a QR symbol, or in the brand's own symbology, each as one SVG path.

A path, not an image: it takes the colour of the page, stays sharp in print and weighs a few hundred bytes. It is drawn only if a scanner that reads
the very modules of it finds exactly the code.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

import zxingcpp
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from marketplace.giftcards.errors import CodeDoesNotFit


class Symbology(NamedTuple):
    """How one kind of bar code is drawn: its quiet zone and, where it is linear, its height, both in modules."""

    format: zxingcpp.BarcodeFormat
    quiet: int
    height: int = 0


# Quiet zones as the standards ask for them: GS1 General Specifications 5.2, ISO/IEC 15417, 15438, 24778, 16022.
SYMBOLOGIES = {
    "ean13": Symbology(zxingcpp.EAN13, 11, 34),
    "code128": Symbology(zxingcpp.Code128, 10, 40),
    "pdf417": Symbology(zxingcpp.PDF417, 2),
    "aztec": Symbology(zxingcpp.Aztec, 2),
    "datamatrix": Symbology(zxingcpp.DataMatrix, 2),
}
QR_QUIET = 4
READ_AT = 2  # pixels a module, for reading back


class Picture(NamedTuple):
    """A symbol of width × height modules; `path` draws its dark modules, and nothing of the quiet zone around it."""

    width: int
    height: int
    path: str
    quiet: int

    @property
    def view_box(self) -> str:
        """The SVG view box with the quiet zone, which a scanner needs."""
        q = self.quiet
        return f"{-q} {-q} {self.width + 2 * q} {self.height + 2 * q}"

    @property
    def svg(self) -> str:
        """A whole SVG document: black on white, with the quiet zone."""
        q = self.quiet
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{self.view_box}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M{-q} {-q}h{self.width + 2 * q}v{self.height + 2 * q}h{-self.width - 2 * q}z"/>'
            f'<path fill="#000" d="{self.path}"/></svg>'
        )


def qr(text: str) -> Picture:
    """The QR symbol of a text, error correction M (ISO/IEC 18004).

    Raises:
        CodeDoesNotFit: it is too long, or what a scanner reads of the symbol is not exactly the text.
    """
    symbol = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(text)
    try:
        symbol.make(fit=True)
    except (DataOverflowError, ValueError):
        raise CodeDoesNotFit(symbology="qr") from None
    rows = symbol.get_matrix()
    if not _reads_as(text, rows, QR_QUIET, zxingcpp.QRCode):
        raise CodeDoesNotFit(symbology="qr")
    return _picture(rows, QR_QUIET)


def barcode(symbology: str, text: str) -> Picture:
    """The symbol of a text in one of SYMBOLOGIES.

    Raises:
        CodeDoesNotFit: the symbology cannot hold this text (letters or a wrong check digit in EAN-13), or what
            a scanner reads of the symbol is not exactly the text.
    """
    kind = SYMBOLOGIES[symbology]
    # Bar for bar an EAN-13 that begins with 0 is a UPC-A: some scanners tell it in thirteen digits, others in twelve (GS1 General Specifications 5.2.2).
    # So neither is drawn, for one of them reads another code.
    if symbology == "ean13" and text.startswith("0"):
        raise CodeDoesNotFit(symbology=symbology)
    try:
        if symbology == "datamatrix":
            symbol = zxingcpp.create_barcode(text, kind.format, force_square=True)
        else:
            symbol = zxingcpp.create_barcode(text, kind.format)
    except ValueError:
        raise CodeDoesNotFit(symbology=symbology) from None
    rows = _modules(symbol)
    drawn = [rows[0]] * kind.height if kind.height else rows
    if not _reads_as(text, drawn, kind.quiet, kind.format):
        raise CodeDoesNotFit(symbology=symbology)
    return _picture(drawn, kind.quiet)


def _reads_as(text: str, rows: Sequence[Sequence[bool]], quiet: int, kind: zxingcpp.BarcodeFormat) -> bool:
    """Whether a scanner finds exactly this text in the modules, with nothing but the quiet zone around them."""
    side = b"\xff" * (quiet * READ_AT)
    lines = [side + b"".join((b"\0" if dark else b"\xff") * READ_AT for dark in row) + side for row in rows]
    blank = [b"\xff" * len(lines[0])] * (quiet * READ_AT)
    pixels = b"".join([*blank, *(line for line in lines for _ in range(READ_AT)), *blank])
    grey = memoryview(pixels).cast("B", (len(pixels) // len(lines[0]), len(lines[0])))
    return [one.text for one in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(kind))] == [text]


def _modules(symbol: zxingcpp.Barcode) -> list[list[bool]]:
    """The symbol's modules, row by row; True where it is dark."""
    pixels: Any = symbol.to_image(add_quiet_zones=False)
    grey: Any = memoryview(pixels).tolist()
    return [[level == 0 for level in row] for row in grey]


def _picture(rows: Sequence[Sequence[bool]], quiet: int) -> Picture:
    """Draw runs of dark modules as rectangles; rows that are alike are drawn once, as high as they are many."""
    parts: list[str] = []
    top = 0
    for row, alike in groupby(rows):
        height = len(list(alike))
        left = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                parts.append(f"M{left} {top}h{width}v{height}h-{width}z")
            left += width
        top += height
    return Picture(len(rows[0]), len(rows), "".join(parts), quiet)
