"""What each funder of points owes for a period: the bank's statement, the members' and the programme's own; with the partners' statements that prove it."""

from io import BytesIO

from flask import Blueprint, abort, g, render_template, request, send_file
from flask.typing import ResponseReturnValue

from marketplace import partners
from marketplace.core import sheets
from marketplace.identity import Permission
from marketplace.reports import accounting
from marketplace.web.console.money import funder_files
from marketplace.web.console.money.accounting import asked_period
from marketplace.web.shared import filters
from marketplace.web.shared.contract_pages.words import POINTS
from marketplace.web.shared.security import require
from marketplace.web.shared.who import text

KINDS = {**sheets.KINDS, "json": "application/json"}
blueprint = Blueprint("funders", __name__, url_prefix="/funders")
reads = require(Permission.REPORTS_READ)


@blueprint.get("/<funder>")
@reads
def show(funder: str) -> str:
    of = _asked(funder)
    return render_template(
        "console/funder.html", of=of, names=_names(), words=POINTS, kinds=KINDS, accepted=accounting.acceptances(of), by=_by
    )  # fmt: skip


@blueprint.get("/<funder>/statement.<suffix>")
@reads
def file(funder: str, suffix: str) -> ResponseReturnValue:
    """The same as a file; its JSON is what the fingerprint is of."""
    if suffix not in KINDS:
        abort(404)
    of = _asked(funder)
    made = BytesIO(of.document) if suffix == "json" else funder_files.write(suffix, of, _names(), by=_by)
    name = f"points-{funder}-{of.period.first:%Y%m%d}-{of.period.last:%Y%m%d}.{suffix}"
    answer = send_file(made, KINDS[suffix], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _asked(funder: str) -> accounting.FunderStatement:
    """The statement that is asked for: of last month, unless days are said."""
    known = next((one for one in accounting.FUNDERS if one == funder), None)
    if known is None:
        abort(404)
    return accounting.funder_statement(g.programme.id, known, asked_period(request.args))


def _by(of: accounting.Acceptance | None) -> str:
    """The person who accepted a statement; "" while nobody has."""
    return text(f"user:{of.user_id}") if of and of.user_id else ""


def _names() -> dict[int, str]:
    return {one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)}
