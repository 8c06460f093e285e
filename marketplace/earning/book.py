"""What the hash chain covers of earning: every card operation, with whose it was and what it brought, what refunds
gave back, what was received ahead of its time, and what came in at once."""

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
    Sheet(
        "operation_intakes",
        (
            "programme_id", "source", "run_id", "file_digest", "first_id", "last_id", "number", "waiting", "parts", "earned", "taken_back",
            "at", "seal",
        ),
    ),
)  # fmt: skip
