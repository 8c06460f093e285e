"""What was written about somebody's orders, and how it goes when their data are erased; what of theirs has to end before."""

from marketplace.core.forgetting import Goes, Moves

ERASED = (Goes(("order_cancellations.why",), sealed="orders"),)
MOVES = (
    Moves(
        "order",
        """SELECT FROM orders o WHERE o.member_id = ANY (%(members)s) AND NOT EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)
              AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)""",
    ),
)
