"""What is asked across all domains: queries only."""

from marketplace.reports.books import BOOKS, CHECKS, Looked, look
from marketplace.reports.days import Day, by_day
from marketplace.reports.journal import AUDIT, audit_scope

__all__ = ["AUDIT", "BOOKS", "CHECKS", "Day", "Looked", "audit_scope", "by_day", "look"]
