"""The fraud desk: signals with their evidence, decisions, and the thresholds of the programme."""

from flask import Blueprint, g
from flask_babel import lazy_gettext as _l

from marketplace import fraud
from marketplace.identity import Permission
from marketplace.web.console.fraud import block_words, colleague_kind, listed, views
from marketplace.web.shared.places import Place

__all__ = ["PLACE", "blueprint", "register"]
blueprint = Blueprint("fraud", __name__, url_prefix="/fraud")


def _waiting() -> int:
    if "open_signals" not in g:
        g.open_signals = fraud.waiting(g.programme.id)
    return int(g.open_signals)


def register() -> None:
    """Say how the acts of two are called and drawn."""
    block_words.register()
    colleague_kind.register()


PLACE = Place("console.fraud.index", _l("Fraud"), "shield-alert", Permission.FRAUD_READ, "f", _waiting)
blueprint.get("")(listed.index)
blueprint.post("/exports")(listed.export)
blueprint.get("/limits")(views.limits)
blueprint.post("/limits")(views.set_limits)
blueprint.get("/<int:signal_id>")(views.show)
blueprint.post("/<int:signal_id>/<any(release, hold, block, unblock, tell, stop, suspend, resume):outcome>")(
    views.decide
)
