"""The books of a period for accounting: what each account did, whether all ties, tax, and the journal as a file."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Blueprint, abort, g, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from marketplace import partners
from marketplace.core import clock, formats
from marketplace.core.db import snapshot
from marketplace.identity import Permission
from marketplace.reports import accounting
from marketplace.web.console.money import accounting_files, accounting_words
from marketplace.web.shared import filters
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require

PLACE = Place("console.accounting.index", lazy_gettext("Accounting"), "table", Permission.REPORTS_READ)
DAYS_MAX = 366
SECONDS = 300  # for one statement of a file
blueprint = Blueprint("accounting", __name__, url_prefix="/accounting")
reads = require(Permission.REPORTS_READ)


@blueprint.get("")
@reads
def index() -> str:
    period = asked_period(request.args)
    turned = accounting.trial_balance(g.programme.id, period)
    return render_template(
        "console/accounting.html", period=period, turned=turned, ties=accounting.ties(g.programme.id, period, turned),
        vat=accounting.vat(g.programme.id, period), words=accounting_words, amount=amount, days_max=DAYS_MAX,
        partners={one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)},
    )  # fmt: skip


@blueprint.get("/journal.<suffix>")
@reads
def journal(suffix: str) -> ResponseReturnValue:
    """The period's journal as a file, of one state of the books."""
    if suffix not in accounting_files.KINDS:
        abort(404)
    period = asked_period(request.args)
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


def asked_period(given: Mapping[str, str]) -> accounting.Period:
    """The days that are asked for, `first` and `last`; the last month that has ended where none are, or where they make no period."""
    today: date = g.programme.day(clock.now())
    try:
        first, last = (date.fromisoformat(given.get(name, "")) for name in ("first", "last"))
    except ValueError:
        first, last = today, today - timedelta(1)
    if not first <= last <= min(today, first + timedelta(DAYS_MAX - 1)):
        last = today.replace(day=1) - timedelta(1)
        first = last.replace(day=1)
    return accounting.Period(first, last, g.programme.time_zone)
