"""Where another code for a card comes from: we make it, or, once its partner has cancelled the old one, it is one more of the partner's own from stock."""

from datetime import datetime

from marketplace import codes, giftcards, orders
from marketplace.codes import Claimed
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.support import queries
from marketplace.support.errors import NoReplacement, PartnersCode


def check_replacement(card: Card) -> None:
    """Whether there is another code for a card.

    Raises:
        PartnersCode: its code is the partner's own, who has not said that it is cancelled.
        NoReplacement: it is, and the stock has no other of the same value that lasts as long, or a part of the card was used.
    """
    if queries.only_partner_ends(card):
        raise PartnersCode
    if not queries.replaceable(card):
        raise NoReplacement


def reissued(card: Card, *, ref: str, now: datetime) -> Card:
    """The card under another code. Raises NoReplacement, codes.StockQuarantined, and as `giftcards.reissue`."""
    if orders.is_ours(card):
        return giftcards.reissue(card, codes.mint(card.brand_id), ref=ref, now=now)
    new = giftcards.reissue(card, _claimed(card), ref=ref, now=now)
    blind = execute(
        "SELECT c.blind FROM giftcards g JOIN codes c ON c.id = g.code_id WHERE g.id = %(id)s", {"id": new.id}
    )
    codes.sold_after_commit(blind.scalar_one(), card=new.public_id, at=now)
    return new


def _claimed(card: Card) -> Claimed:
    """A code from the shelf that the old one came from. It lasts as long as the card, which goes on to its own last day."""
    shelf = queries.shelf_of(card)
    if shelf is None:
        raise NoReplacement
    try:
        return codes.claim(shelf, today=card.expires_on)
    except codes.OutOfStock:
        raise NoReplacement from None
