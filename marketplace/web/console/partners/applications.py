"""An application as staff sees it: what the company says, its papers; proposed for admission, or refused. Companies are invited here."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import approvals, partners
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.console import programme_forms
from marketplace.web.console.partners import forms, kinds, lists
from marketplace.web.shared import attachments, partner_letters
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor


@require(Permission.PARTNERS_READ)
def show(application: str) -> ResponseReturnValue:
    asked, proposal = _asked(application), _open(application)
    base = kinds.target(g.programme.id, application, {}).version
    drawn = (
        proposal.payload
        if proposal
        else {"slug": "", "name_ru": asked.company.known_as, "name_en": asked.company.known_as}
    )
    form = forms.AdmissionForm(
        data={
            **drawn, "base": base, "ref": ids.new_ref(), "seen": proposal.digest.hex() if proposal else "",
            "why": proposal.why if proposal else "",
        }
    )  # fmt: skip
    return _page(asked, form, proposal)


@require(Permission.PARTNERS_MANAGE)
def propose(application: str) -> ResponseReturnValue:
    asked, form, proposal = _asked(application), forms.AdmissionForm(), _open(application)
    if not form.validate_on_submit() or not (proposal or form.explained()):
        return _page(asked, form, proposal), 422
    payload = {name: form[name].data for name in kinds.NAMES}
    try:
        with transaction(by=actor()):
            made = programme_forms.put_forward(kinds.ADMISSION, application, payload, form, proposal)
    except partners.SlugTaken:
        form.slug.errors = [gettext("Another partner has this short name.")]
        return _page(asked, form, proposal), 422
    flash(gettext("Proposed. Another person has to approve it within 24 hours."))
    return redirect(url_for("console.approvals.show", ref=made.ref), 303)


@require(Permission.PARTNERS_MANAGE)
def ask_refusal(application: str) -> ResponseReturnValue:
    return render_template("console/partners/refusal.html", asked=_asked(application), form=forms.WhyForm())


@require(Permission.PARTNERS_MANAGE)
def refuse(application: str) -> ResponseReturnValue:
    asked, form, now = _asked(application), forms.WhyForm(), clock.now()
    if not form.validate_on_submit():
        return render_template("console/partners/refusal.html", asked=asked, form=form), 422
    with transaction(by=actor()):
        partners.refuse(asked, why=form.why.data, now=now)
        partner_letters.refuse(asked, form.why.data, now)
    flash(gettext("The application is rejected. The company gets an email that says why."))
    return redirect(url_for("console.partners.applications"), 303)


@require(Permission.PARTNERS_DOCUMENTS)
def paper(paper_id: int) -> ResponseReturnValue:
    """A paper, as a file to be saved: it is never opened within our own pages. Who read it is in the audit log."""
    asked = partners.application_with(g.programme.id, paper_id)
    with transaction(by=actor()):
        document, content = partners.document_content(asked, paper_id, now=clock.now())
    return attachments.saved(content, document.kind, document.name)


@require(Permission.PARTNERS_MANAGE)
def ask_invitation() -> ResponseReturnValue:
    return render_template("console/partners/invitation.html", form=forms.InvitationForm())


@require(Permission.PARTNERS_MANAGE)
def invite() -> ResponseReturnValue:
    form, now = forms.InvitationForm(), clock.now()
    if not form.validate_on_submit():
        return render_template("console/partners/invitation.html", form=form), 422
    with transaction(by=actor()):
        made, token = partners.invite(
            g.programme.id, known_as=form.known_as.data, email=form.email.data, language=form.language.data, now=now
        )
        partner_letters.apply(made, token, now)
    flash(gettext("The email is on its way. Its link leads to the application."))
    return redirect(url_for("console.partners.applications"), 303)


def _asked(ref: str) -> partners.Application:
    return partners.application(g.programme.id, ref)


def _open(ref: str) -> approvals.Proposal | None:
    return approvals.open_for(g.programme.id, kinds.ADMISSION, ref, now=clock.now())


def _page(asked: partners.Application, form: forms.AdmissionForm, proposal: approvals.Proposal | None) -> str:
    return render_template(
        "console/partners/application.html", asked=asked, form=form, waiting=proposal, papers=partners.documents(asked.id),
        state=lists.APPLICATION_STATES[asked.state], nobody=programme_forms.nobody_else(kinds.ADMISSION, proposal),
        bank=partners.bank_of(asked.company.iban),
    )  # fmt: skip
