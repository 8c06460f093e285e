"""How acts of each kind are approved in the programme, and the form that proposes to change it."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import approvals, identity
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.web.console import approval_words
from marketplace.web.console.approval_rule_form import RuleForm
from marketplace.web.console.programme_forms import nobody_else, put_forward
from marketplace.web.shared.role_words import ROLES
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("rules", __name__, url_prefix="/rules")


@blueprint.get("")
@require(identity.Permission.APPROVALS_READ)
def index() -> ResponseReturnValue:
    rules = [
        (kind, approval_words.of(kind), approvals.rule_of(g.programme.id, kind), _open(kind))
        for kind in approval_words.kinds()
    ]
    people = {kind: approvals.approvers(kind, g.programme.id) for kind, *_rest in rules}
    return render_template("console/approvals/rules.html", rules=rules, people=people, roles=ROLES)


@blueprint.get("/<kind>")
@require(identity.Permission.APPROVALS_RULES)
def edit(kind: str) -> ResponseReturnValue:
    held, waiting = approvals.rule_of(g.programme.id, _known(kind)), _open(kind)
    now = {
        "approvers": held.approvers, "cap": held.cap, "approvers_over_cap": held.approvers_over_cap, "roles": list(held.roles),
    }  # fmt: skip
    shown: dict[str, Any] = dict(waiting.payload if waiting else now)
    of = approval_words.of(kind)
    cap = of.cap.written(shown["cap"]) if of.cap and shown["cap"] is not None else ""
    form = RuleForm(
        kind, data={
            **shown, "cap": cap, "approvers_over_cap": shown["approvers_over_cap"] or approvals.kind(kind).fewest + 1, "base": held.version, "ref": ids.new_ref(),
            "seen": waiting.digest.hex() if waiting else "", "why": waiting.why if waiting else "",
        },
    )  # fmt: skip
    return _page(kind, form, waiting)


@blueprint.post("/<kind>")
@require(identity.Permission.APPROVALS_RULES)
def propose(kind: str) -> ResponseReturnValue:
    form, waiting = RuleForm(_known(kind)), _open(kind)
    if not form.validate_on_submit():
        return _page(kind, form, waiting), 422
    with transaction(by=actor()):
        made = put_forward(approvals.RULES, kind, form.payload(), form, waiting)
    flash(_("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _page(kind: str, form: RuleForm, waiting: approvals.Proposal | None) -> str:
    nobody = nobody_else(approvals.RULES, waiting)
    return render_template(
        "console/approvals/rule.html", kind=kind, of=form.of, form=form, waiting=waiting, nobody=nobody
    )


def _known(kind: str) -> str:
    return kind if kind in approval_words.kinds() else abort(404)


def _open(kind: str) -> approvals.Proposal | None:
    return approvals.open_for(g.programme.id, approvals.RULES, kind, now=clock.now())
