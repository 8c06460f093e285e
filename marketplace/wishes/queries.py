"""What may be asked of wishes; read only."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime

from marketplace import catalogue, members, shop
from marketplace.catalogue import Moved, Wishes
from marketplace.core.db import execute
from marketplace.core.rows import Row
from marketplace.members import Member
from marketplace.wishes.errors import WishNotFound
from marketplace.wishes.values import Wish

_STORED = [one.name for one in fields(Wish) if one.name not in ("price", "brand_id", "currency")]
_WISH = f"SELECT {', '.join('w.' + name for name in _STORED)}, o.brand_id, o.currency FROM wishes w JOIN offers o ON o.id = w.offer_id"  # noqa: S608

# What a value cost and will cost is the same rule as `catalogue.range_price`, of as many wishes as there are in one statement.
_TOUCHED = """SELECT count(*) FILTER (WHERE NOT stays) AS gone,
        count(*) FILTER (WHERE stays AND ceil(value * new_points / new_per) > balance AND ceil(value * points / per) <= balance) AS beyond
   FROM (SELECT w.value::numeric AS value, b.balance, m.points, m.per, m.new_points, m.new_per,
                m.new_points IS NOT NULL AND w.value >= m.new_min AND w.value <= m.new_max AS stays
           FROM unnest(%(offer_id)s::bigint[], %(value_min)s::bigint[], %(value_max)s::bigint[], %(points)s::bigint[], %(per)s::bigint[],
                       %(new_min)s::bigint[], %(new_max)s::bigint[], %(new_points)s::bigint[], %(new_per)s::bigint[])
                AS m (offer_id, value_min, value_max, points, per, new_min, new_max, new_points, new_per)
           JOIN wishes w ON w.offer_id = m.offer_id AND w.value >= m.value_min AND w.value <= m.value_max
           JOIN accounts a ON a.programme_id = %(programme)s AND a.kind = 'member' AND a.owner_id = w.member_id AND a.unit = 'points'
           JOIN balances b ON b.account_id = a.id) wished"""


def of_member(member: Member, now: datetime) -> list[Wish]:
    """A member's wishes with what they cost now, the oldest first."""
    rows = execute(f"{_WISH} WHERE w.member_id = %(member)s ORDER BY w.id", {"member": member.id})
    return _priced([_wish(row) for row in rows], member, now)


def wish(wish_id: int, now: datetime) -> tuple[Wish, Member] | None:
    """A wish with what it costs now, and whose it is, for jobs; None where it is gone."""
    row = execute(f"{_WISH} WHERE w.id = %(id)s", {"id": wish_id}).first()
    if row is None:
        return None
    member = members.member(row.member_id)
    assert member is not None, "a member is never deleted"
    return _priced([_wish(row)], member, now)[0], member


def of_members(programme_id: int, *, after: int, limit: int) -> list[int]:
    """Members of a programme with wishes of which they were not told yet, by id, after one of them."""
    rows = execute(
        """SELECT DISTINCT m.id FROM wishes w JOIN members m ON m.id = w.member_id
            WHERE w.told_at IS NULL AND m.programme_id = %(programme)s AND m.id > %(after)s ORDER BY m.id LIMIT %(limit)s""",
        {"programme": programme_id, "after": after, "limit": limit},
    )
    return [int(row.id) for row in rows]


def wished(member_id: int, offer_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Which of these offers a member wishes for, at which values."""
    rows = execute(
        "SELECT offer_id, value FROM wishes WHERE member_id = %(member)s AND offer_id = ANY (%(offers)s)",
        {"member": member_id, "offers": list(offer_ids)},
    )
    return {(row.offer_id, row.value) for row in rows}


def own(wish_id: int, member_id: int) -> Wish:
    """A member's own wish, without what it costs now. Raises WishNotFound."""
    row = execute(
        f"{_WISH} WHERE w.id = %(id)s AND w.member_id = %(member)s", {"id": wish_id, "member": member_id}
    ).first()
    if row is None:
        raise WishNotFound
    return _wish(row)


def touched(programme_id: int, moved: Sequence[Moved]) -> Wishes:
    """How many wishes of a programme a change of the catalogue takes away, or puts beyond the points that their members have."""
    columns = dict(zip(Moved._fields, map(list, zip(*moved, strict=True)), strict=True))
    row = execute(_TOUCHED, {"programme": programme_id} | columns).one()
    return Wishes(row.gone, row.beyond)


def _wish(row: Row) -> Wish:
    facts = {name: getattr(row, name) for name in (*_STORED, "brand_id", "currency")}
    return Wish(**facts)


def _priced(found: list[Wish], member: Member, now: datetime) -> list[Wish]:
    """With what each costs now, by the one place that says what can be ordered."""
    prices: dict[int, shop.OfferView | None] = {}
    for one in found:
        if one.offer_id not in prices:
            try:
                prices[one.offer_id] = shop.offer(
                    one.offer_id, programme_id=member.programme_id, tier=member.tier, now=now
                )
            except catalogue.NoOffer:
                prices[one.offer_id] = None
    return [replace(one, price=_price(one, prices[one.offer_id])) for one in found]


def _price(of: Wish, offer: shop.OfferView | None) -> int | None:
    if offer is None:
        return None
    if offer.denominations:
        return next((price.price_points for price in offer.denominations if price.value == of.value), None)
    if offer.value_min is None or offer.rate_points is None or offer.rate_value is None:
        return None
    fits = offer.value_min <= of.value <= (offer.value_max or of.value)
    return catalogue.range_price(of.value, offer.rate_points, offer.rate_value) if fits else None
