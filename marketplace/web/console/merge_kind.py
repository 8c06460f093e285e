"""One membership going on as another as an act of two: what is proposed, how both stand, what happens once it is approved."""

from dataclasses import asdict
from datetime import datetime

from marketplace import approvals, erasures, members, programmes, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.identity import Permission
from marketplace.members import Member
from marketplace.payments import Debt
from marketplace.support import Moving
from marketplace.web.console.merge_sides import Counts, Stood, stood

MERGE = "member_merge"


def other(programme_id: int, number: str) -> Member:
    """Whom a number leads to: the member as whom it goes on, where it does. Raises support.NoSuchRecipient."""
    found = members.numbered(programme_id, number)
    if found is None:
        raise support.NoSuchRecipient
    return found


def of_subject(programme_id: int, subject: str) -> Member:
    """The membership that a proposal is about."""
    found = members.by_number(programme_id, subject)
    assert found is not None, "a proposal is about a member"
    return found


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    of, into = of_subject(programme_id, subject), other(programme_id, facts["into"])
    support.check_merge(of, into, now=clock.now())
    _both_stay(of, into)
    then = stood(of, into, today=programmes.get(programme_id).day(clock.now()))
    return {**facts, "into": into.number, "stood": then._asdict() | {"moving": asdict(then.moving)}}


def as_it_stood(facts: Facts) -> Stood:
    """How both stood when it was proposed: afterwards one of them has nothing."""
    then = facts["stood"]
    moving = {**then["moving"], "debts": [Debt(*one) for one in then["moving"]["debts"]]}
    return Stood(Moving(**moving), Counts(*then["of"]), Counts(*then["into"]))


def _both_stay(of: Member, into: Member) -> None:
    for one in sorted((of, into), key=lambda one: one.id):
        erasures.must_stay(one)


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """Points, orders and cards come and go meanwhile, and that changes nothing; who signs in, and whether one of the two stands, does."""
    of, into = of_subject(programme_id, subject), other(programme_id, facts["into"])
    return Target(f"{members.goes_on(of.id)}:{of.user_id}:{into.id}:{into.user_id}", dict.fromkeys(facts, ""))


def _about(programme_id: int, subject: str, facts: Facts) -> list[int]:
    return [of_subject(programme_id, subject).id, other(programme_id, facts["into"]).id]


def _hold(programme_id: int, subject: str) -> None:
    execute(
        "SELECT proposal_hold_subject(%(programme)s, %(kind)s, %(subject)s)",
        {"programme": programme_id, "kind": MERGE, "subject": subject},
    )


def _apply(proposal: Proposal, now: datetime) -> None:
    of, into = (
        of_subject(proposal.programme_id, proposal.subject),
        other(proposal.programme_id, proposal.payload["into"]),
    )
    _both_stay(of, into)
    support.merge(of, into, proposal_id=proposal.id, why=proposal.why, now=now)


approvals.register(
    approvals.Kind(
        name=MERGE, propose=Permission.MEMBERS_MERGE, approve=Permission.MEMBERS_MERGE_APPROVE, check=_check, target=_target, hold=_hold,
        apply=_apply, about=_about, gives=True,
    )
)  # fmt: skip
