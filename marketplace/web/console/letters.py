"""Letters as they were written; each reading is recorded.

A letter whose link acts for its reader (its template says so) is shown to nobody, unless there is no mail server: then it can be read nowhere else, and
anyone who looks after the installation may read it.
"""

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import mailings
from marketplace.core import audit, clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import listing
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor

blueprint = Blueprint("letters", __name__, url_prefix="/letters")
PLACE = Place("console.letters.index", _l("Emails"), "mail", Permission.LETTERS_READ, "l")
FACE = listing.Face(
    mailings.LETTERS,
    export_url="console.letters.export",
    title=_l("Emails"),
    heads={
        "subject": _l("Subject"), "recipient": _l("Recipient"), "written_at": _l("Created"), "state": _l("State"),
        "sent_at": _l("Sent"), "trouble": _l("Problem"),
    },
    notes={"state": "trouble"},
    aside=("sent_at",),
    box="q",
    box_hint=_l("Whole address, or words from the subject"),
    labels={"state": _l("State"), "written": _l("Created")},
    words={
        "state": {
            "sent": listing.Word(_l("Sent"), "good", "check"), "returned": listing.Word(_l("Returned to sender"), "bad", "undo-2"), "failed": listing.Word(_l("Not sent"), "bad", "circle-alert"),
            "waiting": listing.Word(_l("Waiting"), "warn", "hourglass"), "kept": listing.Word(_l("Stored here"), "", "inbox"),
        },
    },
    link=("subject", lambda row: url_for("console.letters.show", letter_id=row["id"])),
    empty=listing.Empty(_l("No emails yet"), _l("Every email to a member is kept here for ninety days."), "card"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.LETTERS_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, asker())


@blueprint.post("/exports")
@require(Permission.LETTERS_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.LETTERS_READ)


def asker() -> listing.Asker:
    """Who asks: letters of their programme, and of the installation where they look after it."""
    return listing.Asker({"programme": g.programme.id, "installation": may(Permission.INSTALLATION_WATCH)})


@blueprint.get("/<int:letter_id>")
@require(Permission.LETTERS_READ)
def show(letter_id: int) -> ResponseReturnValue:
    letter = mailings.letter(letter_id, programme_id=g.programme.id, installation=may(Permission.INSTALLATION_WATCH))
    if not letter.acts:
        letter = mailings.opened(letter.id)
        with transaction(by=actor()):
            audit.record("letters.read", f"letter:{letter.id}", at=clock.now(), after={"acts": False})
    return render_template("console/letter.html", letter=letter, returned=mailings.returned(letter.id))
