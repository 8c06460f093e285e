"""Why something in a file cannot be taken, in the visitor's language. The sentences are the domains' own; here they are marked
for translation."""

from collections.abc import Mapping
from typing import Any, Protocol

from flask_babel import gettext

from marketplace.core.problems import Reason
from marketplace.core.texts import Unfit
from marketplace.web.shared import problems


class Said(Protocol):
    """A reason: a sentence with places for its facts."""

    @property
    def reason(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


def said(error: Said) -> str:
    """The reason in words."""
    return _filled(error.reason, error.facts)


def said_of(unfit: Unfit) -> str:
    """Why a text cannot be taken, in words, as a sentence begins."""
    reason = Reason.of(unfit.reason)
    words = _filled(reason.sentence, reason.facts)
    return words[:1].upper() + words[1:]


def told(one: Mapping[str, Any]) -> str:
    """What a run's preview tells of a file, in words, as a sentence begins."""
    words = _filled(one["reason"], one["facts"])
    return words[:1].upper() + words[1:]


def _filled(reason: str, facts: Mapping[str, Any]) -> str:
    sentence = str(gettext(reason))
    return sentence % facts if facts else sentence


def refusal(facts: Mapping[str, Any]) -> str:
    """Why a whole file was not taken."""
    return str(problems.words(str(facts.get("code", "")), 422).title)
