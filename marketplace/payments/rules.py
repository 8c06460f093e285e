"""Decisions about payments: what is asked of the provider next. No database, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace.core.calls import KEY_LIFE, paused, under_way
from marketplace.payments.values import Call, Outcome, Payment, Refund, What

# How long an order waits for its money.
PAY_TIME = timedelta(minutes=30)
LOOK_EVERY = timedelta(minutes=3)
REFUND_LOOK_EVERY = timedelta(hours=1)
NO_ANSWER = (None, Outcome.UNCLEAR, Outcome.NOT_SENT)
MIN_REASON_LENGTH = 3
# Minor units that one person may send back in a day without a second one, until a rule says otherwise.
REFUND_CAP = 100_000
REFUND_DAY = timedelta(days=1)


class Ask(NamedTuple):
    """A call to make now."""

    what: What


class Wait(NamedTuple):
    """Nothing to do before a moment."""

    until: datetime


class Ended(NamedTuple):
    """Nothing to do any more."""


class Lapse(NamedTuple):
    """It has ended unpaid without the provider having to say so: nobody was ever led to a page of theirs."""


class Show(NamedTuple):
    """A person has to look at it."""

    kind: str


class Refused(NamedTuple):
    """The provider will not do it: it has failed, for the reason that they gave."""

    note: str


Next = Ask | Wait | Ended | Lapse | Show | Refused


def next_step(payment: Payment, calls: Sequence[Call], now: datetime) -> Next:
    """What is to be done about a payment now; `calls` are those about itself, in their order.

    An open page is looked at whenever this is asked before its time is over, a closed one is asked to end until the provider says
    that it has. A page whose opening was not answered is opened again under the same key, which gives the same page.
    """
    if payment.completed_at is not None or payment.expired_at is not None:
        return Ended()
    if busy := under_way(calls, now):
        return Wait(busy)
    ending = payment.closing_at is not None or now >= payment.pay_until
    if payment.session_ref is None:
        return _opening(calls, now, ending=ending)
    what: What = "close" if ending else "look"
    waiting = _paced([call for call in calls if call.what == what and call.outcome in NO_ANSWER], calls, now)
    return waiting or Ask(what)


def next_refund_step(refund: Refund, calls: Sequence[Call], now: datetime) -> Next:
    """What is to be done about a refund now; `calls` are those about it, in their order."""
    if refund.state != "requested":
        return Ended()
    if busy := under_way(calls, now):
        return Wait(busy)
    if refund.provider_ref is not None:
        last = max((call.began_at for call in calls), default=refund.at)
        return Ask("find_refund") if now >= last + REFUND_LOOK_EVERY else Wait(last + REFUND_LOOK_EVERY)
    if refused := [call for call in calls if call.outcome == Outcome.REFUSED]:
        return Refused(refused[-1].note)
    silent = [call for call in calls if call.outcome in NO_ANSWER]
    if waiting := _paced(silent, calls, now):
        return waiting
    looked = max(
        (n for n, call in enumerate(calls) if call.what == "find_refund" and call.outcome == Outcome.NONE), default=-1
    )
    sent = [call for call in calls[looked + 1 :] if call.what == "refund"]
    if sent and now > sent[0].began_at + KEY_LIFE:
        return Ask("find_refund")  # the key is forgotten there: ask before anything is sent again
    return Ask("refund")


def _opening(calls: Sequence[Call], now: datetime, *, ending: bool) -> Next:
    tries = [call for call in calls if call.what == "open"]
    if any(call.outcome == Outcome.REFUSED for call in tries):
        return Show("refused")
    if not tries:
        return Lapse() if ending else Ask("open")
    if now > tries[0].began_at + KEY_LIFE:
        return Lapse()  # a page lives for less than a day, and nobody was given its address
    return _paced(tries, calls, now) or Ask("open")


def _paced(silent: Sequence[Call], calls: Sequence[Call], now: datetime) -> Wait | None:
    until = paused(silent, calls, now)
    return Wait(until) if until else None
