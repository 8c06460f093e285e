"""Questions and answers out of a text in Markdown: chapters are first-level headings, questions second-level ones."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from marketplace.web.shared import markdown

# Endings that a word may lose before it is compared: "карты" finds «карту», "expires" finds "expire".
ENDING_MAX = 2
STEM_MIN = 3
_HEADING = re.compile(r"^(#{1,2})[ \t]+(.+?)[ \t]*#*$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer as safe HTML, and the letters that it is found by."""

    title: str
    answer: Markup
    letters: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Questions under one heading; the heading may be missing."""

    title: str
    questions: tuple[Question, ...]


@lru_cache(maxsize=64)
def chapters(text: str) -> tuple[Chapter, ...]:
    """The chapters of a text, without those that hold no question. Lines before the first question are left out."""
    titles, parts = [""], [[]]  # type: tuple[list[str], list[list[list[str]]]]
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading and heading.group(1) == "#":
            titles.append(heading.group(2))
            parts.append([])
        elif heading:
            parts[-1].append([heading.group(2)])
        elif parts[-1]:
            parts[-1][-1].append(line)
    made = (Chapter(title, tuple(map(_question, part))) for title, part in zip(titles, parts, strict=True))
    return tuple(chapter for chapter in made if chapter.questions)


def search(among: tuple[Chapter, ...], words: str) -> tuple[Chapter, ...]:
    """The questions that have every word, in the title or in the answer."""
    stems = [_stem(word) for word in _WORD.findall(_plain(words))]
    found = (replace(c, questions=tuple(q for q in c.questions if all(s in q.letters for s in stems))) for c in among)
    return tuple(chapter for chapter in found if chapter.questions)


def _question(lines: list[str]) -> Question:
    title, answer = lines[0], "\n".join(lines[1:])
    return Question(title, markdown.html(answer), _plain(f"{title} {answer}"))


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _stem(word: str) -> str:
    return word[: max(STEM_MIN, len(word) - ENDING_MAX)]
