"""Letters of two alphabets that look alike: found and named, for nobody who reads a text can see which one stands in it."""

import unicodedata
from collections.abc import Callable

from marketplace.core.problems import Reason
from marketplace.core.vault import TO_LATIN

_OF_ALPHABET = {
    "CYRILLIC": "character %(place)s is the Russian letter “%(letter)s”",
    "LATIN": "character %(place)s is the Latin letter “%(letter)s”",
}
_LIKE_DIGITS = frozenset("OoIlBОоЗзбВ")
_OTHER = "character %(place)s is “%(letter)s”"


def as_seen(text: str) -> str:
    """What a text looks like, whichever alphabet its letters are of and whether they are capitals: equal for twins."""
    return unicodedata.normalize("NFKC", text).upper().translate(TO_LATIN)


def are_twins(one: str, other: str) -> bool:
    """Whether two texts look the same and differ by more than capitals and small letters."""
    return one.upper() != other.upper() and as_seen(one) == as_seen(other)


def first_other(text: str, twin: str) -> tuple[int, str]:
    """The place (from 1) and the character at which a text leaves its twin."""
    pairs = enumerate(zip(text, twin, strict=False), 1)
    return next(((at, one) for at, (one, other) in pairs if one.upper() != other.upper()), (1, text[:1]))


def guilty(text: str, fits: Callable[[str], bool]) -> Reason | None:
    """The first character that does not fit, with its place, as a reason; None where all fit, or where it cannot be seen."""
    found = next(((at, sign) for at, sign in enumerate(text, 1) if not fits(sign)), None)
    return None if found is None or not found[1].isprintable() or found[1].isspace() else named(*found)


def foreign(text: str) -> Reason | None:
    """The first Russian letter of a text that should be in Latin ones; None where there is none, or where it is plainly a Russian word."""
    if text and not any(alphabet(sign) == "LATIN" for sign in text) and not as_seen(text).isascii():
        return None
    return guilty(text, lambda sign: alphabet(sign) != "CYRILLIC")


def as_digit(text: str) -> Reason | None:
    """The first letter that stands among digits for one that it looks like; None where other letters are there too, or no digit."""
    if not any(map(str.isdecimal, text)) or any(sign.isalpha() and sign not in _LIKE_DIGITS for sign in text):
        return None
    return guilty(text, lambda sign: not sign.isalpha())


def named(place: int, letter: str) -> Reason:
    """A character by its place, and by its alphabet where people mistake that."""
    return Reason(_OF_ALPHABET.get(alphabet(letter), _OTHER), place=place, letter=letter)


def alphabet(letter: str) -> str:
    """ "CYRILLIC" or "LATIN"; "" where it is no letter of these."""
    word = unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""
    return word if word in _OF_ALPHABET else ""
