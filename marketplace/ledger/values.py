"""What goes into the ledger's verbs and comes out of its questions. Amounts are whole minor units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

Memo = Mapping[str, Any]
"""What history shows of an entry: title_ru, title_en, detail_ru, detail_en, icon, and ids (brand_id, order_id)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a transfer: `amount` is positive where the account receives.

    `expires_on` is the last good day of points that a member receives, in the programme's time zone; None: never.
    """

    account: int
    amount: int
    expires_on: date | None = None
    memo: Memo | None = None


class Posted(NamedTuple):
    """The transfer, and whether this call made it (False: the same ref had been posted before)."""

    transfer_id: int
    created: bool


class Expired(NamedTuple):
    """What a sweep took: `transfer_id` is None when nothing was due."""

    transfer_id: int | None
    accounts: int
    lots: int
    points: int


class Lot(NamedTuple):
    """Points that expire together: `remaining` of `amount` can still be spent, up to and on `expires_on`."""

    id: int
    expires_on: date | None
    remaining: int
    amount: int


class Expiry(NamedTuple):
    """The points that expire next, all of their last day together."""

    points: int
    day: date


class LotsOfDay(NamedTuple):
    """All lots of one last day together: what is left, and what there was with those that are used up."""

    expires_on: date | None
    remaining: int
    amount: int


class Fresh(NamedTuple):
    """Points that can be spent from `usable_from` on."""

    usable_from: date
    amount: int


class Taken(NamedTuple):
    """What a payment takes from one lot."""

    expires_on: date | None
    amount: int
    lot_id: int


class LotMove(NamedTuple):
    """What an entry did to one lot: positive where it brought or gave back, negative where it took."""

    lot_id: int
    expires_on: date | None
    amount: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry as its owner reads it."""

    entry_id: int
    at: datetime
    amount: int
    balance_after: int | None
    kind: str
    memo: Memo
    lots: list[LotMove]
    transfer_id: int


class Side(NamedTuple):
    """One entry of a transfer with whose account it is of: `kind` and `owner_id` as in `accounts`, `unit` "points" or a currency."""

    kind: str
    owner_id: int | None
    unit: str
    amount: int
    balance_after: int | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as it is booked: some of its entries, in their order, and how many there are in all."""

    id: int
    kind: str
    ref: str
    at: datetime
    settles_id: int | None
    sides: list[Side]
    entries: int


class Day(NamedTuple):
    """What a day of an account came to.

    `at` is the moment of its last entry and `balance_after` the balance from there on. Earned is less what was taken back,
    spent less what was returned; expired points are in neither.
    """

    day: date
    at: datetime
    balance_after: int
    came: int
    went: int
    earned: int
    spent: int


class Days(NamedTuple):
    """The days with entries, oldest first; `loose` entries had to be read one by one."""

    days: list[Day]
    loose: int


class Month(NamedTuple):
    """What came and went in a calendar month, and the balance at its end."""

    first_day: date
    came: int
    went: int
    balance_after: int


class Ending(NamedTuple):
    """An owner's points that end within one week; `monday` begins that week, `first_day` is the first last day in it."""

    owner_id: int
    monday: date
    first_day: date
