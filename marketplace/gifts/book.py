"""What the hash chain covers of gifts: each one, and how it ended."""

from marketplace.core.chain import Sheet

SHEETS = (
    Sheet("gifts", ("ref", "programme_id", "giver_id", "giftcard_id", "asked_as", "given_at")),
    Sheet("gift_ends", ("gift_id", "how", "member_id", "new_card_id", "at"), key="gift_id"),
)
