"""Cases as a list."""

from flask import g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.core import clock
from marketplace.core.listing import Row
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console.cases import page
from marketplace.web.shared import case_words, listing
from marketplace.web.shared.security import may, require

SHOW = {
    "open": listing.Word(_l("Open")), "mine": listing.Word(_l("Mine")), "unassigned": listing.Word(_l("Nobody’s")),
    "late": listing.Word(_l("Overdue")), "waiting": listing.Word(_l("Waiting")), "closed": listing.Word(_l("Closed cases")),
}  # fmt: skip
CATEGORIES = {name: listing.Word(words) for name, words in case_words.CATEGORIES.items()}
PRIORITIES = {
    "urgent": listing.Word(_l("Urgent"), "warn", "flame"), "normal": listing.Word(_l("Normal")), "low": listing.Word(_l("Can wait")),
}  # fmt: skip
CHANNELS = {name: listing.Word(words) for name, words in case_words.CHANNELS.items()}


def _options(of: dict[str, listing.Word]) -> list[tuple[str, str]]:
    return [(name, str(word.label)) for name, word in of.items()]


def _lateness(row: Row) -> listing.Word | None:
    """The badge of the case itself; none where no time runs, and the day stands alone."""
    if row["state"] in page.RESTING or row["due_at"] is None:
        return None
    due = page.time_left(row["due_at"], clock.now(), answered=bool(row["answered"]))
    return listing.Word(due.said, due.tone, due.sign)


FACE = listing.Face(
    cases.CASES,
    export_url="console.cases.export",
    title=_l("Cases"),
    heads={
        "title": _l("Case"), "number": _l("Number"), "who": _l("Who"), "email": _l("Address"), "priority": _l("Priority"), "category": _l("About"),
        "due_at": _l("Due"), "state": _l("State"), "owner": _l("Owner"), "channel": _l("Came"), "opened_at": _l("Opened"),
    },
    notes={"title": "number", "who": "email", "due_at": "state", "owner": "channel"},
    aside=("category",),
    box="q",
    box_hint=_l("Number, words, whole email"),
    labels={"show": _l("Show"), "category": _l("About"), "priority": _l("Priority"), "opened": _l("Opened")},
    words={"title": CATEGORIES, "show": SHOW, "category": CATEGORIES, "priority": PRIORITIES, "channel": CHANNELS, "state": case_words.STATES},
    options={"category": lambda: _options(CATEGORIES), "priority": lambda: _options(PRIORITIES)},
    marks={"due_at": _lateness},
    link=("title", lambda row: url_for("console.cases.show", case_id=row["id"])),
    empty=listing.Empty(_l("Nothing is waiting here"), _l("What members ask from their account, by email or by phone will be listed here."), "card"),
)  # fmt: skip


@require(Permission.CASES_READ)
def index() -> ResponseReturnValue:
    new = (_l("New case"), url_for("console.cases.ask_new"), "plus") if may(Permission.CASES_ANSWER) else None
    return listing.answer(FACE, asker(), above="console/cases/above.html", action=new)


@require(Permission.CASES_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.CASES_READ)


def asker() -> listing.Asker:
    """Who asks, and when: for what is theirs and what is late."""
    scope = {"programme": g.programme.id, "user": current_user.id, "now": clock.now().isoformat()}
    return listing.Asker(scope, sees_private=may(Permission.MEMBERS_CONTACTS))
