"""Who did what: the audit of the request's programme, and of the installation for whoever looks after it."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import reports
from marketplace.identity import Permission
from marketplace.web.console import journal_acts as acts
from marketplace.web.console import journal_facts as facts
from marketplace.web.console import journal_names as names
from marketplace.web.console import journal_whys as whys
from marketplace.web.shared import listing
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

blueprint = Blueprint("journal", __name__, url_prefix="/journal")
PLACE = Place("console.journal.index", _l("Who did what"), "history", Permission.AUDIT_READ, "w")

FACE = listing.Face(
    reports.AUDIT,
    export_url="console.journal.export",
    title=_l("Who did what"),
    heads={
        "at": _l("When"), "actor": _l("Who"), "address": _l("Address"), "action": _l("What"), "subject": _l("Object"),
        "why": _l("Why"), "before": _l("Before"), "after": _l("What changed"), "request": _l("Request"),
    },
    notes={"actor": "address", "action": "subject"},
    aside=("request", "before"),
    said={
        "actor": names.actor, "action": lambda row: acts.said(row["action"]), "subject": names.subject, "after": facts.changes, "why": whys.said,
    },
    link=("subject", names.link),
    box="subject",
    box_hint=_l("Type and number, e.g. order:17"),
    labels={"action": _l("Action starts with"), "actor": _l("Who"), "at": _l("When"), "request": _l("Request")},
    words={
        "actor": {
            "user": listing.Word(_l("A person")), "client": listing.Word(_l("A machine")), "terminal": listing.Word(_l("A terminal")),
            "operator": listing.Word(_l("The operator")),
            "system": listing.Word(_l("The system")),
        },
    },
    empty=listing.Empty(_l("Nothing is recorded"), _l("Everything done to members, orders, cards or settings will "
                                                      "be listed here."), "history"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, asker())


@blueprint.post("/exports")
@require(Permission.AUDIT_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.AUDIT_READ)


def asker() -> listing.Asker:
    """Who asks: records of his programme; addresses are masked for all."""
    scope = reports.audit_scope(g.programme.id, installation=may(Permission.INSTALLATION_WATCH))
    return listing.Asker(scope)
