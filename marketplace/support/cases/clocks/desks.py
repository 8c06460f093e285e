"""How a programme's desk answers: its mailbox, its hours and what it promises."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial

from holidays import country_holidays
from holidays.registry import EntityLoader

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.programmes import Programme
from marketplace.support.cases.clocks import rules
from marketplace.support.cases.clocks.rules import Hours, Times
from marketplace.support.cases.errors import BadDesk
from marketplace.support.cases.values import CATEGORIES, PRIORITIES

MAILBOX_MAX = 60
SOLVE_MAX = 100_000
# By the library's list: to ask its countries themselves loads all of them, in each process that starts.
COUNTRIES: tuple[str, ...] = tuple(sorted(code for code in EntityLoader.get_country_codes() if len(code) == 2))


@dataclass(frozen=True, slots=True)
class Desk:
    """The mailbox that people write to ("" for none), whose holidays it keeps (ISO 3166), minutes after midnight, ISO weekdays."""

    mailbox: str = ""
    country: str = "RU"
    opens: int = 9 * 60
    closes: int = 18 * 60
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)


def desk(programme_id: int) -> Desk:
    """How the programme's desk answers."""
    row = execute(
        "SELECT mailbox, country, opens, closes, weekdays FROM service_desks WHERE programme_id = %(id)s",
        {"id": programme_id},
    ).first()
    return Desk() if row is None else Desk(row.mailbox, row.country, row.opens, row.closes, tuple(row.weekdays))


def programme_with_mailbox(mailbox: str) -> int | None:
    """The programme that people write to at this address."""
    found = execute(
        "SELECT programme_id FROM service_desks WHERE mailbox = %(mailbox)s AND mailbox <> ''",
        {"mailbox": mailbox.lower()},
    ).first()
    return None if found is None else int(found.programme_id)


def hours(programme: Programme) -> Hours:
    """When the programme's desk works."""
    of = desk(programme.id)
    return Hours(programme.time_zone, of.opens, of.closes, frozenset(of.weekdays), partial(is_holiday, of.country))


def promised(programme_id: int, category: str, priority: str) -> Times:
    """What the programme promises for such a case."""
    row = execute(
        """SELECT first_minutes, solve_minutes FROM service_times
            WHERE programme_id = %(id)s AND category = %(category)s AND priority = %(priority)s""",
        {"id": programme_id, "category": category, "priority": priority},
    ).first()
    return rules.times(category, priority) if row is None else Times(row.first_minutes, row.solve_minutes)


def promises(programme_id: int) -> dict[tuple[str, str], Times]:
    """All that it promises, by category and priority."""
    return {(one, how): promised(programme_id, one, how) for one in CATEGORIES for how in PRIORITIES}


def answered_by(programme: Programme, promise: Times, now: datetime) -> datetime:
    """Until when somebody who asks now is answered first."""
    return rules.after(hours(programme), now, timedelta(minutes=promise.first))


def is_holiday(country: str, day: date) -> bool:
    """Whether a day is a public holiday of a country, as it was moved by decree where that is known."""
    return day in _holidays(country, day.year)


def set_desk(programme_id: int, to: Desk, *, now: datetime) -> None:
    """Change how a desk answers. Cases that are open keep the times that were promised until something happens to them.

    Raises:
        BadDesk: the field that cannot be taken; also where another programme has the mailbox, or the hours are too few for what is promised.
    """
    before = desk(programme_id)
    if before == _checked(to):
        return
    taken = programme_with_mailbox(to.mailbox) if to.mailbox else None
    if taken not in (None, programme_id):
        raise BadDesk(field="mailbox")
    longest = max(one.solve for one in promises(programme_id).values())
    if not rules.is_enough(len(set(to.weekdays)), to.closes - to.opens, longest):
        raise BadDesk(field="hours")
    facts = _facts(to) | {"mailbox": to.mailbox.lower()}
    execute(
        """INSERT INTO service_desks (programme_id, mailbox, country, opens, closes, weekdays)
           VALUES (%(id)s, %(mailbox)s, %(country)s, %(opens)s, %(closes)s, %(weekdays)s)
           ON CONFLICT (programme_id) DO UPDATE SET mailbox = excluded.mailbox, country = excluded.country, opens = excluded.opens,
              closes = excluded.closes, weekdays = excluded.weekdays""",
        facts | {"id": programme_id},
    )
    audit.record("cases.set_desk", f"programme:{programme_id}", at=now, before=_facts(before), after=facts)


def set_promise(programme_id: int, category: str, priority: str, to: Times, *, now: datetime) -> None:
    """Change what is promised for a kind of case, in working minutes. Raises BadDesk, also for more than the desk's hours can keep."""
    if category not in CATEGORIES or priority not in PRIORITIES or not 1 <= to.first <= to.solve <= SOLVE_MAX:
        raise BadDesk(field="times")
    of = desk(programme_id)
    if not rules.is_enough(len(set(of.weekdays)), of.closes - of.opens, to.solve):
        raise BadDesk(field="times")
    before = promised(programme_id, category, priority)
    if before == to:
        return
    facts = {"category": category, "priority": priority}
    execute(
        """INSERT INTO service_times (programme_id, category, priority, first_minutes, solve_minutes)
           VALUES (%(id)s, %(category)s, %(priority)s, %(first)s, %(solve)s)
           ON CONFLICT (programme_id, category, priority) DO UPDATE SET first_minutes = excluded.first_minutes,
              solve_minutes = excluded.solve_minutes""",
        facts | {"id": programme_id, "first": to.first, "solve": to.solve},
    )
    audit.record(
        "cases.set_times", f"programme:{programme_id}", at=now, before=facts | before._asdict(), after=facts | to._asdict()
    )  # fmt: skip


def _checked(of: Desk) -> Desk:
    name, at, host = of.mailbox.partition("@")
    if of.mailbox and not (at and name and "." in host and "+" not in name and len(of.mailbox) <= MAILBOX_MAX):
        raise BadDesk(field="mailbox")
    if of.country not in COUNTRIES:
        raise BadDesk(field="country")
    if not (0 <= of.opens <= of.closes - 60 and of.closes <= 1440):
        raise BadDesk(field="hours")
    if not of.weekdays or not set(of.weekdays) <= set(range(1, 8)):
        raise BadDesk(field="weekdays")
    return of


def _facts(of: Desk) -> dict[str, object]:
    return {
        "mailbox": of.mailbox, "country": of.country, "opens": of.opens, "closes": of.closes, "weekdays": list(of.weekdays),
    }  # fmt: skip


@lru_cache(maxsize=400)
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, years=year))
