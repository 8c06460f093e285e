"""What the hash chain covers of suppliers: each purchase, which transaction it was, and how it ended."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet(
        "supplier_purchases",
        ("connection_id", "order_id", "attempt", "ref", "product", "value", "currency", "asked_at"),
    ),
    Sheet("supplier_receipts", ("purchase_id", "connection_id", "supplier_ref", "at", "known_by"), key="purchase_id"),
    Sheet("supplier_ends", ("purchase_id", "at", "how", "why"), key="purchase_id"),
)
