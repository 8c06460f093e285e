"""Where another code for a card comes from: we make it, or, once its partner has cancelled the old one, it is one more of the partner's own from stock."""

from datetime import datetime

from marketplace import codes, giftcards, orders
from marketplace.codes import Claimed
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.support.errors import NoReplacement, PartnersCode

_CANCELLED = """SELECT FROM case_questions q JOIN case_question_answers a ON a.question_id = q.id
    WHERE q.giftcard_id = %(id)s AND a.outcome = 'cancelled' LIMIT 1"""


def only_partner_ends(card: Card) -> bool:
    """Whether only its partner can end a card's code: it is the partner's own, who has not said yet that it is cancelled."""
    return not orders.is_ours(card) and execute(_CANCELLED, {"id": card.id}).first() is None


def replaceable(card: Card) -> bool:
    """Whether there is another code for a card now."""
    return orders.is_ours(card) or (not only_partner_ends(card) and _shelf(card) is not None)


def check_replacement(card: Card) -> None:
    """Whether there is another code for a card.

    Raises:
        PartnersCode: its code is the partner's own, who has not said that it is cancelled.
        NoReplacement: it is, and the stock has no other of the same value that lasts as long, or a part of the card was used.
    """
    if only_partner_ends(card):
        raise PartnersCode
    if not replaceable(card):
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
    shelf = _shelf(card)
    if shelf is None:
        raise NoReplacement
    try:
        return codes.claim(shelf, today=card.expires_on)
    except codes.OutOfStock:
        raise NoReplacement from None


def _shelf(card: Card) -> int | None:
    """The denomination of which another code is worth what the card is; None: nothing of the stock is."""
    if card.remaining < card.value:
        return None
    found = execute(
        "SELECT c.denomination_id FROM giftcards g JOIN codes c ON c.id = g.code_id WHERE g.id = %(id)s",
        {"id": card.id},
    )
    shelf: int | None = found.scalar_one()
    return shelf if shelf is not None and codes.stock([shelf], today=card.expires_on)[shelf] else None
