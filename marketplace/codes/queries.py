"""What may be asked about codes; read only."""

from collections.abc import Iterable
from datetime import date

from marketplace.codes.errors import NoCode
from marketplace.codes.sealing import Secret, unseal
from marketplace.core.db import execute


def reveal(code_id: int) -> Secret:
    """A code in the clear. The caller has decided who may see it and audits that it was seen.

    Raises:
        NoCode: there is no such code.
        vault.Unreadable: the keys do not open it, or it was moved from another row.
    """
    row = execute("SELECT ciphertext FROM codes WHERE id = %(id)s", {"id": code_id}).first()
    if row is None:
        raise NoCode(code_id=code_id)
    return unseal(code_id, bytes(row.ciphertext))


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
