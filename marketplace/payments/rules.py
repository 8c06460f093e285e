"""Decisions about payments: what is asked of the provider next. No database, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace.payments.values import Call, Outcome, Payment, Refund, What

# How long an order waits for its money.
PAY_TIME = timedelta(minutes=30)
# An answer that is not there by then will not come; the caller waits less.
CALL_LONGEST = timedelta(seconds=20)
LOOK_EVERY = timedelta(minutes=3)
# The provider remembers what was asked under a key for a day; after that the same call could do the same thing twice.
KEY_LIFE = timedelta(hours=23)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=3), timedelta(minutes=5)
REFUND_LOOK_EVERY = timedelta(hours=1)
NO_ANSWER = (None, Outcome.UNCLEAR, Outcome.NOT_SENT)
MIN_REASON_LENGTH = 3
# Minor units that one person may send back in a day without a second one, until a rule says otherwise.
REFUND_CAP = 100_000


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
    if busy := _under_way(calls, now):
        return Wait(busy)
    ending = payment.closing_at is not None or now >= payment.pay_until
    if payment.session_ref is None:
        return _opening(calls, now, ending=ending)
    what: What = "close" if ending else "look"
    paused = _paced([call for call in calls if call.what == what and call.outcome in NO_ANSWER], calls, now)
    return paused or Ask(what)


def next_refund_step(refund: Refund, calls: Sequence[Call], now: datetime) -> Next:
    """What is to be done about a refund now; `calls` are those about it, in their order."""
    if refund.state != "requested":
        return Ended()
    if busy := _under_way(calls, now):
        return Wait(busy)
    if refund.provider_ref is not None:
        last = max((call.began_at for call in calls), default=refund.at)
        return Ask("find_refund") if now >= last + REFUND_LOOK_EVERY else Wait(last + REFUND_LOOK_EVERY)
    if refused := [call for call in calls if call.outcome == Outcome.REFUSED]:
        return Refused(refused[-1].note)
    silent = [call for call in calls if call.outcome in NO_ANSWER]
    if paused := _paced(silent, calls, now):
        return paused
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


def _under_way(calls: Sequence[Call], now: datetime) -> datetime | None:
    """Until when the answer to a call may still come."""
    if calls and calls[-1].outcome is None and now < calls[-1].began_at + CALL_LONGEST:
        return calls[-1].began_at + CALL_LONGEST
    return None


def _paced(silent: Sequence[Call], calls: Sequence[Call], now: datetime) -> Wait | None:
    """A pause after calls without an answer, longer each time."""
    if not silent or silent[-1] is not calls[-1]:
        return None
    pause = min(FIRST_PAUSE * 2 ** min(len(silent) - 1, 10), LONGEST_PAUSE)
    until = silent[-1].began_at + pause
    return Wait(until) if now < until else None
