"""Points exchanged for a card, and given back."""

from itertools import groupby
from typing import Any

from pydantic import BaseModel

from marketplace import members, orders
from marketplace.core import clock
from marketplace.web.api import access, documents, schemas
from marketplace.web.api.mutation import idempotent, ref

blueprint = documents.blueprint("orders", "Points exchanged for a card.")


class Path(BaseModel):
    number: schemas.OrderNumber


class Asked(schemas.Listed):
    member: schemas.MemberNumber


@blueprint.post(
    "/orders",
    responses=documents.gives(201, schemas.Order, 409),
    openapi_extensions=documents.IDEMPOTENCY_KEY,
)
@idempotent()
@access.scope("orders:write")
def create_order(body: schemas.NewOrder) -> tuple[dict[str, Any], int]:
    """Exchange a member's points for a card

    It happens completely or not at all. `price` is what the member has seen, from `GET /quotes` or an offer; no other price is
    charged. If it has changed, the order is refused with `price_changed`, and `facts.price` is the new one. `accepted` gives the digests of the two texts of `GET /programme` that the member has
    accepted. The answer names the card; get its code with `POST /cards/{id}/reveals`. Scope `orders:write`.
    """
    member = access.member_of(body.member)
    order = orders.place(
        member,
        denomination_id=body.denomination_id,
        offer_id=body.offer_id,
        value=body.value,
        ref=ref(),
        price=body.price,
        accepted={"rules": bytes.fromhex(body.accepted.rules), "offer": bytes.fromhex(body.accepted.offer)},
        now=clock.now(),
    )
    return access.given(view(order, member.number)), 201


@blueprint.get("/orders", responses={200: schemas.Orders})
@access.scope("orders:read")
def list_orders(query: Asked) -> dict[str, Any]:
    """A member's orders, newest first

    Scope `orders:read`.
    """
    member = access.member_of(query.member)
    page = orders.of_member(member.id, cursor=query.cursor, limit=query.limit)
    items = [view(order, member.number) for order in page.items]
    return access.given(schemas.Orders(items=items, next=page.next))


@blueprint.get("/orders/<number>", responses={200: schemas.Order})
@access.scope("orders:read")
def show_order(path: Path) -> dict[str, Any]:
    """One order

    Scope `orders:read`.
    """
    order, member = _asked(path)
    return access.given(view(order, member.number))


@blueprint.post(
    "/orders/<number>/cancellation",
    responses=documents.gives(201, schemas.Cancelled, 409),
    openapi_extensions=documents.IDEMPOTENCY_KEY,
)
@idempotent()
@access.scope("orders:write")
def create_cancellation(path: Path, body: schemas.NewCancellation) -> tuple[dict[str, Any], int]:
    """Return a card, and its points to their lots

    Possible until the code has been revealed. Scope `orders:write`.
    """
    order, member = _asked(path)
    cancelled = orders.cancel(order, why=body.why, now=clock.now())
    assert cancelled.cancelled_at is not None
    back = orders.coming_back(cancelled, now=cancelled.cancelled_at)  # which may have been before
    returned = [
        schemas.ComesBack(points=sum(lot.amount for lot in same), last_day=day)
        for day, same in groupby(back, key=lambda lot: lot.expires_on)
    ]
    return access.given(schemas.Cancelled(**dict(view(cancelled, member.number)), returned=returned)), 201


def view(order: orders.Order, number: str) -> schemas.Order:
    """An order as the API shows it."""
    return schemas.Order(
        number=order.number.rpartition("-")[2],
        member=number,
        state=order.state,
        value=schemas.Amount(amount=order.value, currency=order.currency),
        price=order.price_points,
        placed_at=order.placed_at,
        card=order.card,
    )


def _asked(path: Path) -> tuple[orders.Order, members.Member]:
    """An order this client may see; any other costs one query, the same as an order that does not exist."""
    caller = access.client
    order = orders.order_numbered(path.number, programme_id=caller.programme_id, member_id=caller.member_id)
    member = members.member(order.member_id)
    assert member is not None, "an order has its member"
    return order, member
