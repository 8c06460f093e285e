"""Terminals, what they find and what they take: plain frozen values. Amounts in minor units of the card's currency."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from marketplace.giftcards import Card
from marketplace.tills import rules


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a partner takes cards."""

    id: int
    partner_id: int
    programme_id: int
    shop_id: int | None
    name: str
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TerminalKey:
    """A terminal's key as it may be listed."""

    id: int
    terminal_id: int
    prefix: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A contract: the acceptor's terminals take the issuer's cards while it has not ended."""

    id: int
    issuer_partner_id: int
    acceptor_partner_id: int
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """A code that a terminal has shown and may use. `card_id` is None where its ref is reversed already; `kept`: the ref stands
    for something."""

    card_id: int | None
    pin: str = field(default="", repr=False)
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as a till that may take it sees it."""

    card: Card
    issuer_partner_id: int
    pin_needed: bool
    part_use: bool


@dataclass(frozen=True, slots=True)
class Redemption:
    """Value that a terminal took; `remaining` is what was left on the card right afterwards."""

    id: int
    terminal_id: int
    ref: str
    giftcard_id: int
    amount: int
    bill: int | None
    remaining: int
    receipt: str
    issuer_partner_id: int
    acceptor_partner_id: int
    at: datetime
    again: bool = False

    @property
    def to_pay(self) -> int:
        """What of the bill is still to be paid in another way."""
        return rules.to_pay(self.bill, self.amount)


@dataclass(frozen=True, slots=True)
class Reversal:
    """What a terminal took back under its ref; `amount` 0 where nothing had been taken, and then nothing will be."""

    terminal_id: int
    ref: str
    at: datetime
    amount: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Authorisation:
    """Value set aside, until `lapses_at`."""

    id: int
    terminal_id: int
    ref: str
    giftcard_id: int
    amount: int
    remaining: int
    issuer_partner_id: int
    acceptor_partner_id: int
    at: datetime
    lapses_at: datetime
    again: bool = False


class Taken(NamedTuple):
    """What a till took from a card, as staff sees it: where, under which receipt, how much in minor units; since when it is back."""

    at: datetime
    terminal: str
    partner_ru: str
    partner_en: str
    receipt: str
    amount: int
    reversed_at: datetime | None


class AtTills(NamedTuple):
    """What is open at a partner's tills, or of its cards at others': value set aside; tills that may still take cards offline.

    A till whose owner has switched that off goes on under its last package until the package ends, and may hold what it has not sent.
    """

    authorisations: int
    offline: int
