"""One case: its page, who else looks at it, its files; answering it and writing notes."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console.cases import forms, page
from marketplace.web.shared import attachments, case_words
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor


@require(Permission.CASES_READ)
def show(case_id: int) -> str:
    found = page.of_programme(case_id)
    _looked(found)
    return page.drawn(found)


@require(Permission.CASES_READ)
def look(case_id: int) -> str:
    """Who else has it open, and whether it has changed: script asks every few seconds while the page is open."""
    found = page.of_programme(case_id)
    _looked(found)
    changed = request.form.get("seen", type=int) not in (None, found.version)
    return render_template("console/cases/others.html", case=found, changed=changed, **page.looking(found))


@require(Permission.CASES_ANSWER)
def answer(case_id: int) -> ResponseReturnValue:
    found, form = page.of_programme(case_id), forms.AnswerForm()
    if not form.validate_on_submit():
        return page.drawn(found, answer=form), 422
    try:
        with transaction(by=actor()):
            done = cases.answer(
                found, form.text.data or "", seen=form.seen.data or 0, by=current_user.id, then=form.then.data, language=form.language.data,
                via=form.via.data, attachments=case_words.attached(), now=clock.now(),
            )  # fmt: skip
    except cases.CaseChanged:
        return page.drawn(page.of_programme(case_id), answer=form, changed=True), 409
    except cases.FactsMissing as error:
        blanks = ", ".join("{{ " + name + " }}" for name in error.facts["names"])
        form.text.errors = [
            gettext("The case has no facts for these blanks: %(blanks)s. Fill them in or take them out.", blanks=blanks)
        ]
        return page.drawn(found, answer=form), 422
    except cases.FileRefused as error:
        form.text.errors = [f"{error.facts['name']}: {case_words.FILE_REASONS[error.facts['reason']]}"]
        return page.drawn(found, answer=form), 422
    _said(done)
    return redirect(_onward(found, form.then.data), 303)


@require(Permission.CASES_ANSWER)
def note(case_id: int) -> ResponseReturnValue:
    found, form = page.of_programme(case_id), forms.NoteForm()
    if not form.validate_on_submit():
        return page.drawn(found, note=form), 422
    with transaction(by=actor()):
        done = cases.note(found, form.text.data or "", now=clock.now())
    _said(done, gettext("Noted"))
    return redirect(url_for("console.cases.show", case_id=found.id), 303)


@require(Permission.CASES_READ)
def file(file_id: int) -> ResponseReturnValue:
    """A file, to be saved: it is never opened within our own pages."""
    found, content = cases.file_content(file_id, programme_id=g.programme.id)
    return attachments.saved(content, found.kind, found.name)


def _looked(of: cases.Case) -> None:
    if of.is_open:
        with transaction(by=actor()):
            cases.look(of, current_user.id, now=clock.now())


def _said(done: cases.Said, words: str = "") -> None:
    if done.masked:
        flash(gettext("The text had a card’s code in it: the code was hidden."), "warn")
    flash(words or (gettext("Answered and closed") if done.case.state == "closed" else gettext("Answered")))


def _onward(of: cases.Case, then: str) -> str:
    """After a case is done, to the next one of the queue; else back to it."""
    if then == "stay":
        return url_for("console.cases.show", case_id=of.id)
    ahead = [one for one in cases.queue(of.programme_id, limit=2) if one.id != of.id and one.state == "open"]
    return url_for("console.cases.show", case_id=ahead[0].id) if ahead else url_for("console.cases.index")
