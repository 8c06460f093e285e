"""What banks and providers say became of payments that they were given, by whichever way it comes: told to the payouts that it is of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from marketplace import settlements
from marketplace.core.db import execute
from marketplace.reconciliation.rules import keys_of
from marketplace.reconciliation.values import PaymentStatus

# Codes of ISO 20022 that say that the payee is called otherwise.
NAME_CODES = ("BE01", "BE22", "NOAS")
# A payment by its own name, or all of a run by the name of its batch or file. The names are those that its file has (pain.001).
_LINES = """SELECT l.id, (SELECT array_agg(e.what ORDER BY e.id) FROM payout_events e WHERE e.line_id = l.id
             AND e.id > coalesce((SELECT max(o.id) FROM payout_events o WHERE o.line_id = l.id AND o.what = 'reopened'), 0)) AS was
      FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id JOIN payout_run_steps sent ON sent.run_id = r.id AND sent.step = 'sent'
     WHERE r.programme_id = %(programme)s
       AND CASE %(of)s WHEN 'payment' THEN left(r.ref, 20) || l.id WHEN 'batch' THEN r.ref || '1' ELSE r.ref END = %(name)s
     ORDER BY l.id"""
_EVENTS = {"settled": "confirmed", "pending": "accepted"}


class TakenStatuses(NamedTuple):
    """How many payments were told of for the first time, by what became of them; how many were known; how many are none of ours."""

    new: dict[str, int]
    known: int
    foreign: int


def event_of(status: PaymentStatus) -> str:
    """What a status makes of a payout: accepted, confirmed, name_mismatch or failed."""
    if status.status == "rejected":
        return "name_mismatch" if status.code in NAME_CODES else "failed"
    return _EVENTS[status.status]


def take_statuses(
    programme_id: int,
    statuses: Sequence[PaymentStatus],
    *,
    known_by: Literal["file", "key"],
    proposal_id: int | None = None,
    now: datetime,
) -> TakenStatuses:
    """Tell payouts what became of them. What was told before, or cannot follow what is known, changes nothing.

    A payment that failed is owed again; one that is settled settles its statement. Rejected after it was settled it came back.

    Args:
        known_by: a "file" that a person has brought, or the programme's own "key" of the API.
        proposal_id: the proposal by which another person let a file be applied; a file opens no debt again without.
    """
    new, known, foreign = dict[str, int](), 0, 0
    for status in statuses:
        lines = _lines(programme_id, status)
        foreign += not lines
        for line_id, was in lines:
            what = _following(event_of(status), was)
            if what and settlements.happened(
                line_id,
                what,
                known_by=known_by,
                proposal_id=proposal_id if what in settlements.UNDOING else None,
                code=status.code,
                note=status.note,
                now=now,
            ):
                new[what] = new.get(what, 0) + 1
            else:
                known += 1
    return TakenStatuses(new, known, foreign)


def _following(what: str, was: Sequence[str]) -> str:
    """What can have happened after what is known: "" for nothing new."""
    last = was[-1] if was else ""
    if what in was or last in ("failed", "name_mismatch", "returned"):
        return ""
    if last == "confirmed":
        return "returned" if what in ("failed", "name_mismatch") else ""
    return what


def _lines(programme_id: int, status: PaymentStatus) -> list[tuple[int, list[str]]]:
    name = {"payment": status.end_to_end, "batch": status.payment, "file": status.message}[status.of]
    facts = {"programme": programme_id, "of": status.of, "name": (keys_of([name]) or ("",))[0]}
    return [(row.id, list(row.was or ())) for row in execute(_LINES, facts)]
