"""How support says no."""

from marketplace.core.errors import Conflict, Forbidden, Refusal


class NotIdentified(Refusal):
    """Fewer facts that only the owner knows were checked than are needed; facts: needed."""

    code = "not_identified"


class PartnersCode(Conflict):
    """The card's code is the partner's own: we cannot make another. The partner has to cancel it first."""

    code = "partners_code"


class NoReplacement(Conflict):
    """The partner has cancelled the card's code, and there is no other of the same value that lasts as long; or a part of the card was used."""

    code = "no_replacement"


class TooManyIssued(Refusal):
    """As many codes, refunds and longer terms were given out within a day as may be; facts: limit, whose: "person", "partner", "programme", or "value" of one person."""

    code = "too_many_issued"
    status = 429


class RecentlyChanged(Conflict):
    """What the card's owner, or whoever would get something, signs in with was changed within the last 24 hours; facts: until."""

    code = "recently_changed"


class OwnerHeld(Conflict):
    """The member to whom something would be given, or whose card would become another's, is held by the fraud desk."""

    code = "owner_held"


class OwnAccount(Forbidden):
    """Whoever acts is the member whom it is about: a colleague has to."""

    code = "own_account"


class AlreadyTheirs(Conflict):
    """The card is bound to this member already."""

    code = "already_theirs"


class NoSuchRecipient(Refusal):
    """The programme has no member with this number."""

    code = "no_such_recipient"
