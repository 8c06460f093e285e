"""What is otherwise between an offer as it is and as it shall be, field by field."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from marketplace.catalogue.facts import OfferFacts
from marketplace.core.changes import Change, ChangeKind, Difference
from marketplace.core.money import minor_digits

PLAIN = OfferFacts._fields[3:-1]  # everything between the brand and the denominations
_MONEY = frozenset(
    {"value_min", "value_max", "value_step", "rate_value", "money_rate"}
)  # told as "1000 RUB"; points as minor units
Prices = Mapping[int, tuple[int | None, int | None]]  # value: price and old price


def between(
    was: Mapping[str, Any], will: Mapping[str, Any], was_prices: Prices, will_prices: Prices
) -> list[Difference]:
    """The fields that differ, brand first, then the denominations by value in the currency that there will be."""
    pairs = [(name, _told(name, was), _told(name, will)) for name in ("brand", *PLAIN)]
    for value in sorted(was_prices.keys() | will_prices.keys()):
        old, new = was_prices.get(value, (None, None)), will_prices.get(value, (None, None))
        worth = _worth(value, will["currency"])
        pairs += [(f"price of {worth}", old[0], new[0]), (f"old price of {worth}", old[1], new[1])]
    return [Difference(name, _text(a), _text(b)) for name, a, b in pairs if a != b]


def change(ref: str, was: OfferFacts | None, will: OfferFacts | None) -> Change | None:
    """What happens to one offer; None where nothing does."""
    if was is None or will is None:
        held = will or was
        assert held is not None, "an offer is there before or after"
        kind: ChangeKind = "new" if was is None else "withdrawn"
        return Change(kind, ref, held.title_ru, None, as_understood(held) if was is None else (), held.title_en)
    found = between(was._asdict(), will._asdict(), _prices(was), _prices(will))
    return Change("changed", ref, will.title_ru, None, tuple(found), will.title_en) if found else None


def as_understood(offer: OfferFacts) -> tuple[Difference, ...]:
    """The values and prices of a new offer, as they were read."""
    return _understood(tuple(offer.denominations), offer.value_min, offer.value_max, offer.currency)


@lru_cache(
    maxsize=4_096
)  # most catalogues have few prices and many offers, whose differences all stand in memory at once
def _understood(
    denominations: tuple[tuple[int, int, int | None], ...], value_min: int | None, value_max: int | None, currency: str
) -> tuple[Difference, ...]:
    prices = [Difference(f"price of {_worth(value, currency)}", "", _text(price)) for value, price, _ in denominations]
    if value_min and value_max:
        ends = (_worth(value_min, currency), _worth(value_max, currency))
        prices.append(Difference("value", "", " – ".join(ends)))
    return tuple(prices)


def _prices(offer: OfferFacts) -> Prices:
    return {value: (price, old) for value, price, old in offer.denominations}


def _told(name: str, of: Mapping[str, Any]) -> Any:
    """A field as a comparison holds it."""
    value = of[name]
    return _worth(value, of["currency"]) if name in _MONEY and value is not None else value


def _worth(value: int, currency: str) -> str:
    """A value as a name has it in any language: "1000 RUB"; pages say it in the reader's."""
    return f"{Decimal(value).scaleb(-minor_digits(currency)).normalize():f} {currency}"


def _text(value: Any) -> str:
    return "" if value is None else str(value)
