"""Decisions and arithmetic of the catalogue: whole numbers only, no database, no clock."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from marketplace.catalogue.errors import WrongSplit, WrongValue
from marketplace.catalogue.meaning import meanings as meanings
from marketplace.core import numbers
from marketplace.core.problems import Reason
from marketplace.core.texts import Unfit

Side = Literal["partner", "programme"]
KINDS = ("gift_card", "certificate", "goods", "service")
FULFILMENTS = ("stock", "own", "supplier")
RATE_MAX = 1_000_000
# Per cent by which a partner's prices rise or fall without anybody's consent, in a programme that has set no rule of its own (`Impact.size`).
CONSENT_ABOVE = 10
# The option of a run whose file is the whole catalogue of its brands.
WHOLE = {"whole": "yes"}
# What the file of a run is called that takes a publication back; people are told what it is.
TAKEN_BACK = "taken-back.csv"


class Split(NamedTuple):
    """What is paid in points (minor units of the programme) and in money (minor units of the currency)."""

    points: int
    money: int


def is_whole(options: Mapping[str, str]) -> bool:
    """Whether whoever brought a file has said that it is the whole catalogue: what it leaves out is withdrawn then."""
    return options.get("whole") == WHOLE["whole"]


def undoing(publication_id: int) -> dict[str, str]:
    """The option of a run that takes a publication back."""
    return {"undoes": str(publication_id)}


def undone_by(options: Mapping[str, str]) -> int | None:
    """The publication that a run takes back; None where it publishes its file."""
    return int(options["undoes"]) if "undoes" in options else None


def undo_until(at: datetime, minutes: int, *, now: datetime) -> datetime | None:
    """Until when something that was published at a moment can be taken back at once; None: no longer, or never (0 minutes)."""
    until = at + timedelta(minutes=minutes)
    return until if now < until else None


def range_price(value: int, rate_points: int, rate_value: int) -> int:
    """The price in points of a value out of a range: `rate_points` for each `rate_value`, rounded up.

    All in minor units; never less than 1.
    """
    assert min(value, rate_points, rate_value) > 0
    return -(-value * rate_points // rate_value)


def check_value(value: int, least: int, most: int, step: int) -> None:
    """Whether a range has the value: its ends, and every multiple of the step in between. Raises WrongValue."""
    if not least <= value <= most or (value % step and value not in (least, most)):
        raise WrongValue(value_min=least, value_max=most, value_step=step)


def split(price: int, points: int, *, min_points: int | None, money_rate: int | None, decimals: int) -> Split:
    """Share a price between points and money.

    Args:
        price: in minor units of points.
        points: how many the member gives; at least `min_points`, at most the price.
        money_rate: minor units of money for one whole point (10**decimals minor units); the sum is rounded up.

    Raises:
        WrongSplit: fewer or more points than may be given; or no money is taken for this offer.
    """
    least = price if min_points is None or money_rate is None else min(min_points, price)
    if not least <= points <= price:
        raise WrongSplit(points_min=least, points_max=price)
    if points == price:
        return Split(points, 0)
    assert money_rate is not None
    return Split(points, -(-(price - points) * money_rate // 10**decimals))


def valid_until(ordered_on: date, validity_days: int, code_expires_on: date | None) -> date:
    """The last day of a certificate: so many days after the order, and never later than its code."""
    last = ordered_on + timedelta(days=validity_days)
    return last if code_expires_on is None else min(last, code_expires_on)


def discount_percent(price: int, old_price: int | None) -> int:
    """How much lower the price is than the old one, in whole percent, rounded down; 0 where there is none."""
    return 0 if not old_price or old_price <= price else (old_price - price) * 100 // old_price


def rate_of(text: str) -> tuple[str, Decimal]:
    """ "USD=140": how many points one unit of a currency costs. Raises Unfit."""
    currency, _, points = text.upper().partition("=")
    try:
        rate = numbers.parse(points)
    except Unfit:
        rate = Decimal(0)
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        raise Unfit("start with a three-letter currency: USD=140")
    if not 0 < rate <= RATE_MAX or rate != round(rate, 4):
        raise Unfit(Reason("enter points above 0, up to %(most)s, with up to 4 decimals: USD=140", most=RATE_MAX))
    return currency, rate


def rates_of(text: str) -> dict[str, Decimal]:
    """Rates with spaces between them. Raises Unfit."""
    return dict(rate_of(one) for one in text.split())
