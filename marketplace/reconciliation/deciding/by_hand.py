"""What a person decides: which entries are what was expected, which are not, what is nothing of ours. Each with a reason, each can be undone."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.core import audit
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.reconciliation import queries, settling
from marketplace.reconciliation.allotting import Allotted, Side, allot
from marketplace.reconciliation.errors import NotMatchable, NotOpen, Unexplained
from marketplace.reconciliation.matching import Found

WHY_MAX = COLUMN_MAX["bank_matches.why"]
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('reconciliation', %(programme)s))"


def match(
    programme_id: int, entry_ids: Sequence[int], expectation_ids: Sequence[int], *, fee: bool, why: str, now: datetime
) -> list[int]:
    """Join one entry to several expectations, or several entries to one. Returns the ids of the matches.

    With `fee` what is missing was kept back on the way, and the expectation is met; without it the rest stays open.

    Raises:
        NotReconciled: one of them is not there.
        NotOpen: one of them is matched, set aside, ended or repeats another.
        NotMatchable: they cannot be one payment.
        Unexplained: no reason is given.
    """
    execute(_LOCK, {"programme": programme_id})
    entries = [queries.entry(programme_id, one) for one in dict.fromkeys(entry_ids)]
    wanted = [queries.expectation(programme_id, one, today=now.date()) for one in dict.fromkeys(expectation_ids)]
    for one in entries:
        if one.state != "open":
            raise NotOpen(what="entry")
    for expected in wanted:
        if expected.state in ("matched", "ended", "returned"):
            raise NotOpen(what="expectation")
    if len({one.form == "acquirer" for one in entries} | {one.acquired for one in wanted}) > 1:
        raise NotMatchable(why="programme")
    allotted = allot(
        [Side(one.id, one.counts, one.currency) for one in entries],
        [Side(one.id, one.open, one.currency) for one in wanted],
        fee=fee,
    )
    made = [_join(one, why=_explained(why), now=now) for one in allotted]
    for expected in wanted:
        _record("match", expected.id, programme_id, why, {"state": expected.state, "open": expected.open}, now)
    met = [
        Found(one.id, one.kind, one.subject_id, entries[0].reference)
        for one in wanted
        if not queries.expectation(programme_id, one.id, today=now.date()).open
    ]
    settling.arrived(met, now=now)
    return made


def part(programme_id: int, match_id: int, *, why: str, now: datetime) -> None:
    """Undo a match, with all that were made with it of the same entry or expectation at that moment: both sides wait as before.

    They are not joined again by themselves. Raises NotReconciled, NotOpen: it is undone already; Unexplained.
    """
    execute(_LOCK, {"programme": programme_id})
    found = queries.match_of(programme_id, match_id)
    if found.released_at is not None:
        raise NotOpen(what="match")
    facts = {
        "entry": found.entry_id,
        "expectation": found.expectation_id,
        "at": found.at,
        "why": _explained(why),
        "now": now,
    }
    before = queries.expectation(programme_id, found.expectation_id, today=now.date())
    parted = execute(
        """UPDATE bank_matches SET released_at = %(now)s, released_why = %(why)s
            WHERE released_at IS NULL AND (expectation_id = %(expectation)s OR entry_id = %(entry)s) AND at = %(at)s RETURNING expectation_id""",
        facts,
    )
    for expectation_id in sorted({row.expectation_id for row in parted}):
        one = queries.expectation(programme_id, expectation_id, today=now.date())
        settling.take_back([Found(one.id, one.kind, one.subject_id, "")], why=why, now=now)
        _record("part", one.id, programme_id, why, {"state": before.state, "reason": found.reason}, now)


def set_aside(programme_id: int, entry_id: int, *, why: str, now: datetime) -> None:
    """Say that an entry is nothing that was expected, and what it is. Raises NotReconciled, NotOpen, Unexplained."""
    execute(_LOCK, {"programme": programme_id})
    if queries.entry(programme_id, entry_id).state != "open":
        raise NotOpen(what="entry")
    execute(
        "INSERT INTO bank_asides (entry_id, why, at) VALUES (%(entry)s, %(why)s, %(now)s)",
        {"entry": entry_id, "why": _explained(why), "now": now},
    )
    audit.record(
        "reconciliation.set_aside", f"programme:{programme_id}", at=now, why=why, before={"state": "open"}, after={"state": "aside", "entry": entry_id}
    )  # fmt: skip


def take_up(programme_id: int, entry_id: int, *, why: str, now: datetime) -> None:
    """Let an entry that was set aside wait again. Raises NotReconciled, NotOpen: it is not aside; Unexplained."""
    queries.entry(programme_id, entry_id)
    row = execute(
        """UPDATE bank_asides SET released_at = %(now)s, released_why = %(why)s WHERE entry_id = %(entry)s AND released_at IS NULL RETURNING id""",
        {"entry": entry_id, "why": _explained(why), "now": now},
    ).first()
    if row is None:
        raise NotOpen(what="entry")
    audit.record(
        "reconciliation.take_up", f"programme:{programme_id}", at=now, why=why, before={"state": "aside"}, after={"state": "open", "entry": entry_id}
    )  # fmt: skip
    settling.settle(programme_id, now=now)


def give_up(programme_id: int, expectation_id: int, *, why: str, now: datetime) -> None:
    """Stop expecting something, whatever of it has arrived. Raises NotReconciled, NotOpen, Unexplained."""
    found = queries.expectation(programme_id, expectation_id, today=now.date())
    if found.state in ("matched", "ended"):
        raise NotOpen(what="expectation")
    execute(
        "INSERT INTO expectation_ends (expectation_id, how, why, at) VALUES (%(id)s, 'dismissed', %(why)s, %(now)s) ON CONFLICT DO NOTHING",
        {"id": found.id, "why": _explained(why), "now": now},
    )
    _record("give_up", found.id, programme_id, why, {"state": found.state}, now)


def _join(one: Allotted, *, why: str, now: datetime) -> int:
    facts = one._asdict() | {"why": why, "now": now}
    return int(execute(
        """INSERT INTO bank_matches (entry_id, expectation_id, amount, fee, reason, why, at)
           VALUES (%(entry_id)s, %(expectation_id)s, %(amount)s, %(fee)s, 'by_hand', %(why)s, %(now)s) RETURNING id""",
        facts,
    ).scalar_one())  # fmt: skip


def _explained(why: str) -> str:
    if not why.strip():
        raise Unexplained
    return why.strip()[:WHY_MAX]


def _record(
    verb: str, expectation_id: int, programme_id: int, why: str, before: dict[str, object], now: datetime
) -> None:
    after = queries.expectation(programme_id, expectation_id, today=now.date())
    audit.record(
        f"reconciliation.{verb}", f"expectation:{expectation_id}", at=now, why=why, before=before,
        after={"state": after.state, "open": after.open},
    )  # fmt: skip
