"""What each funder of points owes for a period: the bank's statement, the members' and the programme's own; with the partners' statements that prove it."""

from io import BytesIO

from flask import Blueprint, abort, g, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from marketplace import partners
from marketplace.core import sheets
from marketplace.identity import Permission
from marketplace.reports import accounting
from marketplace.web.console.money import funder_files
from marketplace.web.console.money.asked_days import PeriodForm
from marketplace.web.shared import filters
from marketplace.web.shared.contract_pages.words import POINTS
from marketplace.web.shared.security import require
from marketplace.web.shared.who import text

KINDS = {**sheets.KINDS, "json": "application/json"}
blueprint = Blueprint("funders", __name__, url_prefix="/funders")
reads = require(Permission.REPORTS_READ)


@blueprint.get("/<funder>")
@reads
def show(funder: str) -> ResponseReturnValue:
    known, form = _known(funder), PeriodForm()
    if not form.fits():
        return _refused(form, known)
    of = accounting.funder_statement(g.programme.id, known, form.period)
    return render_template(
        "console/funder.html", of=of, form=form, names=_names(), words=POINTS, kinds=KINDS, accepted=accounting.acceptances(of), by=_by
    )  # fmt: skip


@blueprint.get("/<funder>/statement.<suffix>")
@reads
def file(funder: str, suffix: str) -> ResponseReturnValue:
    """The same as a file; its JSON is what the fingerprint is of."""
    if suffix not in KINDS:
        abort(404)
    known, form = _known(funder), PeriodForm()
    if not form.fits():
        return _refused(form, known)
    of = accounting.funder_statement(g.programme.id, known, form.period)
    made = BytesIO(of.document) if suffix == "json" else funder_files.write(suffix, of, _names(), by=_by)
    name = f"points-{funder}-{of.period.first:%Y%m%d}-{of.period.last:%Y%m%d}.{suffix}"
    answer = send_file(made, KINDS[suffix], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _known(funder: str) -> accounting.Funder:
    return next((one for one in accounting.FUNDERS if one == funder), None) or abort(404)


def _refused(form: PeriodForm, funder: accounting.Funder) -> ResponseReturnValue:
    return form.refused(POINTS[funder], url_for(".show", funder=funder))


def _by(of: accounting.Acceptance | None) -> str:
    """The person who accepted a statement; "" while nobody has."""
    return text(f"user:{of.user_id}") if of and of.user_id else ""


def _names() -> dict[int, str]:
    return {one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)}
