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


class MemberErased(Conflict):
    """The member's data were erased: what was theirs is nobody's, and nothing is done with it any more."""

    code = "member_erased"


class UnknownNotification(Refusal):
    """There is no such kind of message."""

    code = "unknown_notification"


class MemberMerged(Conflict):
    """The membership goes on as another one of the same person; facts: number of that one, where it is known."""

    code = "member_merged"


class MergedWithSelf(Refusal):
    """A membership goes on as another one of the same programme."""

    code = "merged_with_self"


class MemberIsStaff(Conflict):
    """Whoever signs in for the member works here: their rights would move along."""

    code = "member_is_staff"


class NotAgreed(Conflict):
    """What was approved is something else, or has been used."""

    code = "merge_not_agreed"
