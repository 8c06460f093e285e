"""Payments as staff sees them: how each stands, what the provider said and was asked, and money sent back."""

from marketplace.web.console.payments import dealing, debts, refunding
from marketplace.web.console.payments.listed import PLACE
from marketplace.web.console.payments.views import blueprint

__all__ = ["PLACE", "blueprint", "dealing", "debts", "refunding"]
