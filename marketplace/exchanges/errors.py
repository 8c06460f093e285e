"""How exchanges say no. None of these has changed a card."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class ExchangeOff(Conflict):
    """Cards of this brand cannot be exchanged, split or merged here."""

    code = "exchange_off"


class NotOurCode(Conflict):
    """The card's code is the partner's own, which we cannot end at his tills."""

    code = "not_our_code"


class NothingToExchange(Conflict):
    """The brand has nothing now that the card could become."""

    code = "nothing_to_exchange"


class QuoteNotFound(NotFound):
    """There is no such quote of this member."""

    code = "quote_not_found"


class QuoteOver(Conflict):
    """The quote's time is over, or the card is not what it was when it was given."""

    code = "quote_over"


class BadParts(Refusal):
    """A card cannot be split like this; facts: least and most, what it is to come to, in minor units of currency."""

    code = "bad_parts"


class NotMergeable(Refusal):
    """Only cards of one brand and currency can be merged, two at least."""

    code = "not_mergeable"


class ShorterNotAccepted(Refusal):
    """The merged card would end earlier than one of these; facts: until. It has to be accepted."""

    code = "shorter_not_accepted"


class TooManyExchanges(Refusal):
    """The limit of a day is reached; facts: limit."""

    code = "too_many_exchanges"
    status = 429


class ExchangeLimit(Refusal):
    """The limit of a month is reached; facts: limit, left, in minor units of currency."""

    code = "exchange_limit"


class ExchangedTooOften(Conflict):
    """What is on this card has changed its brand as often as it may; facts: limit."""

    code = "exchanged_too_often"


class ExchangedLately(Conflict):
    """What is on this card has changed its brand within a day; facts: again_at."""

    code = "exchanged_lately"
