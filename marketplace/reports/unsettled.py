"""What a partner sold that is not settled yet."""

from datetime import date

from marketplace.core.db import execute
from marketplace.partners import Unsettled


def unsettled(partner_id: int, today: date) -> Unsettled:
    """Its cards that can still be used on this day, and its orders whose card is on its way."""
    row = execute(
        """SELECT (SELECT count(*) FROM giftcards c JOIN brands b ON b.id = c.brand_id
                    WHERE b.partner_id = %(partner)s AND c.state IN ('active', 'frozen', 'held') AND c.expires_on >= %(today)s) AS cards,
                  (SELECT count(*) FROM orders o JOIN brands b ON b.id = o.brand_id
                    WHERE b.partner_id = %(partner)s AND NOT EXISTS (SELECT FROM giftcards c WHERE c.order_id = o.id)
                      AND NOT EXISTS (SELECT FROM order_cancellations x WHERE x.order_id = o.id)) AS orders""",
        {"partner": partner_id, "today": today},
    ).one()
    return Unsettled(row.cards, row.orders)
