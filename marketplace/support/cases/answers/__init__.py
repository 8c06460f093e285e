"""Prepared answers, and the facts of a case that are filled in."""

from marketplace.support.cases.answers.facts import FACTS, facts_of, known_of_card, moment_of
from marketplace.support.cases.answers.prepared import Filled, Template, filled, retire, save, template, templates

__all__ = [
    "FACTS", "Filled", "Template", "facts_of", "filled", "known_of_card", "moment_of", "retire", "save", "template", "templates",
]  # fmt: skip
