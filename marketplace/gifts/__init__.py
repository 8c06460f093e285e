"""Cards that members give: set aside, announced by letter, claimed with a word or a sign-in, taken back until then."""

from marketplace.gifts.actions import (
    change,
    claim,
    correct,
    decline,
    give,
    lapse,
    new_word,
    note_bounced,
    note_seen,
    note_sent,
    recipient,
    take_back,
)
from marketplace.gifts.book import SHEETS
from marketplace.gifts.errors import (
    BadGift,
    GiftEnded,
    GiftNotFound,
    GiftOnHold,
    GiftSeen,
    GiftSent,
    OwnGift,
    TooManyGiftLetters,
    TooManyGifts,
    WordLocked,
    WrongAddress,
    WrongWord,
)
from marketplace.gifts.queries import by_token, gift, given, of_card, of_giver, of_letter, that_brought
from marketplace.gifts.rules import (
    AHEAD,
    MESSAGE_MAX,
    NAME_MAX,
    WAITS,
    WORD_MAX,
    WORD_MIN,
    a_word,
)
from marketplace.gifts.values import DESIGNS, Design, Gift, How, Wanted
from marketplace.gifts.verify import invariants
from marketplace.gifts.words import CIPHERTEXTS, prove, token, tries_left, word_of

__all__ = [
    "AHEAD", "CIPHERTEXTS", "DESIGNS", "MESSAGE_MAX", "NAME_MAX", "SHEETS", "WAITS", "WORD_MAX", "WORD_MIN", "BadGift", "Design", "Gift",
    "GiftEnded", "GiftNotFound", "GiftOnHold", "GiftSeen", "GiftSent", "How", "OwnGift", "TooManyGiftLetters", "TooManyGifts", "Wanted", "WordLocked",
    "WrongAddress", "WrongWord", "a_word", "by_token", "change", "claim", "correct", "decline", "gift", "give", "given", "invariants", "lapse",
    "new_word", "note_bounced", "note_seen", "note_sent", "of_card", "of_giver", "of_letter", "prove", "recipient", "take_back",
    "that_brought", "token", "tries_left", "word_of",
]  # fmt: skip
