"""What the pages of sign-in show beside their form: three cards of the shop, and how many brands it has, as it says itself."""

from typing import Any

from flask import Flask, g, has_request_context, request

from marketplace import shop
from marketplace.core import clock
from marketplace.web.storefront import city, overview

CARDS = 3


def init_app(app: Flask) -> None:
    """Give the names to the templates of sign-in."""
    app.context_processor(names)


def names() -> dict[str, Any]:
    """Brands that can be ordered now; nothing on other pages."""
    if not has_request_context() or request.blueprint not in ("security", "sign_up") or "programme" not in g:
        return {}
    now = clock.now()
    tiles = shop.tiles(g.programme.id, limit=CARDS, city=city.slug(), tier=overview.tier(), now=now).items
    return {"door_brands": tiles, "door_total": overview.brands(now) if tiles else 0}
