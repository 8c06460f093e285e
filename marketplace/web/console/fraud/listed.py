"""The list of signals."""

from flask import g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import fraud
from marketplace.identity import Permission
from marketplace.web.console.fraud.words import KINDS, STATES
from marketplace.web.shared import listing
from marketplace.web.shared.listing import Word
from marketplace.web.shared.security import may, require

FACE = listing.Face(
    fraud.SIGNALS,
    export_url="console.fraud.export",
    title=_l("Fraud"),
    heads={
        "kind": _l("What was seen"), "score": _l("Score"), "member": _l("Member"), "number": _l("Number"), "person": _l("Cashier or colleague"),
        "partner": _l("Partner"), "at": _l("When"), "state": _l("State"),
    },
    notes={"member": "number"},
    labels={"what": _l("What was seen"), "at": _l("When"), "state": _l("State")},
    words={"kind": KINDS, "what": KINDS, "state": STATES | {"all": Word(_l("All"))}},
    link=("kind", lambda row: url_for("console.fraud.show", signal_id=row["id"])),
    empty=listing.Empty(_l("No signals"), _l("Many members on one device, points spent as soon as they arrive, order after order cancelled, "
                                             "attempts to use decoy codes: anything that looks like fraud appears here with its evidence."), "lock"),
)  # fmt: skip


@require(Permission.FRAUD_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, _asker())


@require(Permission.FRAUD_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.FRAUD_READ)


def _asker() -> listing.Asker:
    return listing.Asker({"programme": g.programme.id}, sees_private=may(Permission.MEMBERS_CONTACTS))
