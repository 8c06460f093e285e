"""What the hash chain covers of gift cards: whose a card is, what it is worth and which code it holds, each movement of its value, and its history.

State, `revealed_at` and what is left change as the history grows; `verify.py` holds them against it.
"""

from marketplace.core.chain import Sheet
from marketplace.core.own_seals import Owned
from marketplace.giftcards.forgetting import ERASED

__all__ = ["ERASED", "EXTENSIONS", "SHEETS"]

SHEETS = (
    Sheet(
        "giftcards",
        (
            "public_id", "programme_id", "member_id", "order_id", "succession_id", "brand_id", "offer_id", "offer_kind", "code_id", "value", "currency",
            "issued_at", "born_until", "last4",
        ),
    ),
    Sheet("giftcard_successions", ("programme_id", "ref", "cause", "at")),
    Sheet("giftcard_endings", ("giftcard_id", "succession_id", "amount"), key="giftcard_id"),
    Sheet("giftcard_movements", ("giftcard_id", "amount", "cause", "at")),
    Sheet("giftcard_extensions", ("giftcard_id", "was", "until", "days", "reason", "at"), words=("note",)),
    Sheet("giftcard_voidings", ("giftcard_id", "amount", "reason", "at"), words=("note",)),
    Sheet("giftcard_stops", ("giftcard_id", "reason", "at"), words=("note",)),
    Sheet("giftcard_events", ("giftcard_id", "kind", "at")),
)  # fmt: skip
EXTENSIONS = Owned(
    "giftcard_extensions", "a certificate was extended by the application itself, which alone can seal it",
    ("t.giftcard_id", "t.was", "t.until", "t.days", "t.reason"),
)  # fmt: skip
OWNED = (EXTENSIONS,)
