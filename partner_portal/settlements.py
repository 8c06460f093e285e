"""What the programme owes the partner: statements, accepted or disputed line by line."""

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import filters, sent_forms, statement_pages, sure
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor, may
from partner_portal import desk, payout_words


def waiting() -> int:
    """How many statements wait for the visitor's answer."""
    if not may(Permission.STATEMENTS_ACCEPT, partner_id=desk.here().id):
        return 0
    return sum(one.sent_at is not None and one.accepted_at is None for one in settlements.statements([desk.here().id]))


PLACE = Place(
    "partner.settlements.index", lazy_gettext("Statements"), "wallet", Permission.STATEMENTS_READ, "y", waiting
)
blueprint = statement_pages.blueprint(__name__, prefix="/<partner>/settlements", partner=desk.of_address)
answers = require(Permission.STATEMENTS_ACCEPT, partner=desk.of_address)


@blueprint.context_processor
def paydays() -> dict[str, Any]:
    """When the programme pays next, what it has paid, and what a sum is made of."""
    return {
        "next_payday": _next_payday,
        "payouts_here": lambda: settlements.payments_to(desk.here().id),
        "payout_states": payout_words.PAYOUTS,
        "payout_said": payout_words.payout_said,
        "parts_said": payout_words.parts_said,
        "paid_when": payout_words.paid_when,
    }


@blueprint.get("/<statement>/acceptance")
@answers
def ask_accept(partner: str, statement: str) -> str:
    of = statement_pages.statement_here(statement)
    total = filters.money(of.closing, of.currency)
    says = [
        gettext("You agree that it comes to %(sum)s. This cannot be taken back.", sum=total),
        *payout_words.parts_said(of),
    ]
    if of.disputes_open:
        says.append(gettext("What is disputed stays disputed and is put right later."))
    elif when := payout_words.paid_when(of):
        says.append(when)
    return sure.asked(
        gettext("Accept the statement?"), *says, yes=gettext("Accept %(sum)s", sum=total),
        back=url_for(".show", statement=of.number), kind="primary",
    )  # fmt: skip


@blueprint.post("/<statement>/acceptance")
@answers
def accept(partner: str, statement: str) -> ResponseReturnValue:
    of = statement_pages.statement_here(statement)
    with transaction(by=actor()):
        settlements.accept(of, by=actor().id or 0, now=clock.now())
    flash(gettext("Accepted"))
    return redirect(url_for(".show", statement=of.number), 303)


@blueprint.get("/<statement>/lines/<int:position>/dispute")
@answers
def ask_dispute(partner: str, statement: str, position: int) -> str:
    of = statement_pages.statement_here(statement)
    net, typed = settlements.disputable(of, position).net, {"claimed": request.args.get("claimed")}
    return statement_pages.dispute_page(of, position, statement_pages.DisputeForm(of.currency, net, data=typed))


@blueprint.post("/<statement>/lines/<int:position>/dispute")
@answers
def dispute(partner: str, statement: str, position: int) -> ResponseReturnValue:
    of = statement_pages.statement_here(statement)
    form = statement_pages.DisputeForm(of.currency, settlements.line(of, position).net)

    def disputed() -> ResponseReturnValue:
        with transaction(by=actor()):
            settlements.dispute(
                of, position, claimed=form.sum, reason=form.reason.data, body=form.body.data or "", papers=statement_pages.papers_given(),
                by=actor().id or 0, now=clock.now(),
            )  # fmt: skip
        flash(gettext("Disputed: the programme answers here."))
        return redirect(url_for(".show", statement=of.number, _anchor=f"line-{position}"), 303)

    return sent_forms.answer(form, lambda: statement_pages.dispute_page(of, position, form), disputed)


@blueprint.get("/disputes/<own:dispute_id>/withdrawal")
@answers
def ask_withdraw(partner: str, dispute_id: int) -> str:
    of, about = statement_pages.disputed_here(dispute_id)
    return sure.asked(
        gettext("Withdraw the dispute about line %(num)s?", num=about.position),
        gettext("The line remains as it is in the statement and cannot be disputed again."),
        yes=gettext("Withdraw the dispute"), back=url_for(".show", statement=of.number, _anchor=f"line-{about.position}"),
    )  # fmt: skip


@blueprint.post("/disputes/<own:dispute_id>/withdrawal")
@answers
def withdraw(partner: str, dispute_id: int) -> ResponseReturnValue:
    of, about = statement_pages.disputed_here(dispute_id)
    with transaction(by=actor()):
        settlements.withdraw(of, about, by=actor().id or 0, now=clock.now())
    flash(gettext("Withdrawn: the line is unchanged."))
    return redirect(url_for(".show", statement=of.number), 303)


def _next_payday() -> date | None:
    """The first payday of the contract from today on; None while no contract is in force."""
    of = next(
        (one for one in settlements.contracts(desk.here().programme_id) if one.partner_id == desk.here().id), None
    )
    if of is None:
        return None
    today = clock.local_day(clock.now(), of.time_zone)
    return next((day for _first, _last, day in settlements.paydays(of, today=today, ahead=1)), None)
