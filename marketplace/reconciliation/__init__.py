"""What banks and acquirers say has come and gone, and what was expected to."""

from marketplace.reconciliation.rules import difference, fits_account, keys_of, words_of
from marketplace.reconciliation.values import (
    ENTRIES_MAX,
    BankEntry,
    BankFile,
    BankStatement,
    PaymentStatus,
    Reader,
    Unread,
)

__all__ = [
    "ENTRIES_MAX",
    "BankEntry",
    "BankFile",
    "BankStatement",
    "PaymentStatus",
    "Reader",
    "Unread",
    "difference",
    "fits_account",
    "keys_of",
    "words_of",
]
