"""Before a case is merged into another: which one it may be, then both beside each other, with what moves and what stays."""

from typing import Any, NamedTuple

from flask import g, request
from flask_babel import gettext

from marketplace import members
from marketplace.core import clock, formats
from marketplace.support import cases
from marketplace.web.console.cases import forms, page
from marketplace.web.shared import case_words, who

OFFERED_MAX = 12
SAID = ("opened", "wrote", "answered")  # events whose words people wrote to each other


class Side(NamedTuple):
    """One of the two, as much as tells it from the other."""

    case: cases.Case
    title: str
    whose: str
    due: page.Due
    owner: str
    last_words: str
    messages: int
    files: int


def drawn(of: cases.Case, form: forms.MergeForm) -> dict[str, Any]:
    """What the page needs: whom to choose from, or the one that was chosen."""
    chosen = None if form.errors else _chosen(of, form)
    offered = [] if chosen else [_side(one) for one in _others(of)]
    return {"this": _side(of), "into": _side(chosen) if chosen else None, "offered": offered}


def _chosen(of: cases.Case, form: forms.MergeForm) -> cases.Case | None:
    """The case that the address names; said beside the field where it cannot be it."""
    asked = request.args.get("into", "")
    if not asked:
        return None
    form.into.data = int(asked) if asked.isascii() and asked.isdigit() else 0
    try:
        found = cases.target(cases.case(form.into.data, programme_id=g.programme.id))
    except cases.NoCase:
        form.into.errors = [gettext("There is no case with this number.")]
        return None
    if found.id == of.id:
        form.into.errors = [gettext("This is the case itself, or one that was merged into it.")]
        return None
    return found


def _others(of: cases.Case) -> list[cases.Case]:
    """Other cases of its member, or of those who may have written it, the open ones first."""
    whose = [of.member_id] if of.member_id is not None else [one.id for one in cases.suggested(of)]
    found = [one for member_id in whose for one in cases.of_member(member_id, limit=OFFERED_MAX) if one.id != of.id]
    return sorted(found, key=lambda one: (not one.is_open, -one.id))[:OFFERED_MAX]


def _side(of: cases.Case) -> Side:
    happened = cases.events([of, *cases.merged_from(of)])
    said = [one for one in happened if one.what in SAID and one.text]
    member = None if of.member_id is None else members.member(of.member_id)
    return Side(
        of, case_words.title(of), member.name if member else formats.masked_email(of.email) or formats.masked_phone(of.phone),
        page.due(of, clock.now()), who.colleague(f"user:{of.owner_id}") if of.owner_id else "", said[-1].text if said else "", len(said),
        len(cases.files_of([of.id])),
    )  # fmt: skip
