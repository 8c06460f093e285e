"""Decisions about purchases: no database, no clock. What is not known is asked; nothing is guessed.

A purchase is ordered again only when it is sure that the earlier order was not taken in. Once an order may have been taken
in, the supplier is asked about it until it names the transaction, or says that there is none at a moment by which even a
slow one would have been written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from marketplace.suppliers.values import NOT_TO_BE_ISSUED, Call, Outcome, Purchase, Sale, Trouble, What

CALL_LONGEST = timedelta(seconds=60)  # a call without an answer after this has lost its process
ORDER_FOR = timedelta(minutes=10)  # so long an order that was surely not taken in is tried again
SETTLES_AFTER = timedelta(minutes=10)  # what was not written down by then was not sold
# What has neither come nor ended by then a person sees (`show_overdue`), below the quarter of an hour that is promised.
SHOWN_AFTER = timedelta(minutes=13)
OVERDUE_LONGEST = timedelta(days=30)  # what is older was shown long ago
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(seconds=60)
SHOWN_PAUSE = timedelta(minutes=10)
MAX_UNANSWERED = 5  # calls in a row without an answer
BROKEN_WITHIN = timedelta(minutes=10)
MALFORMED_TIMES = 3
MIN_EVIDENCE_LENGTH = 15


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the supplier this, now."""

    what: What


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is to be done before this moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Show:
    """A person must look at it."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class NotSold:
    """It is known that it was never sold to us; the reason in words of ours."""

    why: str


Step = Ask | Wait | Show | NotSold


def next_step(
    purchase: Purchase, calls: Sequence[Call], now: datetime, *, quiet_until: datetime | None, closed: bool
) -> Step:
    """What comes next for a purchase that has not ended; `calls` in their order, `closed`: nothing new is ordered."""
    if calls and calls[-1].outcome is None and calls[-1].began_at + CALL_LONGEST > now:
        return Wait(calls[-1].began_at + CALL_LONGEST)
    if purchase.trouble in NOT_TO_BE_ISSUED:
        return Wait(now + SHOWN_PAUSE)
    if purchase.supplier_ref is not None:
        step = _collecting(purchase, calls, now)
    elif any(call.what == "order" and call.outcome in (None, Outcome.UNCLEAR) for call in calls):
        step = _finding(purchase, calls, now)
    else:
        step = _ordering(purchase, calls, now, closed=closed)
    if isinstance(step, Ask) and quiet_until is not None and quiet_until > now:
        return Wait(quiet_until)
    return step


def fits(purchase: Purchase, sale: Sale) -> bool:
    """Whether a transaction is for what was wanted."""
    return (sale.product, sale.value, sale.currency) == (purchase.product, purchase.value, purchase.currency)


def is_broken(outcomes: Sequence[str]) -> bool:
    """Whether a supplier no longer answers, by the outcomes of its last calls, the newest first."""
    unanswered = takewhile(lambda outcome: outcome in (Outcome.UNCLEAR, Outcome.NOT_TAKEN), outcomes)
    return len(list(unanswered)) >= MAX_UNANSWERED


def recognised(named: Sequence[Sale], unnamed: Sequence[Sale], rivals: int) -> Sale | Outcome:
    """Which of the transactions that were found is this purchase: one, NONE, or SEVERAL that it could be.

    Args:
        named: those that carry its reference.
        unnamed: those without any reference that fit what was wanted and are nobody else's.
        rivals: how many purchases of the same thing still look for theirs, this one included.
    """
    if len(named) == 1:
        return named[0]
    if named:
        return Outcome.SEVERAL
    if not unnamed:
        return Outcome.NONE
    return unnamed[0] if len(unnamed) == 1 and rivals == 1 else Outcome.SEVERAL


def _ordering(purchase: Purchase, calls: Sequence[Call], now: datetime, *, closed: bool) -> Step:
    """No order of it was taken in: send one, unless the supplier refused or it has been tried long enough."""
    orders = [call for call in calls if call.what == "order"]
    if any(call.outcome in (Outcome.REFUSED, Outcome.FAILED) for call in orders):
        return NotSold("the supplier refused the order")
    if now >= purchase.asked_at + ORDER_FOR:
        return NotSold("the supplier took no order for ten minutes")
    if closed:
        return Wait(min(now + LONGEST_PAUSE, purchase.asked_at + ORDER_FOR))
    return _paced("order", orders, now)


def _finding(purchase: Purchase, calls: Sequence[Call], now: datetime) -> Step:
    """An order may have been taken in: ask until it is known."""
    last_order = max(call.began_at for call in calls if call.what == "order")
    finds = [call for call in calls if call.what == "find" and call.began_at >= last_order]
    last = finds[-1] if finds else None
    if last is not None and last.outcome == Outcome.FAILED:
        return NotSold("the supplier's transaction failed")
    if last is not None and last.outcome == Outcome.NONE and last.began_at >= last_order + SETTLES_AFTER:
        return NotSold("the supplier has no such transaction")
    if not finds:
        return Ask("find") if now >= last_order + FIRST_PAUSE else Wait(last_order + FIRST_PAUSE)
    step = _paced("find", finds, now, slowly=purchase.trouble is not None)
    settled = last_order + SETTLES_AFTER
    if isinstance(step, Wait) and step.until < settled < step.until + LONGEST_PAUSE:
        return Wait(settled)  # the first moment at which "none" says something
    return step


def _collecting(purchase: Purchase, calls: Sequence[Call], now: datetime) -> Step:
    """It was sold to us: the code is asked for until it is there."""
    collects = [call for call in calls if call.what == "collect"]
    if collects and collects[-1].outcome == Outcome.FAILED:
        return NotSold("the supplier's transaction failed")
    if sum(call.outcome == Outcome.MALFORMED for call in collects) >= MALFORMED_TIMES:
        return Show(Trouble.MALFORMED)
    return _paced("collect", collects, now, slowly=purchase.trouble is not None)


def _paced(what: What, calls: Sequence[Call], now: datetime, *, slowly: bool = False) -> Step:
    """Ask at once, then after pauses that grow."""
    if not calls:
        return Ask(what)
    pause = SHOWN_PAUSE if slowly else min(FIRST_PAUSE * 2 ** min(len(calls) - 1, 8), LONGEST_PAUSE)
    due = (calls[-1].answered_at or calls[-1].began_at) + pause
    return Ask(what) if now >= due else Wait(due)
