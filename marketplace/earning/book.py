"""What the hash chain covers of earning: every card operation, with whose it was and what it brought, and what refunds gave back."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet(
        "card_operations",
        (
            "programme_id", "source", "operation_id", "member_id", "token", "happened_at", "kind", "amount", "currency", "mcc",
            "merchant", "rrn", "original_amount", "original_currency", "rate", "points", "reason", "unplaced", "imported_at",
        ),
    ),
    Sheet("refund_parts", ("refund_id", "purchase_id", "amount", "points")),
)  # fmt: skip
