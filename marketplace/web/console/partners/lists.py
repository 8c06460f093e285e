"""Partners and applications as lists."""

from flask import g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import partners
from marketplace.identity import Permission
from marketplace.web.shared import listing
from marketplace.web.shared.security import may, require

STATES = {
    "approved": listing.Word(_l("Active"), "good", "check"), "suspended": listing.Word(_l("Suspended"), "bad", "ban"),
    "left": listing.Word(_l("Has left"), "", "log-out"),
}  # fmt: skip
APPLICATION_STATES = {
    "applied": listing.Word(_l("To be reviewed"), "warn", "hourglass"), "invited": listing.Word(_l("Invited"), "accent", "mail"),
    "approved": listing.Word(_l("Admitted"), "good", "check"), "refused": listing.Word(_l("Refused"), "bad", "x"),
}  # fmt: skip
PARTNERS = listing.Face(
    partners.PARTNERS,
    export_url="console.partners.export",
    title=_l("Partners"),
    heads={
        "name_ru": _l("Name"), "name_en": _l("Name in English"), "legal_name": _l("Legal name"), "inn": _l("INN"),
        "brands": _l("Brands"), "people": _l("People"), "since": _l("Last change"), "state": _l("State"),
    },
    notes={"name_ru": "legal_name"},
    aside=("name_en",),
    box="q",
    box_hint=_l("Name or INN"),
    labels={"state": _l("State")},
    words={"state": STATES},
    link=("name_ru", lambda row: url_for("console.partners.show", of_partner=row["id"])),
    empty=listing.Empty(_l("No partners yet"), _l("Invite a company, or admit one that applies."), "card"),
)  # fmt: skip
APPLICATIONS = listing.Face(
    partners.APPLICATIONS,
    export_url="console.partners.export_applications",
    title=_l("Applications of partners"),
    heads={
        "known_as": _l("Company"), "legal_name": _l("Legal name"), "number": _l("Tax number"), "email": _l("Address"),
        "papers": _l("Documents"), "at": _l("Submitted"), "state": _l("State"),
    },
    notes={"known_as": "legal_name"},
    box="q",
    box_hint=_l("Company or tax number"),
    labels={"state": _l("State"), "at": _l("Submitted")},
    words={"state": APPLICATION_STATES | {"open": listing.Word(_l("Open")), "all": listing.Word(_l("All"))}},
    link=("known_as", lambda row: url_for("console.partners.show_application", application=row["ref"])),
    empty=listing.Empty(_l("No applications waiting"), _l("Companies that apply or are invited will be listed here."), "card"),
)  # fmt: skip


@require(Permission.PARTNERS_READ)
def index() -> ResponseReturnValue:
    return listing.answer(
        PARTNERS, _asker(), above="console/partners/above.html", waiting=partners.waiting(g.programme.id)
    )


@require(Permission.PARTNERS_READ)
def export() -> ResponseReturnValue:
    return listing.export(PARTNERS, _asker(), permission=Permission.PARTNERS_READ)


@require(Permission.PARTNERS_READ)
def applications() -> ResponseReturnValue:
    return listing.answer(
        APPLICATIONS, _asker(), above="console/partners/above.html", waiting=partners.waiting(g.programme.id)
    )


@require(Permission.PARTNERS_READ)
def export_applications() -> ResponseReturnValue:
    return listing.export(APPLICATIONS, _asker(), permission=Permission.PARTNERS_READ)


def _asker() -> listing.Asker:
    return listing.Asker({"programme": g.programme.id}, sees_private=may(Permission.PARTNERS_MANAGE))
