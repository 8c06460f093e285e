"""How erasures say no."""

from marketplace.core.errors import Conflict


class CannotErase(Conflict):
    """Something of the member's still moves; the fact `reasons` names what (erasures.Reason)."""

    code = "cannot_erase"


class ErasureAsked(Conflict):
    """The member's data are about to be erased: their membership goes on as no other, and no other as theirs."""

    code = "erasure_asked"


class NoErasure(Conflict):
    """There is no such request, or it cannot be taken back any more."""

    code = "no_erasure"
