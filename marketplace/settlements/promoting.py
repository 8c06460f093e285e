"""Joint promotions: agreed on by both sides for an offer and a period; the partner bears its share of what its cards cost members less;
what that is likely to come to, and whether the shop has the price that was agreed on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from marketplace.core import audit, ids, own_seals
from marketplace.core.db import execute
from marketplace.settlements.book import PROMOTION_SIGNATURES
from marketplace.settlements.errors import BadPromotion, NoPromotion, refused
from marketplace.settlements.queries import contract
from marketplace.settlements.values import Side

LONGEST_DAYS = 366
LOOKS_BACK_DAYS = 30
_SOLD = """SELECT f.currency, count(g.id) AS cards, coalesce(sum(g.value), 0)::bigint AS value FROM offers f
      LEFT JOIN orders o ON o.offer_id = f.id AND o.placed_at > %(since)s AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
      LEFT JOIN giftcards g ON g.order_id = o.id WHERE f.id = %(offer)s GROUP BY f.currency"""
# A value that costs more than the old price less the discount, rounded up to a whole minor unit of points; without an old price it is not lowered at all.
_TOO_DEAR = """SELECT j.id, f.currency, d.value, d.price_points AS price, d.old_price_points AS was,
        ceil(coalesce(d.old_price_points, d.price_points) * (10000 - j.discount_bp) / 10000.0)::bigint AS agreed
   FROM joint_promotions j JOIN offers f ON f.id = j.offer_id AND f.published JOIN denominations d ON d.offer_id = f.id AND d.active
  WHERE j.id = ANY (%(ids)s) AND d.price_points > ceil(coalesce(d.old_price_points, d.price_points) * (10000 - j.discount_bp) / 10000.0)
  ORDER BY j.id, d.value"""
_PROMOTION = """SELECT j.id, j.contract_id, c.partner_id, j.offer_id, o.title_ru, o.title_en, b.name_ru AS brand_ru,
        b.name_en AS brand_en, j.name, j.from_day, j.to_day, j.discount_bp,
        j.partner_bp, j.side, j.proposed_at, r.why AS no_why,
        (SELECT coalesce(jsonb_agg(s.side), '[]') FROM joint_promotion_signatures s WHERE s.promotion_id = j.id) AS signed
   FROM joint_promotions j JOIN contracts c ON c.id = j.contract_id JOIN offers o ON o.id = j.offer_id JOIN brands b ON b.id = o.brand_id
   LEFT JOIN joint_promotion_refusals r ON r.promotion_id = j.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """What two sides agree on: cards of an offer that are ordered in [from_day, to_day), of the contract's time zone, cost members less by
    `discount_bp` of their value, and the partner bears `partner_bp` of that; hundredths of a percent."""

    offer_id: int
    name: str
    from_day: date
    to_day: date
    discount_bp: int
    partner_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion(Deal):
    """A promotion as it stands: who has signed it, or why one side does not want it ("" while it does)."""

    id: int
    contract_id: int
    partner_id: int
    title_ru: str
    title_en: str
    brand_ru: str
    brand_en: str
    side: Side
    proposed_at: datetime
    signed: frozenset[str]
    no_why: str

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.to_day - timedelta(1)

    @property
    def state(self) -> str:
        """open, agreed or refused."""
        if self.no_why:
            return "refused"
        return "agreed" if len(self.signed) == 2 else "open"

    @property
    def waits_for(self) -> str:
        """The side that has still to sign; "" where it waits for nobody."""
        if self.state != "open":
            return ""
        return "programme" if "partner" in self.signed else "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotable:
    """An offer that a promotion may be of: one of a partner with a contract."""

    offer_id: int
    partner_id: int
    title_ru: str
    title_en: str
    brand_ru: str
    brand_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a promotion would cost its partner if as much is sold as in the last days: `cards` and their `value` in LOOKS_BACK_DAYS; `borne` in all of
    its own `days`. Sums in minor units of the offer's currency."""

    cards: int
    value: int
    currency: str
    days: int
    borne: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TooDear:
    """A value of a promoted offer that costs more points in the shop than was agreed on; `was`: the price it is compared with there, if any."""

    value: int
    currency: str
    price: int
    was: int | None
    agreed: int


def propose_promotion(
    of: Deal, partner_ids: Iterable[int], *, side: Side, by: int, ref: str = "", now: datetime
) -> Promotion:
    """Propose a promotion and sign it for one side; it is in force once the other has signed it, too. Sent again with the same form (`ref`)
    it stands once.

    Args:
        partner_ids: the partners of which the offer has to be one's.

    Raises:
        BadPromotion: the period or a share is not possible, with its field; or there is no such offer.
        PromotionSettled, PromotionBeside: as `sign_promotion`.
    """
    facts = {name: getattr(of, name) for name in Deal.__dataclass_fields__}
    agreement = contract(check_deal(of, partner_ids).partner_id)
    key = ids.once(ref, f"{agreement.id} {side} {facts}")
    row = execute(
        """INSERT INTO joint_promotions (contract_id, offer_id, name, from_day, to_day, discount_bp, partner_bp, side, proposed_by, proposed_at, ref)
           VALUES (%(contract)s, %(offer_id)s, %(name)s, %(from_day)s, %(to_day)s, %(discount_bp)s, %(partner_bp)s, %(side)s, %(by)s, %(now)s, %(ref)s)
           ON CONFLICT (ref) DO NOTHING RETURNING id""",
        facts | {"contract": agreement.id, "side": side, "by": by, "now": now, "ref": key},
    ).first()
    if row is None:
        there = execute("SELECT id FROM joint_promotions WHERE ref = %(ref)s", {"ref": key})
        return promotion(there.scalar_one(), partner_ids)
    audit.record(
        "settlements.propose_promotion",
        f"contract:{agreement.id}",
        at=now,
        before={},
        after={"promotion": row.id, **facts},
    )
    return sign_promotion(promotion(row.id, partner_ids), side=side, by=by, now=now)


def check_deal(of: Deal, partner_ids: Iterable[int]) -> Promotable:
    """The offer that a promotion would be of. Raises BadPromotion: the period or a share is not possible, or none of these partners has such an offer."""
    offers = {one.offer_id: one for one in promotable(partner_ids)}
    wrong = "offer_id" if of.offer_id not in offers else _wrong(of)
    if wrong:
        raise BadPromotion(field=wrong)
    return offers[of.offer_id]


def sign_promotion(of: Promotion, *, side: Side, by: int, now: datetime) -> Promotion:
    """Sign a promotion for one side; signed by both, statements charge the partner's share of cards that are ordered in its period.

    Raises:
        PromotionMoved: it waits no more, or this side has signed it.
        PromotionSettled: a statement covers its first day.
        PromotionBeside: another promotion of the offer was agreed on for some of its days.
        BothSides: `by` has signed for the other side.
    """
    with refused():
        row = execute(
            "INSERT INTO joint_promotion_signatures (promotion_id, side, user_id, at) VALUES (%(id)s, %(side)s, %(by)s, %(now)s) RETURNING id",
            {"id": of.id, "side": side, "by": by, "now": now},
        ).one()
    own_seals.seal(PROMOTION_SIGNATURES, row.id)
    audit.record(
        "settlements.sign_promotion", f"contract:{of.contract_id}", at=now, before={"signed": sorted(of.signed)},
        after={"signed": sorted({*of.signed, side}), "promotion": of.id},
    )  # fmt: skip
    return promotion(of.id, [of.partner_id])


def refuse_promotion(of: Promotion, *, side: Side, by: int, why: str, now: datetime) -> None:
    """Say no to a promotion that waits, and why. Raises PromotionMoved."""
    with refused():
        execute(
            "INSERT INTO joint_promotion_refusals (promotion_id, side, user_id, at, why) VALUES (%(id)s, %(side)s, %(by)s, %(now)s, %(why)s)",
            {"id": of.id, "side": side, "by": by, "now": now, "why": why},
        )
    audit.record(
        "settlements.refuse_promotion", f"contract:{of.contract_id}", at=now, why=why, before={"state": "open"},
        after={"state": "refused", "promotion": of.id},
    )  # fmt: skip


def promotions(partner_ids: Iterable[int]) -> list[Promotion]:
    """The promotions of some partners, the newest first; the last two hundred."""
    rows = execute(
        f"{_PROMOTION} WHERE c.partner_id = ANY (%(partners)s) ORDER BY j.from_day DESC, j.id DESC LIMIT 200",
        {"partners": list(partner_ids)},
    )
    return [_promotion(row) for row in rows.mappings()]


def promotions_touched(offer_ids: Iterable[int], *, today: date) -> list[Promotion]:
    """The promotions of some offers that run, or are proposed or agreed on and have still to come, the first to begin first."""
    wanted = list(offer_ids)
    if not wanted:
        return []
    rows = execute(
        f"""{_PROMOTION} WHERE j.offer_id = ANY (%(offers)s) AND j.to_day > %(today)s AND r.why IS NULL ORDER BY j.from_day, j.id""",
        {"offers": wanted, "today": today},
    )
    return [_promotion(row) for row in rows.mappings()]


def promotion(promotion_id: int, partner_ids: Iterable[int]) -> Promotion:
    """A promotion of one of these partners. Raises NoPromotion."""
    facts = {"id": promotion_id if promotion_id < 2**63 else 0, "partners": list(partner_ids)}
    row = execute(f"{_PROMOTION} WHERE j.id = %(id)s AND c.partner_id = ANY (%(partners)s)", facts).mappings().first()
    if row is None:
        raise NoPromotion
    return _promotion(row)


def promotable(partner_ids: Iterable[int]) -> list[Promotable]:
    """The offers of partners with a contract that are on sale, by brand and title."""
    rows = execute(
        """SELECT o.id AS offer_id, b.partner_id, o.title_ru, o.title_en, b.name_ru AS brand_ru, b.name_en AS brand_en
             FROM offers o JOIN brands b ON b.id = o.brand_id JOIN contracts c ON c.partner_id = b.partner_id
            WHERE o.published AND b.partner_id = ANY (%(partners)s) ORDER BY b.name_ru, o.title_ru, o.id""",
        {"partners": list(partner_ids)},
    )
    return [Promotable(**row) for row in rows.mappings()]


def offers_of(partner_id: int) -> list[Promotable]:
    """The offers of a partner that are on sale, or that a version of its contract names; by brand and title."""
    rows = execute(
        """SELECT o.id AS offer_id, b.partner_id, o.title_ru, o.title_en, b.name_ru AS brand_ru, b.name_en AS brand_en
             FROM offers o JOIN brands b ON b.id = o.brand_id
            WHERE b.partner_id = %(partner)s AND (o.published OR EXISTS (
                  SELECT FROM contracts c JOIN contract_versions v ON v.contract_id = c.id WHERE c.partner_id = b.partner_id AND v.vat_kinds ? ('offer:' || o.id)))
            ORDER BY b.name_ru, o.title_ru, o.id""",
        {"partner": partner_id},
    )
    return [Promotable(**row) for row in rows.mappings()]


def foreseen(of: Deal, *, now: datetime) -> Estimate:
    """What a promotion of an offer would cost its partner, by what was sold of it lately."""
    row = execute(_SOLD, {"offer": of.offer_id, "since": now - timedelta(LOOKS_BACK_DAYS)}).one()
    days = (of.to_day - of.from_day).days
    borne = row.value * days * of.discount_bp * of.partner_bp // (LOOKS_BACK_DAYS * 10_000 * 10_000)
    return Estimate(cards=row.cards, value=row.value, currency=row.currency, days=days, borne=borne)


def too_dear(promotion_ids: Iterable[int]) -> dict[int, list[TooDear]]:
    """The values that the shop sells for more than promotions promise, by promotion; of a range of values nothing can be said."""
    found: dict[int, list[TooDear]] = {}
    for row in execute(_TOO_DEAR, {"ids": list(promotion_ids)}):
        found.setdefault(row.id, []).append(
            TooDear(value=row.value, currency=row.currency, price=row.price, was=row.was, agreed=row.agreed)
        )
    return found


def _wrong(of: Deal) -> str:
    """The first field that is not possible; "" where all are."""
    if not 1 <= len(of.name) <= 120:
        return "name"
    if not 1 <= (of.to_day - of.from_day).days <= LONGEST_DAYS:
        return "to_day"
    return next((name for name in ("discount_bp", "partner_bp") if not 1 <= getattr(of, name) <= 10_000), "")


def _promotion(row: Mapping[Any, Any]) -> Promotion:
    return Promotion(**{**row, "signed": frozenset(row["signed"]), "no_why": row["no_why"] or ""})
