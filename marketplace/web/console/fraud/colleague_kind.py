"""Letting a colleague issue again whom the fraud desk has suspended, as an act of two, with its words. Neither of the two is the colleague, or
whoever was served."""

from collections.abc import Collection
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from marketplace import approvals, fraud, identity, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.identity import Permission
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Row, Words
from marketplace.web.console.fraud.words import KINDS

RESUME = "issuing_resume"


def _colleague(programme_id: int, subject: str) -> int:
    """Raises NoColleagueHere."""
    found = fraud.signal(int(subject), programme_id=programme_id).colleague_id
    if found is None:
        raise fraud.NoColleagueHere
    return found


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    if identity.suspended_since(_colleague(programme_id, subject), programme_id) is None:
        raise fraud.NotSuspended
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A colleague changes by being let go on, or suspended once more, meanwhile."""
    since = identity.suspended_since(_colleague(programme_id, subject), programme_id)
    return Target(since.isoformat() if since else "free", dict.fromkeys(facts, ""))


def _hold(programme_id: int, subject: str) -> None:
    fraud.signal(int(subject), programme_id=programme_id)


def _apply(proposal: Proposal, now: datetime) -> None:
    of = fraud.signal(int(proposal.subject), programme_id=proposal.programme_id)
    fraud.resume(of, why=proposal.why, now=now)


def _about(programme_id: int, subject: str, _facts: Facts) -> Collection[int]:
    return fraud.concerned(fraud.signal(int(subject), programme_id=programme_id))


def _concerned(programme_id: int, subject: str, facts: Facts) -> Collection[int]:
    return [_colleague(programme_id, subject), *support.concerned(*_about(programme_id, subject, facts))]


def _name(proposal: Proposal) -> str:
    user_id = _colleague(proposal.programme_id, proposal.subject)
    return identity.known_as([user_id]).get(user_id, "")


def _rows(proposal: Proposal) -> list[Row]:
    facts = proposal.payload
    return [
        Row(gettext("Colleague"), "", _name(proposal)), Row(gettext("What was seen"), "", str(KINDS[facts["signal"]].label)),
        Row(gettext("Score"), "", str(facts["score"])),
    ]  # fmt: skip


def register() -> None:
    """Say how it is called and drawn."""
    approval_words.register(
        RESUME,
        Words(
            kind=lambda: gettext("Letting a colleague issue again"),
            title=lambda proposal: gettext("Let %(name)s issue again", name=_name(proposal)),
            approve=lambda _proposal: gettext("Lift the suspension"), template="console/approvals/settings_difference.html", draw=_rows,
            impact=lambda _proposal: [gettext("The colleague can give codes, points and money again, and agree to others’ proposals.")],
            editor=lambda proposal: url_for("console.fraud.show", signal_id=int(proposal.subject)),
        ),
    )  # fmt: skip


approvals.register(
    approvals.Kind(
        name=RESUME, propose=Permission.FRAUD_DECIDE, approve=Permission.FRAUD_APPROVE, check=_check, target=_target, hold=_hold, apply=_apply,
        about=_about, concerned=_concerned,
    )
)  # fmt: skip
