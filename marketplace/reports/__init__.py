"""What is asked across all domains: queries only."""

from marketplace.reports.books import BOOKS, CHECKS, Looked, look

__all__ = ["BOOKS", "CHECKS", "Looked", "look"]
