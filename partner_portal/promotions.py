"""Promotions that the partner pays for together with the programme."""

from flask_babel import lazy_gettext

from marketplace import settlements
from marketplace.identity import Permission
from marketplace.web.shared import filters, promotion_pages
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may
from partner_portal.desk import here, of_address


def waiting() -> int:
    """How many promotions wait for the visitor's signature."""
    if not may(Permission.CONTRACTS_ACCEPT, partner_id=here().id):
        return 0
    return sum(one.waits_for == "partner" for one in settlements.promotions([here().id]))


def current() -> list[settlements.Promotion]:
    """The promotions that run today, or are agreed on and begin later, for whoever may see them; the first to begin first."""
    if not may(Permission.STATEMENTS_READ, partner_id=here().id):
        return []
    found = settlements.promotions([here().id])
    return [one for one in reversed(found) if one.state == "agreed" and filters.today() < one.to_day]


def dear(found: list[settlements.Promotion]) -> set[int]:
    """Of these promotions the ones whose prices the shop does not have yet."""
    return {of for of, values in settlements.too_dear(one.id for one in found).items() if values}


PLACE = Place(
    "partner.promotions.index", lazy_gettext("Joint promotions"), "percent", Permission.STATEMENTS_READ, "", waiting
)
blueprint = promotion_pages.blueprint(__name__, prefix="/<partner>/promotions", partner=of_address)
