"""Reconciliation at the console: what is expected and what came, joined and parted by hand; statements with checks; what could not be read."""

from marketplace.web.console.reconciling import acts, listed, tills
from marketplace.web.console.reconciling.kinds import register
from marketplace.web.console.reconciling.views import PLACE, blueprint

__all__ = ["PLACE", "acts", "blueprint", "listed", "register", "tills"]
