"""Two cases that are one: the one becomes a tombstone whose letters and links lead to the other from then on."""

from datetime import datetime

from marketplace.core.db import execute
from marketplace.support.cases import queries
from marketplace.support.cases.acts import opening
from marketplace.support.cases.errors import CaseEnded, CasesOfTwo, MergedIntoItself
from marketplace.support.cases.values import PRIORITIES, Case
from marketplace.support.cases.writing import hiding, keeping

_HOLD = "SELECT FROM cases WHERE id = ANY (%(ids)s) ORDER BY id FOR UPDATE"


def merge(of: Case, into: Case, *, now: datetime) -> Case:
    """Merge a case into another, or into the one that this was merged into itself; returns the one that stays.

    That one keeps its owner, and loses nothing of what the other asked of us: it becomes as urgent, has its card and order where it has none of
    its own, and goes on where it waited for the member or was closed while the other waited for us.

    Raises:
        MergedIntoItself: the other one is the case itself, or leads back to it.
        CasesOfTwo: they are of two members, of a member and of nobody whom we know (the member would not see it any more), or of two
            programmes.
        CaseEnded: the case was merged before.
    """
    execute(_HOLD, {"ids": sorted((of.id, into.id))})
    own, goal = queries.case_by_id(of.id), held_target(into)
    if goal.id == own.id:
        raise MergedIntoItself
    if own.state == "merged":
        raise CaseEnded(state=own.state)
    if own.programme_id != goal.programme_id or own.member_id not in (None, goal.member_id):
        raise CasesOfTwo
    keeping.happen(own, "merged", facts={"into": goal.id}, now=now)
    facts = {"case": own.id, "card": own.giftcard_id, "order": own.order_id}
    then = keeping.happen(
        goal, "took_in", facts={name: one for name, one in facts.items() if one is not None}, now=now
    )[0]
    if own.is_open and PRIORITIES.index(own.priority) < PRIORITIES.index(then.priority):
        then = keeping.happen(then, "sorted", facts={"category": then.category, "priority": own.priority}, now=now)[0]
    if own.state == "open" and then.state in opening.GOES_ON:
        then = keeping.happen(then, opening.GOES_ON[then.state], now=now)[0]
    if then.member_id is not None and own.member_id is None:
        hiding.hide(then, now=now)
    return then


def held_target(of: Case) -> Case:
    """Where a case leads to, locked: nobody merges it further, and nothing else happens to it meanwhile."""
    while True:
        goal = queries.target(queries.case_by_id(of.id))
        execute(_HOLD, {"ids": [goal.id]})
        now = queries.case_by_id(goal.id)
        if now.state != "merged":
            return now
