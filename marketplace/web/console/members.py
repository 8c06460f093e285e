"""The members of the request's programme; addresses and phones are whole for those who may see them so."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import members, programmes
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.web.shared import filters, listing
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

blueprint = Blueprint("members", __name__, url_prefix="/members")
PLACE = Place("console.members.index", _l("Members"), "users", Permission.MEMBERS_READ, "m")


def _cities() -> list[tuple[str, str]]:
    return [(city.slug, filters.local(city, "name")) for city in programmes.cities()]


FACE = listing.Face(
    members.MEMBERS,
    export_url="console.members.export",
    title=_l("Members"),
    heads={
        "name": _l("Name"), "number": _l("Number"), "email": _l("Address"), "phone": _l("Phone"), "tier": _l("Level"),
        "city": _l("City"), "joined_at": _l("Joined"), "balance": _l("Balance"),
    },
    notes={"name": "number", "email": "phone"},
    box="q",
    box_hint=_l("Number, name, email or phone"),
    labels={"tier": _l("Level"), "city": _l("City"), "joined": _l("Joined")},
    options={"city": _cities},
    empty=listing.Empty(_l("No members yet"), _l("People who sign up, or are brought over from elsewhere, will be "
                                                 "listed here."), "card"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.MEMBERS_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, asker())


@blueprint.post("/exports")
@require(Permission.MEMBERS_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.MEMBERS_READ)


def asker() -> listing.Asker:
    """Who asks: all members of his programme."""
    return listing.Asker(
        {"programme": g.programme.id, "member": None, "today": g.programme.day(clock.now()).isoformat()},
        sees_private=may(Permission.MEMBERS_CONTACTS),
    )
