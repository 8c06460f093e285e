"""A run over a file of card operations: taken in by parts, purchases before the refunds that give them back."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import chain, islice
from typing import BinaryIO, Protocol

from marketplace import programmes
from marketplace.core.problems import Problems
from marketplace.earning.actions import look, take_in
from marketplace.earning.values import Operation
from marketplace.identity import Permission
from marketplace.runs import Checked, Given, Kind, Part

PART_ROWS = 20_000
MEMBERS_SHOWN = 20
# What may be a whole card number, no matter who issued it.
_CARD_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")


class Reader(Protocol):
    """Reads the operations of an issuer's file, in its order; what is wrong goes to the problems."""

    def __call__(self, name: str, stream: BinaryIO, problems: Problems | None = None) -> Iterator[Operation]:
        """The operations one by one. Raises FileRefused, at once or after the last."""
        ...


def card_operations(read: Reader, *, source: str, codec: str) -> Kind:
    """The kind of run for an issuer's files; `source` says whose identifiers its operations have."""

    def check(given: Given, problems: Problems, now: datetime) -> Checked:
        programme = programmes.get(given.programme_id)
        operations = read(given.name, BytesIO(given.content), problems)
        report = look(programme, operations, source=source, problems=problems, now=now)
        members = [member._asdict() for member in report.members[:MEMBERS_SHOWN]]
        preview = {
            "reasons": dict(report.reasons), "earned": report.earned, "taken_back": report.taken_back, "members": members,
            "member_count": len(report.members), "flagged": report.flagged,
        }  # fmt: skip
        return Checked(report.operations, report.new, report.known + report.repeated, preview)

    def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
        coming = islice(_in_order(lambda: read(given.name, BytesIO(given.content))), reached, None)
        while operations := list(islice(coming, PART_ROWS)):
            reached += len(operations)
            yield Part(reached, partial(_take_in, given, operations, source))

    return Kind("card_operations", Permission.RUNS_CARD_OPERATIONS, check, parts, shown, codec)


def shown(column: str, cell: str) -> str:
    """Everything but a whole card number, wherever it stands."""
    return _CARD_NUMBER.sub("••••", cell)


def _in_order(operations: Callable[[], Iterator[Operation]]) -> Iterator[Operation]:
    """A refund belongs to the person who earned on the purchase, so all purchases of the file come first."""
    return chain(
        (operation for operation in operations() if operation.kind != "refund"),
        (operation for operation in operations() if operation.kind == "refund"),
    )


def _take_in(given: Given, operations: list[Operation], source: str, now: datetime) -> int:
    programme = programmes.get(given.programme_id)
    return take_in(programme, operations, source=source, file=given.name, digest=given.digest, now=now).new
