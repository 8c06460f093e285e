"""Events become points, once each: bank-card operations earn 0.5 %, and refunds take it back."""

from marketplace.earning.actions import look, take_in, take_in_due
from marketplace.earning.book import SHEETS
from marketplace.earning.queries import earned_with, operations_of
from marketplace.earning.run import card_operations
from marketplace.earning.values import MemberPoints, Operation, Report
from marketplace.earning.verify import invariants

__all__ = [
    "SHEETS",
    "MemberPoints", "Operation", "Report", "card_operations", "earned_with", "invariants", "look", "operations_of", "take_in", "take_in_due",
]  # fmt: skip
