"""What goes over the wire. Points and money are whole minor units; moments are ISO 8601 in UTC; days are dates."""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from marketplace.core import texts
from marketplace.web.api.belonging import OfCards, OfMembers, OfOffers, OfOrders, OfProgramme, OfSecrets, Out, Part

BIGINT_MAX = 2**63 - 1

MemberNumber = Annotated[str, Field(pattern="^[0-9A-Z]{6,16}$", description="The member's number, as on the card.")]
OrderNumber = Annotated[str, Field(pattern="^[0-9]{5,15}$", description="The digits of the order's number.")]
# No form is asked of it: an id that cannot be one is not found, like any other that is not there.
CardId = Annotated[str, Field(description="The card's id.")]
# A text of one line, by the one rule: cleaned of marks without width, refused with a line break or a payment card's number.
Line = Annotated[str, AfterValidator(texts.one_line)]
Language = Annotated[Literal["ru", "en"], Field(description="The language of names and titles.")]
Points = Annotated[int, Field(description="Points in the programme's minor unit (see `decimals` of the programme).")]


class Query(BaseModel):
    """Query parameters; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *asked: Any, **for_the_page: Any) -> dict[str, Any]:
        """Built once: the library asks for it at every request, to see which parameters are lists."""
        return super().model_json_schema(*asked, **for_the_page) if asked or for_the_page else _schema(cls)


@cache
def _schema(model: type[Query]) -> dict[str, Any]:
    return super(Query, model).model_json_schema()


class Listed(Query):
    """A query for one page of a list."""

    limit: int = Field(24, ge=1, le=100, description="How many to return at most.")
    cursor: str | None = Field(
        None, max_length=512, description="The `next` of the previous page; leave out for the first page."
    )
    language: Language = "en"


class In(BaseModel):
    """A request body: unknown fields are refused, types are not converted."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Problem(Part):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="A URI reference that identifies the kind of problem.")
    title: str
    status: int
    code: str = Field(description="Stable: act on this one.", examples=["not_enough_points"])
    detail: str = ""
    instance: str = Field("", description="The request's id; give it to support.")
    facts: dict[str, Any] = Field(default_factory=dict)


class Amount(Part):
    amount: int = Field(description="Minor units: kopecks, cents.", examples=[30000])
    currency: str = Field(description="ISO 4217.", examples=["RUB"])


class TextVersion(Out):
    version: OfProgramme[int]
    language: OfProgramme[str]
    digest: OfProgramme[str] = Field(description="SHA-256 of the text in hex; an order gives it as accepted.")
    body: OfProgramme[str] = Field(description="Markdown, to show to the member.")


class Programme(Out):
    slug: OfProgramme[str]
    name: OfProgramme[str]
    unit_one: OfProgramme[str]
    unit_many: OfProgramme[str]
    decimals: OfProgramme[int] = Field(
        description="How many decimal digits a point has: if 2, a point is 100 minor units."
    )
    time_zone: OfProgramme[str]
    currency: OfProgramme[str]
    languages: OfProgramme[list[str]]
    rules: OfProgramme[TextVersion]
    offer: OfProgramme[TextVersion]


class Expiry(Part):
    points: Points
    last_day: date | None = Field(description="The last day on which they can be spent; null if they never expire.")


class Member(Out):
    number: OfMembers[str]
    first_name: OfMembers[str]
    tier: OfMembers[str]
    balance: OfMembers[Points]
    next_expiry: OfMembers[Expiry | None]


class Lot(Out):
    remaining: OfMembers[Points]
    earned: OfMembers[Points]
    last_day: OfMembers[date | None]


class Lots(Out):
    balance: OfMembers[Points]
    lots: OfMembers[list[Lot]] = Field(description="Soonest to expire first, the order in which they are spent.")


class Movement(Out):
    id: OfMembers[int]
    at: OfMembers[datetime]
    kind: OfMembers[str]
    amount: OfMembers[Points] = Field(description="Positive: received; negative: spent.")
    balance_after: OfMembers[Points]
    title: OfMembers[str]
    detail: OfMembers[str]


class History(Out):
    items: OfMembers[list[Movement]]
    next: OfMembers[str | None]


class Denomination(Out):
    id: OfOffers[int]
    value: OfOffers[Amount]
    price: OfOffers[Points]
    price_before: OfOffers[Points | None] = Field(description="The previous, higher price, if it was reduced.")


class ValueRange(Out):
    """Any value from `least` to `most` in steps; its price is `rate_points` for `rate_value`, rounded up."""

    least: OfOffers[Amount]
    most: OfOffers[Amount]
    step: OfOffers[Amount]
    rate_points: OfOffers[int]
    rate_value: OfOffers[int]


class Offer(Out):
    id: OfOffers[int]
    kind: OfOffers[str]
    title: OfOffers[str]
    brand: OfOffers[str] = Field(description="The brand's name.")
    brand_slug: OfOffers[str]
    category: OfOffers[str]
    validity_days: OfOffers[int]
    denominations: OfOffers[list[Denomination]] = Field(description="Those that can be ordered now.")
    values: OfOffers[ValueRange | None] = Field(description="If any value in a range can be ordered.")


class Offers(Out):
    items: OfOffers[list[Offer]]
    next: OfOffers[str | None]


class Quote(Out):
    offer_id: OfOffers[int]
    denomination_id: OfOffers[int | None]
    value: OfOffers[Amount]
    price: OfOffers[Points]
    takes: OfMembers[list[Expiry] | None] = Field(
        None, description="What the price takes from each lot, soonest to expire first."
    )
    balance: OfMembers[Points | None] = None
    remains: OfMembers[Points | None] = Field(None, description="What is left afterwards.")
    missing: OfMembers[Points | None] = Field(
        None, description="How many points are missing; 0 means it can be ordered."
    )
    card_last_day: OfOffers[date]


class Accepted(In):
    rules: str = Field(pattern="^[0-9a-f]{64}$", description="`rules.digest` of the programme.")
    offer: str = Field(pattern="^[0-9a-f]{64}$", description="`offer.digest` of the programme.")


class Choice(BaseModel):
    """What a member chooses: a denomination, or an offer with a range and a value within it; never both."""

    denomination_id: int | None = Field(
        None, ge=1, le=BIGINT_MAX, description="The denomination chosen; or give an offer and a value."
    )
    offer_id: int | None = Field(None, ge=1, le=BIGINT_MAX, description="An offer with a range of values.")
    value: int | None = Field(
        None, ge=1, le=BIGINT_MAX, description="The value, in minor units of the offer's currency."
    )

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = tuple(part is not None for part in (self.denomination_id, self.offer_id, self.value))
        if given not in ((True, False, False), (False, True, True)):
            raise ValueError("give a denomination_id, or an offer_id and a value")
        return self


class NewOrder(Choice, In):
    member: MemberNumber
    price: int = Field(
        ge=0,
        le=BIGINT_MAX,
        description="The price shown to the member, from a quote or an offer; minor units of points.",
    )
    accepted: Accepted = Field(description="The two texts that the member has accepted.")


class Order(Out):
    number: OfOrders[str] = Field(
        description="Its digits, as used in addresses; shown to people with a letter in front."
    )
    member: OfOrders[str]
    state: OfOrders[str] = Field(description="`fulfilled`; `placed`: the card is being made; `cancelled`.")
    value: OfOrders[Amount]
    price: OfOrders[Points]
    placed_at: OfOrders[datetime]
    card: OfOrders[str | None] = Field(description="The id of the card, once there is one.")


class Orders(Out):
    items: OfOrders[list[Order]]
    next: OfOrders[str | None]


class ComesBack(Part):
    points: Points
    last_day: date | None = Field(
        description="Their last day, a day of grace where their own has passed; null if they never expire."
    )


class Cancelled(Order):
    returned: OfOrders[list[ComesBack]] = Field(description="The points that came back, by last day, soonest first.")


class NewCancellation(In):
    why: Line = Field("", max_length=300, description="For the record, in one line.")


class Card(Out):
    id: OfCards[str]
    brand: OfCards[str]
    value: OfCards[Amount]
    remaining: OfCards[Amount]
    state: OfCards[str]
    masked: OfCards[str] = Field(examples=["•••• 7K2M"])
    issued_at: OfCards[datetime]
    last_day: OfCards[date]
    revealed: OfCards[bool]


class Cards(Out):
    items: OfCards[list[Card]]
    next: OfCards[str | None]


class Secret(Out):
    code: OfSecrets[str]
    pin: OfSecrets[str | None]


class Reveal(In):
    why: Line = Field("", max_length=300, description="For the audit log, in one line.")
