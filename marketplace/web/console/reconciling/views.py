"""The front page of reconciliation, an expectation, an entry, and a part that could not be read."""

from datetime import date

from flask import Blueprint, g, render_template, url_for
from flask_babel import lazy_gettext as _l

from marketplace import partners, reconciliation, settlements
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.web.console.reconciling import forms, words
from marketplace.web.shared import filters, reasons
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

reads = require(Permission.STATEMENTS_READ)
blueprint = Blueprint("reconciling", __name__, url_prefix="/reconciliation")


def waiting() -> int:
    """How many parts of files could not be read; for the rail, so nothing that has to look through all entries."""
    if "reconciliation_waiting" not in g:
        g.reconciliation_waiting = reconciliation.repairs_waiting(g.programme.id)
    return int(g.reconciliation_waiting)


CLOSED = ("matched", "released", "ended")  # of these nothing is waited for
PLACE = Place(
    "console.reconciling.index", _l("Reconciliation"), "list-checks", Permission.STATEMENTS_READ, counted=waiting
)


@blueprint.get("")
@reads
def index() -> str:
    return front(deposit_form())


@blueprint.get("/expected/<int:expectation_id>")
@reads
def expected(expectation_id: int) -> str:
    return expected_page(expectation_id)


@blueprint.get("/entries/<int:entry_id>")
@reads
def entry(entry_id: int) -> str:
    return entry_page(entry_id)


@blueprint.get("/repairs/<int:repair_id>")
@reads
def repair(repair_id: int) -> str:
    return repair_page(repair_id)


def today() -> date:
    """The programme's day."""
    return clock.local_day(clock.now(), g.programme.time_zone)


def deposit_form() -> forms.DepositForm:
    """A form with the partners that have a contract."""
    names = {one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)}
    return forms.DepositForm([(one.partner_id, names[one.partner_id]) for one in settlements.contracts(g.programme.id)])


def deposits() -> list[tuple[str, int, str, int]]:
    """Whose deposit is kept: name, how much and in what, and the partner's id."""
    names = {one.id: filters.local(one, "name") for one in partners.partners_of(g.programme.id)}
    kept = [(one, settlements.deposit_of(one.partner_id)) for one in settlements.contracts(g.programme.id)]
    return [(names[of.partner_id], amount, of.currency, of.partner_id) for of, amount in kept if amount]


def release_form() -> forms.ReleaseForm:
    """A form with the partners whose deposit is kept."""
    return forms.ReleaseForm(
        [(partner_id, name) for name, _amount, _currency, partner_id in deposits()], prefix="release-"
    )


def front(form: forms.DepositForm, release: forms.ReleaseForm | None = None) -> str:
    """The front page: how many stand where, and by kind what was expected and what has come."""
    found = reconciliation.counts(g.programme.id, today=today())
    return render_template(
        "console/reconciling/index.html", counts=found, all_matched=bool(found.get("matched")) and not any(many for of, many in found.items() if of not in CLOSED), sides=reconciliation.sides(g.programme.id), tills=reconciliation.till_sides(g.programme.id),
        partners={one.id: one for one in partners.partners_of(g.programme.id)}, words=words, form=form, by_partner=reconciliation.by_partner(g.programme.id),
        may_act=may(Permission.RUNS_BANK), upload=url_for("console.runs.new", kind="bank_statement"), deposits=deposits(),
        release=release or release_form(), may_release=may(Permission.PAYOUTS_MANAGE),
    )  # fmt: skip


def expected_page(expectation_id: int, form: forms.MatchForm | None = None, why: forms.WhyForm | None = None) -> str:
    """An expectation, how it stands, what was joined to it, and what might be."""
    found = reconciliation.expectation(g.programme.id, expectation_id, today=today())
    return render_template(
        "console/reconciling/expected.html", expected=found, matches=reconciliation.matches_of(expectation_id=found.id), words=words,
        suggestions=reconciliation.for_expectation(g.programme.id, found.id, today=today()) if found.open else [],
        partner=partners.partner(found.partner_id) if found.partner_id else None, subject=subject_of(found), form=form or forms.MatchForm(), why=why or forms.WhyForm(),
        may_act=may(Permission.RUNS_BANK),
    )  # fmt: skip


def entry_page(entry_id: int, form: forms.MatchForm | None = None, why: forms.WhyForm | None = None) -> str:
    """An entry of a bank, how it stands, what it was joined to, and what it might be."""
    found = reconciliation.entry(g.programme.id, entry_id)
    return render_template(
        "console/reconciling/entry.html", entry=found, matches=reconciliation.matches_of(entry_id=found.id), words=words,
        suggestions=reconciliation.for_entry(g.programme.id, found.id, today=today()) if found.state == "open" else [],
        form=form or forms.MatchForm(), why=why or forms.WhyForm(), may_act=may(Permission.RUNS_BANK),
    )  # fmt: skip


def repair_page(repair_id: int, form: forms.MendForm | None = None, why: forms.WhyForm | None = None) -> str:
    """A part that could not be read, as it came, and what a person makes of it."""
    found = reconciliation.repair(g.programme.id, repair_id)
    reason = reasons.told({"reason": found.reason, "facts": found.facts})
    return render_template(
        "console/reconciling/repair.html", repair=found, reason=reason, words=words, form=form or forms.MendForm(found.currency),
        why=why or forms.WhyForm(), may_act=may(Permission.RUNS_BANK),
    )  # fmt: skip


def subject_of(found: reconciliation.Expectation) -> str:
    """The page of what is expected; "" where it has none."""
    if found.kind == "payout":
        run = settlements.run_of_payment(g.programme.id, found.subject_id)
        return url_for("console.payouts.show", payout_id=run.id, _anchor=f"payment-{found.subject_id}")
    if found.kind == "owed":
        return url_for("console.settlements.show", statement=found.label)
    if found.kind == "payment" and may(Permission.PAYMENTS_READ):
        return url_for("console.payments.show", payment=found.label)
    return ""
