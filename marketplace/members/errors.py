"""How members says no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class NumberTaken(Conflict):
    """Another member of the programme has this number."""

    code = "number_taken"


class BadToken(Refusal):
    """A bank card is bound by the issuer's token or masked number: 4 to 64 characters, never a whole card number."""

    code = "bad_card_token"


class CardTaken(Conflict):
    """The bank card earns points for another member."""

    code = "card_taken"


class NoSuchCard(NotFound):
    """The member has no such bank card bound."""

    code = "no_such_card"


class MemberHeld(Conflict):
    """The member is held: nothing of value moves by his hand until somebody has looked."""

    code = "member_held"


class MemberBlocked(Conflict):
    """Two people have decided that the member's account is closed to him in this programme."""

    code = "account_blocked"
    status = 403


class UnknownNotification(Refusal):
    """There is no such kind of message."""

    code = "unknown_notification"
