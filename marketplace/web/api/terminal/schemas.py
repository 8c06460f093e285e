"""What a terminal sends and receives. Amounts are whole minor units of the card's currency."""

from datetime import UTC, date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from marketplace import tills
from marketplace.core import texts
from marketplace.web.api.schemas import BIGINT_MAX, In

Ref = Annotated[
    str,
    Field(
        pattern="^[A-Za-z0-9._-]{1,64}$",
        description="The terminal's own name for this purchase, never used twice.",
        examples=["004518-1"],
    ),
]
Code = Annotated[
    str,
    Field(
        min_length=1,
        max_length=tills.TYPED_MAX,
        description="As typed or scanned: a code, the content of a QR or bar code, or a link that contains one.",
        examples=["MOCK-7K2M-0B6W"],
    ),
]
Pin = Annotated[str, Field(max_length=32, description="The card's PIN, if it has one.", examples=["0417"])]
Currency = Annotated[
    str, Field(pattern="^[A-Z]{3}$", description="ISO 4217; the currency of the payment.", examples=["RUB"])
]
Sum = Annotated[int, Field(ge=1, le=BIGINT_MAX)]
# A moment comes as text, so this one is converted.
Moment = Annotated[
    AwareDatetime, Field(strict=False, ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC), description="With its zone, by the package's clock.")
]  # fmt: skip


def _receipt(given: str) -> str:
    """A receipt's number, by the rule of one-line texts; digits alone are no payment card's here, however long."""
    return given if given.isascii() and given.isprintable() else texts.one_line(given)


Receipt = Annotated[
    str,
    AfterValidator(_receipt),
    Field(max_length=tills.RECEIPT_MAX, description="The number on the till's receipt.", examples=["004518"]),
]


class Told(BaseModel):
    """An answer. A terminal's key has no scopes: it may see everything in the answer."""

    model_config = ConfigDict(frozen=True)


class Check(In):
    code: Code
    ref: Ref | None = Field(
        None,
        description="Recorded with the look, so that a purchase can be followed; the purchase itself may use it again.",
    )


class Checked(Told):
    brand: str
    masked: str = Field(examples=["•••• 7K2M"])
    value: int
    remaining: int = Field(description="What is left on the card.")
    currency: str
    last_day: date
    pin_needed: bool
    part_use: bool = Field(
        description="Whether part of the balance may be taken; if not, the whole balance goes in one purchase."
    )


class NewRedemption(In):
    ref: Ref
    code: Code
    pin: Pin = ""
    amount: Sum | None = Field(None, description="The amount to take; or give a bill.")
    bill: Sum | None = Field(None, description="The amount to pay: as much of it is taken as is left on the card.")
    currency: Currency
    receipt: Receipt = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.amount is None) == (self.bill is None):
            raise ValueError("give an amount, or a bill")
        return self


class Redemption(Told):
    ref: str
    amount: int = Field(description="The amount taken.")
    to_pay: int = Field(description="The part of the bill still to be paid some other way; 0 if there was no bill.")
    remaining: int = Field(description="The card's balance right afterwards.")
    receipt: str
    at: datetime


class NewReversal(In):
    ref: Ref


class Reversal(Told):
    ref: str
    amount: int = Field(
        description="The amount returned to the card; 0 means nothing was taken, and nothing will be under this ref."
    )
    at: datetime


class NewAuthorisation(In):
    ref: Ref
    code: Code
    pin: Pin = ""
    amount: Sum
    currency: Currency


class Authorisation(Told):
    ref: str
    amount: int = Field(description="The amount reserved.")
    remaining: int = Field(description="The card's balance right afterwards.")
    lapses_at: datetime = Field(description="When it is released automatically.")
    at: datetime


class NewCapture(In):
    ref: Ref
    amount: Sum = Field(description="At most the amount reserved; the rest is released at once.")
    receipt: Receipt = ""


class NewVoid(In):
    ref: Ref


class Void(Told):
    ref: str
    voided: bool


class Package(Told):
    """What a terminal takes along; docs/offline-tills.md says how it is used."""

    ref: str = Field(description="Named by whatever is taken under it.")
    issued_at: datetime = Field(description="By our clock, which the terminal's is set by.")
    ends_at: datetime
    currency: str
    card_limit: int = Field(description="The most of one card.")
    stored_limit: int = Field(description="The most in all, until it is brought here.")
    count_limit: int = Field(description="How many at most.")
    issuers: list[str] = Field(description="Marks of those whose cards are taken here, in hexadecimal digits.")
    keys: dict[str, str] = Field(description="Public Ed25519 keys in base 64, by number.")
    dead_count: int
    dead: str = Field(description="Cards that must be asked about: a Golomb-coded set of marks, in base 64.")


class HandedBack(Told):
    held: bool = Field(description="Whether this key still holds a package: it does not.")


class NewTaking(In):
    ref: Ref
    package: Annotated[
        str, Field(min_length=1, max_length=64, description="The ref of the package it was taken under.")
    ]
    shown: Annotated[str, Field(min_length=1, max_length=tills.TYPED_MAX, description="The pass as it was read.")]
    amount: Sum
    receipt: Receipt = ""
    taken_at: Moment


class Taking(Told):
    ref: str
    amount: int = Field(description="What goods were given for.")
    taken: int = Field(description="What of it left the card.")
    lost: int = Field(description="What did not: the acceptor's.")
    why: str = Field(description="Empty where nothing is lost.", examples=["short"])
    taken_at: datetime
    synced_at: datetime
