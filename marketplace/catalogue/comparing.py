"""What is staged beside what is in the shop, offer by offer, in the order of the file."""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from marketplace.catalogue.differences import PLAIN, as_understood, between
from marketplace.catalogue.facts import OfferFacts
from marketplace.core.changes import Change, Difference, Packed
from marketplace.core.db import execute

_WAS = ", ".join(f"o.{name} AS was_{name}" for name in PLAIN)
_STAGED = f"""SELECT s.*, {_WAS}, o.published AS was_published, b.slug AS brand, ob.slug AS was_brand,
       (SELECT array_agg(ARRAY[d.value, d.price_points, d.old_price_points] ORDER BY d.value)
          FROM denominations d WHERE d.offer_id = o.id AND d.active) AS was_denominations
  FROM (SELECT t.* FROM staged_offers t WHERE (t.row, t.offer_id) > (%(row)s, %(offer)s) ORDER BY t.row, t.offer_id LIMIT %(most)s) s
  JOIN brands b ON b.id = s.brand_id JOIN offers o ON o.id = s.offer_id JOIN brands ob ON ob.id = o.brand_id
 ORDER BY s.row, s.offer_id"""  # noqa: S608 - our own names
_IN_ORDER = "CREATE INDEX ON staged_offers (row, offer_id)"
_LEFT_OUT = "SELECT external_ref, title_ru, title_en FROM offers WHERE id = ANY (%(ids)s) ORDER BY id"
PART = 2_000  # offers that are compared at a time


def changes(new: Sequence[OfferFacts], left_out: Sequence[int], *, most: int | None) -> Sequence[Change]:
    """New and changed offers with what differs, then those that are left out; of each the first, or all of them.

    Args:
        new: offers that are not known yet. left_out: the ids of those that leave the shop.
        most: how many of either; None: all, in little memory.
    """
    execute(_IN_ORDER)
    told = merge(
        map(_new, sorted(new, key=attrgetter("row"))),
        _changed(PART if most is None else min(PART, most)),
        key=attrgetter("row"),
    )
    found = chain(islice(told, most), islice(_withdrawals(sorted(left_out)), most))
    return Packed(found) if most is None else list(found)


def _new(one: OfferFacts) -> Change:
    return Change("new", one.external_ref, one.title_ru, one.row, as_understood(one), one.title_en)


def _changed(part: int) -> Iterator[Change]:
    """What is staged, a part at a time: all rows of a large file would not stand in memory beside it."""
    row, offer = -1, 0
    while rows := execute(_STAGED, {"row": row, "offer": offer, "most": part}).mappings():
        for one in rows:
            yield Change(
                "changed", one["external_ref"], one["title_ru"], one["row"], _differences(one), one["title_en"]
            )
        if len(rows) < part:
            return
        row, offer = rows[-1]["row"], rows[-1]["offer_id"]


def _withdrawals(left_out: Sequence[int]) -> Iterator[Change]:
    for begin in range(0, len(left_out), PART):
        for row in execute(_LEFT_OUT, {"ids": list(left_out[begin : begin + PART])}):
            yield Change("withdrawn", row.external_ref, row.title_ru, title_en=row.title_en)


def _differences(row: Any) -> tuple[Difference, ...]:
    was = {name: row[f"was_{name}"] for name in ("brand", *PLAIN)}
    will_prices = {v: (p, o) for v, p, o in zip(row["values"], row["prices"], row["old_prices"], strict=True)}
    found = between(was, row, {v: (p, o) for v, p, o in row["was_denominations"] or ()}, will_prices)
    return (*found, Difference("published", "no", "yes")) if not row["was_published"] else tuple(found)
