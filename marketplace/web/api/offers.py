"""What points buy, and quotes."""

import json
from functools import lru_cache
from typing import Any

from flask import Response, g
from pydantic import BaseModel, Field

from marketplace import orders, shop
from marketplace.core import clock
from marketplace.shop import OfferView
from marketplace.web.api import access, documents, schemas

CACHED_OFFERS = 2_048  # some 5 MB in each process

blueprint = documents.blueprint("offers", "What points buy: gift cards, certificates, goods and services.")


class Path(BaseModel):
    offer_id: int = Field(ge=1, le=schemas.BIGINT_MAX)


class Filters(schemas.Listed):
    q: str = Field("", max_length=100, description="Search words; typing errors are forgiven.")
    category: str | None = Field(None, max_length=40, description="A category's slug.")
    city: str | None = Field(None, max_length=40, description="Only what can be used in this city, or anywhere.")
    points_from: int | None = Field(None, ge=0, le=schemas.BIGINT_MAX, description="The lowest price, minor units.")
    points_to: int | None = Field(None, ge=0, le=schemas.BIGINT_MAX, description="The highest price, minor units.")


class Asked(schemas.Choice, schemas.Query):
    member: schemas.MemberNumber


@blueprint.get("/offers", responses={200: schemas.Offers})
@access.scope("offers:read")
def list_offers(query: Filters) -> Response:
    """Offers that can be ordered now

    Leaves out what is sold out, has ended or is for one tier only. Scope `offers:read`.
    """
    wanted = {name: getattr(query, name) for name in ("q", "category", "city", "points_from", "points_to")}
    page = shop.offers(g.programme.id, cursor=query.cursor, limit=query.limit, now=clock.now(), **wanted)
    items = ",".join([_written(offer, query.language) for offer in page.items])
    return Response(f'{{"items":[{items}],"next":{json.dumps(page.next)}}}', mimetype="application/json")


@blueprint.get("/offers/<int:offer_id>", responses={200: schemas.Offer})
@access.scope("offers:read")
def show_offer(path: Path) -> dict[str, Any]:
    """One offer, if it can be ordered now

    Scope `offers:read`.
    """
    found = shop.offer(path.offer_id, programme_id=g.programme.id, now=clock.now())
    return access.given(view(found, "en"))


@blueprint.get("/quotes", responses=documents.gives(200, schemas.Quote, 409))
@access.scope("offers:read")
def show_quote(query: Asked) -> dict[str, Any]:
    """A quote: what an order would take from a member

    Which lots, what remains, and until when the card is valid. Nothing is reserved; the order gives the price. Send a `denomination_id`, or an
    `offer_id` and a `value` within its range. Scope `offers:read`; fields about the member's points (`takes`, `balance`,
    `remains`, `missing`) are given only to keys with `members:read`. What could not be ordered now, whatever the balance, is not quoted:
    `limit_reached` (`facts.whose`: of the member, the offer, or the member's cancellations of a day), `out_of_stock`, or `stock_quarantined` (503)
    while nothing of the stock is sold.
    """
    member = access.member_of(query.member)
    quote = orders.quote(
        member,
        denomination_id=query.denomination_id,
        offer_id=query.offer_id,
        value=query.value,
        now=clock.now(),
    )
    orders.must_be_left(member, quote.sale, now=clock.now())
    return access.given(_quoted(quote))


def _quoted(quote: orders.Quote) -> schemas.Quote:
    sale = quote.sale
    return schemas.Quote(
        offer_id=sale.offer_id,
        denomination_id=sale.denomination_id,
        value=schemas.Amount(amount=sale.value, currency=sale.currency),
        price=quote.points,
        takes=[schemas.Expiry(points=taken.amount, last_day=taken.expires_on) for taken in quote.taken],
        balance=quote.balance,
        remains=quote.remains,
        missing=quote.missing,
        card_last_day=quote.card_until,
    )


@lru_cache(maxsize=CACHED_OFFERS)
def _written(offer: OfferView, language: str) -> str:
    """An offer as JSON, written once and cached."""
    return view(offer, language).model_dump_json()


def view(offer: OfferView, language: str) -> schemas.Offer:
    """An offer as the API shows it."""
    return schemas.Offer(
        id=offer.id,
        kind=offer.kind,
        title=offer.title(language),
        brand=offer.brand_name(language),
        brand_slug=offer.brand_slug,
        category=offer.category_slug,
        validity_days=offer.validity_days,
        denominations=[
            schemas.Denomination(
                id=price.id,
                value=schemas.Amount(amount=price.value, currency=offer.currency),
                price=price.price_points,
                price_before=price.old_price_points,
            )
            for price in offer.denominations
        ],
        values=_range(offer),
    )


def _range(offer: OfferView) -> schemas.ValueRange | None:
    least, most, step = offer.value_min, offer.value_max, offer.value_step
    if least is None or most is None or step is None or offer.rate_points is None or offer.rate_value is None:
        return None
    return schemas.ValueRange(
        least=schemas.Amount(amount=least, currency=offer.currency),
        most=schemas.Amount(amount=most, currency=offer.currency),
        step=schemas.Amount(amount=step, currency=offer.currency),
        rate_points=offer.rate_points,
        rate_value=offer.rate_value,
    )
