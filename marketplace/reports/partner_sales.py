"""What partners sold, as a list, day by day and side by side, and what is left of stock. Never who bought it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from marketplace.core.db import execute
from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Term, Way

# What becomes of what was sold, as the list tells it.
STATES = ("active", "spent", "frozen", "held", "expired", "replaced", "void", "waiting", "cancelled")
SALES = Listing(
    name="partner_sales",
    source="""orders sale JOIN brands brand ON brand.id = sale.brand_id LEFT JOIN giftcards card ON card.order_id = sale.id
        LEFT JOIN order_cancellations gone ON gone.order_id = sale.id""",
    # `today` is the programme's, on which a card past its last day cannot be used any more (`giftcards.state_on`).
    # The brands themselves, so that the database knows how many orders to expect, and finds those of a small partner by its brands.
    scope="sale.brand_id = ANY (%(brands)s::bigint[]) AND %(today)s::date IS NOT NULL",
    key="sale.id",
    columns=(
        Column("placed_at", Kind.MOMENT, "sale.placed_at", sorts_by="placed_at"),
        Column("brand", Kind.WORD, "brand.slug"),
        Column("value", Kind.MONEY, "sale.value", currency="currency"),
        Column("currency", sql="sale.currency", hidden=True),
        Column("price", Kind.POINTS, "sale.price_points"),
        Column("code", Kind.CODE, "card.last4"),
        Column("until", Kind.DAY, "card.expires_on"),
        Column("state", Kind.WORD, """CASE WHEN gone.order_id IS NOT NULL THEN 'cancelled' WHEN card.id IS NULL THEN 'waiting'
            WHEN card.state = 'void' AND card.remaining = 0 THEN 'replaced'
            WHEN card.state IN ('active', 'frozen', 'held') AND card.expires_on < %(today)s::date THEN 'expired' ELSE card.state END"""),
        Column("last4", sql="card.last4", hidden=True),
    ),
    sort="-placed_at",
    filters=(
        Equal("brand", "brand"),
        Choice(
            "state",
            {name: f"state = '{name}'" for name in STATES},
            ("state",),
        ),
        Days("placed", "placed_at"),
    ),
    search=(Term("last4", Way.START),),
)  # fmt: skip


class Sold(NamedTuple):
    """One day of a partner; points in the programme's minor unit. What was taken back later is not taken off."""

    day: date
    orders: int
    points: int


class Left(NamedTuple):
    """One value of a brand in the shop, and how many codes of it are left."""

    brand_ru: str
    brand_en: str
    value: int
    currency: str
    codes: int


class SoldBy(NamedTuple):
    """Orders of one partner's brands in one currency, without those that were cancelled.

    value: what the cards are worth; points and money: what was given for them. All whole minor units.
    """

    partner_id: int
    currency: str
    orders: int
    value: int
    points: int
    money: int


def sold_by_day(partner_id: int, *, since: date, until: date, time_zone: str) -> list[Sold]:
    """Every day from `since` to `until`, both counted, oldest first; a quiet one has zeros."""
    zone = ZoneInfo(time_zone)
    rows = execute(
        """SELECT (o.placed_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS orders, sum(o.price_points)::bigint AS points
             FROM orders o JOIN brands b ON b.id = o.brand_id
            WHERE o.placed_at >= %(start)s AND o.placed_at < %(stop)s AND b.partner_id = %(partner)s GROUP BY 1""",
        {
            "zone": time_zone, "partner": partner_id, "start": _midnight(since, zone),
            "stop": _midnight(until + timedelta(1), zone),
        },
    )  # fmt: skip
    found = {row.day: (row.orders, row.points) for row in rows}
    every = [since + timedelta(at) for at in range((until - since).days + 1)]
    return [Sold(day, *found.get(day, (0, 0))) for day in every]


def stock_left(partner_id: int, today: date, most: int = 12) -> list[Left]:
    """The values of a partner's published offers that are handed over from stock, the scarcest first."""
    rows = execute(
        """SELECT b.name_ru AS brand_ru, b.name_en AS brand_en, d.value, o.currency,
                  (SELECT count(*) FROM free_codes f WHERE f.denomination_id = d.id AND f.expires_on >= %(today)s) AS codes
             FROM denominations d JOIN offers o ON o.id = d.offer_id JOIN brands b ON b.id = d.brand_id
            WHERE b.partner_id = %(partner)s AND d.active AND o.published AND o.fulfilment = 'stock'
            ORDER BY codes, b.name_ru, d.value LIMIT %(most)s""",
        {"partner": partner_id, "today": today, "most": most},
    )
    return [Left(*row) for row in rows]


def sales_by_partner(programme_id: int, since: datetime, until: datetime) -> list[SoldBy]:
    """What was ordered from `since` on and before `until`, by partner and currency; what is worth most first."""
    rows = execute(
        """SELECT b.partner_id, o.currency, count(*) AS orders, sum(o.value)::bigint AS value, sum(o.points_part)::bigint AS points,
                  sum(o.money_part)::bigint AS money
             FROM orders o JOIN brands b ON b.id = o.brand_id
            WHERE o.placed_at >= %(since)s AND o.placed_at < %(until)s AND o.programme_id = %(programme)s
              AND NOT EXISTS (SELECT FROM order_cancellations x WHERE x.order_id = o.id)
            GROUP BY b.partner_id, o.currency ORDER BY o.currency, value DESC, b.partner_id""",
        {"programme": programme_id, "since": since, "until": until},
    )
    return [SoldBy(*row) for row in rows]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
