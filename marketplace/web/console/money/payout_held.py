"""Where what a partner is owed is already, for the preview of payouts and for what is overdue: which payouts or netting hold it, why they wait, and who acts
next."""

from collections import defaultdict
from typing import NamedTuple

from flask import g, url_for
from flask_babel import gettext

from marketplace import approvals, identity, partners, settlements
from marketplace.approvals import Proposal
from marketplace.core import clock
from marketplace.partners import Partner
from marketplace.settlements import Held, Overdue, Run
from marketplace.web.console.money.kinds import PAYOUT
from marketplace.web.console.money.payout_words import STATES
from marketplace.web.shared import filters


def _(text: str, **facts: str) -> str:
    """A text in the visitor's language."""
    return str(gettext(text, **facts))


class Holder(NamedTuple):
    """What holds a sum: its name and page, its state as a badge, and what has to happen next, by whom, with a page where it is done.

    `unsent`: how much of it is on no way yet, in minor units.
    """

    name: str
    url: str
    state: tuple[str, str, str]
    follows: str
    act: str
    unsent: int


class Late(NamedTuple):
    """What is overdue, of which partner, what holds it, and whether new payouts could pay some of it."""

    debt: Overdue
    partner: Partner
    holders: list[Holder]
    payable: bool


def late() -> list[Late]:
    """What the programme or its partners should have paid by now."""
    found = settlements.overdue(g.programme.id, now=clock.now())
    held = by_partner() if any(one.amount > 0 for one in found) else {}
    return [_late(one, [it for it in held.get(one.partner_id, []) if it.unsent]) for one in found]


def _late(one: Overdue, holders: list[Holder]) -> Late:
    ours = holders if one.amount > 0 else []
    return Late(one, partners.partner(one.partner_id), ours, one.amount > sum(it.unsent for it in ours))


def by_partner() -> dict[int, list[Holder]]:
    """What holds money of each partner of the programme, newest first."""
    found = defaultdict(list)
    for one in settlements.held(g.programme.id):
        found[one.partner_id].append(_holder(one))
    return found


def _holder(one: Held) -> Holder:
    if one.run_id is None:
        name = _("Netting of %(sum)s", sum=filters.money(one.amount, g.programme.currency))
        draft = (_("Waits for approval"), "warn", "hourglass")
        url = url_for("console.netting.show", netting_id=one.netting_id)
        return Holder(name, url, draft, _("Somebody of each programme has to approve it."), url, one.amount)
    run = settlements.payout_run(g.programme.id, one.run_id)
    name = _("Payouts on %(day)s: %(sum)s", day=filters.day(run.pays_on), sum=filters.money(one.amount, run.currency))
    url = url_for("console.payouts.show", payout_id=run.id)
    label, tone, sign = STATES[run.state]
    proposal = (
        approvals.open_for(g.programme.id, PAYOUT, str(run.id), now=clock.now()) if run.state == "draft" else None
    )
    act = url_for("console.approvals.show", ref=proposal.ref) if proposal else url
    return Holder(name, url, (str(label), tone, sign), _follows(run, proposal), act, 0 if one.sent else one.amount)


def _follows(run: Run, proposal: Proposal | None) -> str:
    if proposal is not None:
        people = sorted(identity.called([one.id for one in approvals.could_approve(proposal)]).values())
        return _("To be approved by: %(people)s.", people=", ".join(people))
    if run.state == "draft":
        return _("The 24 hours for its approval are over: finance asks again, or gives it up.")
    if run.state == "approved":
        return _("Finance sends it: by the bank’s file, or through the payment provider.")
    if run.state == "written":
        return _("The bank’s file is ready: finance gives it to the bank, and says so.")
    if run.channel == "stripe":
        return _("Sent. The payment provider says what becomes of it.")
    return _("Sent. The bank’s statement confirms it, or finance notes what happened.")
