"""Papers from outside: a PDF that does nothing by itself, or a photograph, redrawn. What it is is said by its content, not by its name."""

from marketplace.core import pictures
from marketplace.core.errors import Refusal

BYTES_MAX = 10 * 2**20
# What stands in a PDF that does something by itself or brings something along.
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/RichMedia")


class PaperRefused(Refusal):
    """A file was not taken as a paper; the fact `reason`: empty, large, small, broken, locked, active, kind."""

    code = "paper_refused"


def cleaned(content: bytes) -> tuple[bytes, str]:
    """A paper as it is kept, and its kind: "pdf", "jpeg" or "png". Raises PaperRefused."""
    if not content:
        raise PaperRefused(reason="empty")
    if len(content) > BYTES_MAX:
        raise PaperRefused(reason="large")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise PaperRefused(reason="broken")
        if b"/Encrypt" in content:
            raise PaperRefused(reason="locked")
        if any(word in content for word in _ACTIVE):
            raise PaperRefused(reason="active")
        return content, "pdf"
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise PaperRefused(reason="kind")
    try:
        return pictures.redrawn(content)
    except pictures.PictureRefused as error:
        raise PaperRefused(reason=error.facts["reason"]) from None
