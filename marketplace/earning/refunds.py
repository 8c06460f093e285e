"""Finds out what refunds give back, and notes it beside the operations in this transaction.

The new refunds of a file are decided on, and those of the same cards that were stored before, if the file brings something that is no
later than they are. So the same operations end in the same parts, in whatever order their files come.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from marketplace.core.copying import copy_in
from marketplace.core.db import execute
from marketplace.earning import rules, statements
from marketplace.earning.rules import GivenBack, Part, Purchase, Refund

_Parts = dict[tuple[int, int], tuple[int, int]]  # amount and points, by refund and purchase


class Noted(NamedTuple):
    """How many parts were written down, and between which ids those of older refunds are; None where there are none."""

    number: int
    late: tuple[int, int] | None


class _Moved(NamedTuple):
    """So much more of a purchase is given back than was noted before, and takes so many points more."""

    refund: Refund
    purchase: str
    purchase_id: int | None
    member_id: int
    amount: int
    points: int


def judge(rule: Mapping[str, Any]) -> dict[int, int]:
    """Decide each refund, in the order of time; after `staging.find_members`. `rule` is what statements are given.

    Returns the points that refunds which were stored before take from each member now, less than 0 where they come back.
    """
    execute(statements.GIVEN_BACK, prepare=False)
    execute(statements.NOTE_REFUNDS, rule)
    refunds = [Refund(*row) for row in execute(statements.REFUNDS)]
    if not refunds:
        return {}
    bought: dict[str, list[Purchase]] = defaultdict(list)
    for row in execute(statements.PURCHASES, rule):
        bought[row.token].append(Purchase(*row))
    before: _Parts = {
        (row.refund_id, row.purchase_id): (row.amount, row.points) for row in execute(statements.GIVEN_BEFORE)
    }
    for token in {refund.token for refund in refunds if refund.id is not None}:
        for purchase in bought[token]:
            purchase.returned = 0  # all refunds of the card are decided anew
    given = [(refund, _give_back(refund, bought[refund.token])) for refund in refunds]
    copy_in(
        "card_given_back",
        ("row", "member_id", "reason", "points", "unplaced"),
        (
            (r.row, g.member_id, g.reason, sum(part.points for part in g.parts), g.unplaced)
            for r, g in given
            if r.id is None
        ),
    )
    moved = list(_moved(given, before, {one.id: one.member_id for held in bought.values() for one in held if one.id}))
    copy_in(
        "card_given_parts",
        ("refund", "refund_id", "purchase", "purchase_id", "amount", "points"),
        ((m.refund.operation_id, m.refund.id, m.purchase, m.purchase_id, m.amount, m.points) for m in moved),
    )
    return _late(moved)


def note_parts(ours: Mapping[str, Any]) -> Noted:
    """Write down which purchases the refunds gave back, once all operations are stored."""
    execute(statements.FORBID_SEQ_SCANS)
    noted = execute(statements.NOTE_PARTS, ours).one()
    execute(statements.ALLOW_SEQ_SCANS)
    return Noted(noted.number, None if noted.first is None else (noted.first, noted.last))


def _give_back(refund: Refund, purchases: list[Purchase]) -> GivenBack:
    given = rules.give_back(refund, purchases)
    for part in given.parts:
        part.purchase.returned += part.amount
    return given


def _moved(given: Iterable[tuple[Refund, GivenBack]], before: _Parts, members: Mapping[int, int]) -> Iterator[_Moved]:
    """How the parts differ from those that were noted before; of a new refund all of them."""
    left = dict(before)
    for refund, back in given:
        for part in back.parts:
            amount, points = left.pop(_key(refund, part), (0, 0))
            purchase = part.purchase
            more = _Moved(
                refund,
                purchase.operation_id,
                purchase.id,
                purchase.member_id,
                part.amount - amount,
                part.points - points,
            )
            if more.amount or more.points:
                yield more
    stored = {refund.id: refund for refund, _ in given}
    for (refund_id, purchase_id), (amount, points) in left.items():
        yield _Moved(stored[refund_id], "", purchase_id, members[purchase_id], -amount, -points)


def _key(refund: Refund, part: Part) -> tuple[int, int]:
    return (refund.id or 0, part.purchase.id or 0)


def _late(moved: Iterable[_Moved]) -> dict[int, int]:
    late: dict[int, int] = defaultdict(int)
    for one in moved:
        if one.refund.id is not None:
            late[one.member_id] += one.points
    return {member: points for member, points in late.items() if points}
