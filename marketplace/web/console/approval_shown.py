"""Proposals as pages need them: with their words, their difference, who could approve them, and how much time is left."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace import approvals, identity
from marketplace.approvals import Proposal
from marketplace.core import clock
from marketplace.web.console import approval_words
from marketplace.web.shared.places import Place

LATE_HOURS = 4
# Kinds whose subject is a card: one of them that is applied is the end of the others.
OF_CARDS = ("card_reissue", "card_refund", "card_void", "card_rebind")


class Shown(NamedTuple):
    """A proposal as a page needs it: with its words, its difference, and who could approve it."""

    it: Proposal
    words: approval_words.Words
    drawn: object
    could: list[identity.Person]
    refusal: str
    edited: bool
    suspended: str  # who is suspended from issuing, so that it cannot be approved now: "proposer", "visitor" or ""


def show_it(proposal: Proposal) -> Shown:
    """The proposal as a page needs it, for the visitor."""
    words = approval_words.of(proposal.kind)
    refusal = approvals.refusal(proposal, current_user.id, now=clock.now())
    return Shown(
        proposal,
        words,
        words.draw(proposal),
        approvals.could_approve(proposal),
        refusal,
        approvals.kind(proposal.kind).edited,
        _suspended(proposal),
    )


def _suspended(of: Proposal) -> str:
    """Whoever is suspended from issuing neither has value given out for them nor agrees to it; refusing it is still possible."""
    if not of.open or not approvals.kind(of.kind).gives:
        return ""
    if identity.suspended_since(of.proposed_by, of.programme_id) is not None:
        return "proposer"
    return "visitor" if identity.suspended_since(current_user.id, of.programme_id) is not None else ""


def of_card(public_id: str, but: str = "") -> list[tuple[str, str]]:
    """The other acts about a card that wait for approval, each as its title and its ref; `but`: the kind of the one that is looked at."""
    found = [approvals.open_for(g.programme.id, kind, public_id, now=clock.now()) for kind in OF_CARDS if kind != but]
    return [(str(approval_words.of(one.kind).title(one)), one.ref) for one in found if one is not None]


def waiting() -> int:
    """How many proposals the visitor can decide now; for the rail."""
    if "approvals_waiting" not in g:
        g.approvals_waiting = len(approvals.waiting_for(current_user.id, programme_id=g.programme.id, now=clock.now()))
    return int(g.approvals_waiting)


PLACE = Place(
    "console.approvals.index", _l("Approvals"), "shield-check", identity.Permission.APPROVALS_READ, "a", waiting
)


def time_left(expires_at: datetime) -> tuple[str, str]:
    """How long a proposal still waits, for people, and the tone in which that is said."""
    minutes = max(0, int((expires_at - clock.now()).total_seconds() // 60))
    hours = minutes // 60
    said = (
        _("%(hours)s h %(minutes)s min left", hours=hours, minutes=minutes % 60)
        if hours
        else _("%(minutes)s min left", minutes=minutes)
    )
    return said, "warn" if hours >= LATE_HOURS else "bad"


def names_of(proposals: list[Proposal], *others: int) -> dict[str, Any]:
    """Whom the visitor knows by which name; themselves as "you"."""
    ids = {author for proposal in proposals for author in proposal.authors} | set(others)
    return {"names": identity.known_as(ids) | {current_user.id: _("you")}}
