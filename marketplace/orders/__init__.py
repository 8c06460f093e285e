"""Points exchanged for an offer: quote, place, fulfil, cancel."""

from marketplace.orders.actions import place
from marketplace.orders.book import ERASED, MOVES, SHEETS
from marketplace.orders.errors import (
    BadRef,
    LimitReached,
    NotCancellable,
    NothingToRefund,
    OrderNotFound,
    OutOfStep,
    PriceChanged,
    RefUsed,
    TermsChanged,
)
from marketplace.orders.listing import SUPPLIED
from marketplace.orders.paying import deal_with, disputed, end_unpaid, lapse, stop_paying
from marketplace.orders.queries import (
    by_ref,
    coming_back,
    in_progress,
    is_ours,
    lots_taken,
    must_be_left,
    of_member,
    order,
    order_by_id,
    order_numbered,
    quote,
)
from marketplace.orders.refunding import Back, refund, refundable, refunded
from marketplace.orders.rules import id_of, number_of
from marketplace.orders.steps import Getting, cancel, find_again, fulfil, issue, lose_sight, obtain
from marketplace.orders.supplied import ask_again, begin, buy_again, give_up, name_sale, not_sold, obtain_bought
from marketplace.orders.values import Order, Quote
from marketplace.orders.verify import invariants

__all__ = [
    "ERASED",
    "MOVES",
    "SHEETS",
    "SUPPLIED",
    "Back",
    "BadRef",
    "Getting",
    "LimitReached",
    "NotCancellable",
    "NothingToRefund",
    "Order",
    "OrderNotFound",
    "OutOfStep",
    "PriceChanged",
    "Quote",
    "RefUsed",
    "TermsChanged",
    "ask_again",
    "begin",
    "buy_again",
    "by_ref",
    "cancel",
    "coming_back",
    "deal_with",
    "disputed",
    "end_unpaid",
    "find_again",
    "fulfil",
    "give_up",
    "id_of",
    "in_progress",
    "invariants",
    "is_ours",
    "issue",
    "lapse",
    "lose_sight",
    "lots_taken",
    "must_be_left",
    "name_sale",
    "not_sold",
    "number_of",
    "obtain",
    "obtain_bought",
    "of_member",
    "order",
    "order_by_id",
    "order_numbered",
    "place",
    "quote",
    "refund",
    "refundable",
    "refunded",
    "stop_paying",
]
