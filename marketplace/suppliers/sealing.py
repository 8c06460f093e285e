"""The secret of a connection as it is kept: one ciphertext, bound to its row."""

from marketplace.core import vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts


def secret(connection_id: int) -> str:
    """A connection's secret in the clear, for anyone who calls the supplier. Raises vault.Unreadable."""
    cipher = execute("SELECT secret FROM supplier_connections WHERE id = %(id)s", {"id": connection_id}).scalar_one()
    return vault.decrypt(cipher, place(connection_id)).decode()


def seal(connection_id: int, plain: str) -> bytes:
    """The ciphertext of a connection's secret."""
    return vault.encrypt(plain.encode(), place(connection_id))


def place(connection_id: int) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return b"supplier:%d" % connection_id


CIPHERTEXTS = Ciphertexts(
    "suppliers' secrets", "supplier_connections", ("id",), "secret", place,
    """WITH renewed AS (
           UPDATE supplier_connections c SET secret = n.new FROM unnest(%(id)s::bigint[], %(old)s::bytea[], %(new)s::bytea[]) n(id, old, new)
            WHERE c.id = n.id AND c.secret = n.old RETURNING c.id)
       SELECT count(*) FROM renewed""",
)  # fmt: skip
