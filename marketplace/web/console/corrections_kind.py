"""Points put right by hand as an act of two: what is proposed, how the member stands, what happens once it is approved."""

from datetime import datetime, timedelta

from marketplace import approvals, ledger, members, programmes, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.identity import Permission
from marketplace.members import Member
from marketplace.support import accounts

CORRECTION = "points_correction"
DAY = timedelta(days=1)
BEYOND = 10**15  # larger than any cap: what a bank card earned is taken back by two people


def payload(member: Member, wanted: accounts.Wanted, *, now: datetime) -> Facts:
    """The facts of a correction as they are proposed, and by which it is decided whether one person is enough: in a transaction, where what
    else was put right for the member within a day is counted with it.
    """
    return {
        "kind": wanted.kind, "amount": wanted.amount, "reason": wanted.reason, "note": wanted.note, "case_id": wanted.case_id,
        "paper_id": wanted.paper_id, "bank_card_id": wanted.bank_card_id,
        "together": accounts.alone_with(member, wanted.amount, since=now - DAY),
    }  # fmt: skip


def wanted_of(facts: Facts) -> accounts.Wanted:
    """What is proposed."""
    return accounts.Wanted(**{name: value for name, value in facts.items() if name != "together"})


def member_of(programme_id: int, subject: str) -> Member:
    """The member that a proposal is about."""
    found = members.by_number(programme_id, subject)
    assert found is not None, "a proposal is about a member"
    return found


def _size(facts: Facts) -> int:
    return BEYOND if facts["reason"] == "bank_card" else int(facts["together"])


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    """Nobody is asked to agree to what cannot be done: more is not taken than there is today."""
    accounts.check(wanted_of(facts))
    now, member = clock.now(), member_of(programme_id, subject)
    if facts["kind"] == "credit":
        support.check_owner(member.id, now=now)
    there = ledger.balance(
        ledger.account(programme_id, "member", owner_id=member.id),
        clock.local_day(now, programmes.get(programme_id).time_zone),
    )
    if facts["kind"] == "debit" and facts["amount"] > there:
        raise ledger.NotEnoughPoints(needed=facts["amount"], available=there)
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """Points come and go meanwhile, and that changes nothing; another correction of the same member does."""
    return Target(str(accounts.how_many(member_of(programme_id, subject).id)), dict.fromkeys(facts, ""))


def _hold(programme_id: int, subject: str) -> None:
    execute(
        "SELECT proposal_hold_subject(%(programme)s, %(kind)s, %(subject)s)",
        {"programme": programme_id, "kind": CORRECTION, "subject": subject},
    )


def _about(programme_id: int, subject: str, _facts: Facts) -> list[int]:
    return [member_of(programme_id, subject).id]


def _concerned(programme_id: int, subject: str, facts: Facts) -> list[int]:
    return support.concerned(*_about(programme_id, subject, facts))


def _apply(proposal: Proposal, now: datetime) -> None:
    member = member_of(proposal.programme_id, proposal.subject)
    accounts.correct(
        member, wanted_of(proposal.payload), ref=proposal.ref, proposal_id=proposal.id, now=now
    )  # fmt: skip


approvals.register(
    approvals.Kind(
        name=CORRECTION, propose=Permission.POINTS_CORRECT, approve=Permission.POINTS_CORRECT_APPROVE, check=_check, target=_target,
        hold=_hold, apply=_apply, size=_size, alone=True, cap=accounts.CAP,
        about=_about, concerned=_concerned, gives=True,
    )
)  # fmt: skip
