"""What a member's history of points says about an order."""

from typing import Any

from marketplace.catalogue import ForSale
from marketplace.core import formats
from marketplace.orders.values import Order
from marketplace.partners import Brand


def ordered(order: Order, sale: ForSale) -> dict[str, Any]:
    """Points spent: the brand, with the value of a card or the title of anything else; the order's number comes for %s."""
    by_title = sale.kind not in ("gift_card", "certificate")
    return {
        "title_ru": f"{sale.brand_name_ru}, {sale.title_ru if by_title else formats.money(order.value, order.currency, 'ru')}",
        "title_en": f"{sale.brand_name_en}, {sale.title_en if by_title else formats.money(order.value, order.currency, 'en')}",
        "detail_ru": "заказ %s",
        "detail_en": "order %s",
        "brand_id": order.brand_id,
        "icon": "gift",
    }


def returned(order: Order, brand: Brand) -> dict[str, Any]:
    """Points returned: for which card."""
    return {
        "title_ru": f"Возврат: {brand.name_ru}, {formats.money(order.value, order.currency, 'ru')}",
        "title_en": f"Returned: {brand.name_en}, {formats.money(order.value, order.currency, 'en')}",
        "detail_ru": f"заказ {order.number}, в те же сроки сгорания",
        "detail_en": f"order {order.number}, with the same expiry dates",
        "icon": "undo-2",
        "brand_id": order.brand_id,
        "order_id": order.id,
    }


def captured(order: Order) -> dict[str, Any]:
    """Points that were held are spent now."""
    return {
        "title_ru": "Карта выпущена",
        "title_en": "Card issued",
        "detail_ru": f"заказ {order.number}",
        "detail_en": f"order {order.number}",
        "brand_id": order.brand_id,
        "order_id": order.id,
        "icon": "check",
    }
