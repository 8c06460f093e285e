"""What a change of an offer means to those who look at the shop, part by part: decided by what differs alone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from math import ceil

from marketplace.core.changes import Change, Difference, Meaning

PRICE, OLD_PRICE = "price of ", "old price of "
_RATES = ("rate_points", "rate_value")
# What a fact that is gone, that comes, or that becomes less or more is called.
_MOVES: Mapping[str, tuple[str, str, str, str]] = {
    "starts_at": ("starts_at_once", "starts_later", "starts_earlier", "starts_later"),
    "ends_at": ("never_ends", "ends", "ends_earlier", "ends_later"),
    "validity_days": ("lasts_longer", "lasts_shorter", "lasts_shorter", "lasts_longer"),
    "per_member_limit": ("limit_lifted", "limit_set", "limit_lower", "limit_higher"),
    "total_limit": ("limit_lifted", "limit_set", "limit_lower", "limit_higher"),
}
_WORDS: Mapping[str, Meaning] = {
    "title_ru": Meaning("renamed", "texts"), "title_en": Meaning("renamed", "texts"), "brand": Meaning("moved", "other"),
    "published": Meaning("shown", "new"), "tier": Meaning("level", "other"), "min_points": Meaning("points_and_money", "price"),
    "money_rate": Meaning("points_and_money", "price"), "value_min": Meaning("range", "values"), "value_max": Meaning("range", "values"),
    "value_step": Meaning("range", "values"),
}  # fmt: skip
# The worst for members first: the first one says what the change is about.
_ORDER = (
    "withdrawn", "denomination_gone", "range_gone", "price_up", "ends", "ends_earlier", "starts_later", "lasts_shorter", "limit_set", "limit_lower",
    "level", "range", "new", "shown", "denomination_new", "range_new", "price_down",
)  # fmt: skip


def meanings(change: Change) -> list[Meaning]:
    """The parts of a change of an offer, what members feel most first; at least one."""
    if change.kind == "new":
        return [Meaning("new", "new", *one) for one in change.differences] or [Meaning("new", "new")]
    if change.kind == "withdrawn":
        return [Meaning("withdrawn", "withdrawn")]
    named = {one.field: one for one in change.differences}
    found = [meant for one in change.differences if (meant := _meaning(one, named))]
    if "rate_points" in named:
        found.append(_rate(named["rate_points"]))
    return sorted(found, key=lambda one: _ORDER.index(one.word) if one.word in _ORDER else len(_ORDER))


def _meaning(one: Difference, named: Mapping[str, Difference]) -> Meaning | None:
    """What one difference means; None where another one says it too."""
    field, was, will = one
    if field.startswith(PRICE):
        return _price(one)
    if field.startswith(OLD_PRICE):
        price = named.get(field.removeprefix("old "))
        comes_or_goes = price is not None and not (price.was and price.will)
        return None if comes_or_goes else Meaning("old_price", "price", *one)
    if field in _RATES:
        return None
    if field in _MOVES:
        gone, comes, less, more = _MOVES[field]
        reader: Callable[[str], datetime | int] = datetime.fromisoformat if field.endswith("_at") else int
        word = gone if not will else comes if not was else less if reader(will) < reader(was) else more  # type: ignore[operator]
        return Meaning(word, "other", *one)
    known = _WORDS.get(field, Meaning("other", "other"))
    return known._replace(field=field, was=was, will=will)


def _price(one: Difference) -> Meaning:
    if not one.was:
        return Meaning("denomination_new", "values", *one)
    if not one.will:
        return Meaning("denomination_gone", "values", *one)
    return _moved(one, Fraction(int(one.was)), Fraction(int(one.will)))


def _rate(points: Difference) -> Meaning:
    """The price of a range: points for a hundred units of money, before and after."""
    if not points.was or not points.will:
        return Meaning("range_new" if points.will else "range_gone", "values", *points)
    return _moved(points, Fraction(int(points.was)), Fraction(int(points.will)))


def _moved(one: Difference, was: Fraction, will: Fraction) -> Meaning:
    percent = ceil(abs(will - was) * 100 / was)
    return Meaning("price_up" if will > was else "price_down", "price", *one, percent)
