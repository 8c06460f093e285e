"""How a list is shown: its words, and a page that filters, sorts and pages with script and without."""

from marketplace.core.listing import Asker, Row
from marketplace.web.shared.listing.exporting import export
from marketplace.web.shared.listing.face import Action, Empty, Face, Word
from marketplace.web.shared.listing.page import ROWS, answer, look

__all__ = ["ROWS", "Action", "Asker", "Empty", "Face", "Row", "Word", "answer", "export", "look"]
