"""Finds out what the new refunds of a file give back, and notes it beside the operations in this transaction."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from marketplace.core.copying import copy_in
from marketplace.core.db import execute
from marketplace.earning import rules, statements
from marketplace.earning.rules import GivenBack, Purchase, Refund


def judge(rule: Mapping[str, Any]) -> None:
    """Decide each new refund, in the order of the file; after `staging.find_members`. `rule` is what statements are given."""
    execute(statements.GIVEN_BACK, prepare=False)
    refunds = [Refund(*row) for row in execute(statements.REFUNDS)]
    if not refunds:
        return
    bought: dict[str, list[Purchase]] = defaultdict(list)
    for row in execute(statements.PURCHASES, rule):
        bought[row.token].append(Purchase(*row))
    given = [(refund, _give_back(refund, bought[refund.token])) for refund in refunds]
    copy_in(
        "card_given_back",
        ("row", "member_id", "reason", "points", "unplaced"),
        ((r.row, g.member_id, g.reason, sum(part.points for part in g.parts), g.unplaced) for r, g in given),
    )
    copy_in(
        "card_given_parts",
        ("refund", "purchase", "purchase_id", "amount", "points"),
        (
            (r.operation_id, part.purchase.operation_id, part.purchase.id, part.amount, part.points)
            for r, g in given
            for part in g.parts
        ),
    )


def note_parts(ours: Mapping[str, Any]) -> None:
    """Write down which purchases the refunds gave back, once all operations are stored."""
    execute(statements.FORBID_SEQ_SCANS)
    execute(statements.NOTE_PARTS, ours)
    execute(statements.ALLOW_SEQ_SCANS)


def _give_back(refund: Refund, purchases: list[Purchase]) -> GivenBack:
    given = rules.give_back(refund, purchases)
    for part in given.parts:
        part.purchase.returned += part.amount
    return given
