"""How amounts, days and addresses are written, in Russian and in English. Pure text: no clock, no request.

Numbers hold together: a no-break space inside and before the unit, and U+2212 for a minus.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent, get_currency_symbol

from marketplace.core.money import minor_digits

NO_BREAK = "\u00a0"
MINUS = "\u2212"
_russian = lru_cache(maxsize=10_000)(Locale("ru").plural_form)
SYMBOLS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸"}

Case = Literal["nominative", "genitive"]


class Unit(Protocol):
    """What a programme calls its points, and how many decimal digits they have."""

    @property
    def unit_one_ru(self) -> str: ...
    @property
    def unit_few_ru(self) -> str: ...
    @property
    def unit_many_ru(self) -> str: ...
    @property
    def unit_one_en(self) -> str: ...
    @property
    def unit_many_en(self) -> str: ...
    @property
    def decimals(self) -> int: ...


def number(amount: int, decimals: int, language: str) -> str:
    """An amount in minor units as a number without its unit: 4820 → "4 820", "4,820"; decimals only where not zero."""
    whole, part = divmod(abs(amount), 10**decimals)
    text = _grouped(whole, language)
    if part:
        text += ("," if language == "ru" else ".") + f"{part:0{decimals}d}"
    return (MINUS if amount < 0 else "") + text


def signed(amount: int, decimals: int, language: str) -> str:
    """The same with a sign in front: "+240", "−450"; nothing before zero."""
    return ("+" if amount > 0 else "") + number(amount, decimals, language)


def unit(amount: int, unit_of: Unit, language: str, case: Case = "nominative") -> str:
    """The unit's name as it stands after the amount (minor units): балл, балла, баллов; point, points.

    The genitive is what Russian wants after "от", "до" and "из": от 421 балла, от 450 баллов.
    """
    whole, part = divmod(abs(amount), 10**unit_of.decimals)
    if language != "ru":
        return unit_of.unit_one_en if whole == 1 and not part else unit_of.unit_many_en
    if part:
        return unit_of.unit_few_ru
    form = _russian(whole)
    if case == "genitive":
        return unit_of.unit_few_ru if form == "one" else unit_of.unit_many_ru
    return {"one": unit_of.unit_one_ru, "few": unit_of.unit_few_ru}.get(form, unit_of.unit_many_ru)


def points(amount: int, unit_of: Unit, language: str, case: Case = "nominative") -> str:
    """Points with their unit: "450 баллов", "1 point". The amount is in the programme's minor units."""
    return number(amount, unit_of.decimals, language) + NO_BREAK + unit(amount, unit_of, language, case)


def money(amount: int, currency: str, language: str) -> str:
    """Money in minor units: "3 000 ₽", "₽3,000"; kopecks only where they are not zero."""
    return _with_symbol(number(abs(amount), minor_digits(currency), language), currency, language, amount < 0)


def currency_sign(currency: str, language: str = "en") -> str:
    """The sign of a currency: "₽", "$", else what the language writes for it."""
    return SYMBOLS.get(currency) or str(get_currency_symbol(currency, locale=language))


def money_range(low: int, high: int, currency: str, language: str) -> str:
    """From and to in minor units: "300–5 000 ₽", "₽300–5,000"; one figure where both are the same."""
    if low == high:
        return money(low, currency, language)
    digits = minor_digits(currency)
    return _with_symbol(f"{number(low, digits, language)}–{number(high, digits, language)}", currency, language, False)


def percent(share: Decimal, language: str) -> str:
    """A share of one as a percentage, exactly: 0.005 → "0,5 %", "0.5%"."""
    return str(format_percent(share, locale=language, decimal_quantization=False))


def day(on: date, language: str, today: date | None = None) -> str:
    """A day in words: "21 ноября", "21 Nov"; with its year where that is not today's, or no today is given."""
    year = "" if today is not None and on.year == today.year else f"{NO_BREAK}{on.year}"
    month = "MMMM" if language == "ru" else "MMM"
    return str(format_date(on, f"d'{NO_BREAK}'{month}", locale=language)) + year


def short_day(on: date, language: str) -> str:
    """A day for receipts and tables: "21.11.2027", "21 Nov 2027"."""
    return f"{on:%d.%m.%Y}" if language == "ru" else day(on, language)


def month(on: date, language: str, today: date | None = None) -> str:
    """A month as a heading: "Ноябрь", "Ноябрь 2026", "November 2026"."""
    name: str = get_month_names("wide", "stand-alone", language)[on.month]
    return name[:1].upper() + name[1:] + ("" if today is not None and on.year == today.year else f" {on.year}")


def moment(at: datetime, language: str, time_zone: str, today: date | None = None) -> str:
    """A moment in an IANA time zone: "21 ноября, 12:03"; with its year where that is not today's."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{day(local.date(), language, today)}, {local:%H:%M}"


def masked_email(address: str) -> str:
    """An address that its owner recognises and nobody else can use: a…a@mail.ru."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}{at}{host}"


def masked_phone(phone: str) -> str:
    """A phone with its middle hidden: +7 9•• •••-42-18."""
    digits = "".join(c for c in phone if c.isdigit())
    if len(digits) < 7:
        return "•" * len(digits)
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{NO_BREAK}{digits[1]}••{NO_BREAK}•••-{digits[-4:-2]}-{digits[-2:]}"
    return f"+{digits[:2]}{NO_BREAK}••••{NO_BREAK}{digits[-4:-2]}-{digits[-2:]}"


def masked_code(last: str) -> str:
    """A code of which only the last characters are known: •••• 7K2M."""
    return f"••••{NO_BREAK}{last}" if last else "••••"


@lru_cache(maxsize=10_000)
def _grouped(whole: int, language: str) -> str:
    """A whole number in groups of three digits; a page writes the same ones again and again."""
    text: str = format_decimal(whole, locale=language)
    return text.replace(" ", NO_BREAK).replace("\u202f", NO_BREAK)


def _with_symbol(text: str, currency: str, language: str, negative: bool) -> str:
    symbol = currency_sign(currency, language)
    sign = MINUS if negative else ""
    if language == "ru":
        return f"{sign}{text}{NO_BREAK}{symbol}"
    return f"{sign}{symbol}{NO_BREAK if symbol[-1].isalpha() else ''}{text}"
