"""Codes in the vault: what is in stock, how long it lasts, batches, and taking one off the shelf.

The same pages at every desk: the console sees all of a programme, a partner's people what is their own.
"""

from marketplace.web.shared.vault_pages.pages import blueprint

__all__ = ["blueprint"]
