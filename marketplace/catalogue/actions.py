"""Publishing a catalogue: compared by fingerprint; what is new is copied in, what differs is staged and merged, in sets.

A file speaks for its source alone. What it leaves out stays as it is, unless it is said to be whole: then an offer of the brands that
it names is withdrawn.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from marketplace import partners
from marketplace.catalogue import comparing, history, undoing
from marketplace.catalogue.differences import PLAIN
from marketplace.catalogue.errors import UnknownBrand
from marketplace.catalogue.facts import OfferFacts
from marketplace.catalogue.impact import Impact, impact
from marketplace.catalogue.reviewed import Reviewed, stands
from marketplace.core import audit
from marketplace.core.changes import SHOWN_MAX, Comparison
from marketplace.core.copying import copy_in, take_ids
from marketplace.core.db import execute

NONE_GONE: frozenset[int] = frozenset()
STAY = "offers of its brands that the file leaves out and that stay in the shop: %(number)s"
_MERGED = ["brand_id", *PLAIN, "price_min", "price_max", "fingerprint"]

_STAGE = """CREATE TEMP TABLE staged_offers ON COMMIT DROP AS
    SELECT 0 AS row, NULL::bigint AS offer_id, external_ref, brand_id, kind, title_ru, title_en,
           fulfilment, currency, value_min, value_max, value_step, rate_points, rate_value, min_points, money_rate,
           validity_days, per_member_limit, total_limit, tier, starts_at, ends_at, price_min, price_max, fingerprint,
           NULL::bigint[] AS values, NULL::bigint[] AS prices, NULL::bigint[] AS old_prices
    FROM offers WITH NO DATA"""
_STAGED = ["row", "offer_id", "external_ref", *_MERGED, "values", "prices", "old_prices"]
_ADDED = ["id", "programme_id", "source", "created_at", "external_ref", *_MERGED]
_PRICED = ["offer_id", "brand_id", "value", "price_points", "old_price_points"]


_Key = tuple[int, str]  # a partner, and what it calls an offer


class _New(NamedTuple):
    """An offer that its source has not had before."""

    facts: OfferFacts
    brand_id: int
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class _Plan:
    """A comparison, the offers that are new, and the ids of those that the file leaves out. What differs is staged."""

    comparison: Comparison
    new: list[_New]
    left_out: list[int]


def compare(programme_id: int, source: str, offers: Iterable[OfferFacts], *, whole: bool = False) -> Comparison:
    """What these offers would change; nothing is changed. What differs stays staged until the transaction ends.

    Args:
        whole: whether these are all offers that the source has of their brands, so that others of it are withdrawn.

    Raises:
        UnknownBrand: an offer names a brand that the programme does not have.
    """
    return _plan(programme_id, source, offers, None if whole else NONE_GONE).comparison


def preview(
    programme_id: int, source: str, offers: Iterable[OfferFacts], *, whole: bool = False, every_brand: bool = False
) -> tuple[Comparison, Impact]:
    """As `compare`, with every change, and what it would mean for members; `every_brand` as for `publish`. Raises UnknownBrand."""
    plan = _plan(programme_id, source, offers, None if whole else NONE_GONE, every_brand=every_brand, most=None)
    return plan.comparison, impact(programme_id, plan.left_out, {one.brand_id for one in plan.new})


def meant(
    programme_id: int, source: str, offers: Iterable[OfferFacts], gone: Collection[str], *, partner_id: int
) -> Impact:
    """What these offers of a partner, and the withdrawal of those under the references `gone`, would mean for members."""
    leaving = execute(
        """SELECT o.id FROM offers o JOIN brands b ON b.id = o.brand_id WHERE o.programme_id = %(programme)s AND o.source = %(source)s
              AND b.partner_id = %(partner)s AND o.external_ref = ANY (%(refs)s)""",
        {"programme": programme_id, "source": source, "partner": partner_id, "refs": list(gone)},
    )
    plan = _plan(programme_id, source, offers, set(leaving.scalars()))
    return impact(programme_id, plan.left_out, {one.brand_id for one in plan.new})


def publish(
    programme_id: int,
    source: str,
    offers: Iterable[OfferFacts],
    *,
    whole: bool = False,
    every_brand: bool = False,
    seen: Reviewed | None = None,
    partner_id: int | None = None,
    run_id: int | None = None,
    now: datetime,
) -> Comparison:
    """Make the catalogue of a source as these offers say. The same again changes nothing.

    Args:
        whole: as for `compare`; of a list that is only a part, nothing is withdrawn.
        every_brand: a whole list is that of all brands of the source, so that those it does not name any more are withdrawn, too.
        seen: what people have looked at, of this partner's or the programme's; None: nobody needed to.
        run_id: the run that publishes it.

    Raises:
        UnknownBrand: an offer names a brand that the programme does not have; nothing is changed.
        RunMoved: something was published since they looked, and these offers would change something else now.
    """
    _one_at_a_time(programme_id)
    moved = seen is not None and seen.stands != stands(programme_id, partner_id)
    most, gone = None if moved else SHOWN_MAX, None if whole else NONE_GONE
    plan = _plan(programme_id, source, offers, gone, every_brand=every_brand, most=most)
    if seen is not None and moved:
        seen.must_be(plan.comparison.changes)
    return _apply(programme_id, source, plan, run_id=run_id, now=now)


def preview_back(programme_id: int, publication_id: int, *, partner_id: int) -> tuple[Comparison, Impact]:
    """As `preview`, of taking a publication back. Raises as `take_back`."""
    plan = _plan_back(programme_id, publication_id, partner_id)[1]
    return plan.comparison, impact(programme_id, plan.left_out, {one.brand_id for one in plan.new})


def take_back(programme_id: int, publication_id: int, *, partner_id: int, now: datetime) -> Comparison:
    """Bring every offer of a partner's last publication to where it was before; who may ask for it, `taking_back` says.

    Raises:
        NothingToTakeBack: the partner has no such publication.
        AlreadyTakenBack: it was taken back, or takes one back itself.
        PublishedSince: something was published after it, which has to be taken back first.
    """
    source, plan = _plan_back(programme_id, publication_id, partner_id)
    return _apply(programme_id, source, plan, undoes=publication_id, now=now)


def _plan_back(programme_id: int, publication_id: int, partner_id: int) -> tuple[str, _Plan]:
    _one_at_a_time(programme_id)
    one = history.publication(publication_id, partner_id=partner_id)
    undoing.must_be_last(one)
    return one.source, _plan(programme_id, one.source, *history.before(one.id))


def _apply(
    programme_id: int, source: str, plan: _Plan, *, undoes: int | None = None, run_id: int | None = None, now: datetime
) -> Comparison:
    comparison = plan.comparison
    if comparison.nothing and undoes is None:
        return comparison
    execute("UPDATE offers SET published = false, fingerprint = '' WHERE id = ANY (%(ids)s)", {"ids": plan.left_out})
    _merge_offers()
    _merge_denominations()
    merged = [row.offer_id for row in execute("SELECT offer_id FROM staged_offers")]
    touched = [*plan.left_out, *merged, *_add(programme_id, source, plan.new, now)]
    history.note(programme_id, source, touched, undoes=undoes, run_id=run_id, now=now)
    counts = {kind: getattr(comparison, kind) for kind in ("new", "changed", "unchanged", "withdrawn")}
    after = {"source": source} | counts | ({"undoes": undoes} if undoes else {})
    audit.record("catalogue.publish", f"programme:{programme_id}", at=now, after=after)
    return comparison


def _one_at_a_time(programme_id: int) -> None:
    """Nobody else publishes in the programme until the transaction ends."""
    execute(
        "SELECT pg_advisory_xact_lock(hashtext('catalogue.publish'), %(programme)s::int)", {"programme": programme_id}
    )


def _plan(
    programme_id: int,
    source: str,
    offers: Iterable[OfferFacts],
    gone: Collection[int] | None = None,
    *,
    every_brand: bool = False,
    most: int | None = SHOWN_MAX,
) -> _Plan:
    """Collect what is new and stage what differs by its fingerprint; the rest is only counted.

    Args:
        gone: the ids of the offers that are withdrawn; None: those that are not among `offers`, of the named brands or of `every_brand`.
        most: how many changes are told one by one; None: all.
    """
    _one_at_a_time(programme_id)
    owners = partners.brand_keys(programme_id)
    held = _held(programme_id, source)
    told: dict[_Key, int] = {}
    new: list[_New] = []
    execute("DROP TABLE IF EXISTS pg_temp.staged_offers")
    execute(_STAGE)
    copy_in("staged_offers", _STAGED, _differing(offers, owners, held, told, new))
    execute("ANALYZE staged_offers (offer_id)")
    changed = execute("SELECT count(*) FROM staged_offers").scalar_one()
    named = set(told.values())
    absent = [offer for key, offer in held.items() if offer.published and key not in told]
    left_out = [
        offer.id for offer in absent if (every_brand or offer.brand_id in named if gone is None else offer.id in gone)
    ]
    stay = sum(offer.brand_id in named for offer in absent) if gone is NONE_GONE else 0
    changes = comparing.changes([one.facts for one in new], left_out, most=most)
    unchanged = len(told) - len(new) - changed
    return _Plan(Comparison(len(new), changed, unchanged, len(left_out), changes, stay), new, left_out)


def _held(programme_id: int, source: str) -> dict[_Key, Any]:
    """What the source has published, by partner and reference."""
    rows = execute(
        """SELECT b.partner_id, o.external_ref, o.id, o.brand_id, o.fingerprint, o.published
             FROM offers o JOIN brands b ON b.id = o.brand_id
            WHERE o.programme_id = %(programme)s AND o.source = %(source)s""",
        {"programme": programme_id, "source": source},
    )
    return {(row.partner_id, row.external_ref): row for row in rows}


def _differing(
    offers: Iterable[OfferFacts],
    owners: Mapping[str, tuple[int, int]],
    held: dict[_Key, Any],
    told: dict[_Key, int],
    new: list[_New],
) -> Iterator[tuple[Any, ...]]:
    """Rows of the staging table for offers that have changed; `told` collects the brand of each, `new` what is new. `owners`: id and partner by a brand's slug."""
    for offer in offers:
        if offer.brand not in owners:
            raise UnknownBrand(brand=offer.brand, row=offer.row)
        brand_id, partner_id = owners[offer.brand]
        key = (partner_id, offer.external_ref)
        assert key not in told, "an offer comes once"
        told[key] = brand_id
        fingerprint = offer.fingerprint()
        known = held.get(key)
        if known is None:
            new.append(_New(offer, brand_id, fingerprint))
        elif bytes(known.fingerprint) != fingerprint:
            values, prices, olds = zip(*offer.denominations, strict=True) if offer.denominations else ((), (), ())
            # offer[3:21]: everything between the brand and the denominations, in the order of PLAIN
            yield (
                offer.row, known.id, offer.external_ref, brand_id, *offer[3:21], *offer.range_prices, fingerprint, list(values),
                list(prices), list(olds),
            )  # fmt: skip


def _add(programme_id: int, source: str, new: list[_New], now: datetime) -> Sequence[int]:
    """Copy new offers in, in the order of the file, and then their denominations; nothing of theirs is there yet."""
    if not new:
        return []
    ids = take_ids("offers_id_seq", len(new))
    copy_in("offers", _ADDED, (
        (offer_id, programme_id, source, now, one.facts.external_ref, one.brand_id, *one.facts[3:21], *one.facts.range_prices, one.fingerprint)
        for offer_id, one in zip(ids, new, strict=True)
    ))  # fmt: skip
    copy_in("denominations", _PRICED, (
        (offer_id, one.brand_id, *denomination)
        for offer_id, one in zip(ids, new, strict=True)
        for denomination in one.facts.denominations
    ))  # fmt: skip
    return ids


def _merge_offers() -> None:
    changed = ", ".join(f"{name} = s.{name}" for name in _MERGED)
    execute(
        f"UPDATE offers o SET {changed}, published = true FROM staged_offers s WHERE o.id = s.offer_id"  # noqa: S608 - our own names
    )


def _merge_denominations() -> None:
    execute(
        """UPDATE denominations d SET active = false FROM staged_offers s
           WHERE d.offer_id = s.offer_id AND d.active AND d.value <> ALL (s.values)"""
    )
    execute(
        """INSERT INTO denominations AS d (offer_id, brand_id, value, price_points, old_price_points)
           SELECT s.offer_id, s.brand_id, v.value, v.price, v.old
           FROM staged_offers s, unnest(s.values, s.prices, s.old_prices) AS v (value, price, old)
           ORDER BY s.offer_id, v.value
           ON CONFLICT (offer_id, value) DO UPDATE
           SET price_points = excluded.price_points, old_price_points = excluded.old_price_points, active = true
           WHERE (d.price_points, d.old_price_points, d.active)
                 IS DISTINCT FROM (excluded.price_points, excluded.old_price_points, true)"""
    )
