"""What the hash chain covers of exchanges: each act by which cards went on as others."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet("exchanges", ("programme_id", "member_id", "kind", "succession_id", "split_id", "quote_id", "amount", "at")),
)
