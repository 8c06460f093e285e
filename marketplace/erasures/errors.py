"""How erasures say no."""

from marketplace.core.errors import Conflict


class CannotErase(Conflict):
    """Something of the member's still moves; the fact `reasons` names what (erasures.Reason)."""

    code = "cannot_erase"


class NoErasure(Conflict):
    """There is no such request, or it cannot be taken back any more."""

    code = "no_erasure"
