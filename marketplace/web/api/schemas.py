"""What goes over the wire. Points and money are whole minor units; moments are ISO 8601 in UTC; days are dates."""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

BIG = 2**63 - 1

MemberNumber = Annotated[str, Field(pattern="^[0-9A-Z]{6,16}$", description="The member's number, as on his card.")]
OrderNumber = Annotated[str, Field(pattern="^[0-9]{5,15}$", description="The digits of the order's number.")]
# No form is asked of it: an id that cannot be one is not found, like any other that is not there.
CardId = Annotated[str, Field(description="The card's id.")]
Language = Annotated[Literal["ru", "en"], Field(description="The language of names and titles.")]
Points = Annotated[int, Field(description="Points in the programme's minor unit (see `decimals` of the programme).")]


class Query(BaseModel):
    """What stands behind the question mark: nothing unknown."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *asked: Any, **for_the_page: Any) -> dict[str, Any]:
        """Made once as it stands: the library asks for it at every request, to see which parameters are lists."""
        return super().model_json_schema(*asked, **for_the_page) if asked or for_the_page else _schema(cls)


@cache
def _schema(model: type[Query]) -> dict[str, Any]:
    return super(Query, model).model_json_schema()


class Listed(Query):
    """A query for one page of a list."""

    limit: int = Field(24, ge=1, le=100, description="How many to give, at most.")
    cursor: str | None = Field(
        None, max_length=512, description="The `next` of the page before; the first one without."
    )
    language: Language = "en"


class In(BaseModel):
    """A body: nothing unknown, nothing converted."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Out(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class Problem(Out):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="A URI reference that names the kind of problem.")
    title: str
    status: int
    code: str = Field(description="Stable; act on this one.", examples=["not_enough_points"])
    detail: str = ""
    instance: str = Field("", description="The request's id; give it to support.")
    facts: dict[str, Any] = Field(default_factory=dict)


class Amount(Out):
    amount: int = Field(description="Minor units: kopecks, cents.", examples=[30000])
    currency: str = Field(description="ISO 4217.", examples=["RUB"])


class TextVersion(Out):
    version: int
    language: str
    digest: str = Field(description="SHA-256 of the text, hex; an order names it as accepted.")
    body: str = Field(description="Markdown, to show to the member.")


class Programme(Out):
    slug: str
    name: str
    unit_one: str
    unit_many: str
    decimals: int = Field(description="How many decimal digits a point has: 100 minor units a point where this is 2.")
    time_zone: str
    currency: str
    languages: list[str]
    rules: TextVersion
    offer: TextVersion


class Expiry(Out):
    points: Points
    last_day: date | None = Field(description="The last day on which they can be spent; null: they never expire.")


class Member(Out):
    number: str
    first_name: str
    tier: str
    balance: Points
    next_expiry: Expiry | None


class Lot(Out):
    remaining: Points
    earned: Points
    last_day: date | None


class Lots(Out):
    balance: Points
    lots: list[Lot] = Field(description="Soonest to expire first, as they are spent.")


class Movement(Out):
    id: int
    at: datetime
    kind: str
    amount: Points = Field(description="Positive: came in; negative: went out.")
    balance_after: Points
    title: str
    detail: str


class History(Out):
    items: list[Movement]
    next: str | None


class Denomination(Out):
    id: int
    value: Amount
    price: Points
    price_before: Points | None = Field(description="The price that was higher, where it was lowered.")


class ValueRange(Out):
    """Any value from `least` to `most` in steps; its price is `rate_points` for `rate_value`, rounded up."""

    least: Amount
    most: Amount
    step: Amount
    rate_points: int
    rate_value: int


class Offer(Out):
    id: int
    kind: str
    title: str
    brand: str = Field(description="The brand's name.")
    brand_slug: str
    category: str
    validity_days: int
    denominations: list[Denomination] = Field(description="Those that can be ordered now.")
    values: ValueRange | None = Field(description="Where any value of a range can be ordered.")


class Offers(Out):
    items: list[Offer]
    next: str | None


class Quote(Out):
    offer_id: int
    denomination_id: int | None
    value: Amount
    price: Points
    takes: list[Expiry] = Field(description="What the price takes, soonest to expire first.")
    balance: Points
    remains: Points = Field(description="What is left afterwards.")
    missing: Points = Field(description="How many points are lacking; 0: it can be ordered.")
    card_last_day: date


class Accepted(In):
    rules: str = Field(pattern="^[0-9a-f]{64}$", description="`rules.digest` of the programme.")
    offer: str = Field(pattern="^[0-9a-f]{64}$", description="`offer.digest` of the programme.")


class Choice(BaseModel):
    """What a member chooses: a denomination, or an offer with a range of values and a value of it; never both."""

    denomination_id: int | None = Field(None, ge=1, le=BIG, description="What is chosen; or an offer and a value.")
    offer_id: int | None = Field(None, ge=1, le=BIG, description="An offer with a range of values.")
    value: int | None = Field(None, ge=1, le=BIG, description="The value, in minor units of the offer's currency.")

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = tuple(part is not None for part in (self.denomination_id, self.offer_id, self.value))
        if given not in ((True, False, False), (False, True, True)):
            raise ValueError("give a denomination_id, or an offer_id and a value")
        return self


class NewOrder(Choice, In):
    member: MemberNumber
    price: int = Field(
        ge=0, le=BIG, description="What it costs, as a quote or an offer has told the member; minor units of points."
    )
    accepted: Accepted = Field(description="The two texts that the member has accepted.")


class Order(Out):
    number: str = Field(description="Its digits, as used in addresses; people read them with a letter before.")
    member: str
    state: str = Field(description="`fulfilled`; `placed`: the card is being made; `cancelled`.")
    value: Amount
    price: Points
    placed_at: datetime
    card: str | None = Field(description="The id of the card, once there is one.")


class Orders(Out):
    items: list[Order]
    next: str | None


class NewCancellation(In):
    why: str = Field("", max_length=300, description="For the record.")


class Card(Out):
    id: str
    brand: str
    value: Amount
    remaining: Amount
    state: str
    masked: str = Field(examples=["•••• 7K2M"])
    issued_at: datetime
    last_day: date
    revealed: bool


class Cards(Out):
    items: list[Card]
    next: str | None


class Secret(Out):
    code: str
    pin: str | None


class Reveal(In):
    why: str = Field("", max_length=300, description="For the audit.")
