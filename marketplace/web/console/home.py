"""The console's door: on to the first place that the visitor may see."""

from datetime import datetime

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from marketplace.core import book_checks
from marketplace.identity import Permission
from marketplace.web.console import approval_shown, journal, letters, programme, promises
from marketplace.web.shared import places
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

PLACES = (promises.PLACE, journal.PLACE, letters.PLACE, approval_shown.PLACE, programme.PLACE)

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@require(Permission.CONSOLE_OPEN)
def index() -> ResponseReturnValue:
    return redirect(url_for(console_places()[0].endpoint))


@blueprint.app_context_processor
def names() -> dict[str, object]:
    return {"console_places": console_places, "books_wrong_since": books_wrong_since}


def console_places() -> list[Place]:
    """The lines of the rail."""
    return places.seen(PLACES)


def books_wrong_since() -> datetime | None:
    """Since when the hourly look finds something wrong, for whoever looks after the installation."""
    check = book_checks.last() if may(Permission.INSTALLATION_WATCH) else None
    return check.wrong_since if check else None
