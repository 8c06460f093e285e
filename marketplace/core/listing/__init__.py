"""Lists of things: one description gives the page, the export and the list of the API.

A description says where rows come from, which of them may be seen at all (its scope), and what may be asked of them. The
scope stands inside of everything that a visitor can ask, so no filter can widen it.
"""

from marketplace.core.listing.description import Column, Kind, Listing, Row
from marketplace.core.listing.files import Wording
from marketplace.core.listing.filters import Choice, Days, Equal, Filter, Locale, Numbers, Prefix, like
from marketplace.core.listing.question import BadQuestion, Question, ask
from marketplace.core.listing.reading import Asker, ListTooSlow, count, every, page
from marketplace.core.listing.searching import LAST_CHARACTERS, MAX_SEARCH_LENGTH, Term, Way, squeezed

__all__ = [
    "LAST_CHARACTERS", "MAX_SEARCH_LENGTH", "Asker", "BadQuestion", "Choice", "Column", "Days", "Equal", "Filter", "Kind", "ListTooSlow", "Listing", "Locale", "Numbers",
    "Prefix", "Question", "Row", "Term", "Way", "Wording", "ask", "count", "every", "like", "page", "squeezed",
]  # fmt: skip
