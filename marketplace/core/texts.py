"""What a text from outside may hold: one rule for every door, so that what is taken can be mailed, printed and searched.

A no-break space is a space that is kept; soft hyphens and other marks without width go; letters that come in pieces are
put together (Unicode NFC). A text of one line has no line break and no tab in it, and no text has a payment card's number.
"""

import re
import unicodedata

from marketplace.core import pans
from marketplace.core.problems import Reason

KEPT_SPACES = "\u00a0\u202f"
_WIDTHLESS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_OTHER_SPACES = re.compile("[\u1680\u2000-\u200a\u205f\u3000]")
_AS_SPACES = str.maketrans(dict.fromkeys(KEPT_SPACES, " "))
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_BLANK = f" {KEPT_SPACES}\t\r\n"


class Unfit(ValueError):
    """Why a text, number or day from outside cannot be taken; the reason is shown, so it never repeats the text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = Reason.of(reason)


def one_line(given: str) -> str:
    """A name, title or remark of one line, without spaces around. Raises Unfit."""
    if given.isascii() and given.isprintable() and len(given) < pans.MIN_DIGITS:
        return given.strip()
    text = _clean(given).strip(_BLANK)
    if _BREAKS.search(text):
        raise Unfit("has a line break or a tab in it")
    _check(text)
    return text


def lines(given: str) -> str:
    """A text that may have several lines and tabs, without blanks around; line ends are made one. Raises Unfit."""
    text = _clean(given.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))
    text = text.strip(_BLANK)
    _check(text.replace("\n", " ").replace("\t", " "))
    return text


def _clean(given: str) -> str:
    return _OTHER_SPACES.sub(" ", _WIDTHLESS.sub("", unicodedata.normalize("NFC", given)))


def is_one_line(text: str) -> bool:
    """Whether a text is one of one line already, as `one_line` would leave it."""
    try:
        return one_line(text) == text
    except Unfit:
        return False


def is_printable(text: str) -> bool:
    """Whether a text of one line has nothing in it that cannot be seen, but for the spaces that are kept."""
    return text.translate(_AS_SPACES).isprintable()


def _check(text: str) -> None:
    if not is_printable(text):
        raise Unfit("has characters that cannot be printed")
    if len(text) >= pans.MIN_DIGITS and pans.found(text):
        raise Unfit("has a card number in it, which must never be sent")
