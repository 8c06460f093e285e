"""What a member saw on a day: looked up by staff who answer for it; each look is recorded. Nobody acts as the member."""

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from marketplace import members, programmes, reports
from marketplace.core import audit, clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.programme_words import TEXTS
from marketplace.web.console.seen_form import form_of
from marketplace.web.shared import filters
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("seen", __name__, url_prefix="/members/<member>/seen")


@blueprint.get("")
@require(Permission.AUDIT_READ)
def show(member: str) -> ResponseReturnValue:
    """The question, and its answer where it was asked; the audit has who looked at which moment."""
    found = members.by_number(g.programme.id, member) or abort(404)
    form, seen = form_of(request.args), None
    if request.args and form.validate():
        at = form.at
        seen = reports.seen(found, at, brand=form.brand.data, language=g.programme.language(found.language))
        with transaction(by=actor()):
            facts = {"moment": at.isoformat(), "brand": form.brand.data}
            audit.record("members.look_back", f"member:{found.id}", at=clock.now(), after=facts)
    return render_template(
        "console/seen.html",
        member=found,
        form=form,
        seen=seen,
        texts=TEXTS,
        tiers={one.slug: filters.local(one, "name") for one in programmes.tiers(g.programme.id)},
    ), 422 if form.errors else 200
