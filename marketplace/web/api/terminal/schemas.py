"""What a terminal sends and gets. Amounts are whole minor units of the card's currency."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from marketplace import tills
from marketplace.web.api.schemas import BIG, In

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
        description="As typed or scanned: a code, what a QR or bar code holds, or a link with one.",
        examples=["MOCK-7K2M-0B6W"],
    ),
]
Pin = Annotated[str, Field(max_length=32, description="The card's PIN, where it has one.", examples=["0417"])]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217, of what is to be paid.", examples=["RUB"])]
Sum = Annotated[int, Field(ge=1, le=BIG)]
Receipt = Annotated[
    str, Field(max_length=tills.RECEIPT_MAX, description="The number on the till's receipt.", examples=["004518"])
]


class Told(BaseModel):
    """An answer. A terminal's key has no scopes: all of it is the terminal's own business."""

    model_config = ConfigDict(frozen=True)


class Check(In):
    code: Code


class Checked(Told):
    brand: str
    masked: str = Field(examples=["•••• 7K2M"])
    value: int
    remaining: int = Field(description="What is left on the card.")
    currency: str
    last_day: date
    pin_needed: bool
    part_use: bool = Field(description="Whether a part of it may be taken; else all that is left, in one purchase.")


class NewRedemption(In):
    ref: Ref
    code: Code
    pin: Pin = ""
    amount: Sum | None = Field(None, description="What to take; or a bill.")
    bill: Sum | None = Field(None, description="What there is to pay: as much of it is taken as is left on the card.")
    currency: Currency
    receipt: Receipt = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.amount is None) == (self.bill is None):
            raise ValueError("give an amount, or a bill")
        return self


class Redemption(Told):
    ref: str
    amount: int = Field(description="What was taken.")
    to_pay: int = Field(description="What of the bill is still to be paid in another way; 0 where there was no bill.")
    remaining: int = Field(description="What was left on the card right afterwards.")
    receipt: str
    at: datetime


class NewReversal(In):
    ref: Ref


class Reversal(Told):
    ref: str
    amount: int = Field(
        description="What came back to the card; 0: nothing had been taken, and nothing will be under this ref."
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
    amount: int = Field(description="What is set aside.")
    remaining: int = Field(description="What was left on the card right afterwards.")
    lapses_at: datetime = Field(description="When it goes back by itself.")
    at: datetime


class NewCapture(In):
    ref: Ref
    amount: Sum = Field(description="All that was set aside or less; the rest goes back at once.")
    receipt: Receipt = ""


class NewVoid(In):
    ref: Ref


class Void(Told):
    ref: str
    voided: bool
