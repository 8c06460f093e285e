"""How the call desk says no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class NoCall(NotFound):
    """No call of this programme has this number."""

    code = "no_call"


class CallerUnknown(Refusal):
    """The caller has not named enough facts: nothing is done for him but a note; facts: needed."""

    code = "caller_unknown"


class CallEnded(Conflict):
    """The call is over, or was taken too long ago to be believed still."""

    code = "call_ended"


class CardNeeded(Refusal):
    """It is about a card, and none was chosen."""

    code = "call_card_needed"
