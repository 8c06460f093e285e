"""What may be asked of suppliers, purchases and calls; read only."""

from dataclasses import fields
from typing import Any

from marketplace.core.db import execute
from marketplace.suppliers.errors import NoConnection, NoPurchase
from marketplace.suppliers.values import Call, Connection, Purchase

_CONNECTION = """SELECT c.id, c.programme_id, c.source, c.adapter, c.name, c.base_url, c.auth_url, c.client_id, c.quiet_until, c.closed_at,
       b.since AS broken_since
  FROM supplier_connections c LEFT JOIN supplier_breaks b ON b.connection_id = c.id AND b.ended_at IS NULL"""
_ELSEWHERE = {
    "supplier_ref": "r.supplier_ref", "known_by": "r.known_by", "trouble": "t.kind", "trouble_since": "t.since", "end": "e.how",
    "ended_at": "e.at",
}  # fmt: skip
_COLUMNS = ", ".join(f'{_ELSEWHERE.get(field.name, f"p.{field.name}")} AS "{field.name}"' for field in fields(Purchase))
_PURCHASE = f"""SELECT {_COLUMNS}
  FROM supplier_purchases p LEFT JOIN supplier_receipts r ON r.purchase_id = p.id
  LEFT JOIN supplier_troubles t ON t.purchase_id = p.id LEFT JOIN supplier_ends e ON e.purchase_id = p.id"""  # noqa: S608 - our own names


def connection(programme_id: int, source: str) -> Connection:
    """The connection of a programme that sells a source's offers. Raises NoConnection."""
    return _connection(
        "c.programme_id = %(programme)s AND c.source = %(source)s", programme=programme_id, source=source
    )


def connection_by_id(connection_id: int) -> Connection:
    """A connection. Raises NoConnection."""
    return _connection("c.id = %(id)s", id=connection_id)


def connections(programme_id: int | None = None) -> list[Connection]:
    """All connections, or those of a programme, oldest first."""
    condition = "TRUE" if programme_id is None else "c.programme_id = %(programme)s"
    rows = execute(f"{_CONNECTION} WHERE {condition} ORDER BY c.id", {"programme": programme_id})
    return [Connection(**row) for row in rows.mappings()]


def purchase_of(order_id: int) -> Purchase:
    """The purchase for an order, the newest where there were several. Raises NoPurchase."""
    return _purchase("p.order_id = %(order)s ORDER BY p.attempt DESC LIMIT 1", order=order_id)


def purchase(purchase_id: int) -> Purchase:
    """A purchase. Raises NoPurchase."""
    return _purchase("p.id = %(id)s", id=purchase_id)


def purchases_of(order_id: int) -> list[Purchase]:
    """Every purchase for an order, oldest first."""
    rows = execute(f"{_PURCHASE} WHERE p.order_id = %(order)s ORDER BY p.attempt", {"order": order_id})
    return [Purchase(**row) for row in rows.mappings()]


def calls(purchase_id: int) -> list[Call]:
    """What was asked and answered about a purchase, in its order."""
    rows = execute(
        """SELECT id, what, began_at, answered_at, outcome, status, note FROM supplier_calls
            WHERE purchase_id = %(id)s ORDER BY id""",
        {"id": purchase_id},
    )
    return [Call(**row) for row in rows.mappings()]


def waiting(programme_id: int) -> int:
    """How many purchases of a programme wait for a person."""
    return int(
        execute(
            """SELECT count(*) FROM supplier_troubles t JOIN supplier_purchases p ON p.id = t.purchase_id
                 JOIN supplier_connections c ON c.id = p.connection_id
                WHERE c.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM supplier_ends e WHERE e.purchase_id = p.id)""",
            {"programme": programme_id},
        ).scalar_one()
    )


def _connection(condition: str, **values: Any) -> Connection:
    row = execute(f"{_CONNECTION} WHERE {condition}", values).mappings().first()
    if row is None:
        raise NoConnection
    return Connection(**row)


def _purchase(condition: str, **values: Any) -> Purchase:
    row = execute(f"{_PURCHASE} WHERE {condition}", values).mappings().first()
    if row is None:
        raise NoPurchase
    return Purchase(**row)
