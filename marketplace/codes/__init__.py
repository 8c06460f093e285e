"""Codes of partners and of our own making: loaded, taken, come back, read by who may."""

from marketplace.codes.actions import Claimed, claim, keep, mint
from marketplace.codes.book import SHEETS
from marketplace.codes.errors import (
    CodeKnown,
    NoCode,
    NoReturn,
    NotNoted,
    OutOfStock,
    RetirementUnexplained,
    ReturnDecided,
    StockQuarantined,
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
from marketplace.codes.rules import CODE_MAX, CODE_MIN, PIN_MAX, well_formed
from marketplace.codes.run import KIND as RUN
from marketplace.codes.sealing import CIPHERTEXTS, Secret, unseal
from marketplace.codes.verify import invariants

__all__ = [
    "CIPHERTEXTS", "CODE_MAX", "CODE_MIN", "PIN_MAX", "RETURNS", "RUN", "SHEETS",
    "Claimed", "CodeKnown", "Loaded", "LoadedFile", "NewCode", "NoCode", "NoReturn", "NotNoted", "OutOfStock", "Quarantine", "Reconciled",
    "RetirementUnexplained", "Return", "ReturnDecided", "Secret", "StockQuarantined", "Supply", "about_to_be_shown", "claim",
    "invariants", "keep", "load", "load_file", "mint", "quarantine", "reconcile", "restock", "retire", "returned", "sold_after_commit", "stock",
    "supply", "take_back", "unseal", "waiting", "well_formed",
]  # fmt: skip
