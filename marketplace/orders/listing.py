"""Orders whose code a supplier sells, as a list: those that wait for a person first."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing
from marketplace.orders.rules import NUMBER_FROM

SUPPLIED = Listing(
    name="supplied_orders",
    source="""supplier_purchases purchase JOIN orders ON orders.id = purchase.order_id
        JOIN supplier_connections connection ON connection.id = purchase.connection_id JOIN brands ON brands.id = orders.brand_id
        LEFT JOIN supplier_troubles trouble ON trouble.purchase_id = purchase.id
        LEFT JOIN supplier_ends ended ON ended.purchase_id = purchase.id""",
    scope="orders.programme_id = %(programme)s",
    key="purchase.id",
    columns=(
        Column("number", sql=f"({NUMBER_FROM} + orders.id)::text"),
        Column("brand", sql="brands.name_ru", english="brands.name_en"),
        Column("value", Kind.MONEY, "purchase.value", currency="currency"),
        Column("currency", sql="purchase.currency", hidden=True),
        Column("state", Kind.WORD, "coalesce(ended.how, trouble.kind, 'asked')"),
        Column("asked_at", Kind.MOMENT, "purchase.asked_at", sorts_by="id"),  # written in this order
        Column("supplier", sql="connection.name"),
        Column("ref", sql="purchase.ref"),
        Column("trouble", sql="trouble.kind", hidden=True),
        Column("ended", sql="ended.how", hidden=True),
    ),
    sort="-asked_at",
    filters=(
        Choice(
            "show",
            {"person": "trouble IS NOT NULL AND ended IS NULL", "open": "ended IS NULL", "all": "id > 0"},
            ("trouble", "ended"),
            default="person",
        ),
        Equal("number", "number"),
        Days("asked", "asked_at"),
    ),
)  # fmt: skip
