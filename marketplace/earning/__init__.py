"""Events become points, once each: bank-card operations earn 0.5 %, and refunds take it back."""

from marketplace.earning.actions import hold, look, take_in, take_in_due
from marketplace.earning.book import SHEETS
from marketplace.earning.forgetting import ERASED
from marketplace.earning.queries import Paid, operations_of, paid
from marketplace.earning.run import card_operations
from marketplace.earning.values import MemberPoints, Operation, Report
from marketplace.earning.verify import invariants

__all__ = [
    "ERASED",
    "SHEETS",
    "MemberPoints", "Operation", "Paid", "Report", "card_operations", "hold", "invariants", "look", "operations_of", "paid", "take_in", "take_in_due",
]  # fmt: skip
