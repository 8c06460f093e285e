"""What the desk does with a case: answers, notes, hands over, sorts, waits, closes, opens again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from marketplace import programmes
from marketplace.core.db import execute
from marketplace.members import Member
from marketplace.support.cases import queries
from marketplace.support.cases.acts import opening
from marketplace.support.cases.answers import facts, prepared
from marketplace.support.cases.clocks import rules
from marketplace.support.cases.errors import CaseEnded, FactsMissing, NoAddress, NotEnoughNamed
from marketplace.support.cases.values import After, Attachment, Case, Category, Priority
from marketplace.support.cases.writing import files, hiding, keeping
from marketplace.support.cases.writing.keeping import Said
from marketplace.support.values import IDENTIFIED

_LOOK = """INSERT INTO case_looks (case_id, user_id, at) VALUES (%(case)s, %(user)s, %(now)s)
    ON CONFLICT (case_id, user_id) DO UPDATE SET at = excluded.at"""


def answer(
    of: Case,
    text: str,
    *,
    seen: int,
    by: int,
    then: After,
    language: str = "",
    via: str = "letter",
    attachments: Sequence[Attachment] = (),
    now: datetime,
) -> Said:
    """Answer a case: whoever asked gets a letter with the text; a case of nobody's becomes that of whoever answers.

    Args:
        text: {{ name }} and other facts of the case are put in.
        seen: the version of the case that he had before him.
        by: the user who answers.
        then: close it, wait for the member, or go on.
        via: "letter", or "phone" where it was told by phone and is kept here alone.

    Raises:
        CaseChanged: something has happened to it since: he should look again.
        FactsMissing: the text asks for facts that the case does not have.
        NoAddress: it is to be told by letter, and nobody has an address.
        CaseEnded, TextNeeded, TextTooLong, FileRefused.
    """
    if via == "letter" and not of.email:
        raise NoAddress
    spoken = language or of.language
    filled = prepared.filled(text, facts.facts_of(of, programmes.get(of.programme_id), language=spoken, agent_id=by))
    if filled.missing:
        raise FactsMissing(names=filled.missing)
    kept = files.cleaned(attachments)
    done = keeping.said(
        of, "answered", filled.text, attachments=kept, facts={"language": spoken, "via": via, "then": then}, seen=seen, now=now
    )  # fmt: skip
    case = (
        done.case
        if done.case.owner_id is not None
        else keeping.happen(done.case, "assigned", facts={"owner": by}, now=now)[0]
    )
    case = _afterwards(case, then, now)
    if via == "letter":
        opening.tell(case, done.event_id, now=now)
    return done._replace(case=case)


def note(of: Case, text: str, *, now: datetime) -> Said:
    """Write something down for colleagues alone. Raises CaseEnded, TextNeeded, TextTooLong."""
    return keeping.said(of, "note", text, now=now)


def note_undelivered(of: Case, said: str, *, ref: str | None = None, now: datetime) -> Case:
    """Note that a letter of ours did not arrive, in the mail server's own words; once by `ref`. Nothing else comes of it.

    Raises CaseChanged: it is noted already.
    """
    plain, _hidden = keeping.fit(said, of.member_id)
    return keeping.happen(of, "undelivered", text=plain, ref=ref, now=now)[0]


def assign(of: Case, owner_id: int | None, *, now: datetime) -> Case:
    """Hand a case over to a colleague, take it, or leave it to everybody (None). The entry point has checked who may own one."""
    if of.owner_id == owner_id:
        return of
    return keeping.happen(of, "assigned", facts={"owner": owner_id}, now=now)[0]


def sort(of: Case, *, category: Category, priority: Priority, now: datetime) -> Case:
    """Say what a case is about and how urgent it is; its clocks follow what is promised for that."""
    if (of.category, of.priority) == (category, priority):
        return of
    return keeping.happen(of, "sorted", facts={"category": category, "priority": priority}, now=now)[0]


def identify(of: Case, member: Member, named: Collection[str], *, now: datetime) -> Case:
    """Say whose case it is, after he named facts that only he knows: an address alone is none of them. Codes of his cards in it are hidden from now on.

    Raises:
        NotEnoughNamed: fewer than two were checked.
        CaseEnded: it has a member already, or was merged.
    """
    checked = [one for one in IDENTIFIED if one in named]
    if len(checked) < rules.IDENTIFIED_LEAST:
        raise NotEnoughNamed(needed=rules.IDENTIFIED_LEAST)
    if of.member_id is not None or member.programme_id != of.programme_id:
        raise CaseEnded(state=of.state)
    then = keeping.happen(of, "identified", facts={"member": member.id, "named": checked}, seen=of.version, now=now)[0]
    hiding.hide(then, now=now)
    return then


def close(of: Case, *, seen: int, now: datetime) -> Case:
    """Close a case without a letter. Raises CaseChanged, CaseEnded."""
    return keeping.happen(of, "closed", seen=seen, now=now)[0]


def reopen(of: Case, *, now: datetime) -> Case:
    """Open a closed case again. Raises CaseEnded."""
    return keeping.happen(of, "reopened", now=now)[0]


def resume(of: Case, *, now: datetime) -> Case:
    """Go on with a case that waits. Raises CaseEnded."""
    return keeping.happen(of, "resumed", now=now)[0]


def look(of: Case, user_id: int, *, now: datetime) -> list[int]:
    """Note that somebody has the case open now; returns who else has."""
    execute(_LOOK, {"case": of.id, "user": user_id, "now": now})
    return queries.looking(of.id, but=user_id, now=now)


def _afterwards(of: Case, then: After, now: datetime) -> Case:
    if then == "close":
        return keeping.happen(of, "closed", now=now)[0]
    if then == "stay" or of.state == "waits_member":
        return of
    going = keeping.happen(of, "resumed", now=now)[0] if of.state == "waits_partner" else of
    return keeping.happen(going, "waiting", facts={"for": "member"}, now=now)[0]
