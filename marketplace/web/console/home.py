"""The console's door: on to the first place that the visitor may see."""

from datetime import datetime

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace.core import book_checks
from marketplace.web.console.places import places, runs_the_house
from marketplace.web.shared.security import require

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@require("support", "finance", "manager", "admin")
def index() -> ResponseReturnValue:
    return redirect(url_for(places()[0].endpoint))


@blueprint.app_context_processor
def names() -> dict[str, object]:
    return {
        "console_places": places,
        "runs_the_house": lambda: runs_the_house(current_user),
        "books_wrong_since": books_wrong_since,
    }


def books_wrong_since() -> datetime | None:
    """Since when the hourly look finds something wrong, for whoever looks after the installation."""
    check = book_checks.last() if runs_the_house(current_user) else None
    return check.wrong_since if check else None
