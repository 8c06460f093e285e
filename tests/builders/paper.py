"""A printed page as somebody with the file sees it: its text, how many pages, and the picture that a scanner looks at."""

import io

import pypdf
import pypdfium2
from PIL.Image import Image

DOTS_AN_INCH = 150


def text_of(page: bytes) -> str:
    """All text of a PDF, with plain spaces between its words."""
    return " ".join(" ".join(leaf.extract_text() for leaf in _leaves(page)).split())


def pages(page: bytes) -> int:
    """How many pages a PDF has."""
    return len(_leaves(page))


def picture(page: bytes) -> Image:
    """The first page as a printer would print it."""
    document = pypdfium2.PdfDocument(page)
    try:
        return document[0].render(scale=DOTS_AN_INCH / 72).to_pil()
    finally:
        document.close()


def _leaves(page: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(page)).pages)
