"""How orders say no. Whatever is refused has changed nothing: no points are taken."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class OrderNotFound(NotFound):
    """This member has no such order."""

    code = "order_not_found"


class RefUsed(Refusal):
    """The member's ref already stands for an order of something else."""

    code = "ref_used"


class BadRef(Refusal):
    """A ref has 8 to 64 signs, letters, digits, - and _."""

    code = "bad_ref"


class TermsChanged(Conflict):
    """What was accepted is not what applies now: the rules or the offer have a new version, or one is missing."""

    code = "terms_changed"


class LimitReached(Conflict):
    """No more of this offer can be ordered; facts: limit, and whose: "member" or "offer"."""

    code = "limit_reached"


class NotCancellable(Conflict):
    """The order cannot be taken back any more; facts: reason (revealed, void, spent, expired …)."""

    code = "not_cancellable"
