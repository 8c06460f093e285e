"""Decoys among the codes of a batch: in its own shape, never sold and never counted. Whoever tries one has read the vault, or guesses.

A decoy is a row of `codes` like any other. Which rows are decoys is kept beside it only as keyed digests, which tell nothing to
whoever reads tables without having the vault's keys.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence

from marketplace.codes import imitating, rules, sealing
from marketplace.codes.values import Known, NewCode
from marketplace.core import vault
from marketplace.core.db import execute

EVERY = 200  # codes for each decoy
DECOYS_MIN = 2


def made(fresh: Sequence[Known], partner_id: int, hits_milli: Mapping[int, int]) -> list[Known]:
    """Decoys for codes that are being loaded, each behind its blind index; their rows are numbers below zero.

    There are none where a code is easily guessed, or where too few are there to learn from: a decoy must never be a code that
    somebody honestly holds.

    Args:
        hits_milli: how guessable the batch of each denomination is (`rules.expected_hits_milli`).
    """
    batches: dict[int, list[NewCode]] = {}
    for _, code in fresh:
        batches.setdefault(code.denomination_id, []).append(code)
    decoys = [decoy for of, codes in batches.items() for decoy in _decoys(codes, hits_milli[of])]
    found = {vault.blind(decoy.code): decoy._replace(row=-at) for at, decoy in enumerate(decoys, 1)}
    taken = {blind for blind, _ in fresh} | _known(found, partner_id)
    return [(blind, code) for blind, code in found.items() if blind not in taken]


def note(batches: Mapping[int, int], decoys: Iterable[Known]) -> None:
    """Keep which codes are decoys of which batch (by denomination), in an order that says nothing."""
    rows = sorted((sealing.decoy_mark(blind), batches[code.denomination_id]) for blind, code in decoys)
    if rows:
        marks, ids = zip(*rows, strict=True)
        execute(
            "INSERT INTO code_canaries (batch_id, mark) SELECT * FROM unnest(%(batches)s::bigint[], %(marks)s::bytea[])",
            {"batches": list(ids), "marks": list(marks)},
        )


def among(rows: Mapping[bytes, int]) -> set[int]:
    """Which of these rows, by the blind index of their codes, stand for decoys."""
    marks = {sealing.decoy_mark(blind): row for blind, row in rows.items()}
    found = execute("SELECT mark FROM code_canaries WHERE mark = ANY (%(marks)s::bytea[])", {"marks": list(marks)})
    return {marks[bytes(one.mark)] for one in found}


def _decoys(codes: Sequence[NewCode], hits_milli: int) -> list[NewCode]:
    """Decoys of one batch; what each is worth, its PIN and its last day are like those of a code beside it."""
    if len(codes) < rules.DECOYS_FROM:
        return []
    lengths: dict[int, list[str]] = {}
    for plain in (vault.normal(one.code) for one in codes):
        lengths.setdefault(len(plain), []).append(plain)
    roomy = {length for length, alike in lengths.items() if rules.has_room(alike, hits_milli)}
    if not roomy:
        return []
    made = imitating.imitations([one.code for one in codes], max(DECOYS_MIN, len(codes) // EVERY))
    return [_like(secrets.choice(codes), text, codes) for text in made if len(vault.normal(text)) in roomy]


def _like(one: NewCode, text: str, codes: Sequence[NewCode]) -> NewCode:
    pins = [other.pin for other in codes if one.pin and len(other.pin) == len(one.pin)]
    return one._replace(code=text, pin=next(iter(imitating.imitations(pins, 1)), one.pin) if pins else one.pin)


def _known(found: Iterable[bytes], partner_id: int) -> set[bytes]:
    """Which of these blind indexes the partner has codes with."""
    rows = execute(
        "SELECT blind FROM codes WHERE partner_id = %(partner)s AND blind = ANY (%(blinds)s::bytea[])",
        {"partner": partner_id, "blinds": list(found)},
    )
    return {bytes(row.blind) for row in rows}
