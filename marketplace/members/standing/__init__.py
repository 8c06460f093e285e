"""How members stand: whether somebody holds them, and whether letters reach them."""

from marketplace.members.standing.holds import (
    Hold,
    erased_since,
    held,
    lift_hold,
    must_be_unheld,
    must_not_be_erased,
    put_on_hold,
)
from marketplace.members.standing.reaching import Notices, note_reachable, note_unreachable, notices, unreachable_since

__all__ = [
    "Hold", "Notices", "erased_since", "held", "lift_hold", "must_be_unheld", "must_not_be_erased", "note_reachable", "note_unreachable", "notices", "put_on_hold", "unreachable_since",
]  # fmt: skip
