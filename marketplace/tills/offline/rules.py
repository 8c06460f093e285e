"""Decisions about tills without a network: no database, no clock."""

from datetime import datetime, timedelta

PACKAGE_LASTS = timedelta(hours=24)
PASS_LASTS = timedelta(days=7)  # as long as an opened card stays on its owner's device
SLACK = timedelta(minutes=10)  # what a till's clock may differ by, once it was set by the package's
COUNT_MAX = 500
# The greatest limits that there are, in minor units: of one card, and of one till while it is without a network.
CARD_LIMIT_MAX, STORED_LIMIT_MAX = 5_000_00, 500_000_00
OWNER_MOST_LOST = (
    50_000_00  # of one till: an owner who risks more needs the programme's consent, unless its rule says otherwise
)
CARD_LIMIT, STORED_LIMIT, COUNT_LIMIT = 1_000_00, 15_000_00, 50  # what is proposed


def are_limits(card_limit: int, stored_limit: int, count_limit: int) -> bool:
    """Whether there are such limits; all of a card's fits into a till's."""
    return (
        1 <= card_limit <= CARD_LIMIT_MAX
        and card_limit <= stored_limit <= STORED_LIMIT_MAX
        and 1 <= count_limit <= COUNT_MAX
    )


def most_lost(card_limit: int, stored_limit: int, count_limit: int) -> int:
    """The most that a till can lose while it is without a network, in minor units.

    Each of `count_limit` redemptions takes at most `card_limit`, and all of them at most `stored_limit`; whatever of that is not on
    the cards any more when the till comes back is lost.
    """
    return min(stored_limit, count_limit * card_limit)


def pass_until(at: datetime, last_moment: datetime) -> datetime:
    """Until when a pass that is given at a moment holds: a week, and not beyond the card's own last moment."""
    return min(at + PASS_LASTS, last_moment)
