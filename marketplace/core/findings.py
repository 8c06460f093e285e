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


def search(rule: str, sql: str) -> list[Finding]:
    """The rows of a query that returns none while `rule` holds; its first column is the subject. At most 20."""
    result = execute(f"SELECT * FROM ({sql}) wrong LIMIT {SHOWN_MAX}")  # noqa: S608 - our own queries
    subject, *names = result.keys()
    return [Finding(rule, f"{subject} {row[0]}", dict(zip(names, row[1:], strict=True))) for row in result]
