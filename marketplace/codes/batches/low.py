"""Stock that runs low: below the number that its partner has set, or judged by how fast it is sold. Each crossing is noted and told once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from marketplace import webhooks
from marketplace.codes import rules
from marketplace.codes.batches.reading import Stock
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic

_CROSSED = """INSERT INTO stock_lows (denomination_id, codes, sold_out_on, at) VALUES (%(denomination)s, %(codes)s, %(ends)s, %(now)s)
    ON CONFLICT (denomination_id) WHERE over_at IS NULL DO NOTHING RETURNING id"""
_OVER = """UPDATE stock_lows SET over_at = %(now)s
    WHERE over_at IS NULL AND denomination_id = ANY (%(enough)s)"""
_OPEN = """SELECT l.id, l.denomination_id, b.id AS brand_id, b.partner_id, o.title_ru, o.title_en, d.value, o.currency, l.codes, l.sold_out_on, l.at
    FROM stock_lows l JOIN denominations d ON d.id = l.denomination_id JOIN offers o ON o.id = d.offer_id JOIN brands b ON b.id = o.brand_id
   WHERE l.over_at IS NULL AND b.partner_id = %(partner)s AND (%(at)s::timestamptz IS NULL OR l.at = %(at)s) ORDER BY b.id, d.value"""
_SET_THRESHOLD = """INSERT INTO stock_thresholds (denomination_id, codes, at) VALUES (%(denomination)s, %(codes)s, %(now)s)
    ON CONFLICT (denomination_id) DO UPDATE SET codes = excluded.codes, at = excluded.at"""


class Low(NamedTuple):
    """A denomination that runs low: since when, how many codes were left then, when they were expected to be sold out."""

    id: int
    denomination_id: int
    brand_id: int
    partner_id: int
    title_ru: str
    title_en: str
    value: int
    currency: str
    codes: int
    sold_out_on: date | None
    at: datetime


def note_stock(
    stock: Iterable[Stock], sold: Mapping[int, Mapping[date, int]], *, slugs: Mapping[int, tuple[int, str]], today: date, now: datetime
) -> int:  # fmt: skip
    """Note what has begun to run low, and what no longer does; tell the partner's server and people of the former, once.

    Args:
        sold: how many codes of each denomination were sold on each of the last days.
        slugs: the partner and the short name of each brand.

    Returns:
        how many have crossed the line.
    """
    crossed, enough = 0, []
    for one in stock:
        by_day = sold.get(one.denomination_id, {})
        sold_out_on = rules.sold_out_on(one.left, by_day, today)
        low = rules.runs_low(one.left, one.threshold, sold_out_on, today, sold=sum(by_day.values()))
        if not one.published or not low:
            enough.append(one.denomination_id)
            continue
        facts = {"denomination": one.denomination_id, "codes": one.left, "ends": sold_out_on, "now": now}
        low_id = execute(_CROSSED, facts).scalar()
        if low_id is not None:
            crossed += 1
            _tell(one, int(low_id), slugs[one.brand_id], sold_out_on, now)
    execute(_OVER, {"enough": enough, "now": now})
    return crossed


def running_low(partner_id: int, *, at: datetime | None = None) -> list[Low]:
    """What of a partner runs low now, by brand and value; where a moment is given, what was noted then."""
    return [Low(*row) for row in execute(_OPEN, {"partner": partner_id, "at": at})]


def set_threshold(stock: Stock, codes: int | None, *, now: datetime) -> None:
    """Say below how many codes a denomination runs low; None: as fast as it is sold."""
    if codes is None:
        execute("DELETE FROM stock_thresholds WHERE denomination_id = %(id)s", {"id": stock.denomination_id})
    else:
        execute(_SET_THRESHOLD, {"denomination": stock.denomination_id, "codes": codes, "now": now})
    facts = [{"denomination_id": stock.denomination_id, "codes": number} for number in (stock.threshold, codes)]
    audit.record("codes.set_threshold", f"brand:{stock.brand_id}", at=now, before=facts[0], after=facts[1])


def _tell(one: Stock, low_id: int, whose: tuple[int, str], sold_out_on: date | None, now: datetime) -> None:
    partner_id, slug = whose
    facts = {"brand": slug, "value": one.value, "currency": one.currency, "left": one.left, "sold_out_on": sold_out_on}
    webhooks.tell(partner_id, "codes.low", ref=str(low_id), facts=facts, now=now)
    outbox.send(Topic.CODES_LOW, ref=f"{partner_id}:{now.isoformat()}", now=now)
