"""A request as its member sees it: how it stands, what happened, who said what. Notes of the staff are none of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import g
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.support import cases
from marketplace.web.shared import filters

# What a member is told of each event: its title, sign and tone. What is not here is the desk's own affair.
TOLD: Mapping[str, tuple[LazyString, str, str]] = {
    "opened": (_l("You asked us"), "message-square", ""), "wrote": (_l("You wrote"), "message-square", ""), "answered": (_l("We answered"), "send", "good"),
    "closed": (_l("The request is closed"), "circle-check", "good"), "reopened": (_l("The request is open again"), "rotate-ccw", "warn"),
    "took_in": (_l("Another request of yours was joined to this one"), "link", ""),
}  # fmt: skip
STATES: Mapping[str, tuple[LazyString, str, str]] = {
    "open": (_l("We are on it"), "warn", "clock"), "waits_member": (_l("Waiting for your answer"), "warn", "hourglass"),
    "waits_partner": (_l("Waiting for the shop"), "warn", "store"), "closed": (_l("Closed"), "good", "check"), "merged": (_l("Joined to another"), "", "link"),
}  # fmt: skip


class Line(NamedTuple):
    """One line of the conversation."""

    title: str
    about: str
    at: datetime
    sign: str
    tone: str
    text: str
    files: Sequence[cases.File]


def badge(of: cases.Case) -> tuple[str, str, str]:
    """How a request stands: word, tone, sign; with the time of the first answer while there is none."""
    word, tone, sign = STATES[of.state]
    if of.state == "open" and of.answered_at is None and of.first_due_at is not None:
        when = filters.moment(of.first_due_at)
        if of.first_due_at < clock.now():
            return gettext("we are late: promised by %(moment)s", moment=when), tone, sign
        return gettext("we will answer by %(moment)s", moment=when), tone, sign
    return str(word), tone, sign


def lines(of: cases.Case) -> list[Line]:
    """What happened, newest first."""
    files = cases.files_of([of.id])
    made = [_line(event, [one for one in files if one.event_id == event.id]) for event in cases.events([of])]
    return [line for line in reversed(made) if line is not None]


def _line(event: cases.Event, files: Sequence[cases.File]) -> Line | None:
    if event.what in TOLD:
        title, sign, tone = TOLD[event.what]
        about = gettext("by phone") if event.what == "answered" and event.facts.get("via") == "phone" else ""
        if event.facts.get("masked") and event.what in ("opened", "wrote"):
            about = gettext("A card’s code in it was hidden")
        return Line(str(title), about, event.at, sign, tone, event.text, files)
    said = _desk(event)
    return said and Line(said[0], said[1], event.at, said[2], said[3], "", ())


def _desk(event: cases.Event) -> tuple[str, str, str, str] | None:
    """What the desk does that concerns the member: title, about, sign, tone."""
    facts = event.facts
    if event.what == "assigned" and facts["owner"]:
        return gettext("Somebody is looking into it"), g.programme.name(filters.language()), "user", ""
    if event.what == "waiting" and facts["for"] == "partner":
        said = gettext("We asked the shop whether the code can be cancelled")
        return said, gettext("It usually answers within a day"), "store", "warn"
    if event.what == "resumed" and "outcome" in facts:
        done = facts["outcome"] == "cancelled"
        return (
            gettext("The shop cancelled the code") if done else gettext("The shop cannot cancel the code"),
            "",
            "store",
            "",
        )
    return None
