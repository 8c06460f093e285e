"""What the hash chain covers of orders: everything, for an order and its steps are facts."""

from marketplace.core.chain import Sheet
from marketplace.orders.forgetting import ERASED, MOVES

__all__ = ["ERASED", "MOVES", "SHEETS"]

SHEETS = (
    Sheet(
        "orders",
        (
            "programme_id", "member_id", "ref", "offer_id", "brand_id", "denomination_id", "value", "currency", "price_points",
            "points_part", "money_part", "fulfilment", "card_until", "placed_at", "rules_digest", "offer_digest", "counted_member", "counted_offer",
        ),
    ),
    Sheet("order_obtainments", ("order_id", "code_id", "at"), key="order_id"),
    Sheet("order_cancellations", ("order_id", "at", "by"), key="order_id", words=("why",)),
    Sheet("order_refunds", ("order_id", "voiding_id", "value", "points", "money", "netted", "payment_refund_id", "to_member_id", "at")),
)  # fmt: skip
