"""Loading a batch: found again by blind index, encrypted, and put on sale; in sets, in the order of the index.

Codes are compared without spaces, dashes and case, within a partner; they are kept as they were written. Of a batch that is easily
guessed the codes without a PIN are kept too, and wait for somebody's decision instead of being sold.
"""

import secrets
import struct
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from marketplace.codes import canaries, forms, packing, rules, telling
from marketplace.codes.batches import must_be_on_sale
from marketplace.codes.lean import Lean
from marketplace.codes.values import Known, NewCode, Whose
from marketplace.core import audit, vault
from marketplace.core.copying import copy_binary, take_ids
from marketplace.core.db import execute
from marketplace.core.problems import Problems, Reason

__all__ = ["Loaded", "NewCode", "load"]
SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file adds, by denomination: new codes, and how guessable its batch is (`rules.expected_hits_milli`).

    And how many are already there, their first rows by number; how many wait, being easily guessed and without a PIN.
    """

    seen: int  # how many the file has that can be read
    new: dict[int, int]
    already: int
    already_rows: tuple[int, ...]
    hits_milli: dict[int, int]
    weak: int


class _Kept(NamedTuple):
    """A batch, and how guessable it is as it was loaded."""

    id: int
    hits_milli: int


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
    hits_milli: Mapping[int, int] | None = None,
    good_only: bool = False,
    like: str = "",
) -> Loaded:
    """Add a file of codes to the stock of a brand, or only say what it would add.

    A code that the brand already has is left out and counted: so the same file twice adds nothing. A code that stands
    twice in the file, that another brand of the partner has, or that has expired on `today`, is a problem. Of a weak batch (`rules.is_weak`)
    codes without a PIN are kept and not sold.

    Args:
        name: what the batch is called, such as the file's name.
        file_digest: a keyed digest of the file (`vault.digest`): a plain one of a short file would tell its codes.
        problems: where what is wrong is noted.
        hits_milli: how guessable the whole file is by denomination, where these codes are a part of it.
        good_only: what is wrong is left out, and the rest is added all the same.
        like: how a code looks that was given as an example (`rules.form_of_example`).

    Raises:
        FileRefused: there were problems, noted before or here; nothing is added.
        BatchWithdrawn: the file is being loaded on, and its batch was withdrawn meanwhile.
    """
    found: list[Known] | Lean = [] if apply else Lean()  # only looked at, they may be as many as a file holds
    seen = _distinct(codes, problems, today, found)
    refuse = problems.refuse if not good_only else lambda: None
    refuse()
    partner_id, held = _partner(brand_id)
    execute("SELECT pg_advisory_xact_lock(hashtext('codes.load'), %(partner)s::int)", {"partner": partner_id % 2**31})
    there, foreign = _already_there(brand_id, partner_id, found, problems)
    if not apply:
        foreign |= _like_decoys(found, there, problems)
    refuse()
    fresh = _without(found, there | foreign)
    counts = dict(Counter(code.denomination_id for _, code in fresh))
    hits = dict(hits_milli or {})
    if not counts.keys() <= hits.keys():
        hits = _measured(fresh, held) | hits
    if isinstance(fresh, list) and fresh:
        whose = (brand_id, partner_id)
        batches = _batches(programme_id, whose, fresh, hits, name=name, file_digest=file_digest, now=now)
        hits, weak = _put(whose, batches, fresh, now)
        after = {"file": name, "codes": len(fresh), "already": len(there), "weak": len(weak)}
        audit.record("codes.load", f"brand:{brand_id}", at=now, after=after)
    else:
        _tell(brand_id, fresh, there, len(weak := _weak(fresh, hits)), problems, like)
    return Loaded(seen, counts, len(there), tuple(sorted(there)[:SHOWN_MAX]), hits, len(weak))


def _tell(brand_id: int, fresh: Collection[Known], there: set[int], weak: int, problems: Problems, like: str) -> None:
    """Say what people should know of a file before it is loaded."""
    telling.tell_known(brand_id, there, problems)
    forms.tell_odd(fresh, problems, like=like)
    telling.tell_weak(weak, problems)


def _partner(brand_id: int) -> tuple[int, int]:
    """Whose a brand is, and how many codes it has."""
    row = execute(
        """SELECT b.partner_id, coalesce((SELECT sum(code_count) FROM batches WHERE brand_id = b.id), 0)::bigint AS held
             FROM brands b WHERE b.id = %(brand)s""",
        {"brand": brand_id},
    ).one()
    return row.partner_id, row.held


def _distinct(codes: Iterable[NewCode], problems: Problems, today: date, found: list[Known] | Lean) -> int:
    """How many codes there are; those that are good so far go to `found`, each with its blind index: a list in the order of that index."""
    first: dict[bytes, int] = {}
    seen = 0
    blind = vault.installed().blind
    for seen, code in enumerate(codes, 1):  # noqa: B007 - the last number is how many
        key = blind(code.code)
        before = first.setdefault(key, code.row)
        if before != code.row:
            problems.add(code.row, "code", Reason("the same code as in row %(first)s", first=before))
        elif code.expires_on is not None and code.expires_on < today:
            problems.add(code.row, "expires_on", "the code has expired")
        else:
            found.append((key, code))
    if isinstance(found, list):
        found.sort(key=itemgetter(0))
    return seen


def _without(found: list[Known] | Lean, rows: set[int]) -> list[Known] | Lean:
    if isinstance(found, Lean):
        return found.without(rows)
    return [known for known in found if known[1].row not in rows]


def _already_there(
    brand_id: int, partner_id: int, found: Iterable[Known], problems: Problems
) -> tuple[set[int], set[int]]:
    """The rows of those codes that the brand has, or that were handed out before the database was restored; and of those that another
    brand of the partner has, which are noted as a problem.
    """
    execute("DROP TABLE IF EXISTS pg_temp.staged_codes")
    execute("CREATE TEMP TABLE staged_codes (row integer NOT NULL, blind bytea NOT NULL) ON COMMIT DROP")
    pack = struct.Struct(f"!hiii{vault.BLIND_BYTES}s").pack
    rows = (pack(2, 4, code.row, vault.BLIND_BYTES, blind) for blind, code in found)
    copy_binary("staged_codes", ("row", "blind"), rows)
    execute("ANALYZE staged_codes")
    there = execute(
        """SELECT s.row, c.brand_id = %(brand)s AS own FROM staged_codes s JOIN codes c ON c.blind = s.blind AND c.partner_id = %(partner)s
            UNION SELECT s.row, true FROM staged_codes s JOIN lost_handouts l ON l.blind = s.blind
             WHERE NOT EXISTS (SELECT FROM codes c WHERE c.blind = s.blind AND c.partner_id = %(partner)s)""",
        {"brand": brand_id, "partner": partner_id},
    ).all()
    for row in there:
        if not row.own:
            problems.add(row.row, "code", "another brand of the partner has this code")
    return {row.row for row in there if row.own}, {row.row for row in there if not row.own}


def _like_decoys(found: Iterable[Known], there: set[int], problems: Problems) -> set[int]:
    """The rows of those codes that are there already only because a decoy looks like them. Hardly ever any: see `canaries.py`."""
    like = canaries.among({blind: code.row for blind, code in found if code.row in there}) if there else set()
    for row in like:
        problems.add(row, "code", "a decoy of the vault looks like this code, so it cannot be taken: leave it out")
    there -= like
    return like


def _measured(fresh: Collection[Known], held: int) -> dict[int, int]:
    """How guessable the batch of each denomination is, beside all that the brand has and the rest of the file."""
    looks: dict[int, list[str]] = {}
    for _, code in fresh:
        looks.setdefault(code.denomination_id, []).append(vault.normal(code.code))
    total = held + len(fresh)
    return {of: rules.expected_hits_milli(codes, beside=total - len(codes)) for of, codes in looks.items()}


def _weak(fresh: Iterable[Known], hits: Mapping[int, int]) -> set[int]:
    """The rows of codes that are not to be sold by themselves: of a weak batch, and without a PIN."""
    guessable = {of for of, milli in hits.items() if rules.is_weak(milli)}
    return {code.row for _, code in fresh if code.denomination_id in guessable and not code.pin}


def _batches(
    programme_id: int,
    whose: Whose,
    fresh: Sequence[Known],
    hits: Mapping[int, int],
    *,
    name: str,
    file_digest: bytes,
    now: datetime,
) -> dict[int, _Kept]:
    """A batch for each denomination, in one statement; a file that is loaded on adds to its batch, which stays as guessable as it was."""
    counts = Counter(code.denomination_id for _, code in fresh)
    bare = Counter(code.denomination_id for _, code in fresh if not code.pin)
    rows = execute(
        """INSERT INTO batches AS b (programme_id, brand_id, partner_id, denomination_id, name, file_digest, code_count, without_pin,
                                     expected_hits_milli, loaded_at)
           SELECT %(programme)s, %(brand)s, %(partner)s, n.denomination_id, %(name)s, %(digest)s, n.codes, n.bare, n.hits, %(now)s
           FROM unnest(%(denominations)s::bigint[], %(counts)s::integer[], %(bare)s::integer[], %(hits)s::bigint[])
                AS n (denomination_id, codes, bare, hits)
           ON CONFLICT (denomination_id, file_digest) DO UPDATE SET code_count = b.code_count + excluded.code_count,
              without_pin = b.without_pin + excluded.without_pin
           RETURNING denomination_id, id, expected_hits_milli""",
        {"programme": programme_id, "brand": whose[0], "partner": whose[1], "denominations": list(counts), "counts": list(counts.values()),
         "bare": [bare[of] for of in counts], "hits": [hits[of] for of in counts], "name": name[:200], "digest": file_digest, "now": now},
    )  # fmt: skip
    return {row.denomination_id: _Kept(row.id, row.expected_hits_milli) for row in rows}


def _put(
    whose: Whose, batches: Mapping[int, _Kept], fresh: Sequence[Known], now: datetime
) -> tuple[dict[int, int], set[int]]:
    """Put codes into their batches, with decoys among them; returns how guessable each batch is, and the rows of codes that wait.

    Raises BatchWithdrawn.
    """
    must_be_on_sale(batch.id for batch in batches.values())
    hits = {of: batch.hits_milli for of, batch in batches.items()}
    weak, decoys = _weak(fresh, hits), canaries.made(fresh, whose[1], hits)
    _add(whose, {of: batch.id for of, batch in batches.items()}, (fresh, decoys), weak, now)
    return hits, weak


def _add(
    whose: Whose,
    batches: dict[int, int],
    codes: tuple[Sequence[Known], Sequence[Known]],
    weak: set[int],
    now: datetime,
) -> None:
    """Encrypt and store codes and decoys, sorted by blind index; on sale in the order of the file, but for weak ones, which wait."""
    fresh, decoys = codes
    in_file = _order(fresh, decoys)
    ids = dict(zip(in_file, take_ids("codes_id_seq", len(in_file)), strict=True))
    every = sorted([*fresh, *decoys], key=itemgetter(0)) if decoys else fresh
    copy_binary("codes", packing.CODES, packing.code_rows(whose, batches, ids, every))
    canaries.note(batches, decoys)
    sold = [known for known in fresh if known[1].row not in weak]
    copy_binary("free_codes", packing.FREE_CODES, packing.free_rows(batches, ids, sold))
    if weak:
        execute(
            "INSERT INTO code_returns (code_id, ref, why, at) SELECT unnest(%(ids)s::bigint[]), 'loaded', 'weak', %(now)s",
            {"ids": sorted(ids[row] for row in weak), "now": now},
        )


def _order(fresh: Sequence[Known], decoys: Sequence[Known]) -> list[int]:
    """The rows in the order of the file, with decoys anywhere among them: their numbers do not tell them apart."""
    rows = [code.row for _, code in fresh]
    return [
        row
        for _, _, row in sorted(
            [*((row, 0, row) for row in rows), *((secrets.choice(rows), 1, code.row) for _, code in decoys)]
        )
    ]
