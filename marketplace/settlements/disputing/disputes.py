"""Lines that a partner holds to be wrong: disputed, talked about, decided; and what is put right by hand."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.core import audit, ids, own_seals
from marketplace.core.db import execute
from marketplace.settlements.book import ADJUSTMENTS
from marketplace.settlements.disputing import attaching
from marketplace.settlements.errors import AdjustmentRefUsed, DisputeEnded, DisputeSameSum, LineNotDisputable, refused
from marketplace.settlements.queries import dispute_of, line
from marketplace.settlements.values import Dispute, Line, Paper, Reason, Side, Statement


def dispute(
    of: Statement,
    position: int,
    *,
    claimed: int,
    reason: Reason,
    body: str,
    papers: Sequence[Paper] = (),
    by: int,
    now: datetime,
) -> Dispute:
    """Dispute a line of a statement that was sent; all others go on without it.

    Args:
        claimed: what the line should come to, in minor units.
        body: why, in the partner's own words; papers: what shows it.

    Raises:
        LineNotDisputable: it was not sent or is settled, or the line is disputed already.
        DisputeSameSum: the line comes to what is claimed.
        NoStatement: it has no such line.
        DisputeFileRefused: a paper cannot be kept.
    """
    found = disputable(of, position)
    if claimed == found.net:
        raise DisputeSameSum
    with refused():
        row = execute(
            """INSERT INTO statement_disputes (statement_id, position, claimed, reason, raised_by, at)
               VALUES (%(of)s, %(position)s, %(claimed)s, %(reason)s, %(by)s, %(now)s) RETURNING id""",
            {"of": of.id, "position": position, "claimed": claimed, "reason": reason, "by": by, "now": now},
        ).one()
    audit.record(
        "settlements.dispute", f"statement:{of.id}", at=now, before={"net": found.net},
        after={"net": claimed, "line": position, "why": reason},
    )  # fmt: skip
    made = dispute_of(of, row.id)
    remark(of, made, body, side="partner", papers=papers, by=by, now=now)
    return made


def disputable(of: Statement, position: int) -> Line:
    """A line that can be disputed. Raises LineNotDisputable, NoStatement, as `dispute`."""
    found = line(of, position)
    if of.sent_at is None or of.settled or found.dispute_id is not None:
        raise LineNotDisputable
    return found


def remark(
    of: Statement,
    about: Dispute,
    body: str,
    *,
    side: Side,
    papers: Sequence[Paper] = (),
    by: int,
    ref: str = "",
    now: datetime,
) -> None:
    """Write in a dispute, with papers or without; sent again with the same form (`ref`) it stands once. Raises DisputeEnded, DisputeFileRefused."""
    if not about.open:
        raise DisputeEnded
    row = execute(
        """INSERT INTO statement_dispute_remarks (dispute_id, side, user_id, at, body, ref)
           VALUES (%(dispute)s, %(side)s, %(by)s, %(now)s, %(body)s, %(ref)s) ON CONFLICT (ref) DO NOTHING RETURNING id""",
        {"dispute": about.id, "side": side, "by": by, "now": now, "body": body, "ref": ids.once(ref, f"{about.id} {side} {body}")},
    ).first()  # fmt: skip
    if row is None:
        return
    files = attaching.keep(about.id, row.id, papers, now=now)
    after = {"line": about.position, "side": side} | ({"files": files} if files else {})
    audit.record("settlements.remark", f"statement:{of.id}", at=now, after=after)


def uphold(
    of: Statement, about: Dispute, amount: int, *, why: str, by: int, proposal_id: int | None = None, now: datetime
) -> Dispute:
    """Decide for the partner: `amount` (minor units, positive for it) enters the period that is open now. Raises DisputeEnded."""
    made = adjust(of.partner_id, amount, ref=f"dispute:{about.id}", why=why, by=by, proposal_id=proposal_id, now=now)
    return _end(of, about, "upheld", by, now, made)


def reject(of: Statement, about: Dispute, *, by: int, now: datetime) -> Dispute:
    """Decide that the line is right. Raises DisputeEnded."""
    return _end(of, about, "rejected", by, now)


def withdraw(of: Statement, about: Dispute, *, by: int, now: datetime) -> Dispute:
    """Take a dispute back for the partner. Raises DisputeEnded."""
    return _end(of, about, "withdrawn", by, now)


def adjust(
    partner_id: int, amount: int, *, ref: str, why: str, by: int, proposal_id: int | None = None, now: datetime
) -> int:
    """Put a sum right by hand, for the partner where it is positive; it enters one statement. Returns its id.

    Raises AdjustmentRefUsed: this ref stands for another.
    """
    facts = {
        "partner": partner_id,
        "ref": ref,
        "amount": amount,
        "why": why,
        "by": by,
        "proposal": proposal_id,
        "now": now,
    }
    row = execute(
        """INSERT INTO settlement_adjustments (partner_id, ref, amount, why, made_by, proposal_id, at)
           VALUES (%(partner)s, %(ref)s, %(amount)s, %(why)s, %(by)s, %(proposal)s, %(now)s) ON CONFLICT (ref) DO NOTHING RETURNING id""",
        facts,
    ).first()
    if row is None:
        kept = execute(
            "SELECT id, partner_id, amount FROM settlement_adjustments WHERE ref = %(ref)s", {"ref": ref}
        ).one()
        if (kept.partner_id, kept.amount) != (partner_id, amount):
            raise AdjustmentRefUsed
        return int(kept.id)
    own_seals.seal(ADJUSTMENTS, row.id)
    audit.record("settlements.adjust", f"partner:{partner_id}", at=now, why=why, before={}, after={"amount": amount})
    return int(row.id)


def _end(
    of: Statement, about: Dispute, outcome: str, by: int, now: datetime, adjustment_id: int | None = None
) -> Dispute:
    with refused():
        execute(
            """INSERT INTO statement_dispute_ends (dispute_id, outcome, user_id, at, adjustment_id)
               VALUES (%(dispute)s, %(outcome)s, %(by)s, %(now)s, %(adjustment)s)""",
            {"dispute": about.id, "outcome": outcome, "by": by, "now": now, "adjustment": adjustment_id},
        )
    audit.record(
        "settlements.end_dispute", f"statement:{of.id}", at=now, before={"state": "open"}, after={"state": outcome, "line": about.position}
    )  # fmt: skip
    return dispute_of(of, about.id)
