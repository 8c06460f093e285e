"""How gift cards say no. None of these names a code, and a card that is not yours does not exist."""

from marketplace.core.errors import Conflict, Forbidden, NotFound, Refusal


class CardNotFound(NotFound):
    """No card of this member has that identifier: unknown, malformed and another's look alike."""

    code = "card_not_found"


class CardNotActive(Conflict):
    """The card is frozen, void, spent or past its last day; facts: state."""

    code = "card_not_active"


class BadMark(Refusal):
    """So much is not left on the card; facts: remaining."""

    code = "bad_mark"


class CardRevealed(Conflict):
    """Somebody has seen the card's code, so it cannot be given back."""

    code = "card_revealed"


class FreshFactorNeeded(Forbidden):
    """A card worth this much is shown only right after a second factor; facts: limit in minor units of currency."""

    code = "fresh_factor_needed"
    recorded = False  # he may, and is only asked to show who he is


class TooManyReveals(Refusal):
    """A member of staff has looked at as many codes today as he may; facts: limit."""

    code = "too_many_reveals"
    status = 429


class ShownTooOften(Refusal):
    """The card was shown as often within an hour as a card may be; facts: limit, retry_after in seconds."""

    code = "shown_too_often"
    status = 429


class ReasonNeeded(Refusal):
    """Staff look at a member's code only with a reason."""

    code = "reason_needed"


class CodeDoesNotFit(Refusal):
    """No symbol of this kind can be drawn of a text so that it reads back as exactly the text; facts: symbology, a brand's or "qr"."""

    code = "code_does_not_fit"


class CardStopped(Conflict):
    """Staff has stopped the card for a suspicion or a dispute, or because it was reported lost: it stays frozen until they lift that."""

    code = "card_stopped"


class NotLater(Refusal):
    """The last day can be put off to a later one, up to a limit; facts: day_min, day_max."""

    code = "not_later"


class CodeEndsFirst(Conflict):
    """The partner's own code ends before that day."""

    code = "code_ends_first"


class NoAddress(Conflict):
    """The card's owner has no address to write to."""

    code = "no_address"


class SentTooOften(Refusal):
    """The link was sent as often within a day as it may be; facts: limit."""

    code = "sent_too_often"
    status = 429
