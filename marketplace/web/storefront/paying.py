"""Whether cards can be paid partly in money here, and what such a mix comes to."""

from datetime import datetime
from typing import Any

from flask import current_app

from marketplace import orders
from marketplace.integrations.stripe import connecting
from marketplace.settings import Settings
from marketplace.web.shared.visitor import member
from marketplace.web.storefront.choice import Choice


def is_possible() -> bool:
    """Whether a payment provider is connected: what cannot be paid is not shown."""
    settings: Settings = current_app.config["SETTINGS"]
    return connecting.connected(settings)


def least_points(choice: Choice) -> int | None:
    """How many points must be given at least for a card whose rest may be money; None where points pay all of it."""
    offer = choice.offer
    if offer.min_points is None or offer.money_rate is None or offer.min_points >= choice.price:
        return None
    return offer.min_points


def offered(choice: Choice | None, balance: int) -> bool:
    """Whether this visitor may pay a part of it in money."""
    least = least_points(choice) if choice is not None and is_possible() else None
    return least is not None and least <= balance


def quote(choice: Choice, points: int, now: datetime) -> orders.Quote:
    """What a mix would cost the signed-in member. Raises as `orders.quote`."""
    wanted: dict[str, Any] = {"denomination_id": choice.denomination_id}
    if choice.denomination_id is None:
        wanted = {"offer_id": choice.offer.id, "value": choice.value}
    return orders.quote(member(), **wanted, points=points, now=now)
