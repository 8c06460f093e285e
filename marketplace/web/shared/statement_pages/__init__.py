"""Statements: what a partner is owed and why, line by line; disputed, talked about, downloaded, drawn again.

The same pages at two desks: the console sees those of a whole programme, a partner's people their own.
"""

from marketplace.web.shared.statement_pages.attached import papers_given
from marketplace.web.shared.statement_pages.cascade import percent
from marketplace.web.shared.statement_pages.forms import DisputeForm, units
from marketplace.web.shared.statement_pages.pages import blueprint
from marketplace.web.shared.statement_pages.scope import disputed_here, partner_here, partners_here, statement_here
from marketplace.web.shared.statement_pages.views import decision_form, dispute_page, page, pays_on
from marketplace.web.shared.statement_pages.words import KINDS

__all__ = [
    "KINDS",
    "DisputeForm",
    "blueprint",
    "decision_form",
    "dispute_page",
    "disputed_here",
    "page",
    "papers_given",
    "partner_here",
    "partners_here",
    "pays_on",
    "percent",
    "statement_here",
    "units",
]
