"""Parts of files that could not be read: put right by hand, so that they become entries, or left out with a reason. Nothing is lost."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.reconciliation import repeats, settling
from marketplace.reconciliation.deciding.by_hand import WHY_MAX
from marketplace.reconciliation.errors import NotMatchable, NotOpen, NotReconciled, Unexplained
from marketplace.reconciliation.rules import keys_of, words_of

_REPAIR = """SELECT r.id, r.statement_id, s.account_id, r.line, r.content, r.reason, r.facts, s.file_name, s.form, s.number AS statement, a.number AS account,
        a.currency, s.to_day, s.taken_at, e.at AS ended_at, e.why AS ended_why, e.entry_id
   FROM bank_repairs r JOIN bank_statements s ON s.id = r.statement_id JOIN bank_accounts a ON a.id = s.account_id
   LEFT JOIN bank_repair_ends e ON e.repair_id = r.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A part that could not be read: where it stands, what stands there (card numbers hidden), why, and how it ended."""

    id: int
    statement_id: int
    account_id: int
    line: int
    content: str
    reason: str
    facts: dict[str, Any]
    file_name: str
    form: str
    statement: str
    account: str
    currency: str
    to_day: date | None
    taken_at: datetime
    ended_at: datetime | None
    ended_why: str | None
    entry_id: int | None

    @property
    def state(self) -> str:
        """waiting, mended or left_out."""
        if self.ended_at is None:
            return "waiting"
        return "mended" if self.entry_id else "left_out"


def repair(programme_id: int, repair_id: int) -> Repair:
    """A part of a programme's files. Raises NotReconciled."""
    facts = {"programme": programme_id, "id": repair_id}
    row = execute(f"{_REPAIR} WHERE r.id = %(id)s AND a.programme_id = %(programme)s", facts).mappings().first()
    if row is None:
        raise NotReconciled
    return Repair(**row)


def mend(
    programme_id: int, repair_id: int, *, amount: int, booked: date, reference: str, party: str, note: str, why: str, now: datetime
) -> int:  # fmt: skip
    """Say what a part is: an entry of its statement, in minor units, above zero where it came in. Returns the entry's id.

    Raises NotReconciled, NotOpen, NotMatchable: it has no amount; Unexplained.
    """
    found = _open(programme_id, repair_id, why)
    if not amount:
        raise NotMatchable(why="nothing")
    facts = {
        "statement": found.statement_id, "account": found.account_id, "line": found.line, "amount": amount, "booked": booked, "reference": reference[:64],
        "keys": list(keys_of((reference, *words_of(note)))), "party": party[:140], "note": note[:1000],
    }  # fmt: skip
    entry_id = int(execute(
        """INSERT INTO bank_entries (statement_id, account_id, line, amount, fee, booked, reference, keys, party, party_account, note, returned)
           VALUES (%(statement)s, %(account)s, %(line)s, %(amount)s, 0, %(booked)s, %(reference)s, %(keys)s, %(party)s, '', %(note)s, false) RETURNING id""",
        facts,
    ).scalar_one())  # fmt: skip
    _end(found, entry_id, why, now)
    audit.record(
        "reconciliation.mend", f"programme:{programme_id}", at=now, why=why, before={"state": "waiting", "file": found.file_name, "row": found.line},
        after={"state": "mended", "entry": entry_id, "amount": amount},
    )  # fmt: skip
    repeats.note(found.statement_id, found.account_id, entry_id)
    settling.settle(programme_id, now=now)
    return entry_id


def leave_out(programme_id: int, repair_id: int, *, why: str, now: datetime) -> None:
    """Say that a part is no entry. It is kept. Raises NotReconciled, NotOpen, Unexplained."""
    found = _open(programme_id, repair_id, why)
    _end(found, None, why, now)
    audit.record(
        "reconciliation.leave_out", f"programme:{programme_id}", at=now, why=why,
        before={"state": "waiting", "file": found.file_name, "row": found.line}, after={"state": "left_out"},
    )  # fmt: skip


def _open(programme_id: int, repair_id: int, why: str) -> Repair:
    found = repair(programme_id, repair_id)
    if found.ended_at is not None:
        raise NotOpen(what="repair")
    if not why.strip():
        raise Unexplained
    return found


def _end(found: Repair, entry_id: int | None, why: str, now: datetime) -> None:
    row = execute(
        """INSERT INTO bank_repair_ends (repair_id, entry_id, why, at) VALUES (%(repair)s, %(entry)s, %(why)s, %(now)s)
           ON CONFLICT DO NOTHING RETURNING repair_id""",
        {"repair": found.id, "entry": entry_id, "why": why.strip()[:WHY_MAX], "now": now},
    ).first()
    if row is None:
        raise NotOpen(what="repair")
