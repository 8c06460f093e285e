"""Cards exchanged for another brand's at a quoted rate, split and merged, within limits."""

from marketplace.exchanges.actions import exchange, merge, offer, set_rule, split
from marketplace.exchanges.book import SHEETS
from marketplace.exchanges.errors import (
    BadParts,
    ExchangedLately,
    ExchangedTooOften,
    ExchangeLimit,
    ExchangeOff,
    NothingToExchange,
    NotMergeable,
    NotOurCode,
    QuoteNotFound,
    QuoteOver,
    ShorterNotAccepted,
    TooManyExchanges,
)
from marketplace.exchanges.queries import goes_on, possible, quote, room, rule, rules_of, targets
from marketplace.exchanges.rules import (
    CARDS_MAX,
    CHAIN_MAX,
    EXCHANGES_A_DAY,
    MONTH_MAX,
    PART_MIN,
    PARTS_MAX,
    PAUSE,
    QUOTE_LASTS,
    RECASTS_A_DAY,
)
from marketplace.exchanges.values import Quote, Room, Rule, Target
from marketplace.exchanges.verify import invariants

__all__ = [
    "CARDS_MAX", "CHAIN_MAX", "EXCHANGES_A_DAY", "MONTH_MAX", "PARTS_MAX", "PART_MIN", "PAUSE", "QUOTE_LASTS", "RECASTS_A_DAY", "SHEETS",
    "BadParts", "ExchangeLimit", "ExchangeOff", "ExchangedLately", "ExchangedTooOften", "NotMergeable", "NotOurCode", "NothingToExchange",
    "Quote", "QuoteNotFound", "QuoteOver", "Room", "Rule", "ShorterNotAccepted", "Target", "TooManyExchanges", "exchange", "goes_on", "invariants",
    "merge", "offer", "possible", "quote", "room", "rule", "rules_of", "set_rule", "split", "targets",
]  # fmt: skip
