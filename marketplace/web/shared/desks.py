"""The desks of everyone who works here: where they land after sign-in, and how they get there from a member's page."""

from dataclasses import dataclass

from flask import g, url_for
from flask_login import current_user

from marketplace import identity
from marketplace.web.shared.entry_points import EntryPoint, served
from marketplace.web.shared.visitor import may


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that is served here: its name and its first page."""

    name: str
    href: str


def desks() -> list[Desk]:
    """Those that the visitor may open in the request's programme, the first one first; none for members and guests."""
    if not current_user.is_authenticated or not current_user.grants:
        return []
    return [Desk(str(entry.called), url_for(entry.front)) for entry in served() if _opens(entry)]


def _opens(entry: EntryPoint) -> bool:
    if entry.opened_by is None:
        return False
    if entry.by_partner:
        return bool(identity.partners_of(current_user, entry.opened_by, programme_id=g.programme.id))
    return may(entry.opened_by)
