"""How an order is placed: terms are looked at here, and all is written by one call of a database function.

Whatever is done with orders takes its locks in this sequence, so that no two wait for each other: the order (its row is
new, or its steps are locked) → the card of an existing order → usage, the member's row before the offer's → a code →
balances, in the ledger's own order → a new card.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from marketplace import catalogue, codes, members, payments, programmes
from marketplace.core import counters, ids, outbox
from marketplace.core.db import execute
from marketplace.core.errors import Refusal
from marketplace.orders import memos, queries, rules, statements
from marketplace.orders.errors import BadRef, OrderNotFound, PriceChanged, RefUsed, named_refusals
from marketplace.orders.values import Order

NO_TEXT = bytes(32)  # no text has this digest


def place(
    member: members.Member,
    *,
    denomination_id: int | None = None,
    offer_id: int | None = None,
    value: int | None = None,
    ref: str,
    price: int,
    points: int | None = None,
    accepted: Mapping[str, bytes],
    now: datetime,
) -> Order:
    """Exchange a member's points for a card: all of it happens, or none.

    The same ref for the same thing gives the same order, whatever has changed since. A loaded code is handed over at
    once; a certificate of ours is issued by the worker, and its points are held until then.

    Args:
        denomination_id: what is ordered; or an offer_id and a value out of its range, in minor units of its currency.
        price: what the member saw that it costs, in minor units of points. No other price is ever charged.
        points: how many of the price to pay in points, where the offer takes money for the rest; all, when left out. Its card is
            obtained once the money is there; if none comes in half an hour, the points return.
        accepted: the digests of the "rules" and the "offer" that the member saw, both in one language.

    Raises:
        NoOffer, NotForSale, WrongValue: as the catalogue says. PriceChanged: it costs something else. WrongSplit: it cannot be paid with so many points. TermsChanged: other texts apply than were accepted.
        LimitReached, OutOfStock, NotEnoughPoints: it cannot be had, and no points are taken.
        RefUsed: the member's ref (8 to 64 characters) stands for another thing or price. BadRef: it is none.
    """
    if not rules.is_ref(ref):
        raise BadRef
    wanted = rules.Wanted(denomination_id, offer_id, value, price, price if points is None else points)
    try:
        sale = queries.for_sale(member, denomination_id=denomination_id, offer_id=offer_id, value=value, now=now)
        if sale.price_points != price:
            raise PriceChanged(price=sale.price_points)
        share = queries.share(sale, wanted.points, programmes.get(member.programme_id))
    except Refusal as no:
        return _earlier(member.id, ref, wanted, no)
    order = _write(member, sale, share, ref, accepted, now)
    if order is None:
        return _same(queries.by_ref(member.id, ref), wanted)
    counters.count_after_commit("orders_placed")
    outbox.wake_after_commit()
    return order


def _earlier(member_id: int, ref: str, wanted: rules.Wanted, no: Refusal) -> Order:
    """The order that the ref stands for already; without one, the refusal stands."""
    try:
        earlier = queries.by_ref(member_id, ref)
    except OrderNotFound:
        raise no from None
    return _same(earlier, wanted)


def _same(order: Order, wanted: rules.Wanted) -> Order:
    """The order, if it is for this very thing at this very price. Raises RefUsed."""
    by_denomination = order.denomination_id is not None
    placed = rules.Wanted(
        order.denomination_id, None if by_denomination else order.offer_id, None if by_denomination else order.value,
        order.price_points, order.points_part,
    )  # fmt: skip
    if wanted != placed:
        raise RefUsed
    return order


def _write(
    member: members.Member,
    sale: catalogue.ForSale,
    share: catalogue.Split,
    ref: str,
    accepted: Mapping[str, bytes],
    now: datetime,
) -> Order | None:
    """Write down the order and all that goes with it, unless the member has one under this ref."""
    assert sale.denomination_id is not None or sale.fulfilment != "stock", "only a denomination has codes in stock"
    at_once = sale.fulfilment == "stock" and not share.money
    today = programmes.get(member.programme_id).day(now)
    order = Order(
        id=0, programme_id=member.programme_id, member_id=member.id, ref=ref, offer_id=sale.offer_id,
        brand_id=sale.brand_id, denomination_id=sale.denomination_id, value=sale.value, currency=sale.currency,
        price_points=sale.price_points, points_part=share.points, money_part=share.money, fulfilment=sale.fulfilment,
        card_until=catalogue.valid_until(today, sale.validity_days, None), placed_at=now,
        counted_member=sale.per_member_limit is not None, counted_offer=sale.total_limit is not None,
        issued_at=now if at_once else None, card=ids.new_ref() if at_once else None,
        payment=ids.new_ref() if share.money else None, pay_until=now + payments.PAY_TIME if share.money else None,
    )  # fmt: skip
    facts = {name: getattr(order, name) for name in Order.__slots__} | {
        "member_limit": sale.per_member_limit, "offer_limit": sale.total_limit, "cancellations_limit": rules.CANCELLED_A_DAY,
        "rules": accepted.get("rules") or NO_TEXT, "offer": accepted.get("offer") or NO_TEXT, "memo": json.dumps(memos.of(order, "order")),
        "now": now, "today": today,
    }  # fmt: skip
    with named_refusals(sale):
        order_id, code = execute(statements.PLACE, facts).one()
    if order_id is None:
        return None
    if order.card is not None:
        codes.sold_after_commit(code, card=order.card, at=now)
    return replace(order, id=order_id)
