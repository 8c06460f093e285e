"""On which terms cards of a brand may be exchanged, split and merged: shown for every brand, changed by two people."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import approvals, exchanges, partners
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.exchange_rule_kind import RULE, RuleForm
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("exchanges", __name__, url_prefix="/exchanges")


@blueprint.get("")
@require(Permission.PROGRAMME_READ)
def index() -> str:
    rules = exchanges.rules_of(g.programme.id)
    brands = [(one, rules.get(one.id, exchanges.Rule(one.id))) for one in partners.brands_of(g.programme.id)]
    return render_template("console/programme/exchanges.html", brands=brands)


@blueprint.get("/<slug>")
@require(Permission.PROGRAMME_PROPOSE)
def ask(slug: str) -> str:
    brand = partners.brand_by_slug(g.programme.id, slug)
    rule = exchanges.rule(g.programme.id, brand.id)
    return _drawn(brand, RuleForm(obj=rule, data={"ref": ids.new_ref()}))


@blueprint.post("/<slug>")
@require(Permission.PROGRAMME_PROPOSE)
def propose(slug: str) -> ResponseReturnValue:
    brand, form = partners.brand_by_slug(g.programme.id, slug), RuleForm()
    if not form.validate_on_submit():
        return _drawn(brand, form), 422
    with transaction(by=actor()):
        made = approvals.propose(
            RULE, brand.slug, form.facts(), programme_id=g.programme.id, by=actor().id or 0, ref=form.ref.data or "", why=form.why.data or "",
            now=clock.now(),
        )  # fmt: skip
    flash(gettext("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


def _drawn(brand: partners.Brand, form: RuleForm) -> str:
    return render_template("console/programme/exchange_rule.html", brand=brand, form=form)
