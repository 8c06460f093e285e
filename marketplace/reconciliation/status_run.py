"""A run over a bank's report of payments (pain.002): what it says is looked at first, then told to the payouts.

Whoever brings the file may have written it: a rejection in it, which opens a debt again, takes a second person.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from marketplace import settlements
from marketplace.core import pans
from marketplace.core.problems import Problems, Reason
from marketplace.identity import Permission
from marketplace.reconciliation.statuses import take_statuses
from marketplace.reconciliation.values import PaymentStatus, StatusReader
from marketplace.runs import Checked, Given, Kind, Part

PART_STATUSES = 1_000


def payment_statuses(read: StatusReader) -> Kind:
    """The kind of run for reports of payments, which `read` understands."""

    def check(given: Given, problems: Problems, now: datetime) -> Checked | None:
        statuses = read(given.name, given.content)
        # Undone with the look, so that nobody has to have agreed yet.
        taken = take_statuses(given.programme_id, statuses, known_by="key", now=now)
        if taken.foreign:
            problems.tell(Reason("payments that are none of ours were left out: %(number)s", number=taken.foreign))
        codes = Counter(one.code for one in statuses if one.status == "rejected")
        preview = {"new": taken.new, "known": taken.known, "codes": dict(codes.most_common(20))}
        new = sum(taken.new.values())
        undone = sum(number for what, number in taken.new.items() if what in settlements.UNDOING)
        return Checked(len(statuses), new, len(statuses) - min(new, len(statuses)), preview, undone)

    def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
        statuses = read(given.name, given.content)
        for start in range(reached, len(statuses), PART_STATUSES):
            part = statuses[start : start + PART_STATUSES]
            yield Part(start + len(part), partial(_take, given, part))

    return Kind(
        "payment_status", Permission.RUNS_BANK, check, parts, shown, table=False, by_two=True, approve=Permission.PAYOUTS_APPROVE
    )  # fmt: skip


def _take(given: Given, part: Sequence[PaymentStatus], now: datetime) -> int:
    taken = take_statuses(given.programme_id, part, known_by="file", proposal_id=given.proposal_id, now=now)
    return sum(taken.new.values())


def shown(_column: str, cell: str) -> str:
    """Everything but card numbers."""
    return pans.masked(cell)
