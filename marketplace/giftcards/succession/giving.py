"""Cards on their way to somebody else: set aside while they wait, given back, or gone on as the recipient's."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError

from marketplace import programmes
from marketplace.codes import Claimed
from marketplace.core import ids, outbox
from marketplace.core.db import broken_rule, execute
from marketplace.giftcards.errors import CardNotActive
from marketplace.giftcards.queries import COLUMNS, card_by_id, card_of
from marketplace.giftcards.values import Card
from marketplace.members import Member

_MOVE = """
WITH card AS (UPDATE giftcards SET state = %(to)s WHERE id = %(id)s AND state = %(from)s RETURNING id),
event AS (INSERT INTO giftcard_events (giftcard_id, kind, at) SELECT id, %(event)s, %(now)s FROM card)
SELECT audit_record(%(action)s, 'giftcard:' || id, %(now)s, %(why)s, jsonb_build_object('state', %(from)s::text),
                    jsonb_build_object('state', %(to)s::text)) FROM card"""
_GIVE = f"SELECT {COLUMNS} FROM giftcard_give(%(card)s, %(member)s, %(ref)s, %(code)s, %(last4)s, %(public_id)s, %(today)s, %(now)s)"  # noqa: S608


def set_aside(card: Card, *, now: datetime) -> None:
    """Keep a card for somebody: until it is released or given, nobody can show it, use it, freeze it or set it aside again.

    Raises CardNotActive.
    """
    today = programmes.get(card.programme_id).day(now)
    if card.state_on(today) != "active":
        raise CardNotActive(state=card.state_on(today))
    trail = _trail("giftcards.set_aside", "held", now=now, why="given to somebody")
    if not _moved(card, "active", "held", trail):
        raise CardNotActive(state=card_by_id(card.id).state_on(today))


def give_back(card: Card, *, now: datetime, why: str) -> None:
    """Let its owner use a card again that was set aside; one that is not set aside stays as it is."""
    _moved(card, "held", "active", _trail("giftcards.release", "released", now=now, why=why))


def give(card: Card, member: Member, code: Claimed | None, *, ref: str, now: datetime) -> Card:
    """Make a card that was set aside another member's: worth what is left of it, to the same last day; the giver's ends.

    Args:
        code: a new one of ours; None: it keeps its code, which is the partner's and was shown to nobody.
        ref: the asker's own word for this act; asked again, the same card comes back.

    Raises:
        CardNotActive: it is not set aside, has expired, or its code is known to somebody and it brings no new one.
    """
    today = programmes.get(card.programme_id).day(now)
    facts = {
        "card": card.id, "member": member.id, "ref": ref, "code": code.code_id if code else None, "last4": code.last4 if code else None,
        "public_id": ids.new_ref(), "today": today, "now": now,
    }  # fmt: skip
    try:
        row = execute(_GIVE, facts).one()
    except DBAPIError as error:
        if broken_rule(error) != "giftcard_usable":
            raise
        raise CardNotActive(state=card.state_on(today)) from None
    outbox.wake_after_commit()
    return card_of(row)


def _moved(card: Card, start: str, end: str, trail: dict[str, Any]) -> bool:
    return execute(_MOVE, trail | {"id": card.id, "from": start, "to": end}).first() is not None


def _trail(action: str, event: str, *, now: datetime, why: str) -> dict[str, Any]:
    return {"action": action, "event": event, "now": now, "why": why}
