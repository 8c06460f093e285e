"""What may be done: take in a file of card operations, all of it or nothing."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from marketplace import programmes
from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems, Reason
from marketplace.core.rows import Row
from marketplace.earning import intakes, refunds, rules, staging, statements
from marketplace.earning.intakes import Intake
from marketplace.earning.values import MemberPoints, Operation, Report
from marketplace.programmes import Programme

# Operations in one transfer: their memos pass through memory.
CHUNK = 100_000
DUE_AT_ONCE = 20_000
# Operations that move points, in the order in which they are posted: what was earned first, then what is taken back.
TRANSFER_KINDS = {"earned": "card_purchase", "taken_back": "card_refund"}


def take_in(
    programme: Programme,
    operations: Iterable[Operation],
    *,
    source: str,
    file: str,
    digest: bytes | None = None,
    now: datetime,
) -> Report:
    """Write down operations that are not known yet, and post the points for them, each once.

    Points are earned on the day on which they are posted: one lot for each member. Refunds take back no more than their
    purchases brought, as far as the member has it; the rest they owe, and later points repay it. A refund that came before its
    purchase takes back what it must once the purchase comes.

    Args:
        source: whose identifiers they are: an operation is known by `source` and its `operation_id`.
        file: what the file is called, for its problems.
        digest: of the file, where a run that is being applied brings it; its points are bound to that run.

    Raises:
        FileRefused: an identifier stands twice with different contents, or is known with another; or one lies too far ahead.
        Whatever `operations` raises: nothing has been taken in then.
    """
    hold(programme.id)
    staged = staging.copy(operations, programme_id=programme.id, source=source, problems=Problems(file), now=now)
    received = Intake(programme.id, source, digest.hex() if digest else None, waiting=staged.waiting)
    if not staged.left:
        if staged.waiting:
            intakes.note(received, now=now)
        return _report(staged, {}, [], 0)
    rule = _rule(programme, source) | {"now": now}
    staging.find_members(programme.id)
    late = refunds.judge(rule)
    taken = execute(statements.TAKE_IN, rule).all()
    parts = refunds.note_parts(rule)
    first, last = min(row.first for row in taken), max(row.last for row in taken)
    intakes.note(_with_stored(received, taken, first, last, parts.number), now=now)
    ours = {"programme": programme.id, "source": source, "first": first, "last": last}
    _post(programme, ours, taken, parts.late, now)
    moved = [MemberPoints._make(row) for row in execute(statements.BY_MEMBER, ours)]
    report = _report(
        staged,
        {row.reason: row.number for row in taken},
        _with_late(moved, late),
        sum(row.flagged for row in taken),
    )
    facts = {"new": staged.left, "known": report.known, "earned": report.earned, "taken_back": report.taken_back}
    after = facts | {"flagged": report.flagged, "source": source}
    audit.record("earning.take_in", f"programme:{programme.id}", at=now, after=after)
    return report


def hold(programme_id: int) -> None:
    """Let no file of the programme be taken in before this transaction has ended: for whoever ends a membership, to which one might just be adding points.

    Called before the member's row is locked: a file waits for that while it is taken in.
    """
    execute(statements.LOCK, {"programme": programme_id})


def take_in_due(now: datetime, *, most: int = DUE_AT_ONCE) -> int:
    """Take in operations that have waited until their time came, of one programme and source; returns how many.

    What the application has not received itself goes on waiting: `vitrina verify` tells of it.
    """
    ours = [row.id for row in execute(statements.DUE_INTAKES, {"now": now})]
    forged = set(intakes.forged(ours))
    received = [number for number in ours if number not in forged]
    rows = execute(statements.DUE_OPERATIONS, {"now": now, "limit": most, "intakes": received}).all()
    if not rows:
        return 0
    operations = (Operation(number, *row[2:]) for number, row in enumerate(rows, 1))
    programme = programmes.get(rows[0].programme_id)
    take_in(programme, operations, source=rows[0].source, file="waiting", now=now)
    return len(rows)


def look(
    programme: Programme, operations: Iterable[Operation], *, source: str, problems: Problems, now: datetime
) -> Report:
    """What `take_in` would do with the same operations; nothing is written. Raises as it does, with the problems given."""
    staged = staging.copy(operations, programme_id=programme.id, source=source, problems=problems, now=now)
    if staged.repeated:
        problems.tell(Reason("lines that repeat one before them count once: %(number)s", number=staged.repeated))
    if not staged.left:
        return _report(staged, {}, [], 0)
    rule = _rule(programme, source)
    staging.find_members(programme.id)
    late = refunds.judge(rule)
    reasons, earned, taken_back, doubtful = Counter[str](), Counter[int](), Counter[int](), 0
    for reason, member_id, number, points, flagged in execute(statements.LOOK, rule):
        reasons[reason] += number
        doubtful += flagged
        if reason in TRANSFER_KINDS:
            (earned if reason == "earned" else taken_back)[member_id] += points
    touched = sorted(earned.keys() | taken_back.keys())
    moved = [MemberPoints(m, earned[m], taken_back[m]) for m in touched]
    return _report(staged, reasons, _with_late(moved, late), doubtful)


def _with_stored(received: Intake, taken: Sequence[Row], first: int, last: int, parts: int) -> Intake:
    """What was received, together with the operations that were stored of it."""
    points = {row.reason: row.points for row in taken}
    return replace(
        received, first=first, last=last, number=sum(row.number for row in taken), parts=parts,
        earned=points.get("earned", 0), taken_back=-points.get("taken_back", 0),
    )  # fmt: skip


def _report(staged: staging.Staged, reasons: Mapping[str, int], members: list[MemberPoints], flagged: int) -> Report:
    waiting = {"waiting": staged.waiting} if staged.waiting else {}
    return Report(staged.lines, staged.known, {**reasons, **waiting}, members, flagged, staged.repeated)


def _with_late(moved: list[MemberPoints], late: Mapping[int, int]) -> list[MemberPoints]:
    """Points by member, together with what refunds of earlier files take now, or give back."""
    known = {one.member_id: one for one in moved}
    for member_id, points in late.items():
        one = known.get(member_id, MemberPoints(member_id, 0, 0))
        known[member_id] = MemberPoints(member_id, one.earned + max(0, -points), one.taken_back + max(0, points))
    return [known[member_id] for member_id in sorted(known)]


def _rule(programme: Programme, source: str) -> dict[str, Any]:
    return {
        "programme": programme.id,
        "source": source,
        "currency": programme.currency,
        "rate": rules.RATE * 10**programme.decimals,
        "rate_of": rules.RATE_OF * 10 ** minor_digits(programme.currency),
        "cash": sorted(rules.CASH_MCC),
        "quasi_cash": sorted(rules.QUASI_CASH_MCC),
    }


def _post(
    programme: Programme, ours: Mapping[str, Any], taken: Sequence[Row], late: tuple[int, int] | None, now: datetime
) -> None:
    """One transfer for each hundred thousand operations with one reason; and for what refunds of earlier files take or give back."""
    by_reason = {row.reason: row for row in taken}
    today = programme.day(now)
    facts = {
        "programme": programme.id, "now": now, "today": today, "expires_on": programmes.expiry_of(programme, today),
    }  # fmt: skip
    for reason, what in TRANSFER_KINDS.items():
        if reason not in by_reason:
            continue
        memo = json.dumps({"what": what, "rate": rules.RATE_TEXT})
        for first, last in _chunks({**ours, "reason": reason}, by_reason[reason].number, by_reason[reason].last):
            execute(statements.POST, {**facts, "reason": reason, "memo": memo, "first": first, "last": last})
    if late is not None:
        memo = json.dumps({"what": TRANSFER_KINDS["taken_back"], "rate": rules.RATE_TEXT})
        execute(statements.POST_LATE, {**facts, "memo": memo, "first": late[0], "last": late[1]})


def _chunks(ours: Mapping[str, Any], number: int, last: int) -> Iterator[tuple[int, int]]:
    """First and last of each chunk of operations with one reason; it is asked where one ends only if another follows."""
    first = ours["first"]
    for _ in range(CHUNK, number, CHUNK):
        end = int(execute(statements.CHUNK, {**ours, "first": first, "limit": CHUNK}).scalar_one())
        yield first, end
        first = end + 1
    yield first, last
