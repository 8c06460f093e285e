"""How the text of one search box finds rows: by a number's beginning or end, by words, names, parts of an address, digits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from marketplace.core.listing.filters import like
from marketplace.core.names import folded

MAX_SEARCH_LENGTH = 100
WORDS_MAX = 6
DIGITS_LEAST = 3
PART_LEAST = 3  # characters: what is shorter has no trigram
LAST_CHARACTERS = 4
_DIGITS = re.compile(r"[0-9+() .\u00a0-]+")


class Way(Enum):
    """How a text is looked for in a column."""

    WHOLE = "whole"  # the column is the text; the column holds small letters
    START = "start"  # the column begins with the text, its spaces and dashes left out; the column holds capitals
    ADDRESS = "address"  # the column begins with the text in small letters
    PART = "part"  # the text in small letters is somewhere in the column, which has a trigram index
    WORDS = "words"  # every word is somewhere in the column; it holds small letters, with a trigram index
    NAME = "name"  # the same in either alphabet; the column is folded as `core.names` says
    LAST = "last"  # the text is four characters, and the column's
    DIGITS = "digits"  # the text's digits begin the column, which holds digits alone


@dataclass(frozen=True, slots=True)
class Term:
    """One column that is looked into, and how."""

    column: str
    way: Way

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it speaks of."""
        return (self.column,)


def condition(terms: Sequence[tuple[Term, bool]], text: str) -> tuple[str, dict[str, Any]]:
    """The condition that some term finds the text, with its parameters; "false" where none can.

    Args:
        terms: each with whether it must find the whole text: a column that is masked for the asker is no way to guess
            its content bit by bit.
    """
    parts: list[str] = []
    values: dict[str, Any] = {}
    for at, (term, whole) in enumerate(terms):
        made = [(f"_q{at}_{n}", sign, value) for n, (sign, value) in enumerate(_looks(term, text, whole))]
        if made:
            parts.append(
                "(" + " AND ".join(f"{term.column} {sign} {_asked(term, name)}" for name, sign, _ in made) + ")"
            )
            values |= {name: value for name, _, value in made}
    return " OR ".join(parts) or "false", values


def squeezed(text: str) -> str:
    """A number as it is compared: without the spaces and dashes that people put between its parts."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", text)


def _asked(term: Term, name: str) -> str:
    """The parameter as the column holds its like."""
    return folded(f"%(ask_{name})s::text") if term.way is Way.NAME else f"%(ask_{name})s"


def _looks(term: Term, text: str, whole: bool) -> list[tuple[str, str]]:
    small = text.lower()
    if term.way is Way.NAME and not whole:
        return [("LIKE", f"%{like(word)}%") for word in small.split()[:WORDS_MAX]]
    if term.way is Way.LAST:
        last = squeezed(text).upper()
        return [("=", last)] if len(last) == LAST_CHARACTERS else []
    if term.way is Way.PART and not whole and len(small) >= PART_LEAST:
        return [("LIKE", f"%{like(small)}%")]
    if term.way is Way.WORDS and not whole:
        return [("LIKE", f"%{like(word.replace('ё', 'е'))}%") for word in small.split()[:WORDS_MAX]]
    if term.way is Way.DIGITS:
        digits = re.sub("[^0-9]", "", text) if _DIGITS.fullmatch(text) else ""
        if len(digits) < DIGITS_LEAST:
            return []
        return [("=", digits)] if whole else [("LIKE", digits + "%")]
    if term.way is Way.START and not whole:
        return [("LIKE", like(squeezed(text).upper()) + "%")]
    if term.way in (Way.ADDRESS, Way.PART) and not whole:
        return [("LIKE", like(small) + "%")]
    return [("=", small)]
