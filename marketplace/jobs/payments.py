"""Follows payments at the provider to their end, and refunds too; hears what the provider says by itself.

What is remote stands between two transactions, never inside one. Whatever is learnt, by an answer, an event or because the payer has come
back, goes through the same few verbs, so that it makes no difference who says it first.
"""

import time
from datetime import datetime, timedelta

from marketplace import payments
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.outbox import NotYet
from marketplace.core.topics import Topic
from marketplace.jobs import payment_calls, payment_events, restored
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps
from marketplace.payments import (
    LOOK_EVERY,
    Answer,
    Asked,
    Ended,
    Lapse,
    Outcome,
    Payment,
    RefundSaid,
    RefundState,
    Wait,
)

STEPS_SECONDS = 5  # then another relay may go on: a promise is kept within 20, and one call takes up to 9
DECIDED_EVERY = timedelta(hours=1)
REFUND_STATES: dict[Outcome, RefundState] = {
    Outcome.DONE: "done",
    Outcome.FAILED: "failed",
    Outcome.PENDING: "requested",
}


@keeps(Topic.PAYMENTS_WATCH)
def watch(ref: str) -> None:
    """Take a payment as far as it goes now: open its page, look at it, close it when its time is over. `ref` is its id."""
    payment_id, ends = int(ref), time.monotonic() + STEPS_SECONDS
    while time.monotonic() < ends:
        now = clock.now()
        with transaction():
            step = payments.go_on(payment_id, now=now)
        if isinstance(step, Ended):
            return
        if isinstance(step, Lapse):
            payment_events.lapsed(payments.payment(payment_id), known_by="never_opened", now=now)
            return
        if isinstance(step, Wait):
            raise NotYet(step.until, "the provider will be asked again")
        if _take(step) is Outcome.OPEN:
            raise NotYet(min(now + LOOK_EVERY, max(step.payment.pay_until, now)), "waits for its money")
    raise NotYet(clock.now(), "goes on in a moment")


@keeps(Topic.PAYMENTS_REFUND)
def send_back(ref: str) -> None:
    """Send money back, and learn whether it has arrived; `ref` is the refund's id. What was said of others meanwhile is heard afterwards."""
    restored.must_be_reconciled(clock.now())
    refund_id, ends = int(ref), time.monotonic() + STEPS_SECONDS
    while time.monotonic() < ends:
        with transaction():
            step = payments.go_on_refunding(refund_id, now=clock.now())
        if isinstance(step, Ended):
            payment_events.hear_waiting()
            return
        if isinstance(step, Wait):
            raise NotYet(step.until, "the provider will be asked again")
        _take(step)
    raise NotYet(clock.now(), "goes on in a moment")


@keeps(Topic.PAYMENTS_HEAR)
def hear(ref: str) -> None:
    """Hear an event that was kept; `ref` is its id."""
    payment_events.hear(payments.event(int(ref)))


@celery.task(name="payments.listen")
def listen() -> None:
    """Hear again what was said of money before anybody knew here that it had come."""
    payment_events.hear_waiting()


def _paid(payment: Payment, answer: Answer, now: datetime) -> None:
    """Its money is there. Another sum than was to be paid waits for a person, and is looked at again in case it was put right at the provider."""
    try:
        payment_events.paid(
            payment,
            intent_ref=answer.intent_ref,
            amount=answer.amount,
            currency=answer.currency,
            known_by="asked",
            now=now,
        )
    except payments.WrongAmount:
        raise NotYet(now + DECIDED_EVERY, "another sum came: a person decides") from None


def _take(step: Asked) -> Outcome:
    """Make one call, and write down what came back and what follows from it."""
    answer = payment_calls.make(step)
    now = clock.now()
    with transaction():
        payments.heard(step, answer, now=now)
    payment = step.payment
    if step.refund is not None:
        state = REFUND_STATES.get(answer.outcome)
        if state is not None:
            assert payment.intent_ref is not None, "what is refunded was paid"
            said = RefundSaid(
                payment.intent_ref,
                answer.provider_ref,
                step.refund.public_id,
                step.refund.amount,
                state,
                answer.note,
            )
            with transaction():
                payments.receive(payment, said, now=now)
    elif answer.outcome is Outcome.PAID:
        _paid(payment, answer, now)
    elif answer.outcome is Outcome.EXPIRED:
        payment_events.lapsed(payment, known_by="asked", now=now)
    return answer.outcome
