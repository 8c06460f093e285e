"""How gifts say no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class GiftNotFound(NotFound):
    """There is no such gift, or none of this member; a link that was never sent and one that counts no more look alike."""

    code = "gift_not_found"


class GiftEnded(Conflict):
    """The gift waits no more; facts: how it ended."""

    code = "gift_ended"


class GiftOnHold(Conflict):
    """The gift waits until somebody has looked at its giver's account; who asks is not told more."""

    code = "gift_on_hold"


class GiftSeen(Conflict):
    """The card's code is the partner's own and somebody has seen it: it would stay good in his hands."""

    code = "gift_seen"


class GiftSent(Conflict):
    """The letter has left: only its address can still be corrected, and the gift taken back."""

    code = "gift_sent"


class GiftCorrected(Conflict):
    """Staff has sent it to another address already: a second person has to agree to one more."""

    code = "gift_corrected"


class BadGift(Refusal):
    """Something about the gift cannot be taken; facts: field."""

    code = "bad_gift"


class TooManyGifts(Refusal):
    """The member has given as many cards today as one may; facts: limit."""

    code = "too_many_gifts"
    status = 429


class TooManyGiftLetters(Refusal):
    """This gift was sent to as many addresses as one may be; facts: limit."""

    code = "too_many_gift_letters"
    status = 429


class OwnGift(Conflict):
    """Nobody claims what he gave himself: he takes it back."""

    code = "own_gift"


class WrongWord(Conflict):
    """This is not the giver's word; it counts. Facts: tries_left."""

    code = "wrong_word"
    counts = True


class WordLocked(Conflict):
    """Too many wrong words were typed: the giver has to choose another one, or the recipient signs in."""

    code = "word_locked"


class WrongAddress(Conflict):
    """This is not the address that the gift was sent to."""

    code = "wrong_address"
