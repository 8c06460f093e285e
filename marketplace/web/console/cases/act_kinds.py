"""What can be done with a case beside answering it: what each act is called, what follows from it, its form and its verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import g
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace.support import cases
from marketplace.web.console import member_choice
from marketplace.web.console.cases import forms, merging
from marketplace.web.shared.form import Form
from marketplace.web.shared.sent_forms import Wrong

Taken = Callable[[cases.Case, Any, datetime], cases.Case]


class Act(NamedTuple):
    """A page that asks: its title and button, what follows, its form, and what is then done; `shown`: what else its template needs."""

    title: LazyString
    yes: LazyString
    follows: LazyString
    form: Callable[[cases.Case], Form]
    take: Taken
    danger: bool = False
    template: str = "console/cases/act.html"
    shown: Callable[[cases.Case, Any], dict[str, Any]] = lambda _of, _form: {}


def _hand_over(of: cases.Case, form: forms.OwnerForm, now: datetime) -> cases.Case:
    return cases.assign(of, int(form.owner.data) if form.owner.data else None, now=now)


def _sort(of: cases.Case, form: forms.SortForm, now: datetime) -> cases.Case:
    return cases.sort(of, category=form.category.data, priority=form.priority.data, now=now)


def _identify(of: cases.Case, form: forms.IdentityForm, now: datetime) -> cases.Case:
    return cases.identify(of, member_choice.chosen(form.member.data), form.identified.data or (), now=now)


def _merge(of: cases.Case, form: forms.MergeForm, now: datetime) -> cases.Case:
    try:
        into = cases.case(form.into.data or 0, programme_id=g.programme.id)
        return cases.merge(of, into, now=now)
    except cases.NoCase:
        raise Wrong("into", gettext("There is no case with this number.")) from None
    except cases.MergedIntoItself:
        raise Wrong("into", gettext("This is the case itself, or one that was merged into it.")) from None
    except cases.CasesOfTwo:
        raise Wrong("into", gettext("That case is another member’s.")) from None


def _link(of: cases.Case, form: forms.LinkForm, now: datetime) -> cases.Case:
    if form.title.data:
        return cases.link(of, cases.begin(g.programme.id, form.title.data, now=now), now=now)
    chosen = form.incident.data
    return cases.link(of, cases.incident(int(chosen), programme_id=g.programme.id) if chosen else None, now=now)


def _ask_partner(of: cases.Case, form: forms.QuestionForm, now: datetime) -> cases.Case:
    return cases.ask_partner(of, form.note.data or "", seen=form.seen.data or 0, now=now)


ACTS: dict[str, Act] = {
    "owner": Act(
        _l("Hand over"), _l("Hand over"), _l("It is now in the colleague’s list."),
        lambda of: forms.OwnerForm(data={"owner": str(of.owner_id or "")}), _hand_over,
    ),
    "sorting": Act(
        _l("What it is about"), _l("Save"), _l("The promised times follow from both."),
        lambda of: forms.SortForm(data={"category": of.category, "priority": of.priority}), _sort,
    ),
    "identity": Act(
        _l("Whose case is it?"), _l("This is the member"), _l("An address or a calling number is no proof: ask for two things that only the member knows."),
        lambda of: forms.IdentityForm(data={"member": next((one.number for one in cases.suggested(of)), "")}), _identify,
        shown=lambda _of, form: {"found": member_choice.candidates(form.member.data)},
    ),
    "merging": Act(
        _l("Merge into another case"), _l("Merge"), _l("This one stays as a pointer: its link and later emails lead to the other. It cannot be undone."),
        lambda of: forms.MergeForm(), _merge, danger=True, template="console/cases/merging.html", shown=merging.drawn,
    ),
    "incident": Act(
        _l("Link to an incident"), _l("Link"), _l("All cases of an incident can be answered at once."),
        lambda of: forms.LinkForm(data={"incident": str(of.incident_id or "")}), _link,
    ),
    "question": Act(
        _l("Ask the partner to cancel the code?"), _l("Ask the partner"), _l("The case waits for the partner, and the member sees that. The partner sees the "
        "card’s last characters and value, never who has it."), lambda of: forms.QuestionForm(data={"seen": of.version}), _ask_partner,
    ),
    "closing": Act(
        _l("Close without an email?"), _l("Close"), _l("The member is not written to. If they write again, it is opened again."),
        lambda of: forms.VersionForm(data={"seen": of.version}), lambda of, form, now: cases.close(of, seen=form.seen.data or 0, now=now),
    ),
    "reopening": Act(
        _l("Open the case again?"), _l("Open again"), _l("The time for a solution starts again."),
        lambda of: forms.VersionForm(data={"seen": of.version}), lambda of, _form, now: cases.reopen(of, now=now),
    ),
    "resumption": Act(
        _l("Resume the case?"), _l("Continue"), _l("It no longer waits; its time runs on."),
        lambda of: forms.VersionForm(data={"seen": of.version}), lambda of, _form, now: cases.resume(of, now=now),
    ),
}  # fmt: skip
