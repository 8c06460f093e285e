"""Points exchanged for an offer: quote, place, fulfil, cancel."""

from marketplace.orders.actions import cancel, fulfil, place
from marketplace.orders.errors import (
    BadRef,
    LimitReached,
    NotCancellable,
    OrderNotFound,
    RefUsed,
    TermsChanged,
)
from marketplace.orders.queries import by_ref, of_member, order, order_by_id, quote
from marketplace.orders.rules import id_of, number_of
from marketplace.orders.values import Order, Quote
from marketplace.orders.verify import invariants

__all__ = [
    "BadRef",
    "LimitReached",
    "NotCancellable",
    "Order",
    "OrderNotFound",
    "Quote",
    "RefUsed",
    "TermsChanged",
    "by_ref",
    "cancel",
    "fulfil",
    "id_of",
    "invariants",
    "number_of",
    "of_member",
    "order",
    "order_by_id",
    "place",
    "quote",
]
