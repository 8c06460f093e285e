"""Points put right by hand, for people: what the act is called, what its approver sees, and which limits of the day are nearly reached."""

from typing import NamedTuple

from flask import g, url_for
from flask_babel import gettext

from marketplace import identity, members
from marketplace.approvals import Proposal
from marketplace.core import clock
from marketplace.core.formats import number
from marketplace.support import accounts
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.console.corrections_forms import KINDS, REASONS
from marketplace.web.console.corrections_kind import CORRECTION, member_of
from marketplace.web.shared import filters


class Drawn(NamedTuple):
    """What the approver sees: the facts, and where the evidence is."""

    rows: list[Row]
    member: members.Member
    case_id: int | None
    paper: accounts.Paper | None


def _drawn(proposal: Proposal) -> Drawn:
    facts, member = proposal.payload, member_of(proposal.programme_id, proposal.subject)
    rows = [
        Row(str(gettext("Member")), "", f"{member.name}, {gettext('No. %(number)s', number=member.number)}"),
        Row(str(KINDS[facts["kind"]]), "", filters.points(facts["amount"])),
        Row(str(gettext("Reason")), "", str(REASONS[facts["reason"]])),
    ]
    if facts["together"] > facts["amount"]:
        rows.append(
            Row(
                str(gettext("With what was done without approval in the last 24 hours")),
                "",
                filters.points(facts["together"]),
            )
        )
    paper = accounts.paper(facts["paper_id"], programme_id=proposal.programme_id) if facts["paper_id"] else None
    return Drawn(rows, member, facts["case_id"], paper)


def _title(proposal: Proposal) -> str:
    facts, member = proposal.payload, member_of(proposal.programme_id, proposal.subject)
    said = {"points": filters.points(facts["amount"]), "name": member.name}
    if facts["kind"] == "debit":
        return str(gettext("Take %(points)s from %(name)s", **said))
    return str(gettext("Give %(points)s to %(name)s", **said))


def _impact(proposal: Proposal) -> list[str]:
    if proposal.payload["kind"] == "debit":
        return [
            gettext("The points that expire soonest are taken first, and never more than are there."),
            gettext("The member gets an email."),
        ]
    return [gettext("The points expire like points earned today."), gettext("The member gets an email.")]


def register() -> None:
    """Say how corrections of points are called and drawn."""
    approval_words.register(
        CORRECTION,
        Words(
            kind=lambda: gettext("Points by hand"), title=_title, approve=lambda _proposal: gettext("Approve the correction"),
            template="console/corrections/difference.html", draw=_drawn, impact=_impact,
            editor=lambda proposal: url_for("console.corrections.ask", member=proposal.subject),
            cap=Cap(lambda: gettext("Points in one correction"), lambda: g.programme.decimals, _written, filters.points),
        ),
    )  # fmt: skip


def _written(amount: int) -> str:
    return number(amount, g.programme.decimals, "en").replace(",", "")


def nearly_reached() -> list[str]:
    """A sentence for each limit of today of which nine tenths are used."""
    near = accounts.near_limits(g.programme, g.programme.day(clock.now()))
    names = identity.known_as({one.user_id for one in near if one.user_id is not None})
    return [_sentence(one, names.get(one.user_id or 0, "")) for one in near]


def _sentence(near: accounts.Near, who: str) -> str:
    said = {"used": filters.points(near.used), "most": filters.number(near.most), "who": who}
    if near.user_id is None:
        return str(gettext("Staff has given and taken %(used)s by hand today, of %(most)s at most.", **said))
    if near.budget == "goodwill":
        return str(gettext("%(who)s has given %(used)s as goodwill today, of %(most)s at most.", **said))
    return str(gettext("%(who)s has given and taken %(used)s by hand today, of %(most)s at most.", **said))
