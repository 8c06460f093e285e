"""How many brands there are for what is asked; of all that a page shows the one thing that looks at every brand."""

from datetime import datetime
from typing import Any

from flask import g

from marketplace import catalogue
from marketplace.core.memory import Memory

_counted = Memory()


def brands(now: datetime, **asked: Any) -> int:
    """As `catalogue.total` for the visitor's programme; the figure may be a few seconds old, the tiles never are."""
    key = (g.programme.id, *sorted(asked.items()))
    return _counted.recall(key, lambda: catalogue.total(g.programme.id, now=now, **asked))
