"""Codes of partners and of our own making: loaded, taken, come back, read by who may."""

from marketplace.codes.actions import Claimed, claim, keep, mint
from marketplace.codes.batches import (
    BATCHES,
    Batch,
    Change,
    Stock,
    batch,
    history,
    loaded_by_day,
    on_hand,
    release,
    withdraw,
)
from marketplace.codes.errors import (
    BatchOnSale,
    BatchWithdrawn,
    CodeKnown,
    NoBatch,
    NoCode,
    NoReturn,
    NotNoted,
    OutOfStock,
    RetirementUnexplained,
    ReturnDecided,
    StockQuarantined,
    WithdrawalUnexplained,
)
from marketplace.codes.files import LoadedFile, load_file
from marketplace.codes.loading import Loaded, NewCode, load
from marketplace.codes.quarantine import (
    Quarantine,
    Reconciled,
    about_to_be_shown,
    quarantine,
    reconcile,
    sold_after_commit,
)
from marketplace.codes.queries import Supply, stock, supply
from marketplace.codes.returning import RETURNS, Return, restock, retire, returned, take_back, waiting
from marketplace.codes.rules import CODE_MAX, CODE_MIN, DAYS_LOOKED_AT, PIN_MAX, is_low, sold_out_on, well_formed
from marketplace.codes.run import KIND as RUN
from marketplace.codes.sealing import CIPHERTEXTS, Secret, unseal
from marketplace.codes.verify import SHEETS, invariants

__all__ = [
    "BATCHES", "CIPHERTEXTS", "CODE_MAX", "CODE_MIN", "DAYS_LOOKED_AT", "PIN_MAX", "RETURNS", "RUN", "SHEETS", "Batch", "BatchOnSale",
    "BatchWithdrawn", "Change", "Claimed", "CodeKnown", "Loaded", "LoadedFile", "NewCode", "NoBatch", "NoCode", "NoReturn", "NotNoted",
    "OutOfStock", "Quarantine", "Reconciled", "RetirementUnexplained", "Return", "ReturnDecided", "Secret", "Stock",
    "StockQuarantined", "Supply", "WithdrawalUnexplained", "about_to_be_shown", "batch", "claim", "history", "invariants", "is_low",
    "keep", "load", "load_file", "loaded_by_day", "mint", "on_hand", "quarantine", "reconcile", "release", "restock", "retire",
    "returned", "sold_after_commit", "sold_out_on", "stock", "supply", "take_back", "unseal", "waiting", "well_formed", "withdraw",
]  # fmt: skip
