"""Codes of partners and of our own making: loaded, taken, given back, read by who may."""

from marketplace.codes.actions import claim, keep, mint, put_back
from marketplace.codes.book import SHEETS
from marketplace.codes.errors import CodeKnown, NoCode, OutOfStock
from marketplace.codes.files import LoadedFile, load_file
from marketplace.codes.loading import Loaded, NewCode, load
from marketplace.codes.queries import stock
from marketplace.codes.rules import CODE_MAX, CODE_MIN, PIN_MAX, well_formed
from marketplace.codes.run import KIND as RUN
from marketplace.codes.sealing import CIPHERTEXTS, Secret, unseal
from marketplace.codes.supply import Supply, supply
from marketplace.codes.values import Claimed
from marketplace.codes.verify import invariants

__all__ = [
    "CIPHERTEXTS",
    "CODE_MAX",
    "CODE_MIN",
    "PIN_MAX",
    "RUN",
    "SHEETS",
    "Claimed",
    "CodeKnown",
    "Loaded",
    "LoadedFile",
    "NewCode",
    "NoCode",
    "OutOfStock",
    "Secret",
    "Supply",
    "claim",
    "invariants",
    "keep",
    "load",
    "load_file",
    "mint",
    "put_back",
    "stock",
    "supply",
    "unseal",
    "well_formed",
]
