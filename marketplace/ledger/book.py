"""What the hash chain covers of the ledger: every column of every row that is only ever added."""

from marketplace.core.chain import Book, Sheet

BOOK = Book(
    "ledger",
    (
        Sheet("accounts", ("programme_id", "kind", "owner_id", "unit", "opened_at")),
        Sheet("transfers", ("programme_id", "kind", "ref", "at", "settles_id")),
        Sheet("transfer_returns", ("transfer_id", "source_id", "points", "so_far")),
        Sheet(
            "entries",
            (
                "transfer_id",
                "account_id",
                "amount",
                "balance_after",
                "at",
                "expires_on",
                "lot_ids",
                "lot_amounts",
                "memo",
            ),
        ),
        Sheet("lots", ("account_id", "transfer_id", "amount", "expires_on", "usable_from", "origin", "funder")),
    ),
)
