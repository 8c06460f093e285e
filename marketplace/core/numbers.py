"""Numbers as people and programs write them: the one parser, for files, forms, the command line and texts of an API.

`1000`, `1 000`, `499.90`, `499,90`. Digits are the ten of ASCII. What could be read in two ways is not read at all:
`1,000` and `1.000` are a thousand to one reader and one to another.
"""

import re
from decimal import Decimal

from marketplace.core.texts import Unfit

DIGITS_MAX, DECIMALS_MAX = 18, 6
_SPACE = r"[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(rf"(-?)(?:([0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+)|([0-9]+))(?:([.,])([0-9]+))?")
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_THREE = 3


class Doubtful(Unfit):
    """A number that means a thousand to one reader and one to another."""


def parse(text: str, *, commas_group: bool = False, decimals_max: int = DECIMALS_MAX) -> Decimal:
    """The number that a text is, exactly as written.

    Args:
        commas_group: where anyone who types has been shown numbers as `1,000`, that is what a comma before three digits means.
        decimals_max: how many decimals it may have.

    Raises:
        Unfit: it is no number, or has more than 18 digits or too many decimals.
        Doubtful: it could mean two.
    """
    if commas_group and _COMMAS.fullmatch(text):
        text = text.replace(",", "")
        return _sized(text.partition(".")[0], text.partition(".")[2], decimals_max)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Unfit("is not a number such as 1000 or 499.90")
    sign, grouped, plain, mark, part = found.groups()
    if mark and plain and len(part) == _THREE and len(plain) <= _THREE and plain[0] != "0":
        raise Doubtful("could be a thousand or a fraction: write 1000 or 1.00")
    whole = plain or re.sub(_SPACE, "", grouped)
    return _sized(sign + whole, part or "", decimals_max)


def whole(text: str, *, commas_group: bool = False) -> int:
    """The whole number that a text is; `commas_group` as for `parse`. Raises Unfit, Doubtful."""
    number = parse(text, commas_group=commas_group)
    if number != int(number):
        raise Unfit("is not a whole number")
    return int(number)


def _sized(whole: str, part: str, decimals_max: int) -> Decimal:
    if len(whole.lstrip("-0")) > DIGITS_MAX or len(part.rstrip("0")) > decimals_max:
        raise Unfit("is too long for a number")
    return Decimal(f"{whole}.{part}" if part else whole)
