"""What takes two people where money goes out: a large adjustment after a dispute, any that is made without one, a run of payments, one that is said not to have arrived, another account, at
the provider too, a deposit that is kept no longer; and a large sum that is credited to a partner by hand."""

from dataclasses import asdict
from datetime import datetime

from marketplace import approvals, partners, reconciliation, settlements
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.settlements import Connected, Dispute, Holder, Payment, Run, Statement
from marketplace.web.console.money import bank_files

ADJUSTMENT, PAYOUT, UNDONE, ACCOUNT = "settlement_adjustment", "payout_run", "payout_undone", "payout_account"
DEPOSIT, CREDIT, PROVIDER, CORRECTION = "deposit_release", "partner_credit", "provider_bank", "settlement_correction"


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


def _check_correction(programme_id: int, subject: str, facts: Facts) -> Facts:
    settlements.contract(depositor_of(programme_id, subject))
    amount = int(facts["amount"])
    if amount == 0:
        raise settlements.NothingToAdjust
    return {"amount": amount, "by": facts["by"]}


def _target_correction(programme_id: int, subject: str, facts: Facts) -> Target:
    return Target(str(depositor_of(programme_id, subject)), dict.fromkeys(facts, 0))


def _correct(proposal: Proposal, now: datetime) -> None:
    partner_id, facts = depositor_of(proposal.programme_id, proposal.subject), proposal.payload
    settlements.adjust(
        partner_id, facts["amount"], ref=proposal.ref, why=proposal.why, by=facts["by"], proposal_id=proposal.id, now=now
    )  # fmt: skip


def _check_run(programme_id: int, subject: str, _facts: Facts) -> Facts:
    run = run_of(programme_id, subject)
    if run.state != "draft":
        raise settlements.PayoutStep
    if run.channel == "bank":
        bank_files.parties(run)
    repeated = [asdict(one) | {"pays_on": one.pays_on.isoformat()} for one in settlements.repeated(run.id)]
    return {"amount": run.amount, "payments": run.payments, "repeated": repeated}


def _target_run(programme_id: int, subject: str, facts: Facts) -> Target:
    return Target(run_of(programme_id, subject).state, dict.fromkeys(facts, 0))


def _approve_run(proposal: Proposal, now: datetime) -> None:
    settlements.approve_run(run_of(proposal.programme_id, proposal.subject), proposal_id=proposal.id, now=now)


def payment_of(programme_id: int, subject: str) -> tuple[Run, Payment]:
    """The payment that a proposal is about, and its run. Raises NoPayoutRun."""
    found = settlements.payment(programme_id, int(subject))
    return settlements.run_of_payment(programme_id, found.id), found


def _check_undone(programme_id: int, subject: str, facts: Facts) -> Facts:
    run, payment = payment_of(programme_id, subject)
    follows = ("confirmed",) if facts["what"] == "returned" else ("waiting", "accepted", "reopened")
    if (
        facts["what"] not in settlements.UNDOING
        or run.sent_at is None
        or run.channel != "bank"
        or payment.state not in follows
    ):
        raise settlements.PayoutStep
    return facts


def _target_undone(programme_id: int, subject: str, facts: Facts) -> Target:
    _run, payment = payment_of(programme_id, subject)
    return Target(f"{payment.state}:{len(payment.events)}", dict.fromkeys(facts, "") | {"what": payment.state})


def _undo(proposal: Proposal, now: datetime) -> None:
    _run, payment = payment_of(proposal.programme_id, proposal.subject)
    facts = proposal.payload
    settlements.happened(
        payment.id, facts["what"], known_by="person", proposal_id=proposal.id, code=facts["code"], note=facts["note"], now=now
    )  # fmt: skip


def _check_account(programme_id: int, subject: str, facts: Facts) -> Facts:
    partner_of(programme_id, subject)
    return asdict(bank_files.writable(Holder(**facts)))


def _target_account(programme_id: int, subject: str, facts: Facts) -> Target:
    held = settlements.account_of(programme_id, partner_of(programme_id, subject))
    return Target(str(held.id if held else 0), asdict(held.holder) if held else dict.fromkeys(facts, ""))


def _set_account(proposal: Proposal, now: datetime) -> None:
    settlements.set_account(
        proposal.programme_id, partner_of(proposal.programme_id, proposal.subject), Holder(**proposal.payload), proposal_id=proposal.id, now=now
    )  # fmt: skip


def depositor_of(programme_id: int, subject: str) -> int:
    """Whose deposit a proposal is about. Raises NoContract: another programme's partner."""
    partner_id = partner_of(programme_id, subject)
    if partner_id is None:
        raise settlements.NoContract
    return partner_id


def _check_deposit(programme_id: int, subject: str, facts: Facts) -> Facts:
    kept, amount = settlements.deposit_of(depositor_of(programme_id, subject)), int(facts["amount"])
    if not 0 < amount <= kept:
        raise settlements.DepositShort(kept=kept)
    return {"amount": amount, "kept": kept}


def _target_deposit(programme_id: int, subject: str, facts: Facts) -> Target:
    return Target(str(settlements.deposit_of(depositor_of(programme_id, subject))), dict.fromkeys(facts, 0))


def _release(proposal: Proposal, now: datetime) -> None:
    partner_id = depositor_of(proposal.programme_id, proposal.subject)
    settlements.release_deposit(
        partner_id, proposal.payload["amount"], why=proposal.why, proposal_id=proposal.id, now=now
    )


def credit_named(entry_ids: list[int], expectation_ids: list[int]) -> str:
    """What a proposal to join entries to what partners pay is about, "12,13:7"."""
    return ":".join(",".join(str(one) for one in ids) for ids in (entry_ids, expectation_ids))


def credit_sides(subject: str) -> tuple[list[int], list[int]]:
    """The entries and the expectations that a proposal is about."""
    entries, _, expected = subject.partition(":")
    return [int(one) for one in entries.split(",")], [int(one) for one in expected.split(",")]


def _check_credit(programme_id: int, subject: str, facts: Facts) -> Facts:
    fee = bool(facts["fee"])
    return {
        "amount": reconciliation.credited(programme_id, *credit_sides(subject), fee=fee, now=clock.now()),
        "fee": fee,
    }


def _target_credit(_programme_id: int, subject: str, facts: Facts) -> Target:
    return Target(subject, dict.fromkeys(facts, 0))


def _credit(proposal: Proposal, now: datetime) -> None:
    fee = bool(proposal.payload["fee"])
    reconciliation.match(proposal.programme_id, *credit_sides(proposal.subject), fee=fee, why=proposal.why, now=now)


def changed_of(programme_id: int, subject: str) -> Connected:
    """The account at the provider that pays out to a bank account that was not agreed to. Raises PayoutStep: there is none such."""
    found = settlements.connected_of(depositor_of(programme_id, subject))
    if found is None or found.bank_mark == found.agreed_mark:
        raise settlements.PayoutStep
    return found


def _check_provider(programme_id: int, subject: str, _facts: Facts) -> Facts:
    found = changed_of(programme_id, subject)
    return {"bank": found.bank, "mark": found.bank_mark}


def _target_provider(programme_id: int, subject: str, facts: Facts) -> Target:
    return Target(changed_of(programme_id, subject).agreed_mark, dict.fromkeys(facts, ""))


def _agree(proposal: Proposal, now: datetime) -> None:
    settlements.agree_to_bank(changed_of(proposal.programme_id, proposal.subject), proposal.payload["mark"], now=now)


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: the database decides of two who do the same."""


approvals.register(approvals.Kind(
    name=ADJUSTMENT, propose=Permission.STATEMENTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_adjustment, target=_target_adjustment,
    hold=_hold, apply=_adjust, size=lambda facts: abs(int(facts["amount"])), alone=True, cap=settlements.CAP, gives=True,
))  # fmt: skip
approvals.register(approvals.Kind(
    name=CORRECTION, propose=Permission.STATEMENTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_correction, target=_target_correction,
    hold=_hold, apply=_correct, size=lambda facts: abs(int(facts["amount"])),
))  # fmt: skip
approvals.register(approvals.Kind(
    name=PAYOUT, propose=Permission.PAYOUTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_run, target=_target_run, hold=_hold,
    apply=_approve_run, size=lambda facts: int(facts["amount"]), gives=True,
))  # fmt: skip
approvals.register(approvals.Kind(
    name=UNDONE, propose=Permission.PAYOUTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_undone, target=_target_undone, hold=_hold,
    apply=_undo,
))  # fmt: skip
approvals.register(approvals.Kind(
    name=ACCOUNT, propose=Permission.PAYOUTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_account, target=_target_account, hold=_hold,
    apply=_set_account, gives=True,
))  # fmt: skip
approvals.register(approvals.Kind(
    name=DEPOSIT, propose=Permission.PAYOUTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_deposit, target=_target_deposit, hold=_hold,
    apply=_release, gives=True,
))  # fmt: skip
approvals.register(approvals.Kind(
    name=CREDIT, propose=Permission.RUNS_BANK, approve=Permission.PAYOUTS_APPROVE, check=_check_credit, target=_target_credit, hold=_hold,
    apply=_credit, size=lambda facts: int(facts["amount"]), alone=True, cap=settlements.CAP, gives=True,
))  # fmt: skip
approvals.register(approvals.Kind(
    name=PROVIDER, propose=Permission.PAYOUTS_MANAGE, approve=Permission.PAYOUTS_APPROVE, check=_check_provider, target=_target_provider, hold=_hold,
    apply=_agree, gives=True,
))  # fmt: skip
