"""What a person decides about receipts of tills: which redemption one is, that it counts for nothing, that one of ours needs none."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.core import audit
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.reconciliation.at_tills import queries
from marketplace.reconciliation.errors import NotMatchable, NotOpen, NotReconciled, Unexplained

WHY_MAX = COLUMN_MAX["till_matches.why"]
CLEARING_CAP = 100_000  # minor units; a larger one needs another person, until the programme says otherwise
OPEN = ("other_amount", "other_day", "reversed", "missing_with_us")


def match_line(programme_id: int, line_id: int, redemption_ids: Sequence[int], *, why: str, now: datetime) -> None:
    """Say that a receipt is these redemptions, whatever differs; the reason says what.

    Raises NotReconciled, NotOpen: one of them is taken; NotMatchable: none was chosen; Unexplained.
    """
    line, said = _open(programme_id, line_id), _explained(why)
    if not redemption_ids:
        raise NotMatchable(why="nothing")
    for redemption_id in dict.fromkeys(redemption_ids):
        facts = {"line": line.id, "redemption": redemption_id, "partner": line.partner_id, "why": said, "now": now}
        known = "SELECT FROM redemptions WHERE id = %(redemption)s AND acceptor_partner_id = %(partner)s"
        if execute(known, facts).first() is None:
            raise NotReconciled
        row = execute(
            """INSERT INTO till_matches (line_id, redemption_id, reason, why, at) VALUES (%(line)s, %(redemption)s, 'by_hand', %(why)s, %(now)s)
               ON CONFLICT DO NOTHING RETURNING id""",
            facts,
        ).first()
        if row is None:
            raise NotOpen(what="line")
    _record("match_till", line, why, "matched", now)


def part_line(programme_id: int, line_id: int, *, why: str, now: datetime) -> None:
    """Part a receipt from its redemptions: both sides wait as before, and are not joined again by themselves.

    Raises NotReconciled, NotOpen: nothing is joined; Unexplained.
    """
    line = queries.till_line(programme_id, line_id)
    parted = execute(
        "UPDATE till_matches SET released_at = %(now)s, released_why = %(why)s WHERE line_id = %(line)s AND released_at IS NULL",
        {"line": line.id, "why": _explained(why), "now": now},
    )
    if not parted.rowcount:
        raise NotOpen(what="line")
    _record("part_till", line, why, "open", now)


def dismiss_line(programme_id: int, line_id: int, *, why: str, now: datetime) -> None:
    """Say that a receipt counts for nothing. Raises NotReconciled, NotOpen, Unexplained."""
    line = _open(programme_id, line_id)
    execute(
        "INSERT INTO till_line_ends (line_id, how, why, at) VALUES (%(line)s, 'dismissed', %(why)s, %(now)s) ON CONFLICT DO NOTHING",
        {"line": line.id, "why": _explained(why), "now": now},
    )
    _record("dismiss_till", line, why, "dismissed", now)


def clear(programme_id: int, redemption_id: int, *, why: str, proposal_id: int | None = None, now: datetime) -> None:
    """Say that nobody waits any more for a table that tells of a redemption. What it owes stays as statements say; a table that does tell of it
    later is matched all the same.

    Raises NotReconciled: it is not missing; NotOpen: somebody else has just said so; Unexplained.
    """
    of = queries.untold(programme_id, redemption_id)
    row = execute(
        """INSERT INTO till_clearings (redemption_id, why, proposal_id, at) VALUES (%(id)s, %(why)s, %(proposal)s, %(now)s)
           ON CONFLICT (redemption_id) DO NOTHING RETURNING redemption_id""",
        {"id": of.id, "why": _explained(why), "proposal": proposal_id, "now": now},
    ).first()
    if row is None:
        raise NotOpen(what="line")
    audit.record(
        "reconciliation.clear_till", f"partner:{of.partner_id}", at=now, why=why, before={"state": "missing"},
        after={"state": "cleared", "amount": of.amount, "receipt": of.receipt},
    )  # fmt: skip


def _open(programme_id: int, line_id: int) -> queries.Receipt:
    line = queries.till_line(programme_id, line_id)
    if line.state not in OPEN:
        raise NotOpen(what="line")
    return line


def _explained(why: str) -> str:
    if not why.strip():
        raise Unexplained
    return why.strip()[:WHY_MAX]


def _record(verb: str, line: queries.Receipt, why: str, state: str, now: datetime) -> None:
    audit.record(
        f"reconciliation.{verb}", f"partner:{line.partner_id}", at=now, why=why, before={"state": line.state}, after={"state": state, "line": line.id}
    )  # fmt: skip
