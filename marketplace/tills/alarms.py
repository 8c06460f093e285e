"""Alarms of tills: what raised them, whoever has looked at them. They are raised by the database, where it is noticed.

Each is there for two desks, the partner's whom it concerns and the programme's; each answers for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from marketplace.core import audit
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.tills.errors import AlarmAnswered, AlarmUnexplained, NoAlarm
from marketplace.tills.taking import TOLD_REASONS

Desk = Literal["partner", "programme"]
ALARM_NOTE_MAX = COLUMN_MAX["till_alarm_answers.note"]
AROUND = timedelta(hours=1)  # what happened at the till so long before and after belongs to an alarm
TRACES_MAX = 100
_ALARM = """SELECT a.id, a.kind, a.partner_id, p.programme_id, a.terminal_id, t.name AS till, t.partner_id AS till_partner_id, a.user_id, a.batch_id,
        coalesce(b.name, '') AS batch, a.refusal, a.at
    FROM till_alarms a JOIN partners p ON p.id = a.partner_id JOIN terminals t ON t.id = a.terminal_id LEFT JOIN batches b ON b.id = a.batch_id"""
_SCOPE = "p.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR a.partner_id = %(partner)s)"
_OPEN = "NOT EXISTS (SELECT FROM till_alarm_answers n WHERE n.alarm_id = a.id AND n.desk = %(desk)s)"
_TRACES = """
WITH tills AS (
    SELECT %(terminal)s::bigint AS id
    UNION
    SELECT v.terminal_id FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
     WHERE v.reversed_by = %(person)s::bigint AND r.acceptor_partner_id = %(partner)s AND v.at BETWEEN %(since)s AND %(upto)s),
lines AS (
    SELECT 'taken' AS kind, r.ref AS number, '' AS reason, r.giftcard_id, r.amount, r.at FROM redemptions r
     WHERE r.terminal_id IN (SELECT id FROM tills) AND r.at BETWEEN %(since)s AND %(upto)s
    UNION ALL
    SELECT 'back', r.ref, '', r.giftcard_id, r.amount, v.at FROM reversals v JOIN redemptions r ON r.id = v.redemption_id
     WHERE v.terminal_id IN (SELECT id FROM tills) AND v.at BETWEEN %(since)s AND %(upto)s
    UNION ALL
    SELECT 'refused', f.number, f.reason, NULL, 0, f.at FROM till_refusals f
     WHERE f.terminal_id = %(terminal)s AND f.at BETWEEN %(since)s AND %(upto)s)
SELECT l.kind, l.number, l.reason, coalesce(g.last4, '') AS last4, l.amount, coalesce(g.currency, '') AS currency, l.at
  FROM (SELECT * FROM lines WHERE kind = ANY (%(kinds)s) ORDER BY at DESC, kind LIMIT %(most)s) l LEFT JOIN giftcards g ON g.id = l.giftcard_id
 ORDER BY l.at DESC, l.kind"""
_ANSWER = """INSERT INTO till_alarm_answers (alarm_id, desk, note, at, actor) VALUES (%(alarm)s, %(desk)s, %(note)s, %(now)s, acting())
    ON CONFLICT DO NOTHING RETURNING alarm_id"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was noticed at a till: "guessing", "canary" (with the batch, and the number of the refusal) or "reversing".

    `partner_id`: whom it concerns; the till may be another partner's. `user_id`: who stood there, where it was a person; who reverses may have
    done so at others of the partner's tills, too.
    """

    id: int
    kind: str
    partner_id: int
    programme_id: int
    terminal_id: int
    till: str
    till_partner_id: int
    user_id: int | None
    batch_id: int | None
    batch: str
    refusal: str
    at: datetime

    @property
    def is_at_own_till(self) -> bool:
        """Whether the till is that of the partner whom it concerns."""
        return self.partner_id == self.till_partner_id


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that happened at the till around it: "taken", "back" or "refused", with the number of a refusal and its reason."""

    kind: str
    number: str
    reason: str
    last4: str
    amount: int
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wrote who has looked at an alarm."""

    desk: Desk
    note: str
    at: datetime
    actor: str


def alarm(alarm_id: int, *, programme_id: int, partner_id: int | None) -> Alarm:
    """An alarm of the programme, and about this partner where one is given. Raises NoAlarm: unknown and another's alike."""
    facts = {"id": alarm_id, "programme": programme_id, "partner": partner_id}
    row = execute(f"{_ALARM} WHERE a.id = %(id)s AND {_SCOPE}", facts).first()
    if row is None:
        raise NoAlarm
    return Alarm(*row)


def alarm_by_id(alarm_id: int) -> Alarm:
    """An alarm, for jobs. Raises NoAlarm."""
    row = execute(f"{_ALARM} WHERE a.id = %(id)s", {"id": alarm_id}).first()
    if row is None:
        raise NoAlarm
    return Alarm(*row)


def open_alarms(programme_id: int, partner_id: int | None) -> int:
    """How many alarms nobody of a desk has answered: of the partner's where one is given, else of the programme's."""
    facts = {"programme": programme_id, "partner": partner_id, "desk": _desk(partner_id)}
    sql = f"SELECT count(*) FROM till_alarms a JOIN partners p ON p.id = a.partner_id WHERE {_SCOPE} AND {_OPEN}"  # noqa: S608 - our own texts
    return int(execute(sql, facts).scalar_one())


def traces(of: Alarm, *, whole: bool) -> Sequence[Trace]:
    """What happened at the till around an alarm, and at others where whoever reversed did so, too, newest first.

    Args:
        whole: for whoever may know why each code was refused; a till knows it of few.
    """
    kinds = ["refused"] if of.kind != "reversing" else ["taken", "back"]
    facts = {
        "terminal": of.terminal_id,
        "person": of.user_id if of.kind == "reversing" else None,
        "partner": of.partner_id,
        "since": of.at - AROUND,
        "upto": of.at + AROUND,
        "most": TRACES_MAX,
        "kinds": kinds,
    }
    found = [Trace(*row) for row in execute(_TRACES, facts)]
    if whole:
        return found
    if not of.is_at_own_till:
        return [_untold(one) for one in found if one.number == of.refusal]
    return [one if one.reason in TOLD_REASONS else _untold(one) for one in found]


def answers(of: Alarm) -> list[Answer]:
    """What was written about an alarm, oldest first."""
    rows = execute(
        "SELECT desk, note, at, actor FROM till_alarm_answers WHERE alarm_id = %(id)s ORDER BY at", {"id": of.id}
    )
    return [Answer(*row) for row in rows]


def answer(of: Alarm, *, desk: Desk, note: str, now: datetime) -> None:
    """Note that somebody of a desk has looked at an alarm, and what came of it.

    Raises:
        AlarmUnexplained: the note is empty. AlarmAnswered: a colleague has done so.
    """
    note = note.strip()[:ALARM_NOTE_MAX]
    if not note:
        raise AlarmUnexplained
    if execute(_ANSWER, {"alarm": of.id, "desk": desk, "note": note, "now": now}).first() is None:
        raise AlarmAnswered(alarm=of.id)
    audit.record(
        "tills.answer_alarm", f"till_alarm:{of.id}", at=now, why=note, before={desk: "open"}, after={desk: "answered"}
    )


def _desk(partner_id: int | None) -> Desk:
    return "programme" if partner_id is None else "partner"


def _untold(one: Trace) -> Trace:
    return Trace(one.kind, one.number, "", one.last4, one.amount, one.currency, one.at)
