"""Amounts as people type them: points and money, with spaces or commas between thousands, in either language."""

import re

DIGITS_MAX = 15
# "5 000", "5,000", "5000"; then, where the unit has decimals, "12,5" or "12.50".
_TYPED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")
_BLANK = re.compile(r"[\s\u00a0\u202f]")


def parse(typed: str, decimals: int) -> int:
    """The amount in minor units of something with that many decimals; never negative.

    Raises:
        ValueError: it is no such amount, or longer than any there can be.
    """
    found = _TYPED.fullmatch(_BLANK.sub("", typed))
    if found is None:
        raise ValueError("not an amount")
    whole, part = found.group(1).replace(",", ""), (found.group(2) or "").rstrip("0")
    if len(part) > decimals or len(whole.lstrip("0")) + decimals > DIGITS_MAX:
        raise ValueError("not an amount of this unit")
    return int(whole + part.ljust(decimals, "0"))


def plain(amount: int, decimals: int) -> str:
    """An amount in minor units as a box or an address holds it: "1500", "12.50"."""
    whole, part = divmod(amount, 10**decimals)
    return f"{whole}.{part:0{decimals}d}" if part else str(whole)
