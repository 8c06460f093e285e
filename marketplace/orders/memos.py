"""What a member's history of points says about an order."""

from typing import Any

from marketplace.catalogue import ForSale
from marketplace.core import formats
from marketplace.orders.values import Order


def ordered(order: Order, sale: ForSale) -> dict[str, Any]:
    """Points spent: the brand and the value, the order's number."""
    return {
        "title_ru": f"{sale.brand_name_ru}, {formats.money(order.value, order.currency, 'ru')}",
        "title_en": f"{sale.brand_name_en}, {formats.money(order.value, order.currency, 'en')}",
        **_detail(order),
        "icon": "gift",
    }


def returned(order: Order) -> dict[str, Any]:
    """Points returned."""
    return {
        "title_ru": f"Возврат: {formats.money(order.value, order.currency, 'ru')}",
        "title_en": f"Returned: {formats.money(order.value, order.currency, 'en')}",
        "detail_ru": f"заказ {order.number}, в те же сроки сгорания",
        "detail_en": f"order {order.number}, with the same expiry dates",
        "icon": "undo-2",
        "brand_id": order.brand_id,
        "order_id": order.id,
    }


def captured(order: Order) -> dict[str, Any]:
    """Points that were held are spent now."""
    return {"title_ru": "Карта выпущена", "title_en": "Card issued", **_detail(order), "icon": "check"}


def _detail(order: Order) -> dict[str, Any]:
    return {
        "detail_ru": f"заказ {order.number}",
        "detail_en": f"order {order.number}",
        "brand_id": order.brand_id,
        "order_id": order.id,
    }
