"""What may be asked of exchanges; read only."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from marketplace import giftcards, orders, shop
from marketplace.core.db import execute
from marketplace.core.rows import Row
from marketplace.exchanges import rules
from marketplace.exchanges.errors import QuoteNotFound
from marketplace.exchanges.values import Quote, Room, Rule, Target
from marketplace.giftcards import Card
from marketplace.shop import OfferView

_RULES = """SELECT DISTINCT ON (brand_id) brand_id, gives, takes, recasts, fee_permille FROM exchange_rules
    WHERE programme_id = %(programme)s AND coalesce(brand_id = %(brand)s, true) ORDER BY brand_id, id DESC"""
_QUOTE = f"SELECT {', '.join(one.name for one in fields(Quote))} FROM exchange_quotes"  # noqa: S608 - our own column names
_DONE = """SELECT count(*) FILTER (WHERE kind = 'exchange' AND at > %(day)s) AS exchanges, count(*) FILTER (WHERE kind <> 'exchange' AND at > %(day)s) AS recasts,
       coalesce(sum(amount) FILTER (WHERE kind = 'exchange' AND currency = %(currency)s), 0) AS value
  FROM exchanges x CROSS JOIN LATERAL (SELECT currency FROM giftcards g WHERE g.succession_id = x.succession_id LIMIT 1) born
 WHERE member_id IN (SELECT member_line(%(member)s)) AND at > %(month)s"""


def rule(programme_id: int, brand_id: int) -> Rule:
    """What may be done with cards of a brand; nothing where the programme has said nothing."""
    row = execute(_RULES, {"programme": programme_id, "brand": brand_id}).first()
    return Rule(brand_id) if row is None else Rule(*row)


def rules_of(programme_id: int) -> dict[int, Rule]:
    """What may be done with cards of each brand that the programme has decided about."""
    return {row.brand_id: Rule(*row) for row in execute(_RULES, {"programme": programme_id, "brand": None})}


def rows_in_force(programme_id: int, brand_ids: Sequence[int]) -> list[int]:
    """The ids of the rows that say what may be done with cards of some brands now."""
    rows = execute(
        """SELECT DISTINCT ON (brand_id) id FROM exchange_rules WHERE programme_id = %(programme)s AND brand_id = ANY (%(brands)s)
            ORDER BY brand_id, id DESC""",
        {"programme": programme_id, "brands": list(brand_ids)},
    )
    return list(rows.scalars())


def possible(card: Card) -> Rule:
    """What may be done with a card of this brand and code: nothing where the code is the partner's own."""
    return rule(card.programme_id, card.brand_id) if orders.is_ours(card) else Rule(card.brand_id)


def targets(card: Card, *, amount: int | None = None, tier: str = "", now: datetime) -> list[Target]:
    """What a card, or `amount` of it, could become now: one of each brand that takes others, the best first.

    An offer of which members may have only so many is ordered, never exchanged for: no limit is passed that way.
    Where a brand has only fixed values in stock, the greatest that the card is enough for; the rest stays a card of the old brand.
    """
    if not rule(card.programme_id, card.brand_id).gives or not orders.is_ours(card):
        return []
    found = []
    for of in rules_of(card.programme_id).values():
        if of.takes and of.brand_id != card.brand_id:
            offers = shop.offers(card.programme_id, brand_id=of.brand_id, tier=tier, limit=100, now=now).items
            limited = _limited([offer.id for offer in offers])
            made = [
                one
                for offer in offers
                if offer.id not in limited
                and offer.currency == card.currency
                and (one := _target(card, amount, offer, of)) is not None
            ]
            found += sorted(made, key=lambda one: (-one.value, one.amount))[:1]
    return sorted(found, key=lambda one: (-one.value, one.amount, one.brand_id))


def quote(ref: str, member_id: int) -> Quote:
    """A member's quote, good or over. Raises QuoteNotFound."""
    row = execute(
        f"{_QUOTE} WHERE ref = %(ref)s AND member_id = %(member)s", {"ref": ref[:26], "member": member_id}
    ).first()
    if row is None:
        raise QuoteNotFound
    return Quote(*row)


def goes_on(of: Quote, from_: Card) -> bool:
    """Whether the card that a quote gives could be exchanged once more, after rules.PAUSE."""
    times, _last = giftcards.exchanged_before(from_)
    return of.denomination_id is None and times + 1 < rules.CHAIN_MAX and rule(from_.programme_id, of.brand_id).gives


def room(member_id: int, currency: str, now: datetime) -> Room:
    """How often a member may still exchange today, and how much of a currency within the month."""
    row = done(member_id, currency, now)
    return Room(max(0, rules.EXCHANGES_A_DAY - row.exchanges), max(0, rules.MONTH_MAX - int(row.value)))


def done(member_id: int, currency: str, now: datetime) -> Row:
    """What a member has done, also as memberships that are theirs now: `exchanges` and `recasts` within a day, exchanged `value` of a currency within a month."""
    facts = {"member": member_id, "currency": currency, "day": now - rules.PAUSE, "month": now - rules.MONTH}
    return execute(_DONE, facts).one()


def _limited(offer_ids: list[int]) -> set[int]:
    """Those of some offers of which one member, or all together, may have only so many."""
    rows = execute(
        "SELECT id FROM offers WHERE id = ANY (%(ids)s) AND (per_member_limit IS NOT NULL OR total_limit IS NOT NULL)",
        {"ids": offer_ids},
    )
    return set(rows.scalars())


def _target(card: Card, amount: int | None, offer: OfferView, of: Rule) -> Target | None:
    wanted = min(amount or card.remaining, card.remaining)
    if offer.kind not in ("gift_card", "certificate"):
        return None
    if offer.fulfilment == "own":
        if wanted < rules.PART_MIN or 0 < card.remaining - wanted < rules.PART_MIN:
            return None
        value = rules.net(wanted, of.fee_permille)
        return (
            Target(of.brand_id, offer.id, None, wanted, value, of.fee_permille) if 0 < value <= _most(offer) else None
        )
    if offer.fulfilment != "stock":
        return None
    best = rules.fitting(
        card.remaining,
        [price.value for price in offer.denominations if rules.gross(price.value, of.fee_permille) <= wanted],
        of.fee_permille,
    )
    if best is None:
        return None
    [denomination] = [price.id for price in offer.denominations if price.value == best]
    return Target(of.brand_id, offer.id, denomination, rules.gross(best, of.fee_permille), best, of.fee_permille)


def _most(offer: OfferView) -> int:
    """The dearest card of an offer that we make ourselves."""
    return offer.value_max or max((price.value for price in offer.denominations), default=0)
