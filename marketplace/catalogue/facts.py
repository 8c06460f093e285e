"""What a catalogue file says of an offer, no matter who wrote the file."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from marketplace.catalogue.rules import range_price

Values = tuple[tuple[int, int, int | None], ...]


class OfferFacts(NamedTuple):
    """One offer as a file gives it. Values in minor units of `currency`, points in minor units of the programme.

    `denominations` holds (value, price_points, old_price_points), sorted by value; an offer has these or a range.
    `row` is where it stands in the file, and no part of what is compared.
    """

    row: int
    external_ref: str
    brand: str
    kind: str
    title_ru: str
    title_en: str
    fulfilment: str
    currency: str
    value_min: int | None = None
    value_max: int | None = None
    value_step: int | None = None
    rate_points: int | None = None
    rate_value: int | None = None
    min_points: int | None = None
    money_rate: int | None = None
    validity_days: int = 365
    per_member_limit: int | None = None
    total_limit: int | None = None
    tier: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    denominations: Values = ()

    @property
    def range_prices(self) -> tuple[int | None, int | None]:
        """What the least and the greatest value of the range cost; nothing without a range."""
        if self.value_min is None or self.value_max is None or self.rate_points is None or self.rate_value is None:
            return None, None
        least, most = (
            range_price(value, self.rate_points, self.rate_value) for value in (self.value_min, self.value_max)
        )
        return least, most

    def fingerprint(self) -> bytes:
        """16 bytes that are equal for equal offers, wherever they stand."""
        # A moment is the same in whatever zone it is written.
        moments = [at and at.timestamp() for at in (self.starts_at, self.ends_at)]
        told = (*self[1:-3], *moments, self.denominations)
        return hashlib.blake2b(repr(told).encode(), digest_size=16).digest()
