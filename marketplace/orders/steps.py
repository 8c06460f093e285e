"""The steps of an order after it was placed: obtained, issued, cancelled, or its outcome unknown for a while.

Each begins by taking the order's own lock, so the steps of one order happen one after another, no matter who takes them.
What stands between asking somebody else for a code and knowing the answer is no transaction: `lose_sight` notes that
nobody knows, and until it is known nothing is given back and nothing is issued.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from marketplace import codes, giftcards, payments, programmes
from marketplace.core import ids, outbox
from marketplace.core.db import execute
from marketplace.orders import memos, queries, rules, statements
from marketplace.orders.errors import NotCancellable, OutOfStep, named_steps
from marketplace.orders.values import Order

Getting = Callable[[Order], codes.Claimed]


def obtain(order_id: int, get: Getting, *, now: datetime) -> Order:
    """Note the code that an order gets; once. An order that has one, or was cancelled, is left as it is.

    Args:
        get: makes the code or stores the one that was given for this order; called at most once, in this transaction.

    Raises:
        OrderNotFound: there is none.
    """
    order = held(order_id)
    if order.state not in ("placed", "unknown"):
        return order
    code = get(order)
    facts = {"order_id": order.id, "code_id": code.code_id, "was": order.state, "now": now}
    execute(statements.OBTAIN, facts)
    return queries.order_by_id(order_id)


def issue(order_id: int, *, now: datetime) -> Order:
    """Hand the points that were held over to the partner, with the money that was paid, and issue the card; once.

    The card is for the code that was obtained; a loaded one is taken now. An order that has its card already, or was cancelled, is left
    as it is.

    Raises:
        OrderNotFound: there is none.
        OutOfStep: its code is not there yet, or it is not paid.
        OutOfStock: no loaded code is left.
        payments.NotPaid: the money was refunded or withdrawn meanwhile.
    """
    order = held(order_id)
    if order.state in ("issued", "cancelled"):
        return order
    if order.state == "unpaid" or (order.code_id is None and order.fulfilment != "stock"):
        raise OutOfStep(state=order.state)
    facts = _facts(order, memos.of(order, "issue"), now) | {"card": ids.new_ref()}
    with named_steps(order.denomination_id):
        blind = execute(statements.ISSUE, facts).scalar_one()
    if blind is not None:
        codes.sold_after_commit(blind, card=facts["card"], at=now)
    outbox.wake_after_commit()
    return queries.order_by_id(order_id)


def fulfil(order_id: int, *, now: datetime) -> Order:
    """Take an order of a certificate of ours to its end: make its code, and issue it. Raises as `issue`."""
    obtain(order_id, lambda order: codes.mint(order.brand_id), now=now)
    return issue(order_id, now=now)


def lose_sight(order_id: int, why: str, *, now: datetime) -> Order:
    """Note that the code may have been sold to us or not: anyone who was asked gave no answer that says so. Once.

    Args:
        why: what happened, in words that hold no secret: "timed out".
    """
    order = held(order_id)
    if order.state == "placed":
        execute(statements.LOSE_SIGHT, {"order_id": order.id, "why": why[:200], "now": now})
    return queries.order_by_id(order_id)


def find_again(order_id: int, *, sold: bool, now: datetime) -> Order:
    """Note that the outcome is known: the code was sold to us, or never was. A known one is left as it is."""
    order = held(order_id)
    if order.state == "unknown":
        execute(statements.FIND_AGAIN, {"order_id": order.id, "sold": sold, "now": now})
    return queries.order_by_id(order_id)


def cancel(order: Order, *, why: str, now: datetime) -> Order:
    """Take an order back while nobody has seen its code: every point returns to the lot that it came from, or with a
    date of grace, where the lot's last day has passed; and money that was paid is refunded to its source.

    The card becomes void, a partner's code waits for somebody's decision (`codes.take_back`), and the order no longer counts towards a limit.
    Cancelling twice is cancelling once.

    Raises:
        NotCancellable: as `rules.bar_to_cancelling` says.
    """
    fresh = held(order.id)
    if fresh.state == "cancelled":
        return fresh
    bar = rules.bar_to_cancelling(fresh.state, "", fresh.fulfilment, unpaid=_is_unpaid(fresh))
    if bar:
        raise NotCancellable(reason=bar)
    code_id = _void(fresh, why, now).code_id if fresh.state == "issued" else fresh.code_id
    _uncount(fresh)
    if code_id is not None:
        codes.take_back(code_id, ref=f"order:{order.id}", now=now)
    facts = _facts(fresh, memos.of(fresh, "return"), now) | {"why": why[:1000], "refund": ids.new_ref()}
    with named_steps(fresh.denomination_id):
        execute(statements.CANCEL, facts)
    outbox.wake_after_commit()
    return queries.order_by_id(order.id)


def held(order_id: int) -> Order:
    """The order as it is now, and nobody else takes a step of it before this transaction ends. Raises OrderNotFound."""
    execute(statements.LOCK, {"order_id": order_id})
    return queries.order_by_id(order_id)


def _is_unpaid(order: Order) -> bool:
    """Whether its money was there and is not, or not all of it: refunded, or withdrawn by a bank."""
    return order.paid_at is not None and not payments.is_whole(payments.payment_of("order", order.id))


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


def _facts(order: Order, memo: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What a step that moves points says: which order, what its entries keep of it, and when."""
    programme = programmes.get(order.programme_id)
    today = programme.day(now)
    return {
        "order_id": order.id, "memo": json.dumps(memo), "now": now, "today": today, "grace": programme.grace_until(today),
    }  # fmt: skip
