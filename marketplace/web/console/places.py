"""Which places of the console a visitor sees, and who looks after the whole installation."""

from typing import Any, NamedTuple

from flask import g
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace import identity, programmes


class Place(NamedTuple):
    """A line of the rail."""

    endpoint: str
    title: LazyString
    sign: str
    roles: tuple[str, ...]


JOURNAL_ROLES = ("support", "finance", "manager", "admin")
LETTER_ROLES = ("support", "admin")
PLACES = (
    Place("console.journal.index", _l("Who did what"), "history", JOURNAL_ROLES),
    Place("console.letters.index", _l("Letters"), "mail", LETTER_ROLES),
)
# Promises belong to no programme: admins of the first one, whose host the installation answers by default, see them.
PROMISES = Place("console.promises.index", _l("Promises"), "inbox", ("admin",))


def places() -> list[Place]:
    """The places of the signed-in visitor in the request's programme, in order."""
    user = current_user
    if not user.is_authenticated:
        return []
    seen = [
        place for place in PLACES
        if any(identity.can(user, role, programme_id=g.programme.id) for role in place.roles)
    ]  # fmt: skip
    return [PROMISES, *seen] if runs_the_house(user) else seen


def runs_the_house(user: Any) -> bool:
    """Whether a user looks after what belongs to no single programme, and is where that is done."""
    first = programmes.default().id
    return bool(g.programme.id == first and identity.can(user, "admin", programme_id=first))
