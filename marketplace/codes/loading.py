"""Loading a batch: found again by blind index, encrypted, and put on sale; in sets, in the order of the index.

Codes are compared without spaces, dashes and case, within a brand; they are kept as the partner wrote them.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from marketplace.codes import rules, sealing
from marketplace.core import audit, vault
from marketplace.core.audit import Actor
from marketplace.core.copying import copy_binary, copy_in, take_ids
from marketplace.core.db import execute
from marketplace.core.problems import Problems

SHOWN = 100
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


class _Known(NamedTuple):
    blind: bytes
    code: NewCode


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
    by: Actor,
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
    """
    found = _distinct(codes, problems, today)
    problems.refuse()
    execute("SELECT pg_advisory_xact_lock(hashtext('codes.load'), %(brand)s::int)", {"brand": brand_id % 2**31})
    there = _already_there(brand_id, found)
    fresh = [known for known in found if known.code.row not in there]
    counts: dict[int, int] = {}
    for known in fresh:
        counts[known.code.denomination_id] = counts.get(known.code.denomination_id, 0) + 1
    if apply and fresh:
        batches = _batches(programme_id, brand_id, counts, name=name, file_digest=file_digest, now=now)
        _add(brand_id, batches, fresh)
        after = {"file": name, "codes": len(fresh), "already": len(there)}
        audit.record("codes.load", f"brand:{brand_id}", by=by, at=now, after=after)
    return Loaded(counts, len(there), tuple(sorted(there)[:SHOWN]))


def _distinct(codes: Iterable[NewCode], problems: Problems, today: date) -> list[_Known]:
    """The codes that are good so far, each with its blind index, in the order of that index."""
    first: dict[bytes, int] = {}
    found = []
    blind = vault.installed().blind
    for code in codes:
        key = blind(code.code)
        before = first.setdefault(key, code.row)
        if before != code.row:
            problems.add(code.row, "code", f"the same code as in row {before}")
        elif code.expires_on is not None and code.expires_on < today:
            problems.add(code.row, "expires_on", "the code has expired")
        else:
            found.append(_Known(key, code))
    found.sort(key=lambda known: known.blind)
    return found


def _already_there(brand_id: int, found: Sequence[_Known]) -> set[int]:
    """The rows of those codes that the brand has."""
    execute("DROP TABLE IF EXISTS pg_temp.staged_codes")
    execute("CREATE TEMP TABLE staged_codes (row integer NOT NULL, blind bytea NOT NULL) ON COMMIT DROP")
    copy_in("staged_codes", ("row", "blind"), ((known.code.row, known.blind) for known in found))
    execute("ANALYZE staged_codes")
    rows = execute(
        "SELECT s.row FROM staged_codes s JOIN codes c ON c.blind = s.blind AND c.brand_id = %(brand)s",
        {"brand": brand_id},
    )
    return {row.row for row in rows}


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
    ids = take_ids("codes_id_seq", len(fresh))
    in_file = sorted(range(len(fresh)), key=lambda at: fresh[at].code.row)
    placed = dict(zip(in_file, ids, strict=True))
    copy_binary(
        "codes",
        ("id", "batch_id", "brand_id", "denomination_id", "ciphertext", "blind", "last4", "expires_on"),
        (_code_row(placed[at], brand_id, batches, known) for at, known in enumerate(fresh)),
    )
    free = sorted((k.code.denomination_id, _days(k.code.expires_on), placed[at]) for at, k in enumerate(fresh))
    pack = struct.Struct("!hiqiiiq").pack
    copy_binary(
        "free_codes", ("denomination_id", "expires_on", "code_id"), (pack(3, 8, d, 4, e, 8, c) for d, e, c in free)
    )


_FIXED = struct.Struct("!hiqiqiqiq")
_LENGTH = struct.Struct("!i")
_DAY = struct.Struct("!ii")
_NULL = _LENGTH.pack(-1)


def _code_row(code_id: int, brand_id: int, batches: dict[int, int], known: _Known) -> bytes:
    code = known.code
    cipher = sealing.seal(code_id, code.code, code.pin)
    last = rules.last_signs(vault.normal(code.code)).encode()
    day = _NULL if code.expires_on is None else _DAY.pack(4, _days(code.expires_on))
    head = _FIXED.pack(8, 8, code_id, 8, batches[code.denomination_id], 8, brand_id, 8, code.denomination_id)
    blind = known.blind
    return b"".join(
        (head, _LENGTH.pack(len(cipher)), cipher, _LENGTH.pack(len(blind)), blind, _LENGTH.pack(len(last)), last, day)
    )


def _days(day: date | None) -> int:
    """A date as PostgreSQL counts it; 'infinity' for none."""
    return _INFINITY if day is None else (day - _EPOCH).days
