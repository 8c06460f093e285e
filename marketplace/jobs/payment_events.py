"""What follows from what is known of a payment, whoever says it: an answer, an event, the payer who has come back."""

import logging
from datetime import datetime

from marketplace import orders, payments, settlements
from marketplace.core import clock, faults, outbox
from marketplace.core.db import db, transaction
from marketplace.core.topics import Topic
from marketplace.integrations.stripe import events
from marketplace.integrations.stripe.events import AccountSaid, PayoutSaid
from marketplace.payments import (
    DisputeSaid,
    Event,
    EventOutcome,
    KnownBy,
    NoPayment,
    Payment,
    RefundSaid,
    Said,
    SessionExpired,
    SessionPaid,
)

log = logging.getLogger("marketplace.jobs.payment_events")


def paid(payment: Payment, *, intent_ref: str, amount: int, currency: str, known_by: KnownBy, now: datetime) -> None:
    """Its money is there: what it is for goes on, and what was said of the money before is heard.

    Raises:
        payments.WrongAmount: another sum came; it is shown to staff.
    """
    with transaction():
        payments.complete(payment, intent_ref=intent_ref, amount=amount, currency=currency, known_by=known_by, now=now)
        if payment.purpose == "order":
            outbox.hurry(Topic.ORDERS_ADVANCE, str(payment.purpose_id), now=now)
    hear_waiting(intent_ref)


def hear_waiting(about: str = "") -> None:
    """Hear again what could not be understood before: the money was not known yet, or a refund of ours stood in the way. One that cannot be
    heard keeps none of the others, and waits for its next turn.

    Args:
        about: the money of the provider's that it is about; of any, when left out.
    """
    for event in payments.waiting_events(about):
        try:
            hear(event)
        except Exception as error:
            log.warning("event %s of the payment provider could not be heard: %s", event.id, faults.trace(error))
            db.session.remove()
            with transaction():
                payments.note_tried(event.id, now=clock.now())


def lapsed(payment: Payment, *, known_by: str, now: datetime) -> None:
    """Nobody can pay it any more: what it is for ends."""
    with transaction():
        orders.end_unpaid(payment, known_by=known_by, now=now)


def hear(event: Event) -> None:
    """Do what an event says, once; what it is about may not be known yet, then it waits."""
    if event.outcome not in (None, "waiting"):
        return
    said, now = events.said(event.body), clock.now()
    about_partner = events.said_of_partners(event.body)
    if about_partner is not None:
        with transaction():
            known = _of_partner(about_partner, now)
            payments.note_heard(event.id, "done" if known else "foreign", payment_id=None, now=now)
        return
    outcome, payment_id = ("ignored", None) if said is None else _done(said, now)
    about = getattr(said, "intent_ref", "") if outcome == "waiting" else ""
    with transaction():
        payments.note_heard(event.id, outcome, payment_id=payment_id, about=about, now=now)


def _of_partner(said: AccountSaid | PayoutSaid, now: datetime) -> bool:
    """Have it looked at; whether it is ours."""
    if isinstance(said, AccountSaid):
        return settlements.look_at_account(said.provider_ref, because=said.event_ref, now=now)
    return settlements.look_at_payment(said.key, because=said.event_ref, now=now)


def _done(said: Said, now: datetime) -> tuple[EventOutcome, int | None]:
    try:
        payment = _payment(said)
    except NoPayment:
        return ("foreign" if isinstance(said, SessionPaid | SessionExpired) else "waiting"), None
    if isinstance(said, SessionPaid):
        return _session_paid(payment, said, now), payment.id
    if isinstance(said, SessionExpired):
        lapsed(payment, known_by="event", now=now)
    elif isinstance(said, RefundSaid):
        try:
            with transaction():
                payments.receive(payment, said, now=now)
                if payment.purpose == "order":
                    outbox.hurry(Topic.ORDERS_ADVANCE, str(payment.purpose_id), now=now)
        except payments.NotRefundable:
            return "waiting", payment.id
    else:
        heard = orders.disputed if payment.purpose == "order" else payments.topup_disputed
        with transaction():
            heard(payment, said, now=now)
    return "done", payment.id


def _session_paid(payment: Payment, said: SessionPaid, now: datetime) -> EventOutcome:
    try:
        paid(payment, intent_ref=said.intent_ref, amount=said.amount, currency=said.currency, known_by="event", now=now)
    except payments.WrongAmount:
        return "refused"
    return "done"


def _payment(said: Said) -> Payment:
    if isinstance(said, SessionPaid | SessionExpired):
        return payments.by_public_id(said.public_id)
    assert isinstance(said, RefundSaid | DisputeSaid)
    return payments.by_intent(said.intent_ref)
