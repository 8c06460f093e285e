"""Runs that another person approves, for people: what the act is called, and what its approver sees of the run."""

from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext

from marketplace import partners, runs
from marketplace.approvals import Proposal
from marketplace.runs import Run
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Words
from marketplace.web.shared import filters
from marketplace.web.shared.runs import row_talk, words
from marketplace.web.shared.runs.page import count
from marketplace.web.shared.runs.row_talk import RowTalk
from marketplace.web.shared.runs.visible import is_mine


def _changes() -> str:
    return str(gettext("How many changes one file makes"))


class Drawn(NamedTuple):
    """What the template needs: the run, how its kind is said, and how numbers are."""

    run: Run
    words: ModuleType
    number: Callable[[int], str]
    row_talk: RowTalk
    upload: int  # by which its people know it


def _drawn(proposal: Proposal) -> Drawn:
    run = runs.run(int(proposal.subject))
    return Drawn(
        run,
        words,
        count,
        row_talk.of(run, mine=is_mine(runs.kind(run.kind)), back=url_for("console.approvals.show", ref=proposal.ref)),
        runs.number_of(run.id),
    )


def _impact(proposal: Proposal) -> list[str]:
    units, run = count(proposal.payload["to_apply"]), runs.run(int(proposal.subject))
    talk = runs.comments(run)
    left = sum(one.answers is None and one.resolved_at is None for one in talk)
    return [
        str(gettext("Changes to be applied: %(number)s", number=units)),
        *([str(gettext("Comments that are still open: %(number)s", number=count(left)))] if left else []),
        str(gettext("It starts at once, continues by itself, and can be stopped on the upload's page."))
        if runs.kind(run.kind).in_parts
        else str(gettext("It is applied in one piece.")),
    ]


def _title(kind: str, said: words.KindWords, file: str) -> str:
    if words.undoing(kind, file):
        return str(gettext("%(kind)s, a publication taken back", kind=said.title))
    if words.edited(kind, file):
        return str(gettext("%(kind)s, changed in the editor", kind=said.title))
    return str(gettext("%(kind)s from the file %(file)s", kind=said.title, file=file))


def _of_partner(proposal: Proposal, title: str) -> str:
    """A title with the partner whose file it is, so that whoever approves knows before they look."""
    partner_id = runs.run(int(proposal.subject)).partner_id
    return title if partner_id is None else f"{filters.local(partners.partner(partner_id), 'name')} · {title}"


def _unruled(kind: str) -> str:
    """What a partner's people may do alone while there is no rule."""
    cap = runs.kind(kind).partner_cap
    if cap is None:
        return ""
    return str(
        gettext(
            "Until there is a rule: what a partner brings above %(cap)s takes one person of the programme.",
            cap=count(cap),
        )
    )


def _register(kind: str, said: words.KindWords) -> None:
    approval_words.register(
        runs.act(kind),
        Words(
            kind=lambda: gettext("Large uploads: %(kind)s", kind=said.title),
            title=lambda proposal: _of_partner(proposal, _title(kind, said, proposal.payload["file"])),
            approve=lambda _proposal: gettext("Approve the upload"), template="console/approvals/run.html", draw=_drawn,
            impact=_impact, editor=lambda proposal: url_for("console.runs.show", run_id=int(proposal.subject)),
            cap=Cap(said.size or _changes, lambda: 0, str, count), unruled=lambda: _unruled(kind),
        ),
    )  # fmt: skip


def register() -> None:
    """Say how the acts of all kinds of runs are called and drawn."""
    for kind, said in words.KINDS.items():
        _register(kind, said)
