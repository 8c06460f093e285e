"""The third side at the console: receipts of partners' tills, and what a person decides about one."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import approvals, identity, partners, reconciliation
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.reconciling.forms import ClearForm, DecideForm
from marketplace.web.console.reconciling.kinds import CLEARING
from marketplace.web.shared import desk_pages, till_lines
from marketplace.web.shared.security import may
from marketplace.web.shared.visitor import actor


def line(line_id: int) -> str:
    return till_lines.line_page(line_id, DecideForm() if may(Permission.RUNS_BANK) else None)


def match(line_id: int) -> ResponseReturnValue:
    return _decide(
        line_id,
        lambda form, now: reconciliation.match_line(
            g.programme.id, line_id, form.chosen.data or [], why=form.why.data, now=now
        ),
        _("Matched"),
    )


def part(line_id: int) -> ResponseReturnValue:
    return _decide(
        line_id,
        lambda form, now: reconciliation.part_line(g.programme.id, line_id, why=form.why.data, now=now),
        _("Unmatched. Both sides wait as before."),
    )


def dismiss(line_id: int) -> ResponseReturnValue:
    return _decide(
        line_id,
        lambda form, now: reconciliation.dismiss_line(g.programme.id, line_id, why=form.why.data, now=now),
        _("Set aside"),
    )


def untold(redemption_id: int) -> str:
    return _untold_page(redemption_id, ClearForm() if may(Permission.RUNS_BANK) else None)


def clear(redemption_id: int) -> ResponseReturnValue:
    """At once, or as a proposal where the sum is too large for one person."""
    of, form = reconciliation.untold(g.programme.id, redemption_id), ClearForm()
    if not form.validate_on_submit():
        return _untold_page(redemption_id, form), 422
    now, facts, proposed = clock.now(), {"amount": of.amount}, None
    with transaction(by=actor()):
        if approvals.approvers_needed(g.programme.id, CLEARING, facts):
            proposed = approvals.propose(
                CLEARING, str(of.id), facts, programme_id=g.programme.id, by=actor().id or 0, ref=form.ref.data or "", why=form.why.data, now=now
            )  # fmt: skip
        else:
            identity.must_be_settled(actor().id or 0, programme_id=g.programme.id, now=now)
            reconciliation.clear(g.programme.id, of.id, why=form.why.data, now=now)
    if proposed is not None:
        flash(_("Another person has to approve this within 24 hours."))
        return redirect(url_for("console.approvals.show", ref=proposed.ref), 303)
    flash(_("Cleared: it is no longer expected."))
    return redirect(url_for(".missing"), 303)


def _untold_page(redemption_id: int, form: ClearForm | None) -> str:
    of = reconciliation.untold(g.programme.id, redemption_id)
    return render_template(
        "console/reconciling/untold.html", untold=of, partner_of=partners.partner(of.partner_id), form=form
    )


def _decide(line_id: int, act: Callable[[DecideForm, datetime], None], done: str) -> ResponseReturnValue:
    form = DecideForm()
    if not form.validate_on_submit():
        return till_lines.line_page(line_id, form), 422
    with transaction(by=actor()):
        act(form, clock.now())
    flash(done)
    return redirect(url_for(".line", line_id=line_id), 303)


ACTS = [
    desk_pages.Route("GET", "/missing/<int:redemption_id>", untold, Permission.STATEMENTS_READ),
    desk_pages.Route("POST", "/missing/<int:redemption_id>/clearing", clear, Permission.RUNS_BANK),
    desk_pages.Route("GET", "/<int:line_id>", line, Permission.STATEMENTS_READ), desk_pages.Route("POST", "/<int:line_id>/matches", match, Permission.RUNS_BANK),
    desk_pages.Route("POST", "/<int:line_id>/parting", part, Permission.RUNS_BANK), desk_pages.Route("POST", "/<int:line_id>/dismissal", dismiss, Permission.RUNS_BANK),
]  # fmt: skip
blueprint = till_lines.blueprint(__name__, prefix="/till-lines", acts=ACTS)
