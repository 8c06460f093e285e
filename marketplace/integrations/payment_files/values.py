"""What a file of payments is made of, whatever its format."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who pays or is paid, and the account: an IBAN, or an account of a Russian bank with its BIC and the holder's INN."""

    name: str
    country: str
    town: str
    inn: str
    kpp: str
    bic: str
    bank: str
    account: str
    iban: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment: `number` is ours and unique, `amount` in minor units, `purpose` what the payee reads."""

    number: int
    payee: Party
    amount: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Payments that go out together from one account, on one day, under one identifier (`ref`, at most 26 characters)."""

    ref: str
    payer: Party
    pays_on: date
    currency: str
    made_at: datetime
    payments: tuple[Payment, ...]
