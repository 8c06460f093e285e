"""Decisions about exchanges: no database, no clock. Amounts in minor units of the card's currency."""

from collections.abc import Sequence
from datetime import timedelta

QUOTE_LASTS = timedelta(minutes=15)
EXCHANGES_A_DAY, RECASTS_A_DAY = 3, 10
MONTH, MONTH_MAX = timedelta(days=30), 1_000_000
CHAIN_MAX, PAUSE = 2, timedelta(hours=24)
PART_MIN, PARTS_MAX = 10_000, 5
CARDS_MAX = 10  # merged at once


def net(amount: int, fee_permille: int) -> int:
    """What is got for an amount: without the fee, rounded down, so that no exchange gives more than it takes."""
    return amount * (1000 - fee_permille) // 1000


def gross(value: int, fee_permille: int) -> int:
    """The least amount for which `value` is got."""
    return -(-value * 1000 // (1000 - fee_permille))


def fitting(remaining: int, values: Sequence[int], fee_permille: int) -> int | None:
    """The greatest of some fixed values that a card is enough for, so that what is left of it is nothing or still a card; None: none."""
    fits = [value for value in values if _leaves_a_card(remaining - gross(value, fee_permille))]
    return max(fits, default=None)


def are_parts(remaining: int, parts: Sequence[int]) -> bool:
    """Whether a card can be split so: each part is worth having, and together they are all of it."""
    return 2 <= len(parts) <= PARTS_MAX and all(part >= PART_MIN for part in parts) and sum(parts) == remaining


def _leaves_a_card(rest: int) -> bool:
    return rest == 0 or rest >= PART_MIN
