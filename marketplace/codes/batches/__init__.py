"""Batches of codes: what is left of them, and taking one off the shelf."""

from marketplace.codes.batches.reading import BATCHES, Batch, Change, Stock, batch, history, loaded_by_day, on_hand
from marketplace.codes.batches.withdrawing import must_be_on_sale, offer, release, withdraw

__all__ = [
    "BATCHES", "Batch", "Change", "Stock", "batch", "history", "loaded_by_day", "must_be_on_sale", "offer", "on_hand", "release", "withdraw",
]  # fmt: skip
