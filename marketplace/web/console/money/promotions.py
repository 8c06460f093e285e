"""Promotions that a partner and the programme pay for together, at the programme's own desk."""

from marketplace.web.shared import promotion_pages

blueprint = promotion_pages.blueprint(__name__, prefix="/promotions")
