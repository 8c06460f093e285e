"""Questions and answers out of a text in Markdown: chapters are first-level headings, questions second-level ones."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from marketplace.web.shared import markdown
from marketplace.web.storefront import wording

_HEADING = re.compile(r"^(#{1,2})[ \t]+(.+?)[ \t]*#*$")
# A word in the title counts as so many in the answer; as it was typed more than another for it.
IN_TITLE, AS_TYPED = 4, 2
FAR_WORSE = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer as safe HTML, and the words that each is found by."""

    title: str
    answer: Markup
    of_title: frozenset[str]
    of_answer: frozenset[str]


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
    """The questions that have most of the words, whatever their forms and however they are put; the best fitting first.

    At least half of the words, none that has fewer of them than another, and none that fits far worse than the best.
    """
    asked = wording.asked(words)
    found = [(chapter, [(_fits(one, asked), one) for one in chapter.questions]) for chapter in among]
    most = max((had for _, fits in found for (had, _), _ in fits), default=0)
    if not asked or most * 2 < len(asked) or not most:
        return ()
    best = max(score for _, fits in found for (had, score), _ in fits if had == most)
    kept = [(c, [(s, q) for (had, s), q in fits if had == most and s * FAR_WORSE >= best]) for c, fits in found]
    ordered = sorted((one for one in kept if one[1]), key=lambda one: -max(score for score, _ in one[1]))
    return tuple(
        replace(c, questions=tuple(q for _, q in sorted(fits, key=lambda one: -one[0]))) for c, fits in ordered
    )


def _fits(question: Question, asked: list[str]) -> tuple[int, int]:
    """How many of the words a question has, and how well they fit."""
    scores = [_fit(question, word) for word in asked]
    return sum(score > 0 for score in scores), sum(scores)


def _fit(question: Question, asked: str) -> int:
    best = 0
    for word in wording.meant(asked):
        weight = AS_TYPED if word == asked else 1
        if any(wording.alike(word, known) for known in question.of_title):
            best = max(best, weight * IN_TITLE)
        elif any(wording.alike(word, known) for known in question.of_answer):
            best = max(best, weight)
    return best


def _question(lines: list[str]) -> Question:
    title, answer = lines[0], "\n".join(lines[1:])
    return Question(title, markdown.html(answer), frozenset(wording.words(title)), frozenset(wording.words(answer)))
