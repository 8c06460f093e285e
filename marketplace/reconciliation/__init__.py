"""What banks and acquirers say has come and gone, and what was expected to."""

from marketplace.reconciliation.columns import Columns, columns_of
from marketplace.reconciliation.rules import difference, fits_account, keys_of, words_of
from marketplace.reconciliation.run import bank_files
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
    "Columns",
    "PaymentStatus",
    "Reader",
    "Unread",
    "bank_files",
    "columns_of",
    "difference",
    "fits_account",
    "keys_of",
    "words_of",
]
