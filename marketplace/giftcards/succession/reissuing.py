"""How a card goes on as another: with all of its value, to its own last day, while the old one ends at once and everywhere."""

from datetime import datetime

from sqlalchemy.exc import DBAPIError

from marketplace import programmes
from marketplace.codes import Claimed
from marketplace.core import ids, outbox
from marketplace.core.db import broken_rule, execute
from marketplace.giftcards.errors import CardNotActive
from marketplace.giftcards.queries import COLUMNS, card_of
from marketplace.giftcards.stopped import unless_stopped
from marketplace.giftcards.values import Card

_REISSUE = f"""SELECT {COLUMNS} FROM giftcard_reissue(%(card)s, %(ref)s, %(code)s, %(last4)s, %(public_id)s, %(today)s, %(now)s)"""  # noqa: S608

_HOLD = f"SELECT {COLUMNS} FROM giftcards WHERE id = %(id)s FOR NO KEY UPDATE"  # noqa: S608


def reissue(card: Card, code: Claimed, *, ref: str, now: datetime) -> Card:
    """Give a card another code: the old one is dead at once, the new one is worth what was left, to the same day.

    Args:
        code: the new one; the caller knows where codes of this card come from.
        ref: the asker's own word for this act. Asked again, the card that was born the first time comes back and `code` is not used.

    Raises:
        CardNotActive: it is void, replaced, spent or expired. A frozen one can be reissued, and is then active.
        CardStopped: staff keeps it frozen.
    """
    today = programmes.get(card.programme_id).day(now)
    facts = {
        "card": card.id, "ref": ref, "code": code.code_id, "last4": code.last4, "public_id": ids.new_ref(), "today": today, "now": now,
    }  # fmt: skip
    try:
        with unless_stopped():
            row = execute(_REISSUE, facts).one()
    except DBAPIError as error:
        if broken_rule(error) != "giftcard_usable":
            raise
        raise CardNotActive(state=card.state_on(today)) from None
    outbox.wake_after_commit()
    return card_of(row)


def hold(card: Card) -> Card:
    """The card as it is now; nothing happens to it until the end of the transaction."""
    row = execute(_HOLD, {"id": card.id}).one()
    return card_of(row)
