"""Letters as they were written; each reading is recorded.

A letter that opens an account is shown to nobody, unless there is no mail server: then it can be read nowhere else, and
whoever looks after the installation may read it.
"""

from flask import Blueprint, abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import mailings
from marketplace.core import audit, clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.settings import Settings
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require
from marketplace.web.shared.visitor import actor

LIMIT = 50
KEYS = "security:"
blueprint = Blueprint("letters", __name__, url_prefix="/letters")
PLACE = Place("console.letters.index", _l("Letters"), "mail", Permission.LETTERS_READ, "l")


@blueprint.get("")
@require(Permission.LETTERS_READ)
def index() -> ResponseReturnValue:
    page = mailings.letters([g.programme.id], cursor=request.args.get("cursor", ""), limit=LIMIT)
    items = [letter for letter in page.items if _may_see(letter)]
    return render_template("console/letters.html", letters=items, next=page.next)


@blueprint.get("/<int:letter_id>")
@require(Permission.LETTERS_READ)
def show(letter_id: int) -> ResponseReturnValue:
    letter = mailings.letter(letter_id)
    if not _may_see(letter):
        abort(404)
    opens = letter.ref.startswith(KEYS)
    settings: Settings = current_app.config["SETTINGS"]
    readable = not opens or (settings.smtp_url is None and may(Permission.INSTALLATION_WATCH))
    if readable:
        with transaction(by=actor()):
            audit.record("letters.read", f"letter:{letter.id}", at=clock.now())
    return render_template("console/letter.html", letter=letter, readable=readable)


def _may_see(letter: mailings.Letter) -> bool:
    if letter.programme_id is None:
        return may(Permission.INSTALLATION_WATCH)
    return bool(letter.programme_id == g.programme.id)
