"""How a payment is followed to its end: opened at the provider, looked at, closed. Every step takes the payment's own lock first.

A call is written down before it is made and its answer afterwards, so anyone who comes after a process that was killed knows that
something may have been asked.
"""

from dataclasses import dataclass
from datetime import datetime

from marketplace import programmes
from marketplace.core import ids, outbox, own_seals
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.payments import queries, returning, rules
from marketplace.payments.book import COMPLETIONS
from marketplace.payments.errors import RefundUnexplained, WrongAmount, named_refusals
from marketplace.payments.rules import Ask, Ended, Lapse, Refused, Show, Wait
from marketplace.payments.values import Answer, KnownBy, Outcome, Payment, Refund, What


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that was just begun: make it, and tell with `heard` what came back. `refund` where it is about one."""

    call_id: int
    what: What
    payment: Payment
    refund: Refund | None = None


def held(payment_id: int) -> Payment:
    """The payment as it is now; nothing becomes of it before this transaction ends. Raises NoPayment."""
    found = queries.payment(payment_id)
    execute("SELECT payment_lock(%(id)s)", {"id": found.id})
    return queries.payment(payment_id)


def go_on(payment_id: int, *, now: datetime) -> Asked | Wait | Ended | Lapse:
    """Take a payment one step on: a call to make, a moment to wait for, or its end."""
    payment = held(payment_id)
    step = rules.next_step(payment, queries.calls(payment.id), now)
    if isinstance(step, Show):
        show(payment.id, step.kind, now=now)
        return Lapse()
    assert not isinstance(step, Refused), "only refunds are refused"
    return _begun(step.what, payment, None, now) if isinstance(step, Ask) else step


def go_on_refunding(refund_id: int, *, now: datetime) -> Asked | Wait | Ended:
    """Take a refund one step on. One that the provider refuses has failed: what it was to send back can be refunded again."""
    payment = held(queries.refund(refund_id).payment_id)
    refund = queries.refund(refund_id)
    step = rules.next_refund_step(refund, queries.calls(payment.id, refund.id), now)
    if isinstance(step, Refused):
        returning.end_refund(payment, refund.id, "failed", why=step.note, now=now)
        return Ended()
    if isinstance(step, Ask):
        return _begun(step.what, payment, refund, now)
    assert isinstance(step, Wait | Ended), "a refund has nothing that lapses"
    return step


def heard(asked: Asked, answer: Answer, *, now: datetime) -> None:
    """Write down what came back, and the page that was opened."""
    execute(
        """UPDATE payment_calls SET answered_at = %(now)s, outcome = %(outcome)s, note = %(note)s
            WHERE id = %(id)s AND answered_at IS NULL""",
        {"id": asked.call_id, "now": now, "outcome": answer.outcome, "note": answer.note[:200]},
    )
    if answer.outcome is Outcome.OPENED:
        execute(
            """INSERT INTO payment_sessions (payment_id, session_ref, url, at) VALUES (%(id)s, %(ref)s, %(url)s, %(now)s)
               ON CONFLICT (payment_id) DO NOTHING""",
            {"id": asked.payment.id, "ref": answer.session_ref, "url": answer.url, "now": now},
        )


def complete(
    payment: Payment, *, intent_ref: str, amount: int, currency: str, known_by: KnownBy, now: datetime
) -> bool:
    """The money is there; whoever says it first. Money that came too late is promised back at once; bought points are credited.

    Returns:
        whether this was the first to say it.

    Raises:
        WrongAmount: another sum came than was to be paid. It completes nothing.
    """
    if (amount, currency.upper()) != (payment.amount, payment.currency):
        show(payment.id, "wrong_amount", now=now)
        raise WrongAmount(amount=amount, currency=currency.upper())
    programme = programmes.get(payment.programme_id)
    today = programme.day(now)
    first = execute(
        "SELECT payment_complete(%(id)s, %(intent)s, %(by)s, %(refund)s, %(now)s, %(today)s, %(expires)s) AS first",
        {
            "id": payment.id, "intent": intent_ref, "by": known_by, "refund": ids.new_ref(), "now": now, "today": today,
            "expires": programmes.expiry_of(programme, today),
        },
    ).scalar_one()  # fmt: skip
    if first:
        own_seals.seal(COMPLETIONS, payment.id)
    outbox.wake_after_commit()
    return bool(first)


def close(payment: Payment, *, now: datetime) -> bool:
    """Ask for a payment to end unpaid; the provider is asked at once. Returns whether it was still open."""
    still_open = execute("SELECT payment_close(%(id)s, %(now)s) AS open", {"id": payment.id, "now": now}).scalar_one()
    look_now(payment, now=now)
    return bool(still_open)


def expire(payment: Payment, *, known_by: str, now: datetime) -> bool:
    """Nobody can pay it any more: "event" or "asked", as the provider said; "never_opened" where nobody ever could; "person" who has looked there.

    Returns:
        whether it has expired unpaid; False where the money is there.
    """
    with named_refusals():
        return bool(
            execute(
                "SELECT payment_expire(%(id)s, %(by)s, %(now)s) AS expired",
                {"id": payment.id, "by": known_by, "now": now},
            ).scalar_one()
        )


def look_now(payment: Payment, *, now: datetime) -> None:
    """Have the provider asked about a payment as soon as may be: its payer has come back, say."""
    outbox.hurry(Topic.PAYMENTS_WATCH, str(payment.id), now=now)


def show(payment_id: int, kind: str, *, now: datetime) -> None:
    """Put a payment in front of staff."""
    execute(
        """INSERT INTO payment_troubles (payment_id, since, kind) VALUES (%(id)s, %(now)s, %(kind)s)
           ON CONFLICT (payment_id) DO UPDATE SET since = excluded.since, kind = excluded.kind WHERE payment_troubles.kind <> excluded.kind""",
        {"id": payment_id, "now": now, "kind": kind},
    )


def deal_with(payment: Payment, *, why: str, now: datetime) -> str:
    """Somebody has looked at what is wrong with a payment and says what was done about it: it waits for nobody any more.

    Returns:
        what was wrong: "wrong_amount", where the caller ends what it was to be paid for; "refused", "refund_failed" or "owed_back".

    Raises:
        RefundUnexplained: no reason is given. NoTrouble: nobody has to look at it.
    """
    if len(why.strip()) < rules.MIN_REASON_LENGTH:
        raise RefundUnexplained
    with named_refusals():
        found = execute(
            "SELECT payment_deal_with(%(id)s, %(why)s, %(now)s) AS kind",
            {"id": payment.id, "why": why.strip()[:1000], "now": now},
        ).scalar_one()
    return str(found)


def _begun(what: What, payment: Payment, refund: Refund | None, now: datetime) -> Asked:
    call_id = execute(
        "INSERT INTO payment_calls (payment_id, refund_id, what, began_at) VALUES (%(id)s, %(refund)s, %(what)s, %(now)s) RETURNING id",
        {"id": payment.id, "refund": refund.id if refund else None, "what": what, "now": now},
    ).scalar_one()
    return Asked(int(call_id), what, payment, refund)
