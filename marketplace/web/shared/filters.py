"""How templates write amounts, days and addresses: the plain formats, in the language and programme of the request.

Every filter takes the programme where it matters, and falls back to the one of the request (`g.programme`).
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, g
from flask_babel import gettext
from jinja2 import pass_context

from marketplace.core import clock, formats
from marketplace.core.money import minor_digits
from marketplace.web.shared import languages


class Programme(formats.Unit, Protocol):
    """What the filters must know of a programme: its unit, its time zone, its currency, its look."""

    time_zone: str
    currency: str
    look: dict[str, Any]


def init_app(app: Flask) -> None:
    """Make the filters known to every template of the application."""
    ours: dict[str, Callable[..., str]] = {
        "clock": hour_and_minute, "country": country, "day": day, "full_moment": full_moment, "grouped": grouped, "iso_day": iso_day, "iso_moment": iso_moment, "local": local, "moment": moment,
        "money": money, "month": month, "number": number, "points": points, "point_price": point_price, "points_genitive": points_genitive, "short_day": short_day, "signed": signed,
        "unit": unit, "unit_genitive": unit_genitive, "unit_many": unit_many, "unit_title": unit_title, "written": written,
    }  # fmt: skip
    app.jinja_env.filters.update({name: _of_request(one) for name, one in ours.items()})
    app.jinja_env.filters.update(
        masked_email=formats.masked_email, masked_phone=formats.masked_phone, masked_code=formats.masked_code, sentence=sentence, currency_sign=formats.currency_sign,
    )  # fmt: skip
    app.jinja_env.globals.update(money_range=money_range)


def _of_request(write: Callable[..., str]) -> Callable[..., str]:
    """As a filter that is asked in every request. Else what it writes of a constant, as `0|unit`, would be written once, when the template is compiled: in
    the language and programme of whoever came first.
    """

    @pass_context
    @wraps(write)
    def asked(_context: object, *args: Any, **named: Any) -> str:
        return write(*args, **named)

    return asked


def sentence(text: object) -> str:
    """A text that begins with a capital; names within it stay as they are written, which Jinja’s own `capitalize` puts into small letters."""
    said = str(text)
    return said[:1].upper() + said[1:]


def points(amount: int, programme: Programme | None = None) -> str:
    """ "450 баллов", "450 points"."""
    return formats.points(amount, programme or g.programme, language())


def points_genitive(amount: int, programme: Programme | None = None) -> str:
    """The form after "от", "до", "из": "421 балла"."""
    return formats.points(amount, programme or g.programme, language(), "genitive")


def number(amount: int, programme: Programme | None = None) -> str:
    """Points without their unit: "4 820"."""
    return formats.number(amount, (programme or g.programme).decimals, language())


def grouped(count: int) -> str:
    """A number of things: "2 204"."""
    return formats.number(count, 0, language())


def signed(amount: int, programme: Programme | None = None) -> str:
    """Points with a sign and without their unit: "+240", "−450"."""
    return formats.signed(amount, (programme or g.programme).decimals, language())


def unit(amount: int, programme: Programme | None = None) -> str:
    """The unit alone, as it stands after the amount."""
    return formats.unit(amount, programme or g.programme, language())


def unit_genitive(amount: int, programme: Programme | None = None) -> str:
    """The unit alone, as it stands after "от" and the amount."""
    return formats.unit(amount, programme or g.programme, language(), "genitive")


def unit_title(programme: Programme | None = None) -> str:
    """The unit as the name of a place: "Баллы", "Points".

    Russian cannot be derived from one, few and many, so a programme's look may say it; else the place is "Balance".
    """
    of = programme or g.programme
    said = of.look.get(f"unit_title_{language()}")
    if said:
        return str(said)
    return str(gettext("Balance")) if language() == "ru" else of.unit_many_en[:1].upper() + of.unit_many_en[1:]


def unit_many(programme: Programme | None = None) -> str:
    """The unit where there are many of it, without an amount: "баллов", "points"."""
    of = programme or g.programme
    return of.unit_many_ru if language() == "ru" else of.unit_many_en


def money(amount: int, currency: str = "") -> str:
    """ "3 000 ₽", "₽3,000"; the programme's currency unless another is given."""
    return formats.money(amount, currency or g.programme.currency, language())


def money_range(low: int, high: int, currency: str = "") -> str:
    """ "300–5 000 ₽"; a function, not a filter."""
    return formats.money_range(low, high, currency or g.programme.currency, language())


def written(amount: int, currency: str) -> str:
    """An amount in minor units as it stands in a box: "3000", "0.5"."""
    return formats.number(amount, minor_digits(currency), "en").replace(",", "")


def written_price(millionths: int, currency: str) -> str:
    """A price of a point, in millionths of a minor unit, as it stands in a box: "0.7"."""
    return f"{Decimal(millionths).scaleb(-6 - minor_digits(currency)).normalize():f}"


def point_price(millionths: int, currency: str) -> str:
    """ "0,7 ₽", "0.7 ₽": what a point costs, to the millionth of a minor unit."""
    exact = written_price(millionths, currency)
    return f"{exact.replace('.', ',') if language() == 'ru' else exact} {formats.currency_sign(currency)}"


def day(on: date, programme: Programme | None = None) -> str:
    """ "21 ноября"; with the year where it is another than today's."""
    return formats.day(_date(on, programme), language(), today(programme))


def short_day(on: date, programme: Programme | None = None) -> str:
    """ "21.11.2027" for receipts and tables."""
    return formats.short_day(_date(on, programme), language())


def iso_day(text: str) -> str:
    """ "21.11.2027" for a day that JSON has kept as 2027-11-21."""
    return formats.short_day(date.fromisoformat(text), language())


def iso_moment(text: str) -> str:
    """ "21 ноября, 12:03" for a moment that JSON has kept as 2026-11-21T09:03:00+00:00."""
    return moment(datetime.fromisoformat(text))


def month(on: date, programme: Programme | None = None) -> str:
    """ "Ноябрь" as a heading; with the year where it is another than today's."""
    return formats.month(_date(on, programme), language(), today(programme))


def moment(at: datetime, programme: Programme | None = None) -> str:
    """ "21 ноября, 12:03" in the programme's time zone."""
    return formats.moment(at, language(), (programme or g.programme).time_zone, today(programme))


def full_moment(at: datetime, programme: Programme | None = None) -> str:
    """ "21 ноября 2026, 12:03" in the programme's time zone: with its year, for what is kept on paper."""
    return formats.moment(at, language(), (programme or g.programme).time_zone)


def hour_and_minute(at: datetime, programme: Programme | None = None) -> str:
    """ "15:06" in the programme's time zone."""
    return f"{at.astimezone(ZoneInfo((programme or g.programme).time_zone)):%H:%M}"


def country(code: str) -> str:
    """What a country is called: "Россия" for RU; its two letters where nobody knows it."""
    return str(Locale.parse(language()).territories.get(code, code))


def local(thing: Any, name: str) -> str:
    """The text of a thing that has it in both languages: `brand|local("name")` reads name_ru or name_en."""
    said = getattr(thing, f"{name}_{language()}", "")
    return str(said or getattr(thing, f"{name}_ru"))


def language() -> str:
    """The language of the request: "ru" or "en"."""
    return languages.spoken().code


def commas_group() -> bool:
    """Whether numbers are written, and so typed, as `1,000` in the language of the request."""
    return language() == "en"


def today(programme: Programme | None = None) -> date:
    """The calendar day in the programme's time zone."""
    return clock.local_day(clock.now(), (programme or g.programme).time_zone)


def _date(value: date, programme: Programme | None) -> date:
    if isinstance(value, datetime):
        return clock.local_day(value, (programme or g.programme).time_zone)
    return value
