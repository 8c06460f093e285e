"""Incidents, prepared answers, the hours of the desk and what it promises."""

from collections.abc import Iterator

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from marketplace.core import clock, paging
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console.cases import desk_form, forms, page
from marketplace.web.shared import case_words
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor


@require(Permission.CASES_READ)
def incidents() -> str:
    return render_template("console/cases/incidents.html", incidents=cases.incidents(g.programme.id))


@require(Permission.CASES_READ)
def incident(incident_id: int) -> str:
    return _incident(incident_id, None)


@require(Permission.CASES_ANSWER)
def answer_all(incident_id: int) -> ResponseReturnValue:
    form = forms.BulkAnswerForm()
    if not form.validate_on_submit():
        return _incident(incident_id, form), 422
    found = cases.incident(incident_id, programme_id=g.programme.id)
    with transaction(by=actor()):
        done = cases.answer_all(
            found, form.text.data or "", seen=form.versions, by=current_user.id, then=form.then.data, now=clock.now()
        )
    flash(ngettext("%(num)s case answered", "%(num)s cases answered", len(done.answered)))
    for number, why in _left_out(done):
        flash(gettext("Case %(number)s was not answered: %(why)s", number=number, why=why), "warn")
    return redirect(url_for("console.cases.incident", incident_id=incident_id, cursor=request.args.get("cursor")), 303)


@require(Permission.CASES_MANAGE)
def templates() -> str:
    return render_template(
        "console/cases/templates.html", templates=cases.templates(g.programme.id), labelled=case_words.labelled
    )


@require(Permission.CASES_MANAGE)
def new_template() -> str:
    return _template(None, forms.TemplateForm(formdata=None))


@require(Permission.CASES_MANAGE)
def add_template() -> ResponseReturnValue:
    return _save(None)


@require(Permission.CASES_MANAGE)
def template(template_id: int) -> str:
    found = cases.template(template_id, programme_id=g.programme.id)
    return _template(found.id, forms.TemplateForm(formdata=None, obj=found))


@require(Permission.CASES_MANAGE)
def save_template(template_id: int) -> ResponseReturnValue:
    return _save(cases.template(template_id, programme_id=g.programme.id).id)


@require(Permission.CASES_MANAGE)
def retire_template(template_id: int) -> ResponseReturnValue:
    with transaction(by=actor()):
        cases.retire(g.programme.id, template_id, now=clock.now())
    flash(gettext("It is no longer offered"))
    return redirect(url_for("console.cases.templates"), 303)


@require(Permission.CASES_MANAGE)
def desk() -> str:
    return _desk(desk_form.DeskForm(formdata=None, data=desk_form.shown(cases.desk(g.programme.id))))


@require(Permission.CASES_MANAGE)
def set_desk() -> ResponseReturnValue:
    form = desk_form.DeskForm()
    if not form.validate_on_submit():
        return _desk(form), 422
    try:
        with transaction(by=actor()):
            cases.set_desk(g.programme.id, form.desk, now=clock.now())
            for (category, priority), times in desk_form.times_of(request.form, cases.promises(g.programme.id)).items():
                cases.set_promise(g.programme.id, category, priority, times, now=clock.now())
    except cases.BadDesk as error:
        place = error.facts["field"]
        field = form[place] if place in ("mailbox", "country") else form.weekdays
        field.errors = [gettext("This cannot be used. Check it.")]
        return _desk(form), 422
    flash(gettext("Saved"))
    return redirect(url_for("console.cases.desk"), 303)


def _left_out(done: cases.Answered) -> Iterator[tuple[str, str]]:
    """The numbers of cases that were not answered, and why."""
    for one in done.changed:
        yield one.number, gettext("it has changed in the meantime")
    for one in done.unreachable:
        yield one.number, gettext("there is no address to write to, it has to be told by phone")
    for number, names in done.missing.items():
        yield number, gettext("no facts for: %(blanks)s", blanks=", ".join(names))


def _incident(incident_id: int, form: forms.BulkAnswerForm | None) -> str:
    found, now = cases.incident(incident_id, programme_id=g.programme.id), clock.now()
    after = paging.decode(request.args["cursor"], int)[0] if request.args.get("cursor") else 0
    linked = cases.of_incident(found.id, after=int(after or 0), limit=cases.OF_INCIDENT_MAX + 1)
    more = len(linked) > cases.OF_INCIDENT_MAX
    linked = linked[: cases.OF_INCIDENT_MAX]
    seen = ",".join(f"{one.id}:{one.version}" for one in linked if one.is_open)
    return render_template(
        "console/cases/incident.html", incident=found, linked=[(one, case_words.title(one), page.due(one, now)) for one in linked],
        form=form or forms.BulkAnswerForm(formdata=None, data={"seen": seen}), facts=case_words.FACTS,
        open_here=sum(one.is_open for one in linked), next=paging.encode([linked[-1].id]) if more else None,
    )  # fmt: skip


def _save(template_id: int | None) -> ResponseReturnValue:
    form, now = forms.TemplateForm(), clock.now()
    if not form.validate_on_submit():
        return _template(template_id, form), 422
    texts = {name: form[name].data or "" for name in ("name_ru", "name_en", "body_ru", "body_en")}
    try:
        with transaction(by=actor()):
            cases.save(g.programme.id, template_id, **texts, ref=form.ref.data or "", now=now)
    except cases.UnknownFacts as error:
        form.body_ru.errors = [gettext("No case has these facts: %(names)s", names=", ".join(error.facts["names"]))]
        return _template(template_id, form), 422
    flash(gettext("Saved"))
    return redirect(url_for("console.cases.templates"), 303)


def _template(template_id: int | None, form: forms.TemplateForm) -> str:
    return render_template("console/cases/template.html", template_id=template_id, form=form, facts=case_words.FACTS)


def _desk(form: desk_form.DeskForm) -> str:
    return render_template(
        "console/cases/desk.html",
        form=form,
        promises=cases.promises(g.programme.id),
        categories=case_words.CATEGORIES,
        priorities=case_words.PRIORITIES,
    )
