"""A copy of all that is kept of a member, for the member."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import erasures
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.support import archives
from marketplace.web.shared import filters
from marketplace.web.shared.archive_answers import fetched
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import joined


@joined.members_only
def data() -> str:
    """What the copy holds, how far it is, and the file."""
    found = archives.newest(member().id, by=current_user.id, now=clock.now())
    return render_template("storefront/account/data.html", archive=found, erasing=erasures.newest(member().id))


@joined.members_only
def ask_for_data() -> ResponseReturnValue:
    """Have it made; asked again while it is being made, it is the same."""
    with transaction(by=actor()):
        archives.ask(member(), by=current_user.id, language=g.programme.language(filters.language()), now=clock.now())
    return redirect(url_for("storefront.account.data"), 303)


@joined.members_only
def fetch_data(archive_id: str) -> ResponseReturnValue:
    """The file."""
    return fetched(archive_id)
