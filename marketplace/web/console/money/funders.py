"""What each funder of points owes for a period: the bank's statement, the members' and the programme's own; with the partners' statements that prove it."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, abort, g, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import partners
from marketplace.core import sheets
from marketplace.core.money import minor_digits
from marketplace.identity import Permission
from marketplace.reports import accounting
from marketplace.web.console.money.accounting import asked_period
from marketplace.web.shared import filters
from marketplace.web.shared.contract_pages.words import POINTS
from marketplace.web.shared.security import require

KINDS = {**sheets.KINDS, "json": "application/json"}
blueprint = Blueprint("funders", __name__, url_prefix="/funders")
reads = require(Permission.REPORTS_READ)


@blueprint.get("/<funder>")
@reads
def show(funder: str) -> str:
    return render_template(
        "console/funder.html", of=_asked(funder), names=_names(), words=POINTS, kinds=KINDS
    )  # fmt: skip


@blueprint.get("/<funder>/statement.<suffix>")
@reads
def file(funder: str, suffix: str) -> ResponseReturnValue:
    """The same as a file; its JSON is what the fingerprint is of."""
    if suffix not in KINDS:
        abort(404)
    of = _asked(funder)
    made = BytesIO(of.document) if suffix == "json" else _table(suffix, of)
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


def _names() -> dict[int, str]:
    return {one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)}


def _table(kind: str, of: accounting.FunderStatement) -> BytesIO:
    made, names = BytesIO(), _names()
    head = (
        _("Partner"), _("Statement"), _("Fingerprint"), _("Spent"), _("Given back"), _("Sum of what was spent"), _("Sum of what came back"), _("Together"),
        _("Currency"),
    )  # fmt: skip
    sheets.write(
        kind,
        made,
        head,
        (_row(one, names) for one in of.lines),
        language=filters.language(),
        widths=(28, 20, 64, 14, 14, 16, 16, 16, 8),
    )
    made.seek(0)
    return made


def _row(one: accounting.Spent, names: dict[int, str]) -> Sequence[sheets.Cell]:
    digits = minor_digits(one.currency)
    points, back = (sheets.Amount(value, g.programme.decimals) for value in (one.points, one.points_back))
    spent, returned, net = (sheets.Amount(value, digits) for value in (one.sum, one.sum_back, one.net))
    return names[one.partner_id], one.statement, one.digest, points, back, spent, returned, net, one.currency
