"""Statements: what a partner is owed and why, line by line; disputed, talked about, downloaded, drawn again.

The same pages at two desks: the console sees those of a whole programme, a partner's people their own.
"""

from marketplace.web.shared.statement_pages.forms import DecisionForm, DisputeForm
from marketplace.web.shared.statement_pages.pages import blueprint
from marketplace.web.shared.statement_pages.scope import disputed_here, partner_here, statement_here
from marketplace.web.shared.statement_pages.views import dispute_page, page

__all__ = [
    "DecisionForm",
    "DisputeForm",
    "blueprint",
    "dispute_page",
    "disputed_here",
    "page",
    "partner_here",
    "statement_here",
]
