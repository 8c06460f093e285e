"""The API for terminals, `/api/v1/terminal/…`: a till's own key, a ref for everything that it does."""

from marketplace.web.api.terminal import authorisations, cards

BLUEPRINTS = (cards.blueprint, authorisations.blueprint)

__all__ = ["BLUEPRINTS"]
