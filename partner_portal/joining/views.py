"""The pages of joining. Anyone who has the link of an application may add to it while it is open; nothing else leads there."""

from pathlib import PurePath
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import partners
from marketplace.core import clock
from marketplace.core.actors import SYSTEM
from marketplace.core.db import transaction
from marketplace.web.shared import filters, partner_letters
from partner_portal.joining.forms import CompanyForm, country_of
from partner_portal.joining.words import said_of_document, said_of_number

PAPERS_AT_ONCE = 5


def new() -> ResponseReturnValue:
    """The form, with the questions of one country."""
    return _form(CompanyForm(country_of(request.args.get("country", "RU"))))


def apply() -> ResponseReturnValue:
    """Hand it in. The answer is the same whether the company is known already or not."""
    form, now = CompanyForm(country_of(request.form.get("country", "RU"))), clock.now()
    if form.again.data or not form.validate_on_submit():
        return _form(form), 200 if form.again.data else 422
    try:
        with transaction(by=SYSTEM):
            made, token = partners.apply(g.programme.id, form.company(), language=filters.language(), now=now)
            partner_letters.apply(made, token, now)
    except partners.BadNumber as error:
        return _form(_with(form, error)), 422
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
    try:
        with transaction(by=SYSTEM):
            partners.complete(asked, form.company(), now=clock.now())
    except partners.BadNumber as error:
        return _form(_with(form, error), token=token), 422
    flash(gettext("The application is submitted."), "good")
    return redirect(url_for("partner.joining.show", token=token), 303)


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


def _with(form: CompanyForm, error: partners.BadNumber) -> CompanyForm:
    """The form with what is wrong beside its field."""
    form[error.facts["field"]].errors = [said_of_number(error)]
    return form


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
