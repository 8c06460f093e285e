"""Whom a form means: a member by number at once, by other words those that they may mean, of whom the visitor chooses one."""

from flask import g
from flask_babel import gettext

from marketplace import members
from marketplace.identity import Permission
from marketplace.members import Double, Member
from marketplace.web.console import finding, merge_sides
from marketplace.web.console.merge_sides import Candidate
from marketplace.web.shared.security import may
from marketplace.web.shared.sent_forms import Wrong


def chosen(text: str | None, *, field: str = "member") -> Member:
    """The member with this number. Raises Wrong, beside the field: nobody is meant, or the page asks which of several."""
    said = (text or "").strip()
    known = members.numbered(g.programme.id, said)
    if known is not None:
        return known
    if _meant(said):
        raise Wrong(field, gettext("Choose which of these it is."))
    raise Wrong(field, gettext("No one was found."))


def candidates(text: str | None) -> list[Candidate]:
    """Who may be meant by words that are no member's number, to choose from; none for a number or for nothing."""
    said = (text or "").strip()
    if not said or members.numbered(g.programme.id, said) is not None:
        return []
    return [merge_sides.candidate(Double(one, ())) for one in _meant(said)]


def _meant(text: str) -> list[Member]:
    """By the desk's search box, for whoever may use it; found once in a request, which asks for the same words again to draw its page."""
    if not may(Permission.MEMBERS_READ):
        return []
    kept: dict[str, list[Member]] = g.setdefault("members_meant", {})
    if text not in kept:
        kept[text] = finding.members_meant(text)
    return kept[text]
