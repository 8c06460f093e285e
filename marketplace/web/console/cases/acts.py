"""What else is done with a case, each on a page of its own that says what follows: hand over, sort, identify, merge, link, ask the partner, close."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console.cases import page
from marketplace.web.console.cases.act_kinds import ACTS, Act
from marketplace.web.shared import sent_forms, visitor
from marketplace.web.shared.security import require


@require(Permission.CASES_ANSWER)
def ask(case_id: int, act: str) -> str:
    found = page.of_programme(case_id)
    return _page(found, act, _act(act).form(found))


@require(Permission.CASES_ANSWER)
def take(case_id: int, act: str) -> ResponseReturnValue:
    found, wanted = page.of_programme(case_id), _act(act)
    form = wanted.form(found)

    def taken() -> ResponseReturnValue:
        with transaction(by=visitor.actor()):
            then = wanted.take(found, form, clock.now())
        flash(gettext("Saved"))
        return redirect(url_for("console.cases.show", case_id=then.id), 303)

    return sent_forms.answer(form, lambda: _page(found, act, form), taken)


@require(Permission.CASES_ANSWER)
def take_it(case_id: int) -> ResponseReturnValue:
    """The visitor takes a case for himself."""
    found = page.of_programme(case_id)
    with transaction(by=visitor.actor()):
        cases.assign(found, current_user.id, now=clock.now())
    flash(gettext("It is yours"))
    return redirect(url_for("console.cases.show", case_id=found.id), 303)


def _act(name: str) -> Act:
    return ACTS[name] if name in ACTS else abort(404)


def _page(of: cases.Case, name: str, form: Any) -> str:
    act = ACTS[name]
    return render_template(act.template, case=of, name=name, act=act, form=form, **act.shown(of, form))
