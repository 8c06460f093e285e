"""What an entry of the ledger keeps of an order: facts alone. Who reads it puts them into words, with the names of that day."""

from typing import Any, Literal

from marketplace.orders.values import Order

What = Literal["order", "issue", "return"]


def of(order: Order, what: What) -> dict[str, Any]:
    """Points that an order took, that its card was issued for, or that came back for it; `value` in minor units."""
    return {
        "what": what, "order_id": order.id, "brand_id": order.brand_id, "offer_id": order.offer_id,
        "value": order.value, "currency": order.currency,
    }  # fmt: skip
