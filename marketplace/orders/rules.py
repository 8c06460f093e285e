"""Decisions about orders: no database, no clock."""

import re
from typing import NamedTuple

NUMBER_FROM = 20_000
# So many cards of an offer a member may take back unseen on a day; then no more of it is ordered until the next.
CANCELLED_A_DAY = 3
_NUMBER = re.compile(r"[ВвBbVv]?\s*[-\u2010-\u2015]?\s*(\d{5,15})")
_REF = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Wanted(NamedTuple):
    """What a member orders: a denomination, or a value out of an offer's range; what they saw that it costs, and how many points of
    that they give."""

    denomination_id: int | None
    offer_id: int | None
    value: int | None
    price: int
    points: int


def number_of(order_id: int) -> str:
    """The number of an order as people read it: "20418". Digits alone, for a letter would belong to one alphabet."""
    return str(NUMBER_FROM + order_id)


def id_of(number: str) -> int | None:
    """The order in a number as people type it, a letter before it is let pass; None where it is no number."""
    found = _NUMBER.fullmatch(number.strip())
    if found is None:
        return None
    order_id = int(found.group(1)) - NUMBER_FROM
    return order_id if order_id > 0 else None


def is_ref(ref: str) -> bool:
    """Whether a ref can be kept: 8 to 64 letters, digits, - and _."""
    return _REF.fullmatch(ref) is not None


def bar_to_cancelling(state: str, card_bar: str, fulfilment: str = "", *, unpaid: bool = False) -> str:
    """Why an order cannot be taken back, as a word; "" where it can.

    Args:
        state: the order's own.
        fulfilment: where its code comes from.
        unpaid: its money was there and is gone again, so that no card will be made.
        card_bar: why its card cannot be (`giftcards.rules.bar_to_taking_back`); "" where it can, or there is none yet.

    Returns:
        "cancelled"; "unpaid" while its payment can still be made; "unknown" while nobody knows whether its code was bought; "in_progress" while its card is being
        made; "bought" where a supplier has sold its code, and takes none back; or the card's bar.
    """
    if state == "issued" and fulfilment == "supplier":
        return "bought"
    if state == "obtained" and unpaid:
        return ""
    return {"cancelled": "cancelled", "unpaid": "unpaid", "unknown": "unknown", "obtained": "in_progress"}.get(
        state, card_bar
    )
