"""The API for terminals, `/api/v1/terminal/…`: each has its own key, and a ref for everything it does."""

from marketplace.web.api.terminal import authorisations, cards, offline

BLUEPRINTS = (cards.blueprint, authorisations.blueprint, offline.blueprint)

__all__ = ["BLUEPRINTS"]
