"""Publishing a catalogue: staged, compared by fingerprint and merged, each in one go over the whole set.

A file speaks for its source and for the brands that it names: an offer of these that it leaves out is withdrawn.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, get_args

from marketplace import partners
from marketplace.catalogue.errors import UnknownBrand
from marketplace.catalogue.facts import OfferFacts
from marketplace.core import audit, formats
from marketplace.core.audit import Actor
from marketplace.core.changes import SHOWN, Change, ChangeKind, Comparison, Difference
from marketplace.core.copying import copy_in
from marketplace.core.db import execute

_PLAIN = [
    "kind", "title_ru", "title_en", "fulfilment", "currency", "value_min", "value_max", "value_step", "rate_points",
    "rate_value", "min_points", "money_rate", "validity_days", "per_member_limit", "total_limit", "tier", "starts_at",
    "ends_at",
]  # fmt: skip
_MERGED = ["brand_id", *_PLAIN, "fingerprint"]

_STAGE = """CREATE TEMP TABLE staged_offers ON COMMIT DROP AS
    SELECT 0 AS row, external_ref, brand_id, kind, title_ru, title_en, fulfilment, currency, value_min, value_max, value_step,
           rate_points, rate_value, min_points, money_rate, validity_days, per_member_limit, total_limit, tier, starts_at,
           ends_at, fingerprint, NULL::bigint[] AS values, NULL::bigint[] AS prices, NULL::bigint[] AS old_prices,
           NULL::bigint AS offer_id, NULL::text AS change
    FROM offers WITH NO DATA"""

_COMPARE = """UPDATE staged_offers s SET offer_id = o.id,
        change = CASE WHEN o.fingerprint = s.fingerprint THEN 'unchanged' ELSE 'changed' END
    FROM offers o
    WHERE o.programme_id = %(programme)s AND o.source = %(source)s AND o.external_ref = s.external_ref"""

# `published` holds while an offer is on offer; a withdrawn one is not withdrawn again.
_LEFT_OUT = """o.programme_id = %(programme)s AND o.source = %(source)s AND o.published
    AND o.brand_id IN (SELECT brand_id FROM staged_offers)
    AND NOT EXISTS (SELECT FROM staged_offers s WHERE s.offer_id = o.id)"""


def compare(programme_id: int, source: str, offers: Iterable[OfferFacts]) -> Comparison:
    """What these offers would change; nothing is changed. They stay staged until the end of the transaction.

    Raises:
        UnknownBrand: an offer names a brand that the programme does not have.
    """
    brand_ids = {brand.slug: brand.id for brand in partners.brands_of(programme_id)}
    execute("DROP TABLE IF EXISTS pg_temp.staged_offers")
    execute(_STAGE)
    columns = ["row", "external_ref", *_MERGED, "values", "prices", "old_prices"]
    copy_in("staged_offers", columns, (_staged(offer, brand_ids) for offer in offers))
    execute("ANALYZE staged_offers")
    scope = {"programme": programme_id, "source": source}
    execute(_COMPARE, scope)
    counts = {row.change: row.n for row in execute("SELECT change, count(*) AS n FROM staged_offers GROUP BY change")}
    left_out = execute(f"SELECT count(*) AS n FROM offers o WHERE {_LEFT_OUT}", scope).one().n  # noqa: S608
    return Comparison(
        new=counts.get(None, 0),
        changed=counts.get("changed", 0),
        unchanged=counts.get("unchanged", 0),
        withdrawn=left_out,
        changes=[*_changes(), *_withdrawals(scope)],
    )


def publish(programme_id: int, source: str, offers: Iterable[OfferFacts], *, by: Actor, now: datetime) -> Comparison:
    """Make the catalogue of a source as these offers say, for the brands that they name. The same again changes nothing.

    Raises:
        UnknownBrand: an offer names a brand that the programme does not have; nothing is changed.
    """
    comparison = compare(programme_id, source, offers)
    if comparison.nothing:
        return comparison
    scope = {"programme": programme_id, "source": source, "now": now}
    execute(f"UPDATE offers o SET published = false, fingerprint = '' WHERE {_LEFT_OUT}", scope)  # noqa: S608
    _merge_offers(scope)
    _merge_denominations()
    counts = {kind: getattr(comparison, kind) for kind in ("new", "changed", "unchanged", "withdrawn")}
    audit.record("catalogue.publish", f"programme:{programme_id}", by=by, at=now, after={"source": source} | counts)
    return comparison


def _staged(offer: OfferFacts, brand_ids: dict[str, int]) -> tuple[Any, ...]:
    brand_id = brand_ids.get(offer.brand)
    if brand_id is None:
        raise UnknownBrand(brand=offer.brand, row=offer.row)
    values = [value for value, _, _ in offer.denominations]
    prices = [price for _, price, _ in offer.denominations]
    olds = [old for _, _, old in offer.denominations]
    # offer[3:21]: everything between the brand and the denominations, in the order of _PLAIN
    return (offer.row, offer.external_ref, brand_id, *offer[3:21], offer.fingerprint(), values, prices, olds)


def _merge_offers(scope: dict[str, Any]) -> None:
    changed = ", ".join(f"{name} = s.{name}" for name in _MERGED)
    execute(
        f"""UPDATE offers o SET {changed}, published = true FROM staged_offers s
            WHERE o.id = s.offer_id AND s.change = 'changed'"""  # noqa: S608 - our own names
    )
    names = ", ".join(_MERGED)
    execute(
        f"""WITH added AS (
                INSERT INTO offers (programme_id, source, external_ref, {names}, created_at)
                SELECT %(programme)s, %(source)s, external_ref, {names}, %(now)s
                FROM staged_offers WHERE change IS NULL ORDER BY row
                RETURNING id, external_ref
            )
            UPDATE staged_offers s SET offer_id = a.id, change = 'new' FROM added a
            WHERE a.external_ref = s.external_ref""",  # noqa: S608 - our own names
        scope,
    )


def _merge_denominations() -> None:
    execute(
        """UPDATE denominations d SET active = false FROM staged_offers s
           WHERE d.offer_id = s.offer_id AND s.change = 'changed' AND d.active AND d.value <> ALL (s.values)"""
    )
    execute(
        """INSERT INTO denominations AS d (offer_id, brand_id, value, price_points, old_price_points)
           SELECT s.offer_id, s.brand_id, v.value, v.price, v.old
           FROM staged_offers s, unnest(s.values, s.prices, s.old_prices) AS v (value, price, old)
           WHERE s.change IN ('new', 'changed') ORDER BY s.offer_id, v.value
           ON CONFLICT (offer_id, value) DO UPDATE
           SET price_points = excluded.price_points, old_price_points = excluded.old_price_points, active = true
           WHERE (d.price_points, d.old_price_points, d.active)
                 IS DISTINCT FROM (excluded.price_points, excluded.old_price_points, true)"""
    )


def _changes() -> list[Change]:
    """The first new and changed offers, with what differs."""
    was = ", ".join(f"o.{name} AS was_{name}" for name in _PLAIN)
    rows = execute(
        f"""SELECT coalesce(s.change, 'new') AS what, s.*, {was}, o.published AS was_published, b.slug AS brand, ob.slug AS was_brand,
                   (SELECT array_agg(ARRAY[d.value, d.price_points, d.old_price_points] ORDER BY d.value)
                    FROM denominations d WHERE d.offer_id = o.id AND d.active) AS was_denominations
            FROM staged_offers s JOIN brands b ON b.id = s.brand_id
            LEFT JOIN offers o ON o.id = s.offer_id LEFT JOIN brands ob ON ob.id = o.brand_id
            WHERE s.change IS DISTINCT FROM 'unchanged' ORDER BY s.row LIMIT {SHOWN}"""  # noqa: S608 - our own names
    ).mappings()
    return [
        Change(_kind(row["what"]), row["external_ref"], row["title_ru"], row["row"], _differences(row)) for row in rows
    ]


def _withdrawals(scope: dict[str, Any]) -> list[Change]:
    rows = execute(
        f"SELECT o.external_ref, o.title_ru FROM offers o WHERE {_LEFT_OUT} ORDER BY o.id LIMIT {SHOWN}",  # noqa: S608
        scope,
    )
    return [Change("withdrawn", row.external_ref, row.title_ru) for row in rows]


def _kind(what: str) -> ChangeKind:
    return next(kind for kind in get_args(ChangeKind) if kind == what)


def _differences(row: Any) -> tuple[Difference, ...]:
    if row["what"] == "new":
        return ()
    pairs = [(name, row[f"was_{name}"], row[name]) for name in ("brand", *_PLAIN)]
    will = {v: (p, o) for v, p, o in zip(row["values"], row["prices"], row["old_prices"], strict=True)}
    was = {v: (p, o) for v, p, o in row["was_denominations"] or ()}
    for value in sorted(was.keys() | will.keys()):
        old, new = was.get(value, (None, None)), will.get(value, (None, None))
        worth = formats.money(value, row["currency"], "en")
        pairs += [(f"price of {worth}", old[0], new[0]), (f"old price of {worth}", old[1], new[1])]
    if not row["was_published"]:
        pairs.append(("published", "no", "yes"))
    return tuple(Difference(name, _text(a), _text(b)) for name, a, b in pairs if a != b)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
