"""How amounts, days and addresses read, in both languages."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from marketplace.core import formats


class Unit(NamedTuple):
    unit_one_ru: str = "балл"
    unit_few_ru: str = "балла"
    unit_many_ru: str = "баллов"
    unit_one_en: str = "point"
    unit_many_en: str = "points"
    decimals: int = 0


TODAY = date(2026, 11, 21)


def plain(text: str) -> str:
    """No-break spaces as spaces, so that expectations can be read."""
    assert " " not in text.replace(", ", ""), "an ordinary space would let the line break inside"
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("amount", "nominative", "genitive", "english"),
    [
        (0, "0 баллов", "0 баллов", "0 points"),
        (1, "1 балл", "1 балла", "1 point"),
        (2, "2 балла", "2 баллов", "2 points"),
        (11, "11 баллов", "11 баллов", "11 points"),
        (21, "21 балл", "21 балла", "21 points"),
        (111, "111 баллов", "111 баллов", "111 points"),
        (421, "421 балл", "421 балла", "421 points"),
        (450, "450 баллов", "450 баллов", "450 points"),
        (4822, "4 822 балла", "4 822 баллов", "4,822 points"),
        (-3, "−3 балла", "−3 баллов", "−3 points"),
    ],
)
def test_points_take_the_form_their_number_asks_for(amount: int, nominative: str, genitive: str, english: str) -> None:
    assert plain(formats.points(amount, Unit(), "ru")) == nominative
    assert plain(formats.points(amount, Unit(), "ru", "genitive")) == genitive
    assert plain(formats.points(amount, Unit(), "en")) == english


def test_points_with_decimals_show_them_only_where_they_are_not_zero() -> None:
    unit = Unit(decimals=2)
    assert plain(formats.points(100, unit, "ru")) == "1 балл"
    assert plain(formats.points(150, unit, "ru")) == "1,50 балла"
    assert plain(formats.points(150, unit, "en")) == "1.50 points"
    assert formats.signed(24000, 2, "ru") == "+240"
    assert formats.signed(-45005, 2, "ru") == "−450,05"


@pytest.mark.parametrize(
    ("amount", "currency", "russian", "english"),
    [
        (300_000, "RUB", "3 000 ₽", "₽3,000"),
        (300_050, "RUB", "3 000,50 ₽", "₽3,000.50"),
        (-120_00, "RUB", "−120 ₽", "−₽120"),
        (500, "JPY", "500 ¥", "¥500"),
        (500, "CLP", "500 CLP", "CLP 500"),
        (12_345, "TND", "12,345 TND", "TND 12.345"),
        (1_000, "CHF", "10 CHF", "CHF 10"),
    ],
)
def test_money_stands_with_its_sign(amount: int, currency: str, russian: str, english: str) -> None:
    assert plain(formats.money(amount, currency, "ru")) == russian
    assert plain(formats.money(amount, currency, "en")) == english


def test_a_range_of_money_names_the_currency_once() -> None:
    assert plain(formats.money_range(30_000, 500_000, "RUB", "ru")) == "300–5 000 ₽"
    assert plain(formats.money_range(30_000, 500_000, "RUB", "en")) == "₽300–5,000"
    assert plain(formats.money_range(30_000, 30_000, "RUB", "ru")) == "300 ₽"


def test_a_day_tells_its_year_only_when_it_is_another() -> None:
    assert plain(formats.day(TODAY, "ru", TODAY)) == "21 ноября"
    assert plain(formats.day(date(2027, 12, 31), "ru", TODAY)) == "31 декабря 2027"
    assert plain(formats.day(date(2026, 12, 31), "en", TODAY)) == "31 Dec"
    assert plain(formats.day(date(2026, 12, 31), "ru")) == "31 декабря 2026"
    assert plain(formats.short_day(date(2027, 11, 21), "ru")) == "21.11.2027"
    assert plain(formats.short_day(date(2027, 11, 21), "en")) == "21 Nov 2027"
    assert formats.month(TODAY, "ru", TODAY) == "Ноябрь"


def test_a_moment_is_told_in_the_programmes_own_zone() -> None:
    at = datetime(2026, 12, 31, 21, 30, tzinfo=UTC)
    assert plain(formats.moment(at, "ru", "Europe/Moscow", TODAY)) == "1 января 2027, 00:30"
    assert plain(formats.moment(at, "en", "UTC", TODAY)) == "31 Dec, 21:30"


@pytest.mark.parametrize(
    ("address", "shown"),
    [("anna@mail.ru", "a…a@mail.ru"), ("ab@c.ru", "a…@c.ru"), ("a@c.ru", "a…@c.ru"), ("", "…")],
)
def test_an_address_is_shown_in_part(address: str, shown: str) -> None:
    assert formats.masked_email(address) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+7 921 123-42-18", "+7 9•• •••-42-18"), ("89211234218", "+7 9•• •••-42-18"), ("+4915112345678", "+49 •••• 56-78"), ("123", "•••")],
)  # fmt: skip
def test_a_phone_is_shown_in_part(phone: str, shown: str) -> None:
    assert plain(formats.masked_phone(phone)) == shown


def test_a_code_shows_its_last_characters() -> None:
    assert plain(formats.masked_code("7K2M")) == "•••• 7K2M"
    assert formats.masked_code("") == "••••"
