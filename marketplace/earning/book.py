"""What the hash chain covers of earning: every card operation, with whose it was and what it brought."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet(
        "card_operations",
        (
            "programme_id", "source", "operation_id", "member_id", "token", "happened_at", "kind", "amount", "currency", "mcc",
            "merchant", "rrn", "points", "reason", "imported_at",
        ),
    ),
)  # fmt: skip
