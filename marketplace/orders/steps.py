"""The steps of an order after it was placed: obtained, issued, cancelled, or its outcome unknown for a while.

Each begins by taking the order's own lock, so the steps of one order happen one after another, whoever takes them.
What stands between asking somebody else for a code and knowing the answer is no transaction: `lose_sight` notes that
nobody knows, and until it is known nothing is given back and nothing is issued.
"""

from collections.abc import Callable
from datetime import datetime

from marketplace import codes, giftcards, ledger, partners, programmes
from marketplace.core.db import execute
from marketplace.orders import memos, queries, rules, statements
from marketplace.orders.errors import NotCancellable, OutOfStep
from marketplace.orders.values import Order

Getting = Callable[[Order], codes.Claimed]


def obtain(order_id: int, get: Getting, *, now: datetime) -> Order:
    """Note the code that an order gets; once. An order that has one, or was cancelled, is left as it is.

    Args:
        get: makes the code or stores the one that was given for this order; called at most once, in this transaction.

    Raises:
        OrderNotFound: there is none.
    """
    order = _held(order_id)
    if order.state not in ("placed", "unknown"):
        return order
    code = get(order)
    execute(statements.OBTAIN, {"order_id": order.id, "code_id": code.code_id, "now": now})
    return queries.order_by_id(order_id)


def issue(order_id: int, *, now: datetime) -> Order:
    """Hand the points that were held over to the partner, and issue the card for the code that was obtained; once.

    An order that has its card already, or was cancelled, is left as it is.

    Raises:
        OrderNotFound: there is none.
        OutOfStep: its code is not there yet.
    """
    order = _held(order_id)
    if order.state in ("issued", "cancelled"):
        return order
    if order.code_id is None:
        raise OutOfStep(state=order.state)
    code = codes.claimed(order.code_id)
    hold = ledger.transfer_by_ref(f"order:{order.id}")
    partner = ledger.account(order.programme_id, "partner", owner_id=partners.brand(order.brand_id).partner_id)
    today = programmes.get(order.programme_id).day(now)
    ledger.capture(hold, partner, ref=f"capture:{order.id}", at=now, today=today, memo=memos.of(order, "issue"))
    giftcards.issue(
        order_id=order.id, programme_id=order.programme_id, member_id=order.member_id, brand_id=order.brand_id,
        offer_id=order.offer_id, value=order.value, currency=order.currency, code_id=code.code_id, last4=code.last4,
        expires_on=min(order.card_until, code.expires_on or order.card_until), now=now,
    )  # fmt: skip
    execute(statements.NOTE_ISSUE, {"order_id": order.id, "price_points": order.price_points, "now": now})
    return queries.order_by_id(order_id)


def fulfil(order_id: int, *, now: datetime) -> Order:
    """Take an order of a certificate of ours to its end: make its code, and issue it. Raises as `issue`."""
    obtain(order_id, lambda order: codes.mint(order.brand_id), now=now)
    return issue(order_id, now=now)


def lose_sight(order_id: int, why: str, *, now: datetime) -> Order:
    """Note that the code may have been sold to us or not: whoever was asked gave no answer that says so. Once.

    Args:
        why: what happened, in words that hold no secret: "timed out".
    """
    order = _held(order_id)
    if order.state == "placed":
        execute(statements.LOSE_SIGHT, {"order_id": order.id, "why": why[:200], "now": now})
    return queries.order_by_id(order_id)


def find_again(order_id: int, *, sold: bool, now: datetime) -> Order:
    """Note that the outcome is known: the code was sold to us, or never was. A known one is left as it is."""
    order = _held(order_id)
    if order.state == "unknown":
        execute(statements.FIND_AGAIN, {"order_id": order.id, "sold": sold, "now": now})
    return queries.order_by_id(order_id)


def cancel(order: Order, *, why: str, now: datetime) -> Order:
    """Take an order back while nobody has seen its code: every point returns to the lot that it came from.

    The card becomes void, a partner's code goes back on sale, and the order no longer counts towards a limit.
    Cancelling twice is cancelling once.

    Raises:
        NotCancellable: as `rules.bar_to_cancelling` says.
    """
    fresh = _held(order.id)
    if fresh.state == "cancelled":
        return fresh
    bar = rules.bar_to_cancelling(fresh.state, "")
    if bar:
        raise NotCancellable(reason=bar)
    execute(
        statements.CANCEL, {"order_id": order.id, "price_points": order.price_points, "now": now, "why": why[:1000]}
    )
    voided = _void(fresh, why, now) if fresh.state == "issued" else None
    _uncount(fresh)
    if voided is not None:
        codes.put_back(voided.code_id)
    _give_back(fresh, now)
    return queries.order_by_id(order.id)


def _held(order_id: int) -> Order:
    """The order as it is now, and nobody else takes a step of it before this transaction ends. Raises OrderNotFound."""
    execute(statements.LOCK, {"order_id": order_id})
    return queries.order_by_id(order_id)


def _void(order: Order, why: str, now: datetime) -> giftcards.Voided:
    try:
        return giftcards.void_unseen(order.id, programme_id=order.programme_id, now=now, why=why)
    except giftcards.CardRevealed:
        raise NotCancellable(reason="revealed") from None
    except giftcards.CardNotActive as no:
        raise NotCancellable(reason=no.facts["state"]) from None


def _uncount(order: Order) -> None:
    """Give back the places that the order took; one placed while there was no limit took none."""
    facts = {"member": order.member_id, "offer": order.offer_id}
    if order.counted_member:
        execute(statements.UNCOUNT_MEMBER, facts)
    if order.counted_offer:
        execute(statements.UNCOUNT_OFFER, facts)


def _give_back(order: Order, now: datetime) -> None:
    """Return the points to their lots."""
    today = programmes.get(order.programme_id).day(now)
    ref, memo = f"cancel:{order.id}", memos.of(order, "return")
    if order.state == "issued":
        taken = ledger.transfer_by_ref(f"{'order' if order.fulfilment == 'stock' else 'capture'}:{order.id}")
        ledger.reverse(taken, ref=ref, at=now, today=today, memo=memo)
    else:
        ledger.release(ledger.transfer_by_ref(f"order:{order.id}"), ref=ref, at=now, today=today, memo=memo)
