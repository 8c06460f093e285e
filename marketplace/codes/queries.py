"""What may be asked about codes; read only."""

from collections.abc import Iterable
from datetime import date

from marketplace.core.db import execute


def stock(denomination_ids: Iterable[int], *, today: date) -> dict[int, int]:
    """How many codes of each denomination can be sold on the day; 0 for those that have none."""
    counts = dict.fromkeys(denomination_ids, 0)
    if counts:
        rows = execute(
            """SELECT denomination_id, count(*) AS codes FROM free_codes
               WHERE denomination_id = ANY (%(ids)s) AND expires_on >= %(today)s GROUP BY denomination_id""",
            {"ids": list(counts), "today": today},
        )
        counts.update({row.denomination_id: row.codes for row in rows})
    return counts
