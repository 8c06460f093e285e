"""What a check of the books found wrong. Each domain has `invariants()`; `vitrina verify` runs them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.core.db import execute

SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule does not hold: the rule in words, the thing it fails for, the figures."""

    rule: str
    subject: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        facts = " ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.rule}: {self.subject} {facts}".rstrip()


def search(rules: Mapping[str, str]) -> list[Finding]:
    """Every place where one of the rules (words and a query that finds where it is broken) does not hold.

    A query's first column is the subject, the others are the figures. One statement counts what breaks each of them;
    only those that are broken are asked for the places, at most 20 each. (Counting, for EXISTS and LIMIT are planned as
    if the first row came soon, and in books that are right there is none.)
    """
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) wrong)" for sql in rules.values())  # noqa: S608 - our own queries
    found = execute(f"SELECT {counts}").one()
    broken = [rule for rule, count in zip(rules, found, strict=True) if count]
    return [finding for rule in broken for finding in _places(rule, rules[rule])]


def _places(rule: str, sql: str) -> list[Finding]:
    result = execute(f"SELECT * FROM ({sql}) wrong LIMIT {SHOWN_MAX}")  # noqa: S608 - our own queries
    subject, *names = result.keys()
    return [Finding(rule, f"{subject} {row[0]}", dict(zip(names, row[1:], strict=True))) for row in result]
