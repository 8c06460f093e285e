"""What is kept of a member's payments by bank card, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(
        (
            "card_operations.token",
            "card_operations.merchant",
            "waiting_operations.token",
            "waiting_operations.merchant",
        ),
        sealed="card_operations",
    ),
)
