"""The books of a period for accounting: what each account did, whether all ties, tax, and the journal as a file."""

from flask import Blueprint, abort, g, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from marketplace import partners
from marketplace.core import formats
from marketplace.core.db import snapshot
from marketplace.identity import Permission
from marketplace.reports import accounting
from marketplace.web.console.money import accounting_files, accounting_words, asked_days
from marketplace.web.shared import filters
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require

PLACE = Place("console.accounting.index", lazy_gettext("Accounting"), "table", Permission.REPORTS_READ)
SECONDS = 300  # for one statement of a file
blueprint = Blueprint("accounting", __name__, url_prefix="/accounting")
reads = require(Permission.REPORTS_READ)


@blueprint.get("")
@reads
def index() -> ResponseReturnValue:
    form = asked_days.PeriodForm()
    if not form.fits():
        return form.refused(PLACE.title, url_for(".index"))
    period = form.period
    turned = accounting.trial_balance(g.programme.id, period)
    return render_template(
        "console/accounting.html", period=period, form=form, turned=turned, ties=accounting.ties(g.programme.id, period, turned),
        vat=accounting.vat(g.programme.id, period), words=accounting_words, amount=amount,
        partners={one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)},
    )  # fmt: skip


@blueprint.get("/journal.<suffix>")
@reads
def journal(suffix: str) -> ResponseReturnValue:
    """The period's journal as a file, of one state of the books."""
    if suffix not in accounting_files.KINDS:
        abort(404)
    form = asked_days.PeriodForm()
    if not form.fits():
        return form.refused(PLACE.title, url_for(".index"))
    period = form.period
    with snapshot(SECONDS):
        file = accounting_files.write(suffix, period, accounting.entries(g.programme.id, period))
    answer = send_file(
        file, accounting_files.KINDS[suffix], as_attachment=True, download_name=f"journal-{period.first:%Y%m%d}-{period.last:%Y%m%d}.{suffix}"
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def amount(value: int, unit: str) -> str:
    """An amount of a unit, for a column of them."""
    return filters.number(value) if unit == "points" else formats.money(value, unit, filters.language())
