"""What the hash chain covers of payments: each of them, and everything that became of it."""

from marketplace.core.chain import Sheet
from marketplace.core.own_seals import Owned
from marketplace.payments.forgetting import ERASED, MOVES

__all__ = ["COMPLETIONS", "ERASED", "MOVES", "SHEETS"]

SHEETS = (
    Sheet(
        "payments", ("public_id", "programme_id", "member_id", "purpose", "purpose_id", "amount", "currency", "placed_at", "pay_until")
    ),
    Sheet("payment_completions", ("payment_id", "intent_ref", "at", "known_by"), key="payment_id"),
    Sheet("payment_expiries", ("payment_id", "at", "known_by"), key="payment_id"),
    Sheet("payment_refunds", ("public_id", "payment_id", "amount", "cause", "borne_by", "at", "by"), words=("why",)),
    Sheet("payment_refund_receipts", ("refund_id", "provider_ref", "at"), key="refund_id"),
    Sheet("payment_refund_ends", ("refund_id", "how", "at", "why")),
    Sheet("payment_disputes", ("payment_id", "provider_ref", "amount", "reason", "at")),
    Sheet("payment_dispute_steps", ("dispute_id", "what", "outcome", "at")),
    Sheet("payment_dispute_takings", ("dispute_id", "at", "value", "owed"), key="dispute_id"),
    Sheet("payment_dispute_pieces", ("dispute_id", "giftcard_id", "value")),
    Sheet("payment_dispute_returns", ("dispute_id", "at"), key="dispute_id"),
    Sheet("payment_nettings", ("payment_id", "amount", "at")),
    Sheet("payment_write_offs", ("proposal_id", "member_id", "unit", "amount", "at"), key="proposal_id"),
    Sheet("topups", ("programme_id", "member_id", "ref", "points", "fresh_days", "placed_at")),
    Sheet("topup_takings", ("topup_id", "cause", "cause_id", "points", "owed", "at")),
    Sheet("topup_returns", ("taking_id", "at"), key="taking_id"),
)  # fmt: skip
# Money that came, as the provider's event or answer said it to the application.
COMPLETIONS = Owned(
    "payment_completions", "that money came was heard by the application itself, which alone can seal it",
    ("t.payment_id", "t.intent_ref", "t.known_by"), key="payment_id",
)  # fmt: skip
OWNED = (COMPLETIONS,)
