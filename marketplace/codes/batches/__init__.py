"""Batches of codes: what is left of them, and taking one off the shelf."""

from marketplace.codes.batches.low import Low, note_stock, running_low, set_threshold
from marketplace.codes.batches.reading import (
    BATCHES,
    Batch,
    Change,
    Stock,
    batch,
    batch_number,
    history,
    loaded_by_day,
    on_hand,
)
from marketplace.codes.batches.withdrawing import move, must_be_on_sale, offer, promise_rest, release, withdraw

__all__ = [
    "BATCHES",
    "Batch",
    "Change",
    "Low",
    "Stock",
    "batch",
    "batch_number",
    "history",
    "loaded_by_day",
    "move",
    "must_be_on_sale",
    "note_stock",
    "offer",
    "on_hand",
    "promise_rest",
    "release",
    "running_low",
    "set_threshold",
    "withdraw",
]  # fmt: skip
