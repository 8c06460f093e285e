"""What suppliers, purchases and answers are to everybody else: plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

What = Literal["order", "find", "collect"]
KnownBy = Literal["answer", "ref", "dates", "person"]
End = Literal["obtained", "not_sold", "written_off"]


class Outcome(StrEnum):
    """What a call came to."""

    SOLD = "sold"  # order, find: there is a transaction of the supplier's
    REFUSED = "refused"  # order: taken in, and refused permanently
    NOT_TAKEN = "not_taken"  # order: surely not taken in; may be sent once more
    UNCLEAR = "unclear"  # no answer, or one that says nothing: whatever was asked may have happened
    NONE = "none"  # find: there is no such transaction
    SEVERAL = "several"  # find: it could be one of several, or one of them another purchase's
    FAILED = "failed"  # find, collect: there is one, and it has ended without a code
    NOT_YET = "not_yet"  # collect: sold, the code is still being made
    CODE = "code"  # collect: the code is in the vault
    MALFORMED = "malformed"  # collect: what came is not one code
    DUPLICATE = "duplicate"  # collect: a code that we have had already
    WRONG = "wrong"  # order, find: sold, but another thing than was wanted


class Trouble(StrEnum):
    """What a person has to look at."""

    UNKNOWN = "unknown"  # nobody knows whether it was sold to us
    NO_CODE = "no_code"  # it was sold, and no code comes
    MALFORMED = "malformed"
    DUPLICATE = "duplicate"
    WRONG_VALUE = "wrong_value"


# Here asking again is of no use: what came is not what was bought.
NOT_TO_BE_ISSUED = (Trouble.MALFORMED, Trouble.DUPLICATE, Trouble.WRONG_VALUE)


@dataclass(frozen=True, slots=True)
class Connection:
    """How one supplier is reached for one programme, but for the secret."""

    id: int
    programme_id: int
    source: str
    adapter: str
    name: str
    base_url: str
    auth_url: str
    client_id: str
    quiet_until: datetime | None
    closed_at: datetime | None
    broken_since: datetime | None


@dataclass(frozen=True, slots=True)
class Purchase:
    """One code that is bought. `value` in minor units of `currency`; `ref` is what the supplier knows it by."""

    id: int
    connection_id: int
    order_id: int
    attempt: int
    ref: str
    product: str
    value: int
    currency: str
    asked_at: datetime
    supplier_ref: str | None
    known_by: str | None
    trouble: str | None
    trouble_since: datetime | None
    end: str | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Call:
    """One question to a supplier and what came back; `outcome` None while nothing has."""

    id: int
    what: What
    began_at: datetime
    answered_at: datetime | None = None
    outcome: str | None = None
    status: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
    """A transaction as the supplier tells it. `named`: it carries our reference."""

    supplier_ref: str
    product: str
    value: int
    currency: str
    named: bool = True
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a supplier said, or that it said nothing; `note` holds no secret. `sales`: what a search has found."""

    outcome: Outcome
    status: int | None = None
    note: str = ""
    sales: tuple[Sale, ...] = ()
    retry_after: int | None = None  # seconds


@dataclass(frozen=True, slots=True)
class Bought:
    """A code in the clear, on its way into the vault."""

    code: str = field(repr=False)
    pin: str = field(default="", repr=False)
