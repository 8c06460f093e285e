"""The page of a partner's webhooks: deliveries as a list, and beside it the address, the keys and how we send."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import webhooks
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.web.shared import filters, listing, parts
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from partner_portal.desk import here, of_address
from partner_portal.webhooks import words

PLACE = Place("partner.webhooks.index", _l("Webhooks"), "webhook", Permission.WEBHOOKS_MANAGE, "w")
blueprint = Blueprint("webhooks", __name__, url_prefix="/<partner>/webhooks")


def _again(row: listing.Row) -> str:
    return url_for("partner.webhooks.ask_replay", delivery_id=row["id"])


def _next_at(row: listing.Row) -> str:
    """When it is tried again, and until when at most."""
    facts = {"moment": filters.moment(row["next_at"]), "day": filters.short_day(row["given_up_at"])}
    return str(gettext("next on %(moment)s, until %(day)s", **facts))


FACE = listing.Face(
    webhooks.DELIVERIES,
    title=_l("Deliveries"),
    heads={
        "state": _l("Outcome"), "said": _l("Answer"), "event": _l("Event"), "type": _l("Type"), "attempts": _l("Attempts"),
        "next_at": _l("Next attempt"), "at": _l("When"),
    },
    notes={"state": "said", "event": "type", "attempts": "next_at"},
    labels={"show": _l("Which"), "kind": _l("Event"), "sent": _l("When")},
    words={
        "state": words.STATES, "event": {kind: listing.Word(said) for kind, said in words.EVENTS.items()}, "show": words.VIEWS,
        "kind": {kind: listing.Word(said) for kind, said in words.KINDS.items()},
    },
    said={"next_at": _next_at},
    options={"said": lambda: [(what, str(name)) for what, name in words.SAID.items()]},
    link=("event", lambda row: url_for("partner.webhooks.show", delivery_id=row["id"])),
    actions=(listing.Action(_l("Resend"), _again, asks=True),),
    empty=listing.Empty(_l("Nothing was sent yet"), _l("Send a test event: it shows whether your server hears us and trusts the signature."), "card"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.WEBHOOKS_MANAGE, partner=of_address)
def index(partner: str) -> ResponseReturnValue:
    """The list beside its endpoint; to script the rows alone."""
    asker = listing.Asker({"partner": here().id})
    if parts.wanted() == "rows":
        return listing.answer(FACE, asker)
    endpoint, now = webhooks.endpoint_of(here().id), clock.now()
    names: dict[str, object] = {"endpoint": endpoint, "words": words, "now": now, "of": here()}
    if endpoint is not None:
        names |= {"tally": webhooks.tally(endpoint.id), "rotation": webhooks.rotation(endpoint.id, now)}
        names |= {"off_on": (endpoint.failing_since or now) + webhooks.OFF_AFTER}
    return render_template("partner/webhooks/index.html", list=listing.look(FACE, asker), part=False, **names)
