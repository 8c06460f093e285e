"""How cards go on as others: reissued, given, bound to another, exchanged, split and merged; while one is on its way to somebody it is set aside."""

from marketplace.giftcards.succession.following import follow, followed, hold_all
from marketplace.giftcards.succession.giving import give, give_back, set_aside
from marketplace.giftcards.succession.recasting import Piece, born_of, exchanged_before, recast
from marketplace.giftcards.succession.reissuing import hold, rebind, reissue

__all__ = [
    "Piece",
    "born_of",
    "exchanged_before",
    "follow",
    "followed",
    "give",
    "give_back",
    "hold",
    "hold_all",
    "rebind",
    "recast",
    "reissue",
    "set_aside",
]
