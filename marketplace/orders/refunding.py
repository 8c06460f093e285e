"""What was paid for a card comes back, for all that is left of it, when staff takes the card away."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from marketplace import giftcards, ledger, payments, programmes
from marketplace.core import ids, outbox
from marketplace.core.db import broken_rule, execute
from marketplace.giftcards import Card
from marketplace.orders import memos, queries
from marketplace.orders.errors import NothingToRefund

_REFUND = """SELECT order_refund(%(card)s, %(reason)s, %(note)s, %(orders)s::jsonb, %(to)s, %(now)s, %(today)s, %(grace)s, %(until)s)"""
_BACK = "SELECT order_id, member_id, value, points, money FROM order_back(%(card)s) ORDER BY order_id"
_DONE = """
SELECT order_id, coalesce(to_member_id, o.member_id) AS member_id, r.value, r.points, r.money - r.netted FROM order_refunds r JOIN orders o ON o.id = r.order_id
 WHERE r.voiding_id = %(voiding)s ORDER BY order_id"""


class Back(NamedTuple):
    """What comes back of one order: to whom, for how much of its value, in points, and in minor units of money; of that, what the member owes
    is kept back once it is done."""

    order_id: int
    member_id: int
    value: int
    points: int
    money: int


def refundable(card: Card) -> list[Back]:
    """What would come back if the card were taken away now, order by order; empty where nothing was paid that could."""
    if card.state not in ("active", "frozen", "held"):
        return []
    return [Back(*row) for row in execute(_BACK, {"card": card.id})]


def refund(card: Card, reason: str, *, note: str, as_new: bool = False, now: datetime) -> int:
    """Take a card away and give back what was paid for what is left of it; what was used of it is not given back.

    Args:
        reason: "fraud", "mistake", "unwanted" or "unusable".
        as_new: points do not go back to the lots that they came from, but to the card's owner as new ones.

    Returns:
        The id of the card's voiding.

    Raises:
        giftcards.CardNotActive: it is void, spent, given away or expired.
        NothingToRefund: nothing was paid for it that could come back.
    """
    programme = programmes.get(card.programme_id)
    today = programme.day(now)
    named = [
        {"order": one.order_id, "memo": memos.of(queries.order_by_id(one.order_id), "return"), "refund": ids.new_ref()}
        for one in refundable(card)
    ]
    facts = {
        "card": card.id, "reason": reason, "note": note[:1000], "orders": json.dumps(named), "to": card.member_id if as_new else None,
        "now": now, "today": today, "grace": programme.grace_until(today), "until": programmes.expiry_of(programme, today),
    }  # fmt: skip
    try:
        with ledger.named_refusals(), payments.named_refusals():
            voiding = int(execute(_REFUND, facts).scalar_one())
    except DBAPIError as error:
        match broken_rule(error):
            case "order_refunds":
                raise NothingToRefund from None
            case "giftcard_usable":
                raise giftcards.CardNotActive(state=card.state_on(today)) from None
        raise
    outbox.wake_after_commit()
    return voiding


def refunded(voiding_id: int) -> list[Back]:
    """What came back when a card was taken away, order by order; nothing where its value is gone."""
    return [Back(*row) for row in execute(_DONE, {"voiding": voiding_id})]
