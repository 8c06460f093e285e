"""What a payment is to everybody else: plain frozen values. Amounts in minor units of the payment's currency."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from marketplace.core.money import Money

Purpose = Literal["order", "topup"]
KnownBy = Literal["event", "asked"]
What = Literal["open", "look", "close", "refund", "find_refund"]
State = Literal["open", "closing", "paid", "expired"]
RefundState = Literal["requested", "done", "failed"]
Step = Literal["funds_withdrawn", "funds_reinstated", "closed"]
EventOutcome = Literal["done", "ignored", "foreign", "waiting", "refused"]


class Outcome(StrEnum):
    """What a call to the provider came to. UNCLEAR: nobody knows whether it was done; it is asked about, under the same key."""

    OPENED = "opened"
    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNCLEAR = "unclear"
    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that a member pays for one thing: `purpose` and `purpose_id` say for which.

    `public_id` is how the provider and addresses know it. Once it can be paid, `url` is the provider's page for that.
    """

    id: int
    public_id: str
    programme_id: int
    member_id: int
    purpose: Purpose
    purpose_id: int
    amount: int
    currency: str
    placed_at: datetime
    pay_until: datetime
    session_ref: str | None = None
    url: str | None = None
    closing_at: datetime | None = None
    completed_at: datetime | None = None
    known_by: str | None = None
    intent_ref: str | None = None
    expired_at: datetime | None = None

    @property
    def money(self) -> Money:
        """What is to be paid."""
        return Money(self.amount, self.currency)

    @property
    def state(self) -> State:
        """Paid; expired, when nobody can pay it any more; closing, while the provider is asked to end it; else open."""
        if self.completed_at is not None:
            return "paid"
        if self.expired_at is not None:
            return "expired"
        return "open" if self.closing_at is None else "closing"


@dataclass(frozen=True, slots=True)
class TopUp:
    """Points that a member buys, in minor units; `taken` and `owed` of them were taken back with their money, `owed` in points."""

    id: int
    member_id: int
    points: int
    fresh_days: int
    placed_at: datetime
    expires_on: date | None
    usable_from: date | None
    taken: int
    owed: int


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back to its source. `provider_ref` is there once the provider has it."""

    id: int
    public_id: str
    payment_id: int
    amount: int
    cause: str
    at: datetime
    why: str
    provider_ref: str | None = None
    done_at: datetime | None = None
    failed_at: datetime | None = None

    @property
    def state(self) -> RefundState:
        """A refund that was done and then sent back has failed."""
        if self.failed_at is not None:
            return "failed"
        return "requested" if self.done_at is None else "done"


@dataclass(frozen=True, slots=True)
class Dispute:
    """What a bank wants back, how far it is, and what was taken back for it: value of a card; `owed` was spent already."""

    id: int
    payment_id: int
    provider_ref: str
    amount: int
    reason: str
    at: datetime
    withdrawn_at: datetime | None
    reinstated_at: datetime | None
    closed_at: datetime | None
    outcome: str
    value: int
    owed: int
    returned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Call:
    """One question to the provider; `outcome` None while no answer is there."""

    id: int
    what: What
    refund_id: int | None
    began_at: datetime
    answered_at: datetime | None = None
    outcome: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to. `session_ref` and `url` of a page that was opened; `intent_ref`, `amount` and `currency` of money that came;
    `provider_ref` of a refund."""

    outcome: Outcome
    note: str = ""
    session_ref: str = ""
    url: str = ""
    intent_ref: str = ""
    amount: int = 0
    currency: str = ""
    provider_ref: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it was kept; `body` is what the provider signed."""

    id: int
    event_ref: str
    kind: str
    body: bytes
    received_at: datetime
    repeats: int
    heard_at: datetime | None
    outcome: str | None
    payment_id: int | None


@dataclass(frozen=True, slots=True)
class SessionPaid:
    """The provider's page was paid."""

    public_id: str
    intent_ref: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class SessionExpired:
    """Nobody can pay on the provider's page any more."""

    public_id: str


@dataclass(frozen=True, slots=True)
class RefundSaid:
    """How a refund stands; `public_id` is ours, empty for one that was made at the provider."""

    intent_ref: str
    provider_ref: str
    public_id: str
    amount: int
    state: RefundState
    why: str = ""


@dataclass(frozen=True, slots=True)
class DisputeSaid:
    """That there is a dispute, and which step it took; `step` None where no funds moved and it goes on."""

    intent_ref: str
    provider_ref: str
    amount: int
    reason: str
    step: Step | None
    outcome: str = ""


Said = SessionPaid | SessionExpired | RefundSaid | DisputeSaid
