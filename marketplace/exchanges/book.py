"""What the hash chain covers of exchanges: each act by which cards went on as others."""

from marketplace.core.chain import Sheet
from marketplace.core.own_seals import Owned

SHEETS = (
    Sheet("exchanges", ("programme_id", "member_id", "kind", "succession_id", "split_id", "quote_id", "amount", "at")),
)
# What a member was told that they would get, by the rules of that moment.
QUOTES = Owned(
    "exchange_quotes", "an exchange was quoted by the application itself, which alone can seal it",
    ("t.ref", "t.member_id", "t.giftcard_id", "t.amount", "t.brand_id", "t.offer_id", "t.denomination_id", "t.value", "t.fee_permille",
     "extract(epoch FROM t.quoted_at)", "extract(epoch FROM t.good_until)"),
    only_added=True,
)  # fmt: skip
TERMS = Owned(
    "exchange_rules", "the terms of exchanges were decided by the application itself, which alone can seal them",
    ("t.programme_id", "t.brand_id", "t.gives", "t.takes", "t.recasts", "t.fee_permille"), only_added=True,
)  # fmt: skip
OWNED = (QUOTES, TERMS)
