"""What the programme owes its partners: drawn, sent, disputes decided, sums put right."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import approvals, identity, partners, settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.money.kinds import ADJUSTMENT
from marketplace.web.shared import beyond_limits, statement_pages, sure
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

PLACE = Place("console.settlements.index", lazy_gettext("Statements"), "wallet", Permission.STATEMENTS_READ, "y")
blueprint = statement_pages.blueprint(__name__, prefix="/settlements")
manages = require(Permission.STATEMENTS_MANAGE)


@blueprint.context_processor
def to_draw() -> dict[str, Any]:
    """Periods that have no statement yet, for the side of the list."""
    return {"periods_to_draw": _periods, "balances_to_watch": beyond_limits.here}


@blueprint.post("/of/<int:of_partner>")
@manages
def draw(of_partner: int) -> ResponseReturnValue:
    contract = _contract(of_partner)
    try:
        to_day = date.fromisoformat(request.form.get("last", "")) + timedelta(1)
    except (ValueError, OverflowError):
        raise settlements.StatementPeriod from None
    with transaction(by=actor()):
        made = settlements.draw(contract, to_day=to_day, now=clock.now())
    flash(gettext("Drawn"))
    return redirect(url_for(".show", statement=made.number), 303)


@blueprint.get("/<statement>/sending")
@manages
def ask_send(statement: str) -> str:
    of = statement_pages.statement_here(statement)
    return sure.asked(
        gettext("Send the statement to the partner?"), gettext("The partner is written to, and sees it from now on. A statement that was sent never changes."),
        yes=gettext("Send to the partner"), back=url_for(".show", statement=of.number), kind="primary",
    )  # fmt: skip


@blueprint.post("/<statement>/sending")
@manages
def send(statement: str) -> ResponseReturnValue:
    of = statement_pages.statement_here(statement)
    with transaction(by=actor()):
        settlements.send(of, by=actor().id, now=clock.now())
    flash(gettext("Sent to the partner"))
    return redirect(url_for(".show", statement=of.number), 303)


@blueprint.post("/disputes/<int:dispute_id>/decision")
@manages
def decide(dispute_id: int) -> ResponseReturnValue:
    """At once, or as a proposal where the sum is too large for one person."""
    of, about = statement_pages.disputed_here(dispute_id)
    form = statement_pages.decision_form(of, about)
    if not form.validate_on_submit():
        return statement_pages.page(of, (about, form)), 422
    by, now, why, proposed = actor().id or 0, clock.now(), form.why.data or "", None
    facts = {"amount": form.sum, "by": by}
    with transaction(by=actor()):
        settlements.remark(of, about, why, side="programme", by=by, ref=form.ref.data or "", now=now)
        if form.outcome.data == "rejected":
            settlements.reject(of, about, by=by, now=now)
        elif approvals.approvers_needed(g.programme.id, ADJUSTMENT, facts):
            proposed = approvals.propose(
                ADJUSTMENT, f"{of.number}:{about.id}", facts, programme_id=g.programme.id, by=by, ref=form.ref.data or "", why=why, now=now
            )  # fmt: skip
        else:
            identity.must_be_settled(by, programme_id=g.programme.id, now=now)
            settlements.uphold(of, about, form.sum, why=why, by=by, now=now)
    if proposed is not None:
        flash(gettext("Another person has to approve this within 24 hours."))
        return redirect(url_for("console.approvals.show", ref=proposed.ref), 303)
    flash(gettext("The dispute is decided"))
    return redirect(url_for(".show", statement=of.number, _anchor=f"line-{about.position}"), 303)


def _contract(of_partner: int) -> settlements.Contract:
    """The contract with a partner of the programme. Raises NoContract."""
    if of_partner not in {one.id for one in partners.partners_of(g.programme.id)}:
        raise settlements.NoContract
    return settlements.contract(of_partner)


class Period(NamedTuple):
    """What a contract's next statement may be about: from a day on, and by itself until the last one of the contract's period, or yesterday.

    stepped: its commission goes by steps, which are counted for each statement.
    """

    contract: settlements.Contract
    start: date
    last: date
    yesterday: date
    ended: bool
    stepped: bool


def _periods() -> list[Period]:
    """The next period of each contract that has terms and whose period has begun, whether it has ended or not."""
    found = []
    for contract in settlements.contracts(g.programme.id):
        today = clock.local_day(clock.now(), contract.time_zone)
        version = settlements.in_force(contract, today)
        if version is None:
            continue
        start, end = settlements.next_period(contract, version.terms.calendar)
        if start < today:
            yesterday = today - timedelta(1)
            last, stepped = min(end - timedelta(1), yesterday), bool(version.terms.commission_steps)
            found.append(Period(contract, start, last, yesterday, end <= today, stepped))
    return found
