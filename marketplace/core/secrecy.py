"""How often secrets were handled in the clear here: opened by the vault, or made to be shown once.

Anyone who sends an answer compares the figure before and after, and knows whether the answer may hold one. It goes up with
each thread's own work alone.
"""

from contextvars import ContextVar

_handled: ContextVar[int] = ContextVar("handled", default=0)


def note() -> None:
    """A secret is in the clear now."""
    _handled.set(_handled.get() + 1)


def handled() -> int:
    """How often that was so in this thread."""
    return _handled.get()
