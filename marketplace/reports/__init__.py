"""What is asked across all domains: queries only."""

from marketplace.reports.books import BOOKS, CHECKS, Looked, look
from marketplace.reports.journal import AUDIT, audit_scope

__all__ = ["AUDIT", "BOOKS", "CHECKS", "Looked", "audit_scope", "look"]
