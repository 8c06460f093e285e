"""What may be asked of orders. An order that is not the asker's does not exist."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from marketplace import catalogue, codes, ledger, members, programmes
from marketplace.catalogue import ForSale
from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.paging import Page
from marketplace.core.rows import Row
from marketplace.giftcards import Card
from marketplace.ledger import LotMove
from marketplace.members import Member
from marketplace.orders import rules
from marketplace.orders.errors import LimitReached, OrderNotFound
from marketplace.orders.values import Order, Quote

_ELSEWHERE = {
    "issued_at": "g.issued_at", "cancelled_at": "c.at", "card": "g.public_id", "code_id": "t.code_id", "unknown_since": "u.since",
    "payment": "p.public_id", "pay_until": "p.pay_until", "paid_at": "pc.at", "lapsed_at": "px.at",
}  # fmt: skip
_COLUMNS = ", ".join(f"{_ELSEWHERE.get(field.name, f'o.{field.name}')} AS {field.name}" for field in fields(Order))
_SELECT = f"""SELECT {_COLUMNS}
  FROM orders o LEFT JOIN giftcards g ON g.order_id = o.id LEFT JOIN order_cancellations c ON c.order_id = o.id
  LEFT JOIN order_obtainments t ON t.order_id = o.id
  LEFT JOIN order_unknown_outcomes u ON u.order_id = o.id AND u.closed_at IS NULL
  LEFT JOIN payments p ON o.money_part > 0 AND p.purpose = 'order' AND p.purpose_id = o.id
  LEFT JOIN payment_completions pc ON pc.payment_id = p.id LEFT JOIN payment_expiries px ON px.payment_id = p.id"""  # noqa: S608 - our own column names

_LEFT = """SELECT coalesce((SELECT used FROM member_offer_usage WHERE member_id = %(member)s AND offer_id = %(offer)s), 0) AS of_member,
    coalesce((SELECT used FROM offer_usage WHERE offer_id = %(offer)s), 0) AS of_offer,
    (SELECT coalesce(sum(number), 0) FROM offer_cancellations
      WHERE member_id IN (SELECT member_line(%(member)s)) AND offer_id = %(offer)s AND day = %(today)s) AS cancelled,
    EXISTS (SELECT FROM free_codes f WHERE denomination_id = %(denomination)s AND expires_on >= %(today)s
               AND NOT EXISTS (SELECT FROM batch_moves m WHERE m.batch_id = f.batch_id AND NOT m.back)) AS in_stock"""


def quote(
    member: Member,
    *,
    denomination_id: int | None = None,
    offer_id: int | None = None,
    value: int | None = None,
    points: int | None = None,
    now: datetime,
) -> Quote:
    """What an order would cost this member, and which of their points would go.

    Args:
        denomination_id: what is ordered; or an offer_id and a value out of its range, in minor units of its currency.
        points: how many of the price to pay in points, where the offer takes money for the rest; all, when left out.

    Raises:
        NoOffer, NotForSale, WrongValue: as the catalogue says.
        WrongSplit: it cannot be paid with so many points.
    """
    sale = for_sale(member, denomination_id=denomination_id, offer_id=offer_id, value=value, now=now)
    programme = programmes.get(member.programme_id)
    today = programme.day(now)
    parts = share(sale, sale.price_points if points is None else points, programme)
    account = ledger.account(member.programme_id, "member", owner_id=member.id)
    lots = ledger.open_lots(account, today)
    balance = sum(lot.remaining for lot in lots)
    return Quote(
        sale=sale,
        points=parts.points,
        money=parts.money,
        balance=balance,
        taken=tuple(ledger.take(parts.points, lots)) if parts.points <= balance else (),
        card_until=catalogue.valid_until(today, sale.validity_days, None),
    )


def must_be_left(member: Member, sale: ForSale, *, now: datetime) -> None:
    """Refuse what could not be ordered at this moment, however many points the member has; nothing is reserved.

    Raises:
        LimitReached, OutOfStock, codes.StockQuarantined: as an order would.
    """
    today = programmes.get(member.programme_id).day(now)
    facts = {"member": member.id, "offer": sale.offer_id, "denomination": sale.denomination_id, "today": today}
    left = execute(_LEFT, facts).one()
    if sale.per_member_limit is not None and left.of_member >= sale.per_member_limit:
        raise LimitReached(limit=sale.per_member_limit, whose="member")
    if sale.total_limit is not None and left.of_offer >= sale.total_limit:
        raise LimitReached(limit=sale.total_limit, whose="offer")
    if sale.fulfilment == "stock" and left.cancelled >= rules.CANCELLED_A_DAY:
        raise LimitReached(limit=rules.CANCELLED_A_DAY, whose="cancellations")
    if sale.fulfilment == "stock" and codes.quarantine() is not None:
        raise codes.StockQuarantined
    if sale.fulfilment == "stock" and not left.in_stock:
        raise codes.OutOfStock(denomination_id=sale.denomination_id)


def share(sale: ForSale, points: int, programme: programmes.Programme) -> catalogue.Split:
    """What is paid of a price in points and what in money, where so many points are given. Raises WrongSplit."""
    return catalogue.split(
        sale.price_points, points, min_points=sale.min_points, money_rate=sale.money_rate, decimals=programme.decimals
    )


def for_sale(
    member: Member, *, denomination_id: int | None, offer_id: int | None, value: int | None, now: datetime
) -> ForSale:
    """What the member wants, as the catalogue sells it to them now: a denomination, or a value of an offer's range."""
    if denomination_id is not None:
        assert offer_id is None, "a denomination has its offer"
        assert value is None, "a denomination has its value"
        return catalogue.for_sale(denomination_id, programme_id=member.programme_id, tier=member.tier, now=now)
    assert offer_id is not None, "an order is for a denomination or for an offer"
    assert value is not None, "an order is for a denomination or for a value"
    return catalogue.for_sale_range(offer_id, value, programme_id=member.programme_id, tier=member.tier, now=now)


def order(order_id: int, member_id: int) -> Order:
    """A member's own order. Raises OrderNotFound: unknown and another's alike."""
    return _one("o.id = %(id)s AND member_now(o.member_id) = %(member)s", id=order_id, member=member_id)


def order_numbered(number: str, *, programme_id: int, member_id: int | None = None) -> Order:
    """The order with this number, as people type it: a member's own, or any of the programme where no member is given.

    Raises OrderNotFound: unknown, another's and what is no number alike, after the same question.
    """
    whose = "o.programme_id = %(programme)s AND (%(member)s::bigint IS NULL OR member_now(o.member_id) = %(member)s)"
    return _one(f"o.id = %(id)s AND {whose}", id=rules.id_of(number), programme=programme_id, member=member_id)


def order_by_id(order_id: int) -> Order:
    """The order with this id, for jobs and staff. Raises OrderNotFound."""
    return _one("o.id = %(id)s", id=order_id)


def by_ref(member_id: int, ref: str) -> Order:
    """The order that a member placed under a ref. Raises OrderNotFound."""
    return _one("o.member_id = %(member)s AND o.ref = %(ref)s", member=member_id, ref=ref)


def of_member(member_id: int, *, cursor: str | None = None, limit: int = 24) -> Page[Order]:
    """A member's orders, also of memberships that go on as theirs, newest first. Raises BadCursor, BadLimit."""
    before = paging.decode(cursor, int)[0] if cursor else None
    rows = execute(
        f"""{_SELECT} WHERE o.member_id = ANY (%(members)s) AND (%(before)s::bigint IS NULL OR o.id < %(before)s)
             ORDER BY o.id DESC LIMIT %(limit)s""",
        {"members": members.line(member_id), "before": before, "limit": paging.checked_limit(limit) + 1},
    )
    return paging.page([order_of(row) for row in rows], limit, lambda last: (last.id,))


def lots_taken(order: Order) -> list[LotMove]:
    """What an order took of whoever placed it, soonest to expire first."""
    return ledger.lots_moved(_purse(order), f"order:{order.id}")


def coming_back(order: Order, *, now: datetime) -> list[LotMove]:
    """What comes back of an order that is cancelled at `now`, by lot, each with the last day that it has then; soonest first."""
    programme = programmes.get(order.programme_id)
    today = programme.day(now)
    return ledger.coming_back(_purse(order), f"order:{order.id}", today=today, grace=programme.grace_until(today))


def in_progress(member_id: int) -> int:
    """How many of a member's orders have neither their card nor been cancelled yet."""
    return int(
        execute(
            """SELECT count(*) FROM orders o WHERE o.member_id = %(member)s AND NOT EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)
                  AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)""",
            {"member": member_id},
        ).scalar_one()
    )


def order_of(row: Row) -> Order:
    """The order in a row of the view above."""
    return Order(*(getattr(row, field.name) for field in fields(Order)))


def _purse(order: Order) -> int:
    """Of the membership that placed it, also where it goes on as another since."""
    return ledger.account(order.programme_id, "member", owner_id=order.member_id)


def _one(condition: str, **values: Any) -> Order:
    row = execute(f"{_SELECT} WHERE {condition}", values).first()
    if row is None:
        raise OrderNotFound
    return order_of(row)


def is_ours(card: Card) -> bool:
    """Whether a card's code was made by us, so that we can end it everywhere and make another.

    It was ordered as one of ours, or has got a code of ours since; what went on as one is followed back. A gift of a partner's card keeps the
    partner's code, and what has got another of the partner's codes from stock is the partner's as before.
    """
    found = execute(
        """SELECT FROM giftcard_line_back(%(id)s) l(id) JOIN giftcards g ON g.id = l.id JOIN codes c ON c.id = g.code_id
             LEFT JOIN orders o ON o.id = g.order_id LEFT JOIN giftcard_successions s ON s.id = g.succession_id
            WHERE o.fulfilment = 'own' OR (s.cause IN ('reissue', 'rebind', 'split', 'merge', 'exchange') AND c.batch_id IS NULL) LIMIT 1""",
        {"id": card.id},
    ).first()
    return found is not None
