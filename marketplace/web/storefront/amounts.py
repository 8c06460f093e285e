"""Amounts as people type them: points and money, by the one parser of numbers, in the minor units of what is meant."""

from marketplace.core import numbers

DIGITS_MAX = 15


def parse(typed: str, decimals: int, *, commas_group: bool) -> int:
    """The amount in minor units of something with that many decimals; never negative.

    Args:
        commas_group: whether the page that it was typed on writes a thousand as `1,000`, as in English.

    Raises:
        ValueError: it is no such amount, could be two, or is longer than any there can be.
    """
    units = numbers.parse(typed.strip(), commas_group=commas_group).scaleb(decimals)
    if units < 0 or units != int(units) or units >= 10**DIGITS_MAX:
        raise ValueError("not an amount of this unit")
    return int(units)


def plain(amount: int, decimals: int) -> str:
    """An amount in minor units as a box or an address holds it: "1500", "12.50"."""
    whole, part = divmod(amount, 10**decimals)
    return f"{whole}.{part:0{decimals}d}" if part else str(whole)
