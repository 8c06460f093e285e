"""Loading a batch: found again by blind index, encrypted, and put on sale; in sets, in the order of the index.

Codes are compared without spaces, dashes and case, within a brand; they are kept as the partner wrote them.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from marketplace.codes import forms, rules, sealing, telling
from marketplace.codes.batches import must_be_on_sale
from marketplace.core import audit, vault
from marketplace.core.copying import copy_binary, take_ids
from marketplace.core.db import execute
from marketplace.core.problems import Problems, Reason

SHOWN = 100
BLOCK = 500  # codes that are encrypted with one look at the keys
REMEMBERED = 2_000  # days
_EPOCH = date(2000, 1, 1)
_INFINITY = 0x7FFFFFFF


class NewCode(NamedTuple):
    """A code to be loaded, for the denomination that it is worth. Never print it."""

    row: int
    denomination_id: int
    code: str
    pin: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file adds: new codes by denomination, and how many are already there; their first rows by number."""

    new: dict[int, int]
    already: int
    already_rows: tuple[int, ...]
    guessed: int  # when it is only looked at: how many new ones guessing finds in 30 days


_Known = tuple[bytes, NewCode]  # a code behind its blind index


def load(
    programme_id: int,
    brand_id: int,
    codes: Iterable[NewCode],
    *,
    name: str,
    file_digest: bytes,
    problems: Problems,
    today: date,
    apply: bool,
    now: datetime,
) -> Loaded:
    """Add a file of codes to the stock of a brand, or only say what it would add.

    A code that the brand already has is left out and counted: so the same file twice adds nothing. A code that stands
    twice in the file, or has expired on `today`, is a problem.

    Args:
        name: what the batch is called, such as the file's name.
        file_digest: a keyed digest of the file (`vault.digest`): a plain one of a short file would tell its codes.
        problems: where what is wrong is noted.

    Raises:
        FileRefused: there were problems, noted before or here; nothing is added.
        BatchWithdrawn: the file is being loaded on, and its batch was withdrawn meanwhile.
    """
    found = _distinct(codes, problems, today)
    problems.refuse()
    execute("SELECT pg_advisory_xact_lock(hashtext('codes.load'), %(brand)s::int)", {"brand": brand_id % 2**31})
    there = _already_there(brand_id, found)
    fresh = [known for known in found if known[1].row not in there]
    counts = dict(Counter(code.denomination_id for _, code in fresh))
    guessed = 0
    if not apply:
        telling.tell_known(brand_id, there, problems)
        guessed = telling.guessed([code.code for _, code in fresh])
        forms.tell_odd([(code.row, code.code) for _, code in fresh], counts, problems)
    if apply and fresh:
        batches = _batches(programme_id, brand_id, counts, name=name, file_digest=file_digest, now=now)
        must_be_on_sale(batches.values())
        _add(brand_id, batches, fresh)
        after = {"file": name, "codes": len(fresh), "already": len(there)}
        audit.record("codes.load", f"brand:{brand_id}", at=now, after=after)
    return Loaded(counts, len(there), tuple(sorted(there)[:SHOWN]), guessed)


def _distinct(codes: Iterable[NewCode], problems: Problems, today: date) -> list[_Known]:
    """The codes that are good so far, each with its blind index, in the order of that index."""
    first: dict[bytes, int] = {}
    found = []
    blind = vault.installed().blind
    for code in codes:
        key = blind(code.code)
        before = first.setdefault(key, code.row)
        if before != code.row:
            problems.add(code.row, "code", Reason("the same code as in row %(first)s", first=before))
        elif code.expires_on is not None and code.expires_on < today:
            problems.add(code.row, "expires_on", "the code has expired")
        else:
            found.append((key, code))
    found.sort(key=itemgetter(0))
    return found


def _already_there(brand_id: int, found: Sequence[_Known]) -> set[int]:
    """The rows of those codes that the brand has, or that were handed out before the database was restored."""
    execute("DROP TABLE IF EXISTS pg_temp.staged_codes")
    execute("CREATE TEMP TABLE staged_codes (row integer NOT NULL, blind bytea NOT NULL) ON COMMIT DROP")
    pack = struct.Struct(f"!hiii{vault.BLIND_BYTES}s").pack
    rows = (pack(2, 4, code.row, vault.BLIND_BYTES, blind) for blind, code in found)
    copy_binary("staged_codes", ("row", "blind"), rows)
    execute("ANALYZE staged_codes")
    there = execute(
        """SELECT s.row FROM staged_codes s JOIN codes c ON c.blind = s.blind AND c.brand_id = %(brand)s
            UNION SELECT s.row FROM staged_codes s JOIN lost_handouts l ON l.blind = s.blind""",
        {"brand": brand_id},
    )
    return {row.row for row in there}


def _batches(
    programme_id: int, brand_id: int, counts: dict[int, int], *, name: str, file_digest: bytes, now: datetime
) -> dict[int, int]:
    """A batch for each denomination, in one statement; a file that is loaded on adds to its batch."""
    rows = execute(
        """INSERT INTO batches AS b (programme_id, brand_id, denomination_id, name, file_digest, code_count, loaded_at)
           SELECT %(programme)s, %(brand)s, n.denomination_id, %(name)s, %(digest)s, n.codes, %(now)s
           FROM unnest(%(denominations)s::bigint[], %(counts)s::integer[]) AS n (denomination_id, codes)
           ON CONFLICT (denomination_id, file_digest) DO UPDATE SET code_count = b.code_count + excluded.code_count
           RETURNING denomination_id, id""",
        {"programme": programme_id, "brand": brand_id, "denominations": list(counts), "counts": list(counts.values()),
         "name": name[:200], "digest": file_digest, "now": now},
    )  # fmt: skip
    return {row.denomination_id: row.id for row in rows}


def _add(brand_id: int, batches: dict[int, int], fresh: Sequence[_Known]) -> None:
    """Encrypt and store, sorted by blind index; on sale in the order of the file."""
    in_file = sorted(code.row for _, code in fresh)
    ids = dict(zip(in_file, take_ids("codes_id_seq", len(fresh)), strict=True))
    copy_binary(
        "codes",
        ("batch_id", "brand_id", "denomination_id", "id", "ciphertext", "blind", "last4", "expires_on"),
        _code_rows(brand_id, batches, ids, fresh),
    )
    copy_binary("free_codes", ("denomination_id", "expires_on", "code_id", "batch_id"), _free_rows(batches, ids, fresh))


_PLACE = struct.Struct("!hiqiqiq")
_ID = struct.Struct("!iqi")
_LENGTH = struct.Struct("!i")
_DAY = struct.Struct("!ii")
_FREE = struct.Struct("!hiqiiiqiq")


def _code_rows(brand_id: int, batches: dict[int, int], ids: dict[int, int], fresh: Sequence[_Known]) -> Iterator[bytes]:
    """Rows of `codes` in COPY's binary form, encrypted a block at a time."""
    places = {of: _PLACE.pack(8, 8, batch, 8, brand_id, 8, of) for of, batch in batches.items()}
    blind_length = _LENGTH.pack(vault.BLIND_BYTES)
    for start in range(0, len(fresh), BLOCK):
        block = fresh[start : start + BLOCK]
        ciphers = sealing.seal_all((ids[code.row], code.code, code.pin) for _, code in block)
        for (blind, code), cipher in zip(block, ciphers, strict=True):
            row, of, text, _, expires_on = code
            last = rules.last_signs(vault.normal(text)).encode()
            yield b"".join((
                places[of], _ID.pack(8, ids[row], len(cipher)), cipher, blind_length, blind,
                _LENGTH.pack(len(last)), last, _day_field(expires_on),
            ))  # fmt: skip


def _free_rows(batches: dict[int, int], ids: dict[int, int], fresh: Sequence[_Known]) -> Iterator[bytes]:
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
