"""How a card goes on as another: with all of its value, to its own last day, while the old one ends at once and everywhere."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError

from marketplace import programmes
from marketplace.codes import Claimed
from marketplace.core import ids, outbox
from marketplace.core.db import broken_rule, execute
from marketplace.giftcards.errors import CardNotActive
from marketplace.giftcards.queries import COLUMNS, card_of
from marketplace.giftcards.stopped import unless_stopped
from marketplace.giftcards.values import Card
from marketplace.members import Member

_REISSUE = f"""SELECT {COLUMNS} FROM giftcard_reissue(%(card)s, %(ref)s, %(code)s, %(last4)s, %(public_id)s, %(today)s, %(now)s)"""  # noqa: S608

_REBIND = f"""SELECT {COLUMNS} FROM giftcard_rebind(%(card)s, %(member)s, %(ref)s, %(code)s, %(last4)s, %(public_id)s, %(today)s, %(now)s)"""  # noqa: S608

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
    return _go_on(_REISSUE, card, code, {"ref": ref}, now)


def rebind(card: Card, member: Member, code: Claimed, *, ref: str, now: datetime) -> Card:
    """Make a card that is bound to the wrong member another's, under a new code: worth what was left, to the same day.

    Args:
        ref: as for `reissue`.

    Raises:
        CardNotActive, CardStopped: as `reissue`.
    """
    return _go_on(_REBIND, card, code, {"ref": ref, "member": member.id}, now)


def _go_on(statement: str, card: Card, code: Claimed, more: dict[str, Any], now: datetime) -> Card:
    today = programmes.get(card.programme_id).day(now)
    facts = {
        "card": card.id,
        "code": code.code_id,
        "last4": code.last4,
        "public_id": ids.new_ref(),
        "today": today,
        "now": now,
    }
    try:
        with unless_stopped():
            row = execute(statement, facts | more).one()
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
