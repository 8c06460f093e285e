"""A wish as a plain frozen value."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """An offer at a value, as a member wished for it. `price` is what it costs now, None where it cannot be ordered any more."""

    id: int
    member_id: int
    offer_id: int
    denomination_id: int | None
    value: int
    price_then: int
    wished_at: datetime
    told_at: datetime | None
    price: int | None = None
    brand_id: int = 0
    currency: str = ""

    @property
    def dearer(self) -> bool:
        """Whether it costs more now than when it was wished for."""
        return self.price is not None and self.price > self.price_then

    def missing(self, balance: int) -> int:
        """How many points are missing to have it, with so many at hand; 0 where they are enough or it is gone."""
        return 0 if self.price is None else max(0, self.price - balance)
