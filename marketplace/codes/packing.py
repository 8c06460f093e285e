"""Codes as rows in COPY's binary form: a million of them are loaded in the time that writing text would take alone."""

import struct
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from marketplace.codes import rules, sealing
from marketplace.codes.values import Known, Whose
from marketplace.core import vault

BLOCK = 500  # codes that are encrypted with one look at the keys
REMEMBERED = 2_000  # days
CODES = (
    "batch_id",
    "brand_id",
    "partner_id",
    "denomination_id",
    "id",
    "ciphertext",
    "blind",
    "last4",
    "expires_on",
    "with_pin",
)
FREE_CODES = ("denomination_id", "expires_on", "code_id", "batch_id")
_EPOCH = date(2000, 1, 1)
_INFINITY = 0x7FFFFFFF
_PLACE = struct.Struct("!hiqiqiqiq")
_ID = struct.Struct("!iqi")
_LENGTH = struct.Struct("!i")
_DAY = struct.Struct("!ii")
_FREE = struct.Struct("!hiqiiiqiq")
_TRUE, _FALSE = b"\0\0\0\1\1", b"\0\0\0\1\0"


def code_rows(whose: Whose, batches: dict[int, int], ids: dict[int, int], fresh: Sequence[Known]) -> Iterator[bytes]:
    """Rows of `codes` in COPY's binary form, encrypted a block at a time."""
    places = {of: _PLACE.pack(10, 8, batch, 8, whose[0], 8, whose[1], 8, of) for of, batch in batches.items()}
    blind_length = _LENGTH.pack(vault.BLIND_BYTES)
    for start in range(0, len(fresh), BLOCK):
        block = fresh[start : start + BLOCK]
        ciphers = sealing.seal_all((ids[code.row], code.code, code.pin) for _, code in block)
        for (blind, code), cipher in zip(block, ciphers, strict=True):
            row, of, text, pin, expires_on = code
            last = rules.last_characters(vault.normal(text)).encode()
            yield b"".join((
                places[of], _ID.pack(8, ids[row], len(cipher)), cipher, blind_length, blind,
                _LENGTH.pack(len(last)), last, _day_field(expires_on), _TRUE if pin else _FALSE,
            ))  # fmt: skip


def free_rows(batches: dict[int, int], ids: dict[int, int], fresh: Sequence[Known]) -> Iterator[bytes]:
    """Rows of `free_codes`, in the order of its key."""
    free: dict[tuple[int, int], list[int]] = {}
    for _, code in fresh:
        free.setdefault((code.denomination_id, _days(code.expires_on)), []).append(ids[code.row])
    for (denomination_id, days), code_ids in sorted(free.items()):
        for code_id in sorted(code_ids):
            yield _FREE.pack(4, 8, denomination_id, 4, days, 8, code_id, 8, batches[denomination_id])


@lru_cache(REMEMBERED)
def _day_field(day: date | None) -> bytes:
    return _LENGTH.pack(-1) if day is None else _DAY.pack(4, _days(day))


@lru_cache(REMEMBERED)
def _days(day: date | None) -> int:
    """A date as PostgreSQL counts it; 'infinity' for none."""
    return _INFINITY if day is None else (day - _EPOCH).days
