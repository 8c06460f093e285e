"""When a case has to be answered and solved, and what to do next: no database, no clock.

Working time is counted in the hours of the desk, day by day in the programme's time zone; two clocks run apart.

* The first answer is due a while after the case was opened, whatever happens meanwhile.
* The solution is due a while after that too, but the time in which we wait for the member does not count. A case that comes back after it
  was closed begins its clock for the solution anew.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from marketplace.support.cases.values import Priority

LOOK_AHEAD = 3650  # days in which a desk must work at all
IDENTIFIED_LEAST = 2
LEASE = timedelta(seconds=60)
SILENCE = timedelta(days=7)  # of a member that we wait for: then a letter, and after as long again the case is closed
_DAY = timedelta(days=1)
URGENT: frozenset[str] = frozenset({"refused", "exposed"})
# Working minutes to the first answer and to the solution, where a programme promises nothing else.
_BY_PRIORITY: dict[str, tuple[int, int]] = {"urgent": (60, 480), "normal": (240, 1440), "low": (720, 3600)}
_BY_CATEGORY: dict[str, tuple[int, int]] = {"data": (720, 7200)}


class Times(NamedTuple):
    """What is promised: working minutes to the first answer and to the solution."""

    first: int
    solve: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When a desk works: minutes after midnight in an IANA zone, on ISO weekdays (1 is Monday), never on a holiday."""

    time_zone: str
    opens: int
    closes: int
    weekdays: frozenset[int]
    is_holiday: Callable[[date], bool]

    def of_day(self, day: date) -> tuple[datetime, datetime] | None:
        """From when until when it works on a day, in UTC; None where it does not."""
        if day.isoweekday() not in self.weekdays or self.is_holiday(day):
            return None
        return self._at(day, self.opens), self._at(day, self.closes)

    def days_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Its working stretches from the day of a moment on."""
        day = moment.astimezone(ZoneInfo(self.time_zone)).date()
        for ahead in range(LOOK_AHEAD):
            stretch = self.of_day(day + ahead * _DAY)
            if stretch is not None:
                yield stretch
        raise AssertionError("a desk works some day")

    def _at(self, day: date, minutes: int) -> datetime:
        over, rest = divmod(minutes, 1440)
        return datetime.combine(day + over * _DAY, time(rest // 60, rest % 60), ZoneInfo(self.time_zone)).astimezone(
            UTC
        )


class Mark(NamedTuple):
    """What of a case's events moves its clocks: what happened, when, and whom it then waits for."""

    what: str
    at: datetime
    waits_for: str = ""


class Clock(NamedTuple):
    """Until when a case should be answered first and solved; None for a clock that stands still."""

    first_due: datetime | None
    solve_due: datetime | None


def times(category: str, priority: str) -> Times:
    """What is promised where the programme says nothing else."""
    return Times(*_BY_CATEGORY.get(category, _BY_PRIORITY[priority]))


def usual_priority(category: str) -> Priority:
    """How urgent such a case is, as long as nobody says otherwise."""
    return "urgent" if category in URGENT else "normal"


def worked(hours: Hours, since: datetime, until: datetime) -> timedelta:
    """The working time between two moments; none where the second is not later."""
    total = timedelta()
    if until <= since:
        return total
    for begin, end in hours.days_from(since):
        if begin >= until:
            break
        total += max(timedelta(), min(end, until) - max(begin, since))
    return total


def after(hours: Hours, since: datetime, work: timedelta) -> datetime:
    """The moment at which so much working time has passed. Of none, it is the moment itself."""
    left = work
    if left <= timedelta():
        return since
    for begin, end in hours.days_from(since):
        from_here = max(begin, since)
        if end > from_here:
            if end - from_here >= left:
                return from_here + left
            left -= end - from_here
    raise AssertionError("a desk works some day")


def is_enough(weekdays: int, minutes_a_day: int, promised: int) -> bool:
    """Whether a desk that works so many days a week keeps a promise of so many minutes in half of the time that is looked ahead, so that no
    holidays come in the way.
    """
    return promised * 14 <= weekdays * minutes_a_day * LOOK_AHEAD


def clock(marks: Sequence[Mark], promised: Times, hours: Hours) -> Clock:
    """How the clocks of a case stand after all that happened to it, in order; the first is that it was opened.

    Time that was overdrawn stays so: a case that was late when we began to wait is late again at once when we go on.
    """
    whole = timedelta(minutes=promised.solve)
    left, since, running, ended = whole, marks[0].at, True, False
    for mark in marks[1:]:
        if mark.what == "reopened":
            left, since, running, ended = whole, mark.at, True, False
        elif mark.what in ("closed", "merged") or (mark.what == "waiting" and mark.waits_for == "member"):
            left -= worked(hours, since, mark.at) if running else timedelta()
            running, ended = False, mark.what != "waiting"
        elif mark.what == "resumed" and not running and not ended:
            since, running = mark.at, True
    first_due = None if ended else after(hours, marks[0].at, timedelta(minutes=promised.first))
    return Clock(first_due, after(hours, since, left) if running else None)


def next_step(state: str, *, card: str, ours: bool, asked: str) -> str:
    """What to do next, as the desk advises it: "" where nothing but an answer is.

    Args:
        card: how the card stands today, as giftcards says it; "" where the case is about none.
        ours: its code is of our own making, so that we can make another.
        asked: what the partner was asked and said: "", "waiting", "cancelled" or "kept".
    """
    if state in ("closed", "merged"):
        return ""
    if state == "waits_partner" or asked == "waiting":
        return "wait_for_partner"
    if card not in ("active", "frozen"):
        return {"": "", "replaced": "card_replaced"}.get(card, "card_ended")
    if ours:
        return "reissue"
    return {"": "ask_partner", "cancelled": "partner_cancelled", "kept": "partner_kept"}[asked]
