"""Codes that came back: somebody decides whether each is sold again or never.

The same pages at two desks: the console sees those of a whole programme, a partner's people its own.
"""

from marketplace.web.shared.held_codes.listed import WHY, waiting
from marketplace.web.shared.held_codes.pages import blueprint

__all__ = ["WHY", "blueprint", "waiting"]
