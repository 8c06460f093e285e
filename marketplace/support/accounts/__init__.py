"""A member's account put right by support: points given and taken by hand, with their reasons, evidence and limits."""

from marketplace.support.accounts.bank_cards import Bound, bound, bound_card
from marketplace.support.accounts.correcting import correct, give_goodwill
from marketplace.support.accounts.errors import (
    BadCorrection,
    DayLimit,
    EarnedLess,
    EvidenceNeeded,
    GoodwillSpent,
    NoPaper,
    NotAskedFor,
    ProgrammeDayLimit,
    RefUsed,
)
from marketplace.support.accounts.papers import CIPHERTEXTS, content, keep, paper
from marketplace.support.accounts.queries import (
    alone_with,
    correction,
    corrections,
    goodwill,
    how_many,
    is_done,
    near_limits,
)
from marketplace.support.accounts.rules import CAP, NOTE_MAX, check
from marketplace.support.accounts.values import CREDITS, DEBITS, DIRECTIONS, Budget, Correction, Near, Paper, Wanted
from marketplace.support.accounts.verify import RULES

__all__ = [
    "CAP", "CIPHERTEXTS", "CREDITS", "DEBITS", "DIRECTIONS", "NOTE_MAX", "RULES", "BadCorrection", "Bound", "Budget", "Correction", "DayLimit", "EarnedLess", "EvidenceNeeded",
    "GoodwillSpent", "Near", "NoPaper", "NotAskedFor", "Paper", "ProgrammeDayLimit", "RefUsed", "Wanted", "alone_with", "bound", "bound_card", "check", "content", "correct", "correction",
    "corrections", "give_goodwill", "goodwill", "how_many", "is_done", "keep", "near_limits", "paper",
]  # fmt: skip
