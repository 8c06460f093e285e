"""Whether a practised call ended well: no database, no clock."""

from collections.abc import Collection
from typing import Literal

from marketplace.training.values import Expected

Outcome = Literal["waiting", "right", "wrong"]
_NOT_ACTS = frozenset({"note", "end"})


def judged(expected: Expected, *, called: bool, identified: bool, done: Collection[str]) -> Outcome:
    """How a scene stands.

    Args:
        called: whether somebody has taken the call.
        identified: whether the caller was believed.
        done: what was done in it, by the kinds of a call's steps.
    """
    acts = set(done) - _NOT_ACTS
    if expected == "unidentified":
        return "wrong" if identified else "right" if called else "waiting"
    if not acts:
        return "waiting"
    return "right" if acts == {expected} else "wrong"
