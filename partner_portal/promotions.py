"""Promotions that the partner pays for together with the programme."""

from marketplace.web.shared import promotion_pages
from partner_portal.desk import of_address

blueprint = promotion_pages.blueprint(__name__, prefix="/<partner>/promotions", partner=of_address)
