"""What takes two people where money goes out: a large adjustment, a run of payments, another account."""

from dataclasses import asdict
from datetime import datetime

from marketplace import approvals, partners, settlements
from marketplace.approvals import Facts, Proposal, Target
from marketplace.identity import Permission
from marketplace.settlements import Dispute, Holder, Run, Statement

ADJUSTMENT, PAYOUT, ACCOUNT = "settlement_adjustment", "payout_run", "payout_account"


def disputed(programme_id: int, subject: str) -> tuple[Statement, Dispute]:
    """The statement and the dispute that a proposal is about, "S-20261001-7:12". Raises NoStatement, NoDispute."""
    number, _, dispute_id = subject.rpartition(":")
    of = settlements.statement(number, {one.id for one in partners.partners_of(programme_id)})
    return of, settlements.dispute_of(of, int(dispute_id))


def run_of(programme_id: int, subject: str) -> Run:
    """The run that a proposal is about."""
    return settlements.payout_run(programme_id, int(subject))


def partner_of(programme_id: int, subject: str) -> int | None:
    """Whose account a proposal is about; None: the programme's own. Raises NoContract: another programme's partner."""
    if subject == "own":
        return None
    if int(subject) not in {one.id for one in partners.partners_of(programme_id)}:
        raise settlements.NoContract
    return int(subject)


def _check_adjustment(programme_id: int, subject: str, facts: Facts) -> Facts:
    if not disputed(programme_id, subject)[1].open:
        raise settlements.DisputeEnded
    return facts


def _target_adjustment(programme_id: int, subject: str, facts: Facts) -> Target:
    return Target(disputed(programme_id, subject)[1].outcome or "open", dict.fromkeys(facts, 0))


def _adjust(proposal: Proposal, now: datetime) -> None:
    of, about = disputed(proposal.programme_id, proposal.subject)
    facts = proposal.payload
    settlements.uphold(of, about, facts["amount"], why=proposal.why, by=facts["by"], proposal_id=proposal.id, now=now)


def _check_run(programme_id: int, subject: str, _facts: Facts) -> Facts:
    run = run_of(programme_id, subject)
    if run.state != "draft":
        raise settlements.PayoutStep
    return {"amount": run.amount, "payments": run.payments}


def _target_run(programme_id: int, subject: str, facts: Facts) -> Target:
    return Target(run_of(programme_id, subject).state, dict.fromkeys(facts, 0))


def _approve_run(proposal: Proposal, now: datetime) -> None:
    settlements.approve_run(run_of(proposal.programme_id, proposal.subject), proposal_id=proposal.id, now=now)


def _check_account(programme_id: int, subject: str, facts: Facts) -> Facts:
    partner_of(programme_id, subject)
    return asdict(settlements.check_account(Holder(**facts)))


def _target_account(programme_id: int, subject: str, facts: Facts) -> Target:
    held = settlements.account_of(programme_id, partner_of(programme_id, subject))
    return Target(str(held.id if held else 0), asdict(held.holder) if held else dict.fromkeys(facts, ""))


def _set_account(proposal: Proposal, now: datetime) -> None:
    settlements.set_account(
        proposal.programme_id, partner_of(proposal.programme_id, proposal.subject), Holder(**proposal.payload), proposal_id=proposal.id, now=now
    )  # fmt: skip


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: the database decides of two who do the same."""


approvals.register(approvals.Kind(
    name=ADJUSTMENT, propose=Permission.STATEMENTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_adjustment, target=_target_adjustment,
    hold=_hold, apply=_adjust, size=lambda facts: abs(int(facts["amount"])), alone=True, cap=settlements.CAP,
))  # fmt: skip
approvals.register(approvals.Kind(
    name=PAYOUT, propose=Permission.PAYOUTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_run, target=_target_run, hold=_hold,
    apply=_approve_run, size=lambda facts: int(facts["amount"]),
))  # fmt: skip
approvals.register(approvals.Kind(
    name=ACCOUNT, propose=Permission.PAYOUTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_account, target=_target_account, hold=_hold,
    apply=_set_account,
))  # fmt: skip
