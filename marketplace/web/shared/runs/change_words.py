"""How single changes of a catalogue or of brands are said: what each means, its fields, what stood and will stand there."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import catalogue, partners, programmes
from marketplace.core.changes import Change, Difference, Meaning
from marketplace.core.money import minor_digits
from marketplace.web.shared import filters, offer_words

# The fields of brands and offers, as far as people call them otherwise than the file does.
FIELDS = {
    "name_ru": _l("Name in Russian"), "name_en": _l("Name in English"), "title_ru": _l("Title in Russian"),
    "title_en": _l("Title in English"), "category": _l("Category"), "category_slug": _l("Category"), "partner": _l("Partner"),
    "brand": _l("Brand"), "city_slugs": _l("Cities"), "online": _l("Works online"), "description_ru": _l("Description in Russian"),
    "description_en": _l("Description in English"), "how_ru": _l("How it works, in Russian"), "how_en": _l("How it works, in English"),
    "keywords": _l("Search words"), "rank": _l("Position in the shop"), "symbology": _l("Bar code"), "palette": _l("Colours"),
    "motif": _l("Drawing"), "initials": _l("Initials"), "kind": _l("Kind"), "fulfilment": _l("Where codes come from"),
    "currency": _l("Currency"), "value": _l("Value"), "value_min": _l("Lowest value"), "value_max": _l("Highest value"), "value_step": _l("Step of the value"),
    "rate_points": _l("Points"), "rate_value": _l("For this much money"), "min_points": _l("Minimum points"), "money_rate": _l("Money per point"),
    "validity_days": _l("Valid, days"), "per_member_limit": _l("Limit for one member"), "total_limit": _l("Limit for all"),
    "tier": _l("Level"), "starts_at": _l("On sale from"), "ends_at": _l("Last day on sale"), "published": _l("In the shop"),
}  # fmt: skip
_PRICES = {"price of ": _l("Price of %(value)s"), "old price of ": _l("Old price of %(value)s")}


# What a part of a change means: its words, tone and sign.
MEANINGS: Mapping[str, tuple[LazyString, str, str]] = {
    "new": (_l("New"), "good", "circle-plus"),
    "withdrawn": (_l("Withdrawn"), "bad", "circle-minus"),
    "price_up": (_l("Price up"), "warn", "chevron-up"),
    "price_down": (_l("Price down"), "good", "chevron-down"),
    "old_price": (_l("Old price"), "", "pencil"),
    "points_and_money": (_l("Points and money"), "", "pencil"),
    "denomination_new": (_l("New denomination"), "good", "plus"),
    "denomination_gone": (_l("Denomination gone"), "bad", "minus"),
    "range": (_l("Other values"), "warn", "pencil"),
    "range_new": (_l("Any value can be chosen"), "good", "plus"),
    "range_gone": (_l("Values can no longer be chosen"), "bad", "minus"),
    "renamed": (_l("Name changed"), "", "pencil"),
    "text": (_l("Text changed"), "", "pencil"),
    "search_words": (_l("Search words changed"), "", "pencil"),
    "picture": (_l("Another picture"), "", "eye"),
    "city_lost": (_l("City lost"), "warn", "minus"),
    "city_added": (_l("City added"), "good", "plus"),
    "cities_limited": (_l("No longer in every city"), "warn", "minus"),
    "cities_all": (_l("In every city now"), "good", "plus"),
    "online_lost": (_l("No longer online"), "warn", "minus"),
    "online_gained": (_l("Now online too"), "good", "plus"),
    "shown": (_l("Back in the shop"), "good", "eye"),
    "starts_at_once": (_l("On sale at once"), "good", "calendar"),
    "starts_later": (_l("On sale later"), "warn", "calendar"),
    "starts_earlier": (_l("On sale earlier"), "good", "calendar"),
    "ends": (_l("Has a last day now"), "warn", "calendar"),
    "never_ends": (_l("No last day any more"), "good", "calendar"),
    "ends_earlier": (_l("Last day earlier"), "warn", "calendar"),
    "ends_later": (_l("Last day later"), "good", "calendar"),
    "lasts_shorter": (_l("Card valid for less time"), "warn", "calendar"),
    "lasts_longer": (_l("Card valid for longer"), "good", "calendar"),
    "limit_set": (_l("New limit"), "warn", "minus"),
    "limit_lifted": (_l("Limit lifted"), "good", "plus"),
    "limit_lower": (_l("Lower limit"), "warn", "minus"),
    "limit_higher": (_l("Higher limit"), "good", "plus"),
    "level": (_l("For another level"), "warn", "users"),
    "moved": (_l("Another brand"), "", "tag"),
    "other": (_l("Changed"), "", "pencil"),
}
TOPICS = {
    "all": _l("All"), "new": _l("New"), "price": _l("Price"), "values": _l("Denominations"), "cities": _l("Cities"), "texts": _l("Names and texts"),
    "withdrawn": _l("Leaves the shop"), "other": _l("Terms"),
}  # fmt: skip
BADGES = TOPICS | {"texts": _l("Text"), "withdrawn": _l("Withdrawn")}
_SAID_BY_BADGE = ("new", "withdrawn", "other")
_RULES: Mapping[str, Callable[[Change], list[Meaning]]] = {"brands": partners.meanings}
_YES = {"True": _l("yes"), "False": _l("no"), "yes": _l("yes"), "no": _l("no")}
_WORDS: Mapping[str, Mapping[str, LazyString]] = {
    "kind": offer_words.KINDS, "fulfilment": offer_words.FULFILMENTS, "online": _YES, "published": _YES, "part_use": _YES,
}  # fmt: skip
_POINTS = ("rate_points", "min_points")
_SUMS = ("value", "value_min", "value_max", "value_step", "rate_value", "money_rate")


class Line(NamedTuple):
    """A part of a change: what it is about, what stood there and will stand there, what it means."""

    label: str
    was: str
    will: str
    note: str
    tone: str


class Said(NamedTuple):
    """A change in words: a badge for what it is about above all, and its parts."""

    badge: tuple[str, str, str]
    lines: list[Line]


def said(kind: str, change: Mapping[str, Any] | Change) -> Said:
    """A change out of the preview of a run of a kind, in words."""
    held = change if isinstance(change, Change) else made(change)
    parts = _RULES.get(kind, catalogue.meanings)(held)
    priced = [one for one in parts if one.percent is not None]
    foremost = max(priced, key=lambda one: one.percent or 0) if parts[0].percent is not None else parts[0]
    return Said(_badge(foremost), [_line(one) for one in parts if one.field])


def meant(word: str, percent: int | None) -> str:
    """What a part of a change means: "Price up 12 %"."""
    title = str(MEANINGS[word][0])
    return title if percent is None else _("%(what)s %(percent)s %%", what=title, percent=filters.grouped(percent))


def made(kept: Mapping[str, Any]) -> Change:
    """A change out of what a preview keeps of it."""
    return Change(**(dict(kept) | {"differences": tuple(Difference(*one) for one in kept["differences"])}))


def value(name: str, text: str, *, bare: bool = False) -> str:
    """What a field of a comparison holds, as the reader writes points (`bare`: without their unit), money, days and words; "" stays."""
    if not text:
        return ""
    if name in _POINTS or name.startswith(tuple(_PRICES)):
        return filters.number(int(text)) if bare else filters.points(int(text))
    if name in _SUMS:
        return " – ".join(_worth(one) for one in text.split(" – "))
    if name in ("starts_at", "ends_at"):
        moment = datetime.fromisoformat(text) - (timedelta(seconds=1) if name == "ends_at" else timedelta())
        return filters.day(moment)
    if name == "city_slugs":
        names = {city.slug: filters.local(city, "name") for city in programmes.cities()}
        return ", ".join(names.get(slug, slug) for slug in text.split(";"))
    return str(_WORDS.get(name, {}).get(text, text))


def _badge(part: Meaning) -> tuple[str, str, str]:
    """What a change is about, in a word or two: "Price +12 %", "Cities"."""
    _said, tone, sign = MEANINGS[part.word]
    if part.percent is None:
        return str(BADGES[part.topic]), tone, sign
    percent = filters.grouped(part.percent)
    dearer, cheaper = _("Price +%(percent)s %%", percent=percent), _("Price −%(percent)s %%", percent=percent)
    return dearer if part.word == "price_up" else cheaper, tone, sign


def _line(part: Meaning) -> Line:
    note = "" if part.word in _SAID_BY_BADGE else meant(part.word, part.percent)
    was = value(part.field, part.was, bare=bool(part.will))
    return Line(field(part.field), was, value(part.field, part.will), note, MEANINGS[part.word][1])


def title(change: Any) -> str:
    """What a thing that changes is called, in the reader's language where it has a name in it."""
    held = change if isinstance(change, dict) else {"title": change.title, "title_en": change.title_en}
    return str((held.get("title_en") if filters.language() == "en" else "") or held["title"])


def field(name: str) -> str:
    """What people call a field of a comparison."""
    for prefix, label in _PRICES.items():
        if name.startswith(prefix):
            return str(label) % {"value": _worth(name.removeprefix(prefix))}
    return str(FIELDS.get(name, name))


def _worth(named: str) -> str:
    """A value of an offer, "1000 RUB", as the reader writes money."""
    amount, _space, currency = named.rpartition(" ")
    return filters.money(int(Decimal(amount).scaleb(minor_digits(currency))), currency) if amount else named
