"""What people decide about money that came or did not: joined, undone, set aside, put right, asked for; and what is suggested to them."""

from marketplace.reconciliation.deciding.by_hand import (
    WHY_MAX,
    credited,
    give_up,
    match,
    part,
    set_aside,
    take_up,
    tell_apart,
)
from marketplace.reconciliation.deciding.deposits import request_deposit
from marketplace.reconciliation.deciding.repairs import Repair, leave_out, mend, repair
from marketplace.reconciliation.deciding.suggesting import Suggestion, for_entry, for_expectation

__all__ = [
    "WHY_MAX", "Repair", "Suggestion", "credited", "for_entry", "for_expectation", "give_up", "leave_out", "match", "mend", "part", "repair", "request_deposit",
    "set_aside", "take_up", "tell_apart",
]  # fmt: skip
