"""Passes in the wallets of phones: which card each stands for, who may ask for it again, which devices want to hear of it."""

from marketplace.wallets.errors import NoPass
from marketplace.wallets.forgetting import ERASED
from marketplace.wallets.passes import (
    Pass,
    changed_at,
    forget_token,
    give,
    in_phones,
    is_token,
    note_object,
    of_device,
    pass_by_id,
    pass_of,
    push_token,
    register,
    token,
    unregister,
)

__all__ = [
    "ERASED",
    "NoPass", "Pass", "changed_at", "forget_token", "give", "in_phones", "is_token", "note_object", "of_device", "pass_by_id", "pass_of", "push_token",
    "register", "token", "unregister",
]  # fmt: skip
