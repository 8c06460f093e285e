"""The pages of joining. Anyone who has the link of an application may add to it while it is open; nothing else leads there."""

from pathlib import PurePath
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace import partners
from marketplace.core import clock
from marketplace.core.actors import SYSTEM
from marketplace.core.db import transaction
from marketplace.core.throttle import TooManyRequests
from marketplace.web.shared import errors, filters, limits, partner_letters
from partner_portal.joining.forms import CompanyForm, country_of
from partner_portal.joining.words import said_of_document
from partner_portal.limits import APPLIED

PAPERS_AT_ONCE = 5


def new() -> ResponseReturnValue:
    """The form, with the questions of one country."""
    return _form(CompanyForm(country_of(request.args.get("country", "RU"))))


def apply() -> ResponseReturnValue:
    """Hand it in. The answer is the same whether the company is known already or not."""
    form, now = CompanyForm(country_of(request.form.get("country", "RU"))), clock.now()
    if form.again.data or not form.validate_on_submit():
        return _form(form), 200 if form.again.data else 422
    limits.hold_to(*APPLIED)
    with transaction(by=SYSTEM):
        made, token = partners.apply(g.programme.id, form.company(), language=filters.language(), now=now)
        partner_letters.apply(made, token, now)
    return redirect(url_for("partner.joining.show", token=token), 303)


def show(token: str) -> ResponseReturnValue:
    """How an application stands; for the person who was invited and has not handed in yet the form."""
    asked = _asked(token)
    if asked.state != "invited":
        return _status(asked, token)
    form = CompanyForm(country_of(request.args.get("country", "RU")))
    if request.args.get("country") is None:
        form.known_as.data, form.contact_email.data = asked.company.known_as, asked.company.contact_email
    return _form(form, token=token)


def complete(token: str) -> ResponseReturnValue:
    """Hand in what an invited company says of itself."""
    asked, form = _asked(token), CompanyForm(country_of(request.form.get("country", "RU")))
    if form.again.data or not form.validate_on_submit():
        return _form(form, token=token), 200 if form.again.data else 422
    with transaction(by=SYSTEM):
        partners.complete(asked, form.company(), now=clock.now())
    flash(gettext("The application is submitted."), "good")
    return redirect(url_for("partner.joining.show", token=token), 303)


def too_many(no: TooManyRequests) -> ResponseReturnValue:
    """Too many tries: whoever was filling in a form finds it as it was, with the minutes after which it can be sent."""
    if errors.wants_problem() or request.endpoint not in ("partner.joining.apply", "partner.joining.complete"):
        return errors.refused(no)
    form = CompanyForm(country_of(request.form.get("country", "RU")))
    minutes = -(-no.facts["retry_after"] // 60)
    form.form_errors.append(
        ngettext(
            "Too many tries. Nothing that you typed is lost: send it again in %(num)s minute.",
            "Too many tries. Nothing that you typed is lost: send it again in %(num)s minutes.",
            minutes,
        )
    )
    answer = make_response(_form(form, token=str((request.view_args or {}).get("token", ""))), no.status)
    answer.headers["Retry-After"] = str(no.facts["retry_after"])
    return answer


def add_papers(token: str) -> ResponseReturnValue:
    """Papers, each kept or told why not."""
    asked, now, wrong = _asked(token), clock.now(), []
    given = [file for file in request.files.getlist("papers") if file.filename][:PAPERS_AT_ONCE]
    for file in given:
        name = PurePath((file.filename or "").replace("\\", "/")).name
        try:
            with transaction(by=SYSTEM):
                partners.add_document(asked, name, file.read(), now=now)
        except partners.DocumentRefused as error:
            wrong.append(f"{name}: {said_of_document(error)}")
    if not given:
        wrong.append(gettext("Choose a file."))
    if wrong:
        return _status(asked, token, wrong=wrong), 422
    return redirect(url_for("partner.joining.show", token=token) + "#papers", 303)


def remove_paper(token: str, paper_id: int) -> ResponseReturnValue:
    """A paper that was sent by mistake."""
    with transaction(by=SYSTEM):
        partners.remove_document(_asked(token), paper_id, now=clock.now())
    return redirect(url_for("partner.joining.show", token=token) + "#papers", 303)


def _asked(token: str) -> partners.Application:
    return partners.application_by_token(g.programme.id, token)


def _form(form: CompanyForm, token: str = "") -> str:
    action = url_for("partner.joining.complete", token=token) if token else url_for("partner.joining.apply")
    return render_template("partner/joining/form.html", form=form, action=action, token=token)


def _status(asked: partners.Application, token: str, wrong: list[str] | None = None) -> str:
    shown: dict[str, Any] = {
        "asked": asked,
        "token": token,
        "papers": partners.documents(asked.id),
        "wrong": wrong or [],
    }
    return render_template("partner/joining/status.html", bank=partners.bank_of(asked.company.iban), **shown)
