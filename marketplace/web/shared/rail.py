"""The rail of a desk: those places of its entry point that the visitor may see."""

from flask import g, request
from flask_login import current_user

from marketplace.web.shared.entry_points import EntryPoint, served
from marketplace.web.shared.places import Place
from marketplace.web.shared.visitor import may


def rail() -> list[Place]:
    """The places of the entry point whose page this is, in its own order; none outside any.

    On the desk of a partner (`g.partner`) those that the visitor may see for that partner.
    """
    own, partner = _entry_point(), g.get("partner")
    return [one for one in own.places if may(one.permission, partner_id=partner.id if partner else None)] if own else []


def at_desk() -> bool:
    """Whether the visitor works at the desk whose page this is; at a partner's, whose pages say first which partner, nobody does."""
    own = _entry_point()
    if own is None or not own.desk or own.opened_by is None or own.by_partner:
        return False
    return bool(current_user.is_authenticated) and may(own.opened_by)


def desk_layout() -> str:
    """The template in which pages of that entry point's desk stand; the bare desk's outside any."""
    own = _entry_point()
    return own.desk if own and own.desk else "shared/desk/layout.html"


def _entry_point() -> EntryPoint | None:
    root = (request.blueprint or "").partition(".")[0]
    return next((entry for entry in served() if root in (blueprint.name for blueprint in entry.blueprints)), None)
