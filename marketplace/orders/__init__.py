"""Points exchanged for an offer: quote, place, fulfil, cancel."""

from marketplace.orders.actions import place
from marketplace.orders.book import SHEETS
from marketplace.orders.errors import (
    BadRef,
    LimitReached,
    NotCancellable,
    OrderNotFound,
    OutOfStep,
    PriceChanged,
    RefUsed,
    TermsChanged,
)
from marketplace.orders.queries import by_ref, of_member, order, order_by_id, order_numbered, quote
from marketplace.orders.rules import id_of, number_of
from marketplace.orders.steps import Getting, cancel, find_again, fulfil, issue, lose_sight, obtain
from marketplace.orders.values import Order, Quote
from marketplace.orders.verify import invariants

__all__ = [
    "SHEETS",
    "BadRef",
    "Getting",
    "LimitReached",
    "NotCancellable",
    "Order",
    "OrderNotFound",
    "OutOfStep",
    "PriceChanged",
    "Quote",
    "RefUsed",
    "TermsChanged",
    "by_ref",
    "cancel",
    "find_again",
    "fulfil",
    "id_of",
    "invariants",
    "issue",
    "lose_sight",
    "number_of",
    "obtain",
    "of_member",
    "order",
    "order_by_id",
    "order_numbered",
    "place",
    "quote",
]
