"""Questions and answers out of a text in Markdown: chapters are first-level headings, questions second-level ones."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log1p
from operator import mul

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
    """The questions that have the words, whatever their forms and however they are put; the best fitting first.

    At least half of the words, and none that fits far worse than the best.
    """
    asked = wording.asked(words)
    fits = {one: [_fit(one, word) for word in asked] for chapter in among for one in chapter.questions}
    scores = _scores(fits)
    best = max(scores.values(), default=0)
    kept = {one: score for one, score in scores.items() if score and score * FAR_WORSE >= best}
    found = [
        replace(c, questions=tuple(sorted((q for q in c.questions if q in kept), key=lambda q: -kept[q])))
        for c in among
    ]
    return tuple(sorted((c for c in found if c.questions), key=lambda c: -kept[c.questions[0]]))


def _scores(fits: dict[Question, list[int]]) -> dict[Question, float]:
    """How well each question fits, by how it fits each word: a word is worth the more, the fewer questions have it. Nothing for fewer than half of them."""
    worth = [
        log1p(len(fits) / number) if (number := sum(map(bool, of))) else 0 for of in zip(*fits.values(), strict=True)
    ]
    return {one: sum(map(mul, of, worth)) if 2 * sum(map(bool, of)) >= len(of) else 0 for one, of in fits.items()}


def _fit(question: Question, asked: str) -> int:
    best = 0
    for word in wording.meant(asked):
        for known, place in ((question.of_title, IN_TITLE), (question.of_answer, 1)):
            if any(wording.alike(word, one) for one in known):
                typed = word == asked and any(wording.near(word, one) for one in known)
                best = max(best, place * (AS_TYPED if typed else 1))
    return best


def _question(lines: list[str]) -> Question:
    title, answer = lines[0], "\n".join(lines[1:])
    return Question(title, markdown.html(answer), frozenset(wording.words(title)), frozenset(wording.words(answer)))
