"""Codes that look like others and are none: how decoys are made. No database, no clock."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from marketplace.codes import rules
from marketplace.core.vault import normal

SAMPLE = 500  # codes that are looked at
TRIES = 300
_LETTER = re.compile(r"[^\W_]")
_chance = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class _Mould:
    """What codes of one shape are made of: what may stand at each place, checks that all pass, the least and greatest of numbers."""

    places: list[Sequence[str]]
    checks: list[Callable[[str], bool]]
    ends: tuple[str, str] | None

    def fits(self, text: str) -> bool:
        """Whether a text passes for one of them."""
        within = self.ends is None or self.ends[0] <= text <= self.ends[1]
        return within and all(check(text) for check in self.checks)


def imitations(codes: Sequence[str], how_many: int, *, chance: Random = _chance) -> list[str]:
    """Texts that somebody who sees these codes takes for some of them; fewer, where they are not found, and none of the codes themselves.

    What all codes of one shape have in common stays, every other place takes a character that stands there in one of them. Where all
    of them pass a check of digits (Luhn, EAN, our own), so does what is made; among numbers it lies between the least and the greatest.
    """
    seen, known = chance.sample(codes, min(len(codes), SAMPLE)), set(codes)
    shapes: dict[str, list[str]] = {}
    for code in seen:
        shapes.setdefault(_shape(code), []).append(code)
    moulds = {shape: _mould(alike) for shape, alike in shapes.items() if len(alike) >= rules.DECOYS_FROM}
    made = dict[str, None]()
    for _ in range(how_many):
        mould = moulds.get(_shape(chance.choice(seen)))
        found = ("".join(map(chance.choice, mould.places)) for _ in range(TRIES)) if mould else ()
        made |= dict.fromkeys([next((text for text in found if mould and text not in known and mould.fits(text)), "")])
    return [text for text in made if text]


def _shape(code: str) -> str:
    """How long a code is and where its separators stand."""
    return _LETTER.sub("x", code)


def _mould(alike: Sequence[str]) -> _Mould:
    checks = [check for check in _CHECKS if all(map(check, alike))]
    return _Mould(_places(alike), checks, (min(alike), max(alike)) if all(map(str.isdecimal, alike)) else None)


def _places(alike: Sequence[str]) -> list[Sequence[str]]:
    """What may stand at each place: what is seen there, and where few codes are seen, whatever of the same kinds is seen in any place."""
    columns: list[Sequence[str]] = list(zip(*alike, strict=True))
    if len(alike) >= rules.LEARNT_FROM:
        return columns
    varied = sorted({character for column in columns if len(set(column)) > 1 for character in column})
    return [
        column[:1] if len(set(column)) == 1 else [one for one in varied if _kind(one) in set(map(_kind, column))]
        for column in columns
    ]


def _kind(character: str) -> str:
    return "9" if character.isdigit() else "A" if character.isupper() else "a"


def _luhn(code: str) -> bool:
    digits = _digits(code)
    doubled = [sum(divmod(2 * digit, 10)) if at % 2 else digit for at, digit in enumerate(reversed(digits))]
    return bool(digits) and sum(doubled) % 10 == 0


def _ean(code: str) -> bool:
    digits = _digits(code)
    return bool(digits) and sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(reversed(digits))) % 10 == 0


def _digits(code: str) -> list[int]:
    plain = normal(code)
    return [int(digit) for digit in plain] if plain.isascii() and plain.isdigit() else []


_CHECKS: tuple[Callable[[str], bool], ...] = (_luhn, _ean, rules.well_formed)
