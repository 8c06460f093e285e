"""What may be asked about cases; read only."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime
from typing import NamedTuple

from marketplace.core.db import execute
from marketplace.support.cases.clocks import rules
from marketplace.support.cases.clocks.rules import Mark
from marketplace.support.cases.errors import NoCase, NoIncident
from marketplace.support.cases.values import Case, Event

COLUMNS = ", ".join(field.name for field in fields(Case))
_CASE = f"SELECT {COLUMNS} FROM cases"  # noqa: S608 - our own column names
_EVENTS = "SELECT id, case_id, version, what, text, facts, actor, at FROM case_events"
_OPEN = "state IN ('open', 'waits_member', 'waits_partner')"
ID_MAX = 2**63 - 1
OF_INCIDENT_MAX = 50  # on a page, and answered in one transaction


class Incident(NamedTuple):
    """Trouble that many cases have in common, and how many of them are open."""

    id: int
    title: str
    began_at: datetime
    cases: int
    open: int


class Today(NamedTuple):
    """What there is to do with cases today: late, due until the day ends, mine, nobody's, waiting for somebody else."""

    late: int
    due: int
    mine: int
    unassigned: int
    waiting: int


class Counts(NamedTuple):
    """What waits at a desk: mine, nobody's, late."""

    mine: int
    unassigned: int
    late: int
    all: int


def case(case_id: int, *, programme_id: int) -> Case:
    """A case of the programme. Raises NoCase: unknown and another programme's alike."""
    return _one("id = %(id)s AND programme_id = %(programme)s", id=_bounded(case_id), programme=programme_id)


def case_of_member(case_id: int, member_id: int) -> Case:
    """A member's own case, or where it was merged into one of theirs, that one. Raises NoCase."""
    own = _one("id = %(id)s AND member_id = %(member)s", id=_bounded(case_id), member=member_id)
    found = target(own)
    return found if found.member_id == member_id else own


def case_by_id(case_id: int) -> Case:
    """The case with this id, for jobs. Raises NoCase."""
    return _one("id = %(id)s", id=_bounded(case_id))


def by_ref(ref: str) -> Case | None:
    """The case that was opened under a ref."""
    row = execute(f"{_CASE} WHERE ref = %(ref)s", {"ref": ref}).first()
    return None if row is None else Case(*row)


def target(of: Case) -> Case:
    """The case that its letters and links lead to: itself, or the one that it was merged into in the end."""
    if of.merged_into is None:
        return of
    return case_by_id(int(execute("SELECT case_target(%(id)s)", {"id": of.id}).scalar_one()))


def merged_from(of: Case) -> list[Case]:
    """The cases that were merged into this one, directly or by way of others."""
    rows = execute(
        f"""WITH RECURSIVE merged AS (
                SELECT id FROM cases WHERE merged_into = %(id)s
                UNION ALL SELECT c.id FROM merged m JOIN cases c ON c.merged_into = m.id)
            {_CASE} WHERE id IN (SELECT id FROM merged) ORDER BY id""",  # noqa: S608 - our own column names
        {"id": of.id},
    )
    return [Case(*row) for row in rows]


def of_member(member_id: int, *, limit: int = 50) -> list[Case]:
    """A member's cases, newest first; those that were merged are left out."""
    rows = execute(
        f"{_CASE} WHERE member_id = %(member)s AND state <> 'merged' ORDER BY id DESC LIMIT %(limit)s",
        {"member": member_id, "limit": limit},
    )
    return [Case(*row) for row in rows]


def of_card(giftcard_id: int, *, limit: int = 50) -> list[Case]:
    """The cases about a card, newest first; those that were merged are left out."""
    rows = execute(
        f"{_CASE} WHERE giftcard_id = %(card)s AND state <> 'merged' ORDER BY id DESC LIMIT %(limit)s",
        {"card": giftcard_id, "limit": limit},
    )
    return [Case(*row) for row in rows]


def open_of_card(giftcard_id: int, *, member_id: int | None = None, but_ref: str = "") -> Case | None:
    """The newest case about a card that is still open.

    Args:
        member_id: only a case of this member's, also under a former number.
        but_ref: not the one that was opened under this ref: whoever asks for the same once more asks for no other.
    """
    row = execute(
        f"""{_CASE} WHERE giftcard_id = %(card)s AND {_OPEN} AND ref <> %(but)s
             AND (%(member)s::bigint IS NULL OR member_id IN (SELECT member_line(member_now(%(member)s)))) ORDER BY id DESC LIMIT 1""",
        {"card": giftcard_id, "member": member_id, "but": but_ref},
    ).first()
    return None if row is None else Case(*row)


def queue(programme_id: int, *, owner_id: int | None = None, limit: int = 50) -> list[Case]:
    """The open cases of a programme, or of one of its staff: what is due first comes first, what waits for the member last."""
    rows = execute(
        f"""{_CASE} WHERE programme_id = %(programme)s AND {_OPEN} AND (%(owner)s::bigint IS NULL OR owner_id = %(owner)s)
             ORDER BY due_at NULLS LAST, id LIMIT %(limit)s""",
        {"programme": programme_id, "owner": owner_id, "limit": limit},
    )
    return [Case(*row) for row in rows]


def counts(programme_id: int, user_id: int, now: datetime) -> Counts:
    """What waits for somebody at the programme's desk; what waits for the member counts nowhere."""
    row = execute(
        """SELECT count(*) FILTER (WHERE owner_id = %(user)s) AS mine, count(*) FILTER (WHERE owner_id IS NULL) AS unassigned,
                  count(*) FILTER (WHERE due_at <= %(now)s) AS late, count(*) AS of_all
             FROM cases WHERE programme_id = %(programme)s AND state IN ('open', 'waits_partner')""",
        {"programme": programme_id, "user": user_id, "now": now},
    ).one()
    return Counts(*row)


def today(programme_id: int, user_id: int, *, now: datetime, until: datetime) -> Today:
    """What somebody finds at the programme's desk; `until`: when the programme's day ends."""
    row = execute(
        f"""SELECT count(*) FILTER (WHERE due_at <= %(now)s) AS late, count(*) FILTER (WHERE due_at > %(now)s AND due_at < %(until)s) AS due,
                  count(*) FILTER (WHERE owner_id = %(user)s) AS mine, count(*) FILTER (WHERE owner_id IS NULL) AS unassigned,
                  count(*) FILTER (WHERE state <> 'open') AS waiting
             FROM cases WHERE programme_id = %(programme)s AND {_OPEN}""",  # noqa: S608 - our own words
        {"programme": programme_id, "user": user_id, "now": now, "until": until},
    ).one()
    return Today(*row)


def events(cases: Iterable[Case]) -> list[Event]:
    """What happened to some cases, oldest first."""
    rows = execute(f"{_EVENTS} WHERE case_id = ANY (%(ids)s) ORDER BY at, id", {"ids": [one.id for one in cases]})
    return [Event(*row) for row in rows]


def event(event_id: int) -> Event:
    """One thing that happened to a case, for jobs. Raises NoCase."""
    row = execute(f"{_EVENTS} WHERE id = %(id)s", {"id": event_id}).first()
    if row is None:
        raise NoCase
    return Event(*row)


def marks(case_id: int) -> list[Mark]:
    """What of a case's events moves its clocks."""
    rows = execute(
        "SELECT what, at, coalesce(facts ->> 'for', '') AS waits_for FROM case_events WHERE case_id = %(id)s ORDER BY version",
        {"id": case_id},
    )
    return [Mark(*row) for row in rows]


def looking(case_id: int, *, but: int, now: datetime) -> list[int]:
    """Which other users have a case open right now."""
    rows = execute(
        "SELECT user_id FROM case_looks WHERE case_id = %(id)s AND user_id <> %(but)s AND at > %(since)s ORDER BY user_id",
        {"id": case_id, "but": but, "since": now - rules.LEASE},
    )
    return [int(row.user_id) for row in rows]


def incidents(programme_id: int, *, limit: int = 50) -> list[Incident]:
    """Troubles that cases of the programme have in common, newest first."""
    return _incidents("i.programme_id = %(programme)s", programme=programme_id, limit=limit)


def incident(incident_id: int, *, programme_id: int) -> Incident:
    """One of them. Raises NoIncident."""
    found = _incidents(
        "i.programme_id = %(programme)s AND i.id = %(id)s", programme=programme_id, id=_bounded(incident_id), limit=1
    )
    if not found:
        raise NoIncident
    return found[0]


def of_incident(
    incident_id: int, *, among: Collection[int] | None = None, after: int = 0, limit: int = OF_INCIDENT_MAX
) -> list[Case]:
    """Cases that are linked to an incident, oldest first; not those that were merged.

    Args:
        among: their ids, where only some are asked for.
        after: the id of the last one of the page before.
    """
    rows = execute(
        f"""{_CASE} WHERE incident_id = %(id)s AND state <> 'merged' AND id > %(after)s
               AND (%(among)s::bigint[] IS NULL OR id = ANY (%(among)s::bigint[])) ORDER BY id LIMIT %(limit)s""",
        {"id": incident_id, "among": None if among is None else list(among), "after": _bounded(after), "limit": limit},
    )
    return [Case(*row) for row in rows]


def _incidents(where: str, **values: object) -> list[Incident]:
    rows = execute(
        f"""SELECT i.id, i.title, i.began_at, count(c.id) AS cases, count(c.id) FILTER (WHERE c.{_OPEN}) AS open
              FROM incidents i LEFT JOIN cases c ON c.incident_id = i.id AND c.state <> 'merged'
             WHERE {where} GROUP BY i.id ORDER BY i.id DESC LIMIT %(limit)s""",  # noqa: S608 - our own words
        values,
    )
    return [Incident(*row) for row in rows]


def _one(where: str, **values: object) -> Case:
    row = execute(f"{_CASE} WHERE {where}", values).first()
    if row is None:
        raise NoCase
    return Case(*row)


def _bounded(number: int) -> int:
    return number if 0 <= number <= ID_MAX else 0
