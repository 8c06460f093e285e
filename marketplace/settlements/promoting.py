"""Joint promotions: agreed on by both sides for an offer and a period; the partner bears its share of what its cards cost members less."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.settlements.errors import BadPromotion, NoPromotion, refused
from marketplace.settlements.queries import contract
from marketplace.settlements.values import Side

LONGEST_DAYS = 366
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


def propose_promotion(of: Deal, partner_ids: Iterable[int], *, side: Side, by: int, now: datetime) -> Promotion:
    """Propose a promotion and sign it for one side; it is in force once the other has signed it, too.

    Args:
        partner_ids: the partners of which the offer has to be one's.

    Raises:
        BadPromotion: the period or a share is not possible, with its field; or there is no such offer.
        PromotionSettled, PromotionBeside: as `sign_promotion`.
    """
    offers = {one.offer_id: one for one in promotable(partner_ids)}
    wrong = _wrong(of)
    if of.offer_id not in offers:
        wrong = "offer_id"
    if wrong:
        raise BadPromotion(field=wrong)
    facts = {name: getattr(of, name) for name in Deal.__dataclass_fields__}
    agreement = contract(offers[of.offer_id].partner_id)
    row = execute(
        """INSERT INTO joint_promotions (contract_id, offer_id, name, from_day, to_day, discount_bp, partner_bp, side, proposed_by, proposed_at)
           VALUES (%(contract)s, %(offer_id)s, %(name)s, %(from_day)s, %(to_day)s, %(discount_bp)s, %(partner_bp)s, %(side)s, %(by)s, %(now)s)
           RETURNING id""",
        facts | {"contract": agreement.id, "side": side, "by": by, "now": now},
    ).one()
    audit.record(
        "settlements.propose_promotion",
        f"contract:{agreement.id}",
        at=now,
        before={},
        after={"promotion": row.id, **facts},
    )
    return sign_promotion(promotion(row.id, partner_ids), side=side, by=by, now=now)


def sign_promotion(of: Promotion, *, side: Side, by: int, now: datetime) -> Promotion:
    """Sign a promotion for one side; signed by both, statements charge the partner's share of cards that are ordered in its period.

    Raises:
        PromotionMoved: it waits no more, or this side has signed it.
        PromotionSettled: a statement covers its first day.
        PromotionBeside: another promotion of the offer was agreed on for some of its days.
        BothSides: `by` has signed for the other side.
    """
    with refused():
        execute(
            "INSERT INTO joint_promotion_signatures (promotion_id, side, user_id, at) VALUES (%(id)s, %(side)s, %(by)s, %(now)s)",
            {"id": of.id, "side": side, "by": by, "now": now},
        )
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


def _wrong(of: Deal) -> str:
    """The first field that is not possible; "" where all are."""
    if not 1 <= len(of.name) <= 120:
        return "name"
    if not 1 <= (of.to_day - of.from_day).days <= LONGEST_DAYS:
        return "to_day"
    return next((name for name in ("discount_bp", "partner_bp") if not 1 <= getattr(of, name) <= 10_000), "")


def _promotion(row: Mapping[Any, Any]) -> Promotion:
    return Promotion(**{**row, "signed": frozenset(row["signed"]), "no_why": row["no_why"] or ""})
