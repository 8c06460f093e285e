"""The money of an order: it does not come, its member no longer wants to pay, or a bank disputes it. Whatever is done takes the order's
own lock first, then its payment's."""

from datetime import datetime

from marketplace import giftcards, payments, programmes
from marketplace.core import ids, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.orders import steps
from marketplace.orders.values import Order
from marketplace.payments import DisputeSaid, Payment


def stop_paying(order: Order, *, now: datetime) -> bool:
    """Its member no longer wants to pay: the provider is asked to close its page, and once it has said so the points come back.

    Returns:
        whether it could still be paid.
    """
    fresh = steps.held(order.id)
    return fresh.state == "unpaid" and payments.close(payments.payment_of("order", order.id), now=now)


def lapse(order_id: int, *, known_by: str, now: datetime) -> Order:
    """Nobody can pay it any more: its points come back. An order whose money is there is left as it is.

    Args:
        known_by: as `payments.expire` takes it.
    """
    order = steps.held(order_id)
    if order.state != "unpaid" or not payments.expire(
        payments.payment_of("order", order_id), known_by=known_by, now=now
    ):
        return order
    return steps.cancel(order, why="not paid", now=now)


def end_unpaid(payment: Payment, *, known_by: str, now: datetime) -> None:
    """Nobody can pay a payment any more: what it is for ends. Arguments as `lapse`."""
    if payment.purpose == "order":
        lapse(payment.purpose_id, known_by=known_by, now=now)
    else:
        payments.expire(payment, known_by=known_by, now=now)


def deal_with(payment: Payment, *, why: str, now: datetime) -> None:
    """Somebody says what was done about a payment that needed a person. Where another sum came than was to be paid, what it is for ends unpaid:
    the money is sent back at the provider.

    Raises as `payments.deal_with`.
    """
    if payment.purpose == "order":
        steps.held(payment.purpose_id)
    if payments.deal_with(payment, why=why, now=now) == "wrong_amount":
        end_unpaid(payment, known_by="person", now=now)
        payments.look_now(payment, now=now)


def disputed(payment: Payment, said: DisputeSaid, *, now: datetime) -> str:
    """Note what the provider says of a dispute, and bring what was taken back for it into line with where its funds are; as often as
    anybody likes, in whatever order it is said.

    Returns:
        "take", "return", or "" where there was nothing to do.
    """
    order = steps.held(payment.purpose_id)
    dispute = payments.note_dispute(payment, said, now=now)
    done = execute(
        "SELECT order_dispute(%(order)s, %(dispute)s, %(refund)s, %(now)s, %(today)s) AS done",
        {
            "order": order.id, "dispute": dispute.id, "refund": ids.new_ref(), "now": now,
            "today": programmes.get(order.programme_id).day(now),
        },
    ).scalar_one()  # fmt: skip
    if done == "return":
        giftcards.seal_extensions()
    if order.state not in ("issued", "cancelled"):
        outbox.hurry(Topic.ORDERS_ADVANCE, str(order.id), now=now)  # its money is there again, or gone: then it ends
    outbox.wake_after_commit()
    return str(done)
