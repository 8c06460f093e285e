"""What a person decides: which entries are what was expected, which are not, what is nothing of ours. Each with a reason, each can be undone."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.core import audit
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.reconciliation import queries, settling
from marketplace.reconciliation.allotting import Allotted, Side, allot
from marketplace.reconciliation.errors import NotMatchable, NotOpen, Unexplained
from marketplace.reconciliation.matching import LOCK, Found
from marketplace.reconciliation.queries import Entry, Expectation

WHY_MAX = COLUMN_MAX["bank_matches.why"]


def match(
    programme_id: int, entry_ids: Sequence[int], expectation_ids: Sequence[int], *, fee: bool, why: str, now: datetime
) -> list[int]:
    """Join one entry to several expectations, or several entries to one. Returns the ids of the matches.

    With `fee` what is missing was kept back on the way, and the expectation is met; without it the rest stays open. A partner is credited
    with what has arrived, with too much as well.

    Raises:
        NotReconciled: one of them is not there.
        NotOpen: one of them is matched, set aside, ended or repeats another.
        NotMatchable: they cannot be one payment.
        Unexplained: no reason is given.
    """
    execute(LOCK, {"programme": programme_id})
    entries, wanted, allotted = _allotted(programme_id, entry_ids, expectation_ids, fee, now)
    made = [_join(one, why=_explained(why), now=now) for one in allotted]
    for expected in wanted:
        _record("match", expected.id, programme_id, why, {"state": expected.state, "open": expected.open}, now)
    met = [
        Found(one.id, one.kind, one.subject_id, entries[0].reference)
        for one in (queries.expectation(programme_id, expected.id, today=now.date()) for expected in wanted)
        if abs(one.arrived) >= abs(one.amount)
    ]
    settling.confirm(met, now=now)
    settling.credit(programme_id, now=now)
    return made


def credited(
    programme_id: int, entry_ids: Sequence[int], expectation_ids: Sequence[int], *, fee: bool, now: datetime
) -> int:
    """What partners would be credited with if these were joined, in minor units; raises what `match` raises."""
    _entries, wanted, allotted = _allotted(programme_id, entry_ids, expectation_ids, fee, now)
    theirs = {one.id for one in wanted if one.kind in settling.OF_PARTNERS}
    return sum(one.amount + one.fee for one in allotted if one.expectation_id in theirs)


def part(programme_id: int, match_id: int, *, why: str, now: datetime) -> None:
    """Undo a match, with all that were made with it of the same entry or expectation at that moment: both sides wait as before.

    They are not joined again by themselves. Raises NotReconciled, NotOpen: it is undone already; Unexplained.
    """
    execute(LOCK, {"programme": programme_id})
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
        settling.reopen(programme_id, expectation_id, why=why, now=now)
        _record("part", expectation_id, programme_id, why, {"state": before.state, "reason": found.reason}, now)
    settling.credit(programme_id, now=now)


def set_aside(programme_id: int, entry_id: int, *, why: str, now: datetime) -> None:
    """Say that an entry is nothing that was expected, and what it is. Raises NotReconciled, NotOpen, Unexplained."""
    execute(LOCK, {"programme": programme_id})
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


def tell_apart(programme_id: int, entry_id: int, *, why: str, now: datetime) -> None:
    """Say that an entry is a payment of its own, and no repeat of another file's: it waits as any other. It is not taken for one again.

    Raises NotReconciled, NotOpen: it is no repeat; Unexplained.
    """
    execute(LOCK, {"programme": programme_id})
    queries.entry(programme_id, entry_id)
    row = execute(
        """UPDATE bank_entry_repeats SET released_at = %(now)s, released_why = %(why)s WHERE entry_id = %(entry)s AND released_at IS NULL
           RETURNING of_id""",
        {"entry": entry_id, "why": _explained(why), "now": now},
    ).first()
    if row is None:
        raise NotOpen(what="entry")
    audit.record(
        "reconciliation.tell_apart", f"programme:{programme_id}", at=now, why=why, before={"state": "repeat"}, after={"state": "open", "entry": entry_id}
    )  # fmt: skip
    settling.settle(programme_id, now=now)


def give_up(programme_id: int, expectation_id: int, *, why: str, now: datetime) -> None:
    """Stop expecting something, whatever of it has arrived; a payout that the bank contradicts is dealt with by it. Raises NotReconciled, NotOpen,
    Unexplained."""
    found = queries.expectation(programme_id, expectation_id, today=now.date())
    if found.state in ("matched", "ended"):
        raise NotOpen(what="expectation")
    execute(
        "INSERT INTO expectation_ends (expectation_id, how, why, at) VALUES (%(id)s, 'dismissed', %(why)s, %(now)s) ON CONFLICT DO NOTHING",
        {"id": found.id, "why": _explained(why), "now": now},
    )
    _record("give_up", found.id, programme_id, why, {"state": found.state}, now)


def _allotted(
    programme_id: int, entry_ids: Sequence[int], expectation_ids: Sequence[int], fee: bool, now: datetime
) -> tuple[list[Entry], list[Expectation], list[Allotted]]:
    """What of which entry counts for which expectation; raises what `match` raises."""
    entries = [queries.entry(programme_id, one) for one in dict.fromkeys(entry_ids)]
    wanted = [queries.expectation(programme_id, one, today=now.date()) for one in dict.fromkeys(expectation_ids)]
    if any(one.state != "open" for one in entries):
        raise NotOpen(what="entry")
    for one in wanted:
        if one.state in ("matched", "ended") or (one.state == "returned" and one.kind == "payout"):
            raise NotOpen(what="expectation")
    if len({one.form == "acquirer" for one in entries} | {one.acquired for one in wanted}) > 1:
        raise NotMatchable(why="programme")
    return entries, wanted, allot(
        [Side(one.id, one.counts, one.currency) for one in entries],
        [Side(one.id, one.open, one.currency) for one in wanted],
        fee=fee,
    )  # fmt: skip


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
