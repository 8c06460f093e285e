"""What belongs to somebody else than it says: a card of another member, a membership of a person who has one already."""

from marketplace.support.belonging.merging import Moving, check_merge, merge, moving
from marketplace.support.belonging.rebinding import check_rebinding, rebind

__all__ = ["Moving", "check_merge", "check_rebinding", "merge", "moving", "rebind"]
