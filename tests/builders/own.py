"""The addresses of a partner's things, which tests name by their numbers and the portal by tokens."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Flask

from marketplace.core import own_ids

_PART = re.compile(r"<(?:([^<>:]*):)?(\w+)>")
_WHOSE = ("partner", "token")


def own(app: Flask, whose: str, kind: str, number: int) -> str:
    """The token of a thing before a partner, who is given by its short name."""
    return own_ids.token(app.config["SECRET_KEY"], whose, kind, number)


def addressed(app: Flask, path: str) -> str:
    """An address of the portal with tokens in the place of numbers; any other as it is."""
    plain, mark, asked = path.partition("?")
    found = next((match for rule in _rules(app) if (match := rule.fullmatch(plain))), None)
    if found is None:
        return path
    parts = found.groupdict()
    whose = next(parts[name] for name in _WHOSE if name in parts)
    for kind in sorted(parts.keys() - {*_WHOSE}, key=found.start, reverse=True):
        plain = plain[: found.start(kind)] + own(app, whose, kind, int(parts[kind])) + plain[found.end(kind) :]
    return plain + mark + asked


def filled(app: Flask, rule: str, values: Mapping[str, Any]) -> str:
    """A route with its parts filled in, those that are tokens there out of numbers. What has no value stays as it is."""

    def said(part: re.Match[str]) -> str:
        if part[2] not in values:
            return part[0]
        whose = str(values["partner" if "<partner>" in rule else "token"]) if part[1] == "own" else ""
        return own(app, whose, part[2], int(values[part[2]])) if whose else str(values[part[2]])

    return _PART.sub(said, rule)


@cache
def _rules(app: Flask) -> list[re.Pattern[str]]:
    return [re.compile(_PART.sub(_pattern, rule.rule)) for rule in app.url_map.iter_rules() if "<own:" in rule.rule]


def _pattern(part: re.Match[str]) -> str:
    if part[1] == "own":
        return rf"(?P<{part[2]}>\d+)"
    return rf"(?P<{part[2]}>[^/]+)" if part[2] in _WHOSE else "[^/]+"
