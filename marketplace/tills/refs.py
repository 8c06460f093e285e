"""A terminal's own ref, as it is checked before anything is done under it."""

from marketplace.tills import rules
from marketplace.tills.errors import BadTerminalRef


def checked_ref(ref: str) -> str:
    """A terminal's ref, if it is one. Raises BadTerminalRef."""
    if not rules.is_ref(ref):
        raise BadTerminalRef
    return ref
