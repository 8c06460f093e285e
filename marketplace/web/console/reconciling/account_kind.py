"""To count a bank account as the programme's takes two people, whoever brings its file: what it tells settles what partners are owed."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext

from marketplace import approvals, reconciliation
from marketplace.approvals import Facts, Proposal, Target
from marketplace.identity import Permission
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.shared import filters


def _sides(subject: str) -> tuple[str, str]:
    currency, _, number = subject.partition(":")
    return number, currency


def _check(_programme_id: int, _subject: str, facts: Facts) -> Facts:
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """What the account tells does not move; whether it is the programme's can."""
    ours = reconciliation.is_ours(programme_id, *_sides(subject))
    return Target("ours" if ours else "foreign", dict(facts) if ours else dict.fromkeys(facts, None))


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: the database decides of two who do the same."""


def _agree(proposal: Proposal, now: datetime) -> None:
    reconciliation.agree_account(
        proposal.programme_id, *_sides(proposal.subject), proposal_id=proposal.id, now=now
    )  # fmt: skip


def _rows(proposal: Proposal) -> list[Row]:
    (number, currency), facts = _sides(proposal.subject), proposal.payload
    file = url_for("console.runs.show", run_id=facts["run"])
    return [
        Row(gettext("Account number"), "", number),
        Row(gettext("Currency"), "", currency),
        Row(gettext("File"), "", facts["file"], link=file),
        Row(gettext("Entries"), "", filters.grouped(facts["entries"])),
        Row(gettext("Came in"), "", filters.money(facts["came"], currency)),
        Row(gettext("Went out"), "", filters.money(facts["went"], currency)),
    ]


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext("What its statements tell confirms payouts and pays what partners owe."),
        gettext("Files that wait for it are checked again by themselves; nobody has to upload them again."),
    ]


def register() -> None:
    """Say how it is called and drawn."""
    approval_words.register(reconciliation.ACCOUNT_ACT, Words(
        kind=lambda: gettext("Bank accounts of the programme"),
        title=lambda proposal: gettext("Bank account %(number)s as the programme’s", number=_sides(proposal.subject)[0]),
        approve=lambda _proposal: gettext("It is the programme’s"), template="console/approvals/settings_difference.html", draw=_rows,
        impact=_impact, editor=lambda proposal: url_for("console.runs.show", run_id=proposal.payload["run"]),
    ))  # fmt: skip


approvals.register(approvals.Kind(
    name=reconciliation.ACCOUNT_ACT, propose=Permission.RUNS_BANK, approve=Permission.PAYOUTS_APPROVE, check=_check, target=_target, hold=_hold, apply=_agree,
))  # fmt: skip
