"""A partner's contract, as both sides read it: what waits to be signed and what it changes, the terms, payout days, versions."""

from marketplace.web.shared.contract_pages.page import page

__all__ = ["page"]
