"""What a source has published, by its own references: for anyone who loads codes or orders by file."""

from typing import NamedTuple

from marketplace.core.db import execute


class Published(NamedTuple):
    """One thing of a source: a denomination, or an offer with a range (`denomination_id` and `value` None)."""

    external_ref: str
    offer_id: int
    brand_id: int
    fulfilment: str
    denomination_id: int | None
    value: int | None


def published(programme_id: int, source: str) -> list[Published]:
    """Everything that a source has on offer, whether it can be ordered now or not."""
    rows = execute(
        """SELECT o.external_ref, o.id AS offer_id, o.brand_id, o.fulfilment, d.id AS denomination_id, d.value
           FROM offers o LEFT JOIN denominations d ON d.offer_id = o.id AND d.active
           WHERE o.programme_id = %(programme)s AND o.source = %(source)s AND o.published ORDER BY o.id, d.value""",
        {"programme": programme_id, "source": source},
    )
    return [Published(**row) for row in rows.mappings()]
