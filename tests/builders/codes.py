"""Codes for tests, loaded as a file would. All need a transaction."""

import hashlib
from datetime import UTC, date, datetime
from itertools import count

from marketplace import codes
from marketplace.codes import NewCode, Secret
from marketplace.core import ids
from marketplace.core.db import execute
from marketplace.core.problems import Problems
from marketplace.partners import Brand

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
_numbers = count(1)


def codes_in_stock(
    brand: Brand, denomination_id: int, how_many: int, *, pin: str = "0417", expires_on: date | None = None
) -> list[str]:
    """Put fresh codes on sale; returns them in the clear, in the order in which they are sold."""
    made = [f"MARK{ids.random_symbols(12)}" for _ in range(how_many)]
    name = f"batch-{next(_numbers)}.csv"
    codes.load(
        brand.programme_id, brand.id,
        [NewCode(row, denomination_id, code, pin, expires_on) for row, code in enumerate(made, 1)],
        name=name, file_digest=hashlib.sha256(name.encode()).digest(), problems=Problems(name), today=TODAY, apply=True,
        now=NOW,
    )  # fmt: skip
    return made


def in_the_clear(code_id: int) -> Secret:
    """What a row of codes says to who has the keys."""
    row = execute("SELECT ciphertext FROM codes WHERE id = %(id)s", {"id": code_id}).one()
    return codes.unseal(code_id, row.ciphertext)
