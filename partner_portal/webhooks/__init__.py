"""Webhooks of a partner: where events go, how each delivery went, keys exchanged, sent once more."""

from partner_portal.webhooks import acts, deliveries, setting
from partner_portal.webhooks.listed import PLACE, blueprint

__all__ = ["PLACE", "acts", "blueprint", "deliveries", "setting"]
