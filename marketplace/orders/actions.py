"""What may be done with orders: place, fulfil, cancel.

Placing looks at the terms here and writes in one call of a database function (sql/order_place.sql).

Everything takes its locks in this order, so that no two of them wait for each other: the order's own rows (unique by
member and ref; one fulfilment, one cancellation) → the card of an existing order → usage, the member's row before the
offer's → a code → balances, in the ledger's own order → a new card. `place` and `fulfil` make their card last, `cancel`
takes an existing one first; no verb holds a card that another needs while it waits for anything that the other holds.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from marketplace import catalogue, codes, giftcards, ledger, members, partners, programmes
from marketplace.core import counters, ids, outbox
from marketplace.core.db import execute
from marketplace.core.errors import Refusal
from marketplace.orders import memos, queries, rules, statements
from marketplace.orders.errors import BadRef, NotCancellable, OrderNotFound, RefUsed, TermsChanged, named_refusals
from marketplace.orders.values import Order


def place(
    member: members.Member,
    *,
    denomination_id: int | None = None,
    offer_id: int | None = None,
    value: int | None = None,
    ref: str,
    accepted: Mapping[str, bytes],
    language: str = "",
    now: datetime,
) -> Order:
    """Exchange a member's points for a card: all of it happens, or none.

    The same ref for the same thing gives the same order, whatever has changed since. A loaded code is handed over at
    once; a certificate of ours is issued by the worker, and its points are held until then.

    Args:
        denomination_id: what is ordered; or an offer_id and a value out of its range, in minor units of its currency.
        accepted: the digests of the "rules" and the "offer" that the member saw, in `language` (else in his own).

    Raises:
        NoOffer, NotForSale, WrongValue: as the catalogue says. TermsChanged: other texts apply than were accepted.
        LimitReached, OutOfStock, NotEnoughPoints: it cannot be had, and no points are taken.
        RefUsed: the member's ref (8 to 64 signs) stands for another thing. BadRef: it is none.
    """
    if not rules.is_ref(ref):
        raise BadRef
    programme = programmes.get(member.programme_id)
    try:
        sale = queries.for_sale(member, denomination_id=denomination_id, offer_id=offer_id, value=value, now=now)
        _check_texts(programme, accepted, language or member.language)
    except Refusal as no:
        return _earlier(member.id, ref, denomination_id, offer_id, value, no)
    order = _write(member, sale, ref, accepted, now, programme.day(now))
    if order is None:
        return _same(queries.by_ref(member.id, ref), denomination_id, offer_id, value)
    counters.count_after_commit("orders_placed")
    outbox.wake_after_commit()
    return order


def fulfil(order_id: int, *, now: datetime) -> Order:
    """Issue the certificate of an order that waits for it, and take the points that were held for it; once.

    An order that has its card already, or was cancelled, is left as it is.

    Raises:
        OrderNotFound: there is none.
        AlreadySettled: it is being cancelled at this moment; nothing is done.
    """
    order = queries.order_by_id(order_id)
    if order.state != "placed" or not execute(statements.FULFIL_ONCE, _facts(order, now=now)).first():
        return queries.order_by_id(order_id)
    minted = codes.mint(order.brand_id)
    today = programmes.get(order.programme_id).day(now)
    hold = ledger.transfer_by_ref(f"order:{order.id}")
    partner_id = partners.brand(order.brand_id).partner_id
    partner = ledger.account(order.programme_id, "partner", owner_id=partner_id)
    ledger.capture(hold, partner, ref=f"capture:{order.id}", at=now, today=today, memo=memos.captured(order))
    giftcards.issue(
        order_id=order.id, programme_id=order.programme_id, member_id=order.member_id, brand_id=order.brand_id,
        offer_id=order.offer_id, value=order.value, currency=order.currency, code_id=minted.code_id,
        last4=minted.last4, expires_on=order.card_until, now=now,
    )  # fmt: skip
    return queries.order_by_id(order_id)


def cancel(order: Order, *, why: str, now: datetime) -> Order:
    """Take an order back while nobody has seen its code: every point returns to the lot that it came from.

    The card becomes void, a partner's code goes back on sale, and the order no longer counts towards a limit.
    Cancelling twice is cancelling once.

    Raises:
        NotCancellable: the code was shown, or the card has ended, or it is just being issued.
    """
    if not execute(statements.CANCEL_ONCE, _facts(order, now=now, why=why)).first():
        return queries.order_by_id(order.id)
    fresh = queries.order_by_id(order.id)
    if fresh.fulfilled_at is not None:
        try:
            voided = giftcards.void_unseen(order.id, programme_id=order.programme_id, now=now, why=why)
        except giftcards.CardRevealed:
            raise NotCancellable(reason="revealed") from None
        except giftcards.CardNotActive as no:
            raise NotCancellable(reason=no.facts["state"]) from None
        _uncount(fresh)
        codes.put_back(voided.code_id)
    else:
        _uncount(fresh)
    _give_back(fresh, now)
    return queries.order_by_id(order.id)


def _check_texts(programme: programmes.Programme, accepted: Mapping[str, bytes], language: str) -> None:
    """The member reads in one language, and may have read in another one just now."""
    first = programme.language(language)
    for spoken in (first, *(other for other in programme.languages if other != first)):
        if rules.accepts(accepted, programmes.texts_accepted(programme.id, spoken)):
            return
    raise TermsChanged


def _earlier(
    member_id: int, ref: str, denomination_id: int | None, offer_id: int | None, value: int | None, no: Refusal
) -> Order:
    """The order that the ref stands for already; without one, the refusal stands."""
    try:
        earlier = queries.by_ref(member_id, ref)
    except OrderNotFound:
        raise no from None
    return _same(earlier, denomination_id, offer_id, value)


def _same(order: Order, denomination_id: int | None, offer_id: int | None, value: int | None) -> Order:
    """The order, if it is for this very thing. Raises RefUsed."""
    wanted = (denomination_id, None, None) if denomination_id is not None else (None, offer_id, value)
    placed = (
        (order.denomination_id, None, None)
        if order.denomination_id is not None
        else (None, order.offer_id, order.value)
    )
    if wanted != placed:
        raise RefUsed
    return order


def _write(
    member: members.Member,
    sale: catalogue.ForSale,
    ref: str,
    accepted: Mapping[str, bytes],
    now: datetime,
    today: date,
) -> Order | None:
    """Write down the order and all that goes with it, unless the member has one under this ref."""
    loaded = sale.fulfilment == "stock"
    assert sale.denomination_id is not None or not loaded, "only a denomination has codes in stock"
    order = Order(
        id=0, programme_id=member.programme_id, member_id=member.id, ref=ref, offer_id=sale.offer_id,
        brand_id=sale.brand_id, denomination_id=sale.denomination_id, value=sale.value, currency=sale.currency,
        price_points=sale.price_points, fulfilment=sale.fulfilment,
        card_until=catalogue.valid_until(today, sale.validity_days, None), placed_at=now,
        counted_member=sale.per_member_limit is not None, counted_offer=sale.total_limit is not None,
        fulfilled_at=now if loaded else None, card=ids.new_ref() if loaded else None,
    )  # fmt: skip
    facts = {name: getattr(order, name) for name in Order.__slots__} | {
        "partner_id": sale.partner_id, "member_limit": sale.per_member_limit, "offer_limit": sale.total_limit,
        "rules": accepted["rules"], "offer": accepted["offer"], "memo": json.dumps(memos.ordered(order, sale)),
        "first_number": rules.NUMBER_FROM, "now": now,
        "today": today,
    }  # fmt: skip
    with named_refusals(sale):
        order_id = execute(statements.PLACE, facts).scalar_one()
    return None if order_id is None else replace(order, id=order_id)


def _uncount(order: Order) -> None:
    """Give back the places that the order took; one placed while there was no limit took none."""
    facts = {"member": order.member_id, "offer": order.offer_id}
    if order.counted_member:
        execute(statements.UNCOUNT_MEMBER, facts)
    if order.counted_offer:
        execute(statements.UNCOUNT_OFFER, facts)


def _give_back(order: Order, now: datetime) -> None:
    """Return the points to their lots. Raises NotCancellable when the certificate is being issued at this moment."""
    today = programmes.get(order.programme_id).day(now)
    ref, own = f"cancel:{order.id}", order.fulfilment == "own"
    memo = memos.returned(order, partners.brand(order.brand_id))
    try:
        if own and order.fulfilled_at is None:
            ledger.release(ledger.transfer_by_ref(f"order:{order.id}"), ref=ref, at=now, today=today, memo=memo)
        else:
            taken = ledger.transfer_by_ref(f"{'capture' if own else 'order'}:{order.id}")
            ledger.reverse(taken, ref=ref, at=now, today=today, memo=memo)
    except ledger.AlreadySettled:
        raise NotCancellable(reason="in_progress") from None


def _facts(order: Order, *, now: datetime, why: str = "") -> dict[str, Any]:
    return {"order_id": order.id, "price_points": order.price_points, "now": now, "why": why[:1000]}
