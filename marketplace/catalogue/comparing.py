"""What is staged beside what is in the shop, offer by offer, in the order of the file."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from marketplace.catalogue.differences import PLAIN, as_understood, between
from marketplace.catalogue.facts import OfferFacts
from marketplace.core.changes import Change, Difference
from marketplace.core.db import execute

_WAS = ", ".join(f"o.{name} AS was_{name}" for name in PLAIN)
_STAGED = f"""SELECT s.*, {_WAS}, o.published AS was_published, b.slug AS brand, ob.slug AS was_brand,
       (SELECT array_agg(ARRAY[d.value, d.price_points, d.old_price_points] ORDER BY d.value)
          FROM denominations d WHERE d.offer_id = o.id AND d.active) AS was_denominations
  FROM staged_offers s JOIN brands b ON b.id = s.brand_id
  JOIN offers o ON o.id = s.offer_id JOIN brands ob ON ob.id = o.brand_id
 ORDER BY s.row LIMIT %(most)s"""  # noqa: S608 - our own names


def changes(new: Sequence[OfferFacts], left_out: Sequence[int], *, most: int | None) -> list[Change]:
    """New and changed offers with what differs, then those that are left out; of each the first, or all of them.

    Args:
        new: offers that are not known yet. left_out: the ids of those that leave the shop.
        most: how many of either; None: all.
    """
    found = [
        Change("new", one.external_ref, one.title_ru, one.row, as_understood(one), one.title_en) for one in new[:most]
    ]
    found += (
        Change("changed", row["external_ref"], row["title_ru"], row["row"], _differences(row), row["title_en"])
        for row in execute(_STAGED, {"most": most}).mappings()
    )
    found.sort(key=attrgetter("row"))
    if most is not None:
        del found[most:]
    return found + _withdrawals(left_out, most)


def _withdrawals(left_out: Sequence[int], most: int | None) -> list[Change]:
    rows = execute(
        "SELECT external_ref, title_ru, title_en FROM offers WHERE id = ANY (%(ids)s) ORDER BY id LIMIT %(most)s",
        {"ids": list(left_out), "most": most},
    )
    return [Change("withdrawn", row.external_ref, row.title_ru, title_en=row.title_en) for row in rows]


def _differences(row: Any) -> tuple[Difference, ...]:
    was = {name: row[f"was_{name}"] for name in ("brand", *PLAIN)}
    will_prices = {v: (p, o) for v, p, o in zip(row["values"], row["prices"], row["old_prices"], strict=True)}
    found = between(was, row, {v: (p, o) for v, p, o in row["was_denominations"] or ()}, will_prices)
    return (*found, Difference("published", "no", "yes")) if not row["was_published"] else tuple(found)
