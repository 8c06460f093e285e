"""What the hash chain covers of earning: every card operation, with whose it was and what it brought, what refunds
gave back, and what was received ahead of its time."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet(
        "card_operations",
        (
            "programme_id", "source", "operation_id", "member_id", "happened_at", "kind", "amount", "currency", "mcc",
            "rrn", "original_amount", "original_currency", "rate", "points", "reason", "unplaced", "imported_at",
        ),
        words=("token", "merchant"),
    ),
    Sheet("refund_parts", ("refund_id", "purchase_id", "amount", "points", "late")),
    Sheet(
        "waiting_operations",
        (
            "programme_id", "source", "operation_id", "happened_at", "kind", "amount", "currency", "mcc", "rrn",
            "original_amount", "original_currency", "rate", "kept_at",
        ),
        words=("token", "merchant"),
    ),
)  # fmt: skip
