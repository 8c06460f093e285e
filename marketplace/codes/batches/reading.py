"""What may be asked about batches and stock; read only, and never a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from marketplace.codes import rules
from marketplace.codes.errors import NoBatch
from marketplace.core.db import execute
from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Term, Way

_GOING = "EXISTS (SELECT FROM batch_moves m WHERE m.batch_id = batch.id AND NOT m.back)"  # its codes are no longer sold, wherever they are
_UNSOLD = f"(SELECT count(*) FROM free_codes f WHERE f.batch_id = batch.id AND NOT {_GOING})"  # noqa: S608 - our own texts
_ON_SALE = (
    f"(SELECT count(*) FROM free_codes f WHERE f.batch_id = batch.id AND f.expires_on >= %(today)s AND NOT {_GOING})"  # noqa: S608
)
_ASIDE = f"""((SELECT count(*) FROM withdrawn_codes k JOIN batch_withdrawals w ON w.id = k.withdrawal_id WHERE w.batch_id = batch.id)
    + (SELECT count(*) FROM free_codes f WHERE f.batch_id = batch.id AND {_GOING}))"""  # noqa: S608
_BACK = """(SELECT count(DISTINCT r.code_id) FROM code_returns r JOIN codes c ON c.id = r.code_id
    LEFT JOIN code_return_decisions k ON k.return_id = r.id WHERE c.batch_id = batch.id AND k.decision IS DISTINCT FROM 'restocked')"""
_WITHDRAWN = """EXISTS (SELECT FROM batch_withdrawals w WHERE w.batch_id = batch.id
    AND NOT EXISTS (SELECT FROM batch_releases r WHERE r.withdrawal_id = w.id))"""
_FIRST = "(SELECT nullif(min(f.expires_on), 'infinity') FROM free_codes f WHERE f.batch_id = batch.id AND f.expires_on >= %(today)s)"
_STATE = f"""CASE WHEN {_WITHDRAWN} THEN 'withdrawn' WHEN {_ON_SALE} > 0 THEN 'on_sale' WHEN {_UNSOLD} > 0 THEN 'expired'
    WHEN {_BACK} > 0 THEN 'held' ELSE 'sold' END"""
_SOURCE = """batches batch JOIN brands brand ON brand.id = batch.brand_id
    JOIN denominations priced ON priced.id = batch.denomination_id JOIN offers offer ON offer.id = priced.offer_id"""
_OWN = "batch.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR brand.partner_id = %(partner)s)"
_SCOPE = f"{_OWN} AND %(today)s::date IS NOT NULL"  # the day that its columns are asked for


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it stands; `value` in minor units of `currency`. Sold, left, expired, withdrawn and come back are what was loaded.

    `without_pin` of the loaded ones have no PIN; `expected_hits_milli` thousandths of a code are found by throttled guessing in 30 days.
    """

    id: int
    brand_id: int
    denomination_id: int
    name: str
    loaded_at: datetime
    value: int
    currency: str
    loaded: int
    left: int
    expired: int
    withdrawn: int
    back: int
    first_expiry: date | None
    is_withdrawn: bool
    state: str  # "withdrawn", "on_sale", "expired", "held" for a decision, "sold"
    without_pin: int
    expected_hits_milli: int

    @property
    def sold(self) -> int:
        """How many were handed over."""
        return self.loaded - self.left - self.expired - self.withdrawn - self.back

    @property
    def is_weak(self) -> bool:
        """Whether its codes are easily guessed, so that those without a PIN are not sold by themselves."""
        return rules.is_weak(self.expected_hits_milli)


class Stock(NamedTuple):
    """What one denomination has on sale, in how many codes; when its first code expires; whether members see the offer."""

    denomination_id: int
    brand_id: int
    value: int
    currency: str
    left: int
    aside: int
    first_expiry: date | None
    published: bool
    threshold: int | None  # below which it runs low, where its partner has set it
    title_ru: str
    title_en: str


class Change(NamedTuple):
    """A withdrawal of a batch or its release."""

    what: str  # "withdrawn" or "released"
    why: str
    at: datetime
    actor: str


def batch_number(batch_id: int) -> int:
    """The number by which people know a batch: its partner's own, counted from 1. It tells nothing of what others load."""
    row = execute(
        """SELECT count(*) AS number FROM batches b JOIN batches mine ON mine.partner_id = b.partner_id AND mine.id <= b.id
            WHERE b.id = %(id)s""",
        {"id": batch_id},
    )
    return int(row.scalar_one())


def batch(batch_id: int, *, programme_id: int, partner_id: int | None, today: date) -> Batch:
    """A batch of the programme, and of this partner where one is given. Raises NoBatch: unknown and another's alike."""
    row = execute(
        f"""SELECT batch.id, batch.brand_id, batch.denomination_id, batch.name, batch.loaded_at, priced.value, offer.currency,
                   batch.code_count AS loaded, {_ON_SALE} AS "left", {_UNSOLD} - {_ON_SALE} AS expired, {_ASIDE} AS withdrawn, {_BACK} AS back,
                   {_FIRST} AS first_expiry, {_WITHDRAWN} AS is_withdrawn, {_STATE} AS state,
                   batch.without_pin, batch.expected_hits_milli
              FROM {_SOURCE} WHERE batch.id = %(batch)s AND {_OWN}""",  # noqa: S608 - our own texts
        {"batch": batch_id, "programme": programme_id, "partner": partner_id, "today": today},
    ).first()
    if row is None:
        raise NoBatch
    return Batch(*row)


def history(batch_id: int) -> list[Change]:
    """How often a batch was withdrawn and released, newest first."""
    rows = execute(
        """SELECT 'withdrawn' AS what, why, at, actor FROM batch_withdrawals WHERE batch_id = %(batch)s
            UNION ALL SELECT 'released', r.why, r.at, r.actor FROM batch_releases r JOIN batch_withdrawals w ON w.id = r.withdrawal_id
            WHERE w.batch_id = %(batch)s ORDER BY at DESC""",
        {"batch": batch_id},
    )
    return [Change(*row) for row in rows]


def on_hand(brand_ids: Iterable[int], *, today: date) -> list[Stock]:
    """What each denomination of these brands that is sold from stock has, by brand and value."""
    rows = execute(
        """SELECT d.id, d.brand_id, d.value, o.currency, coalesce(f.codes, 0), coalesce(k.codes, 0), f.first_expiry, d.active AND o.published,
                  t.codes, o.title_ru, o.title_en
             FROM denominations d JOIN offers o ON o.id = d.offer_id LEFT JOIN stock_thresholds t ON t.denomination_id = d.id
             LEFT JOIN LATERAL (SELECT count(*) AS codes, nullif(min(expires_on), 'infinity') AS first_expiry FROM free_codes
                                 WHERE denomination_id = d.id AND expires_on >= %(today)s) f ON true
             LEFT JOIN LATERAL (SELECT count(*) AS codes FROM batches b JOIN batch_withdrawals w ON w.batch_id = b.id
                                  JOIN withdrawn_codes s ON s.withdrawal_id = w.id WHERE b.denomination_id = d.id) k ON true
            WHERE d.brand_id = ANY (%(brands)s) AND o.fulfilment = 'stock'
              AND (d.active AND o.published OR EXISTS (SELECT FROM batches b WHERE b.denomination_id = d.id))
            ORDER BY d.brand_id, d.value, d.id""",
        {"brands": list(brand_ids), "today": today},
    )
    return [Stock(*row) for row in rows]


def loaded_by_day(brand_id: int, *, since: date, time_zone: str) -> dict[date, int]:
    """How many codes of a brand were loaded on each day since then."""
    rows = execute(
        """SELECT (loaded_at AT TIME ZONE %(zone)s)::date AS day, sum(code_count)::bigint AS codes FROM batches
            WHERE brand_id = %(brand)s AND loaded_at >= %(since)s::timestamp AT TIME ZONE %(zone)s GROUP BY 1""",
        {"brand": brand_id, "since": since, "zone": time_zone},
    )
    return {row.day: row.codes for row in rows}


BATCHES = Listing(
    name="batches",
    source=_SOURCE,
    scope=_SCOPE,
    key="batch.id",
    columns=(
        Column("name", sql="batch.name"),
        Column("brand", Kind.WORD, "brand.slug"),
        Column("value", Kind.MONEY, "priced.value", currency="currency"),
        Column("currency", sql="offer.currency", hidden=True),
        Column("loaded_at", Kind.MOMENT, "batch.loaded_at", sorts_by="loaded_at"),
        Column("loaded", Kind.NUMBER, "batch.code_count"),
        Column("sold", Kind.NUMBER, f"batch.code_count - {_UNSOLD} - {_ASIDE} - {_BACK}"),
        Column("left", Kind.NUMBER, _ON_SALE),
        Column("withdrawn", Kind.NUMBER, _ASIDE),
        Column("first_expiry", Kind.DAY, _FIRST),
        Column("state", Kind.WORD, _STATE),
        Column("words", sql="translate(lower(batch.name || ' ' || brand.name_ru || ' ' || brand.name_en), 'ё', 'е')", hidden=True),
    ),
    sort="-loaded_at",
    filters=(
        Equal("brand", "brand"),
        Choice("state", {state: f"state = '{state}'" for state in ("on_sale", "withdrawn", "held", "sold", "expired")}, ("state",)),
        Days("loaded", "loaded_at"),
    ),
    search=(Term("words", Way.WORDS),),
    per_page=20,
)  # fmt: skip
