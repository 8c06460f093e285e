"""What a member saw on a day: looked up by staff who answer for it; each look is recorded. Nobody acts as the member."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TimeField
from wtforms.validators import InputRequired

from marketplace import members, partners, reports
from marketplace.core import audit, clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console.programme_words import TEXTS
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("seen", __name__, url_prefix="/members/<member>/seen")


class MomentForm(Form):
    """Which moment, and of which brand the shop is told; asked by GET, so it needs no token."""

    class Meta(Form.Meta):
        """A question changes nothing."""

        csrf = False

    on = DateField(_l("Day"), validators=[InputRequired()])
    hour = TimeField(_l("Time"), validators=[InputRequired()])
    brand = SelectField(_l("Brand"))


@blueprint.get("")
@require(Permission.AUDIT_READ)
def show(member: str) -> ResponseReturnValue:
    """The question, and its answer where it was asked; the audit has who looked at which moment."""
    found = members.by_number(g.programme.id, member) or abort(404)
    form, seen = form_of(request.args), None
    if request.args and form.validate():
        zone = ZoneInfo(g.programme.time_zone)
        at = min(datetime.combine(form.on.data, form.hour.data, zone), clock.now())
        seen = reports.seen(found, at, brand=form.brand.data, language=g.programme.language(found.language))
        with transaction(by=actor()):
            facts = {"moment": at.isoformat(), "brand": form.brand.data}
            audit.record("members.look_back", f"member:{found.id}", at=clock.now(), after=facts)
    return render_template(
        "console/seen.html", member=found, form=form, seen=seen, texts=TEXTS
    ), 422 if form.errors else 200


def form_of(given: Any = None) -> MomentForm:
    """The question with the programme's brands; now, where nothing was asked."""
    now = clock.now().astimezone(ZoneInfo(g.programme.time_zone))
    form = MomentForm(given, data={"on": now.date(), "hour": now.time()})
    form.brand.choices = [(one.slug, filters.local(one, "name")) for one in partners.brands_of(g.programme.id)]
    return form
