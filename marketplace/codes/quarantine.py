"""What is noted outside the database about codes that are handed out, and what happens when the database is behind it.

A database that was restored to an earlier day would sell once more what it has sold since. So anyone who connects to it compares it with
the journal and the seals (`marketplace.reports.standing`); where it is behind, nothing that was loaded is sold until `reconcile`.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.codes.errors import NotNoted
from marketplace.core import audit, handed_out
from marketplace.core.db import after_commit, execute
from marketplace.core.handed_out import Line

PART = 10_000
log = logging.getLogger(__name__)

_OPEN = """SELECT q.id, q.why, q.at FROM stock_quarantines q
    WHERE NOT EXISTS (SELECT FROM stock_reconciliations r WHERE r.quarantine_id = q.id) ORDER BY q.id DESC LIMIT 1"""
_STAGE = """CREATE TEMP TABLE noted (n bigint, blind bytea, at timestamptz, card text) ON COMMIT DROP"""
_NOTE = """INSERT INTO noted SELECT u.n, u.blind, u.at, u.card
    FROM unnest(%(blinds)s::bytea[], %(at)s::timestamptz[], %(cards)s::text[]) WITH ORDINALITY u(blind, at, card, n)
   WHERE u.at > %(horizon)s OR u.n IN (SELECT stock_unknown(%(blinds)s::bytea[], %(at)s::timestamptz[]))"""
_LOST = """INSERT INTO lost_handouts (quarantine_id, blind, card, handed_out_at)
    SELECT DISTINCT ON (blind) %(id)s, blind, card, at FROM noted ORDER BY blind, at DESC
    ON CONFLICT (blind, handed_out_at) DO NOTHING"""
_FREE = """SELECT count(DISTINCT c.id) AS codes FROM noted JOIN codes c USING (blind)
    WHERE c.id IN (SELECT code_id FROM free_codes) OR c.id IN (SELECT code_id FROM withdrawn_codes)"""
_UNLOADED = "SELECT count(DISTINCT blind) AS codes FROM noted WHERE NOT EXISTS (SELECT FROM codes c WHERE c.blind = noted.blind)"
_WITHDRAW = """WITH gone AS (
        DELETE FROM free_codes f USING codes c, noted WHERE c.id = f.code_id AND c.blind = noted.blind RETURNING f.code_id, noted.card),
    aside AS (  -- of a batch that may be released later
        DELETE FROM withdrawn_codes k USING codes c, noted WHERE c.id = k.code_id AND c.blind = noted.blind RETURNING k.code_id, noted.card)
    INSERT INTO code_returns (code_id, ref, why, at)
    SELECT DISTINCT ON (code_id) code_id, 'journal:' || left(card, 56), 'handed_out', %(now)s
      FROM (SELECT * FROM gone UNION ALL SELECT * FROM aside) handed ON CONFLICT (code_id, ref) DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Since when nothing is sold, and what is ahead of the database: "journal" or "seals"."""

    id: int
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What journals say: lines in them, codes for sale that were handed out, and such codes that are not loaded."""

    lines: int
    withdrawn: int
    unloaded: int


def sold_after_commit(blind: bytes, *, card: str, at: datetime) -> None:
    """Note in the journal, once the open transaction is committed, that a loaded code was sold.

    A line that cannot be written stops nothing: nobody has seen the code yet, and before that it is noted again.
    """

    def note() -> None:
        try:
            handed_out.note(Line(at, card, bytes(blind), "sold"))
        except OSError as error:
            log.error("the journal of codes cannot be written: %s", error.strerror)

    after_commit(f"sold:{card}", note)


def about_to_be_shown(blind: bytes, *, card: str, at: datetime) -> None:
    """Note on the disk that somebody is about to see a code. Raises NotNoted: they must not see it."""
    try:
        handed_out.note(Line(at, card, bytes(blind), "shown"), durable=True)
    except OSError as error:
        log.error("the journal of codes cannot be written: %s", error.strerror)
        raise NotNoted from error


def quarantine() -> Quarantine | None:
    """The quarantine in which the stock is now; None while it is sold."""
    row = execute(_OPEN).first()
    return None if row is None else Quarantine(*row)


def reconcile(held: Quarantine, lines: Iterable[Line], *, why: str, apply: bool, now: datetime) -> Reconciled:
    """Take out of the stock what journals say was handed out, and end the quarantine; or only say what that would do.

    Codes that leave the stock wait for a decision like others that came back; what is not loaded is left out when it is.

    Args:
        lines: of all journals that there are.
        why: what the operator has looked at; it is in the audit log.
    """
    execute(_STAGE)
    horizon = execute("SELECT coalesce(max(at), '-infinity') FROM audit_records WHERE at < %(at)s", {"at": held.at})
    known_until, count, part = horizon.scalar_one(), 0, list[Line]()
    for line in lines:
        part.append(line)
        if len(part) == PART:
            count += _note(part, known_until)
            part.clear()
    count += _note(part, known_until)
    found = Reconciled(count, int(execute(_FREE).scalar_one()), int(execute(_UNLOADED).scalar_one()))
    if apply:
        execute(_LOST, {"id": held.id})
        execute(_WITHDRAW, {"now": now})
        facts = {"lines": found.lines, "withdrawn": found.withdrawn, "unloaded": found.unloaded}
        execute(
            """INSERT INTO stock_reconciliations (quarantine_id, why, lines, withdrawn, unloaded, at)
               VALUES (%(id)s, %(why)s, %(lines)s, %(withdrawn)s, %(unloaded)s, %(now)s)""",
            facts | {"id": held.id, "why": why[:1000], "now": now},
        )
        audit.record(
            "codes.reconcile", "installation:stock", at=now, why=why[:1000], before={"stock": "in quarantine", "why": held.why},
            after={"stock": "for sale"} | facts,
        )  # fmt: skip
    return found


def _note(lines: Sequence[Line], known_until: datetime) -> int:
    facts = {
        "blinds": [line.blind for line in lines], "at": [line.at for line in lines], "cards": [line.card for line in lines],
        "horizon": known_until,
    }  # fmt: skip
    execute(_NOTE, facts)
    return len(lines)
