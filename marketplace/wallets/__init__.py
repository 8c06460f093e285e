"""Passes in the wallets of phones: which card each stands for, who may ask for it again, which devices want to hear of it."""

from marketplace.wallets.errors import NoPass
from marketplace.wallets.passes import Pass, changed_at, give, is_token, of_device, pass_of, register, token, unregister

__all__ = [
    "NoPass",
    "Pass",
    "changed_at",
    "give",
    "is_token",
    "of_device",
    "pass_of",
    "register",
    "token",
    "unregister",
]
