"""The difference of two texts as people read it: by paragraphs, and within a changed paragraph by words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

# Comparing takes the square of these at worst; above them a part is shown as a whole, old and new.
PARAGRAPHS_MAX = 2000
WORDS_MAX = 1500
_WORD = re.compile(r"\s+|[^\s\w]|\w+")

Mark = Literal["same", "del", "ins"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of both texts: `words` are runs of it with what became of them."""

    changed: bool
    words: tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs in a row that are either all the same in both texts, or all changed."""

    changed: bool
    paragraphs: tuple[Paragraph, ...]


def difference(before: str, after: str) -> list[Stretch]:
    """Both texts in one, in stretches of unchanged and changed paragraphs."""
    old, new = _paragraphs(before), _paragraphs(after)
    stretches = []
    for same, was, becomes in _blocks(old, new, PARAGRAPHS_MAX):
        if same:
            paragraphs = [Paragraph(False, (("same", text),)) for text in becomes]
        else:
            paragraphs = [_changed(one, other) for one, other in zip_longest(was, becomes)]
        stretches.append(Stretch(not same, tuple(paragraphs)))
    return stretches


def _changed(was: str | None, becomes: str | None) -> Paragraph:
    if was is None or becomes is None:
        return Paragraph(True, (("ins", becomes or ""),) if was is None else (("del", was),))
    runs: list[tuple[Mark, str]] = []
    for same, old, new in _blocks(_WORD.findall(was), _WORD.findall(becomes), WORDS_MAX):
        marks: tuple[tuple[Mark, str], ...] = (
            (("same", "".join(new)),) if same else (("del", "".join(old)), ("ins", "".join(new)))
        )
        runs += [(mark, text) for mark, text in marks if text]
    return Paragraph(True, tuple(runs))


def _blocks(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    if max(len(old), len(new)) > most:
        yield (True, old, new) if old == new else (False, old, new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", old[a:b], new[c:d]


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
