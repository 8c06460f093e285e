"""What takes two people where nobody waits any more for a till to tell of a large sum."""

from datetime import datetime

from flask import g, url_for
from flask_babel import gettext

from marketplace import approvals, partners, reconciliation
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core.money import minor_digits
from marketplace.identity import Permission
from marketplace.reconciliation import Untold
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.shared import filters

CLEARING = "till_clearing"


def _check(programme_id: int, subject: str, _facts: Facts) -> Facts:
    of = reconciliation.untold(programme_id, int(subject))
    return {**of._asdict(), "at": of.at.isoformat()}


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    try:
        reconciliation.untold(programme_id, int(subject))
    except reconciliation.NotReconciled:
        return Target("known", dict.fromkeys(facts, 0))
    return Target("missing", dict.fromkeys(facts, 0))


def _hold(_programme_id: int, _subject: str) -> None:
    """Nothing to lock: the database decides of two who do the same."""


def _clear(proposal: Proposal, now: datetime) -> None:
    reconciliation.clear(
        proposal.programme_id, int(proposal.subject), why=proposal.why, proposal_id=proposal.id, now=now
    )


def _rows(proposal: Proposal) -> list[Row]:
    of = Untold(**{**proposal.payload, "at": datetime.fromisoformat(proposal.payload["at"])})
    return [
        Row(gettext("Partner"), "", filters.local(partners.partner(of.partner_id), "name")),
        Row(gettext("Till"), "", of.till),
        Row(gettext("Receipt"), "", of.receipt),
        Row(gettext("Time"), "", filters.moment(of.at)),
        Row(gettext("Amount"), "", filters.money(of.amount, of.currency)),
    ]


def register() -> None:
    """Say how it is called and drawn."""
    cap = Cap(
        lambda: gettext("Amount"), lambda: minor_digits(g.programme.currency), lambda amount: filters.written(amount, g.programme.currency), filters.money
    )  # fmt: skip
    approval_words.register(CLEARING, Words(
        kind=lambda: gettext("Redemptions missing from the tills’ lists"), title=lambda _proposal: str(gettext("Clear a redemption missing from the tills’ lists")),
        approve=lambda _proposal: gettext("Clear it off"), template="console/approvals/settings_difference.html", draw=_rows,
        impact=lambda _proposal: [gettext("No money moves: statements count the redemption as before, unless its line is disputed.")],
        editor=lambda proposal: url_for("console.till_lines.untold", redemption_id=int(proposal.subject)), cap=cap,
    ))  # fmt: skip


approvals.register(approvals.Kind(
    name=CLEARING, propose=Permission.RUNS_BANK, approve=Permission.PAYOUTS_APPROVE, check=_check, target=_target, hold=_hold, apply=_clear,
    size=lambda facts: int(facts["amount"]), alone=True, cap=reconciliation.CLEARING_CAP, gives=True,
))  # fmt: skip
