"""How a list is shown: its words, and a page that filters, sorts and pages with script and without."""

from marketplace.web.shared.listing.face import Action, Empty, Face, Word
from marketplace.web.shared.listing.page import answer

__all__ = ["Action", "Empty", "Face", "Word", "answer"]
