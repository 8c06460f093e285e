"""One membership going on as another, for people: what the act is called, and what its approver reads."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext

from marketplace.approvals import Proposal
from marketplace.support import accounts
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Words
from marketplace.web.console.merge_kind import MERGE, as_it_stood, of_subject, other
from marketplace.web.console.merge_sides import Both, both


class Drawn(NamedTuple):
    """What the approver sees: both, and where the evidence is."""

    both: Both
    case_id: int | None
    paper: accounts.Paper | None


def _drawn(proposal: Proposal) -> Drawn:
    of, into = (
        of_subject(proposal.programme_id, proposal.subject),
        other(proposal.programme_id, proposal.payload["into"]),
    )
    paper = proposal.payload["paper_id"]
    return Drawn(
        both(of, into, as_it_stood(proposal.payload)),
        proposal.payload["case_id"],
        accounts.paper(paper, programme_id=proposal.programme_id) if paper else None,
    )


def _title(proposal: Proposal) -> str:
    of = of_subject(proposal.programme_id, proposal.subject)
    said_of = {"name": of.name, "old": of.number, "new": proposal.payload["into"]}
    return str(gettext("%(name)s: № %(old)s is merged into № %(new)s", **said_of))


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext("This cannot be undone."),
        gettext(
            "Whatever comes later because of the former membership (refunds, bank-card operations, gifts that come back) reaches the one that stays."
        ),
        gettext("Printed codes keep working. Both addresses get an email."),
    ]


def register() -> None:
    """Say how memberships that become one are called and drawn."""
    approval_words.register(
        MERGE,
        Words(
            kind=lambda: gettext("Two memberships of one person"), title=_title, approve=lambda _proposal: gettext("Make them one"),
            template="console/merges/difference.html", draw=_drawn, impact=_impact,
            editor=lambda proposal: url_for("console.merges.ask", member=proposal.subject, into=proposal.payload["into"]),
        ),
    )  # fmt: skip
