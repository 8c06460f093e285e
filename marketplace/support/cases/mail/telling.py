"""What people are told of their case by letter: that it is here and until when it is answered, and each answer."""

from datetime import datetime
from typing import Any

from marketplace import mailings, members, programmes
from marketplace.core import formats
from marketplace.support.cases import queries
from marketplace.support.cases.clocks import desks
from marketplace.support.cases.mail import addresses
from marketplace.support.cases.values import Case

TITLE_SHOWN = 120
TEMPLATES = {"opened": "case_received", "answered": "case_answer", "reminded": "case_waiting"}


def write_letter(event_id: int, *, home: str, now: datetime) -> None:
    """Write the letter about something that happened, once. A case that was merged since is told of as the one that it leads to.

    Args:
        home: where the programme's members find it, `scheme://host`.
    """
    event = queries.event(event_id)
    of = queries.case_by_id(event.case_id)
    if not of.email or event.what not in TEMPLATES:
        return
    template = TEMPLATES[event.what]
    programme, case = programmes.get(of.programme_id), queries.target(of)
    language = programme.language(str(event.facts.get("language") or of.language))
    member = None if of.member_id is None else members.member(of.member_id)
    context: dict[str, Any] = {
        "first_name": member.first_name if member else "", "number": case.number, "title": of.title[:TITLE_SHOWN], "category": of.category,
        "case_url": f"{home}/cases/{case.id}" if member else "", "text": event.text, "closed": event.facts.get("then") == "close",
        "until": _until(of, language, programme.time_zone), "may_answer": bool(desks.desk(programme.id).mailbox),
    }  # fmt: skip
    mailings.write(
        f"case:{event_id}", programme=programme, recipient=of.email, template=template, language=language, context=context,
        reply_to=addresses.reply_address(desks.desk(programme.id).mailbox, case.id), now=now,
    )  # fmt: skip


def _until(of: Case, language: str, time_zone: str) -> str:
    """Until when the first answer comes."""
    return formats.moment(of.first_due_at, language, time_zone) if of.first_due_at is not None else ""
