"""Two memberships that become one in tests: one of staff proposes, another approves."""

from datetime import datetime

from marketplace import approvals
from marketplace.core import ids
from marketplace.core.actors import Actor
from marketplace.core.db import act_as
from marketplace.members import Member
from marketplace.web.console.merge_kind import MERGE
from tests.builders.identity import staff
from tests.builders.members import NOW


def become_one(of: Member, into: Member, *, now: datetime = NOW) -> None:
    """`of` goes on as `into`, as two people of support have agreed; inside a transaction."""
    programme = type("Programme", (), {"id": of.programme_id})
    vera, elena = staff(programme), staff(programme)
    act_as(Actor("user", vera.id))
    facts = {"into": into.number, "case_id": None, "paper_id": None}
    made = approvals.propose(
        MERGE, of.number, facts, programme_id=of.programme_id, by=vera.id, ref=ids.new_ref(), why="one person", now=now
    )
    act_as(Actor("user", elena.id))
    approvals.approve(made.id, seen=made.digest, by=elena.id, now=now)
