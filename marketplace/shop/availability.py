"""What can be ordered now, as conditions of SQL: the one place that says it.

An offer is open when it is published, in its dates, for the member's tier (or any) and not used up. A denomination
can be ordered when it is active and, where codes are handed over, an unsold code is left that has not expired; what a
supplier sells, while its connection is well. It is
read live from the list of unsold codes and the counted uses: so a brand leaves the shop with the commit that took its
last code.

The conditions know an offer as `o`, a denomination as `d`, and the parameters `now`, `today` and `tier`.

OFFSET 0 keeps each lookup a lookup: without it the planner may read a whole table into a hash when it does not know
the parameters, which is right for a report and wrong for a page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace import programmes

OPEN = """o.published AND (o.fulfilment <> 'supplier' OR supplier_sells(o.programme_id, o.source)) AND o.tier IN ('', %(tier)s)
    AND (o.starts_at IS NULL OR o.starts_at <= %(now)s) AND (o.ends_at IS NULL OR o.ends_at > %(now)s)
    AND (o.total_limit IS NULL OR NOT EXISTS (
        SELECT FROM offer_usage u WHERE u.offer_id = o.id AND u.used >= o.total_limit OFFSET 0))"""

IN_STOCK = """d.active AND (o.fulfilment <> 'stock' OR EXISTS (
    SELECT FROM free_codes f WHERE f.denomination_id = d.id AND f.expires_on >= %(today)s OFFSET 0))"""

# An offer with a range of values has no codes of its own in stock: its cards are made or bought when they are ordered.
IS_RANGE = "o.value_min IS NOT NULL AND o.fulfilment <> 'stock'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a visitor looks for. Points in minor units of the programme; `affordable` is what the member has."""

    q: str = ""
    category: str | None = None
    city: str | None = None
    brand_id: int | None = None
    kind: str | None = None
    points_from: int | None = None
    points_to: int | None = None
    affordable: int | None = None
    tier: str = ""

    @property
    def most(self) -> int | None:
        """The highest price that is wanted, if there is one."""
        limits = [limit for limit in (self.points_to, self.affordable) if limit is not None]
        return min(limits) if limits else None

    def parameters(self, programme_id: int, now: datetime) -> dict[str, Any]:
        """The parameters of the conditions; `today` is the programme's day."""
        return {
            "programme": programme_id, "now": now, "today": programmes.get(programme_id).day(now), "tier": self.tier,
            "category": self.category, "city": self.city, "brand": self.brand_id, "kind": self.kind,
            "least": self.points_from, "most": self.most,
        }  # fmt: skip

    def of_brand(self) -> str:
        """Conditions on a brand `b`: its partner's state, its shelf, and whether its cards can be used in the city."""
        parts = ["b.programme_id = %(programme)s AND NOT b.hidden"]
        if self.category is not None:
            parts.append("b.category_slug = %(category)s")
        if self.city is not None:
            parts.append("(b.online OR b.city_slugs = '{}' OR %(city)s = ANY (b.city_slugs))")
        if self.brand_id is not None:
            parts.append("b.id = %(brand)s")
        return " AND ".join(parts)

    def of_offer(self) -> str:
        """Conditions on an offer `o`."""
        return OPEN + (" AND o.kind = %(kind)s" if self.kind is not None else "")

    def of_denomination(self) -> str:
        """Conditions on a denomination `d` of `o`: orderable, and at a wanted price."""
        return self._priced("d.price_points", "d.price_points") + IN_STOCK

    def of_range(self) -> str:
        """Conditions on an offer `o` with a range of values: some value of it has a wanted price."""
        return self._priced("o.price_min", "o.price_max") + IS_RANGE

    def of_price(self, price: str) -> str:
        """Conditions on a price: it is a wanted one."""
        return self._priced(price, price) + "TRUE"

    def _priced(self, low: str, high: str) -> str:
        least = f"{high} >= %(least)s AND " if self.points_from is not None else ""
        return least + (f"{low} <= %(most)s AND " if self.most is not None else "")
