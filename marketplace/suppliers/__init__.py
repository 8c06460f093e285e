"""Suppliers: whom cards are bought from when they are ordered, how they are reached, what was asked and what they answered."""

from marketplace.suppliers.actions import Asked, begin, decidable, end, go_on, heard, recognise, show, show_overdue
from marketplace.suppliers.book import SHEETS
from marketplace.suppliers.connecting import close, connect, learn, mend
from marketplace.suppliers.errors import (
    BeingAsked,
    EvidenceNeeded,
    NoConnection,
    NoPurchase,
    PurchaseEnded,
    ReceiptTaken,
)
from marketplace.suppliers.queries import (
    calls,
    connection,
    connection_by_id,
    connections,
    purchase,
    purchase_of,
    purchases_of,
    waiting,
)
from marketplace.suppliers.rules import MIN_EVIDENCE_LENGTH, NotSold, Wait, fits
from marketplace.suppliers.sealing import CIPHERTEXTS, secret
from marketplace.suppliers.values import (
    Answer,
    Bought,
    Call,
    Connection,
    Outcome,
    Purchase,
    Sale,
    Trouble,
)
from marketplace.suppliers.verify import invariants

__all__ = [
    "CIPHERTEXTS", "MIN_EVIDENCE_LENGTH", "SHEETS", "Answer", "Asked", "BeingAsked", "Bought", "Call", "Connection", "EvidenceNeeded",
    "NoConnection", "NoPurchase", "NotSold", "Outcome", "Purchase", "PurchaseEnded", "ReceiptTaken", "Sale", "Trouble", "Wait", "begin",
    "calls", "close", "connect", "connection", "connection_by_id", "connections", "decidable", "end", "fits", "go_on", "heard", "invariants",
    "learn", "mend", "purchase", "purchase_of", "purchases_of", "recognise", "secret", "show", "show_overdue", "waiting",
]  # fmt: skip
