"""How support says no."""

from marketplace.core.errors import Conflict, Refusal


class NotIdentified(Refusal):
    """Fewer facts that only the owner knows were checked than are needed; facts: needed."""

    code = "not_identified"


class PartnersCode(Conflict):
    """The card's code is the partner's own: we cannot make another. The partner has to cancel it first."""

    code = "partners_code"


class TooManyReissues(Refusal):
    """This member of staff has reissued as many cards today as one person may; facts: limit."""

    code = "too_many_reissues"
    status = 429


class RecentlyChanged(Conflict):
    """What the card's owner signs in with was changed within the last 24 hours; facts: until."""

    code = "recently_changed"
