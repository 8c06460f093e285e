"""Reconciliation at the console: what is expected and what came, joined and parted by hand; statements with checks; what could not be read."""

from marketplace.web.console.reconciling import account_kind, accounts, acts, kinds, listed, tills
from marketplace.web.console.reconciling.views import PLACE, blueprint

__all__ = ["PLACE", "accounts", "acts", "blueprint", "listed", "register", "tills"]


def register() -> None:
    """Say how acts of two are called and drawn here."""
    kinds.register()
    account_kind.register()
