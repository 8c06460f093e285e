"""What may be asked of gifts. One that is not the asker's does not exist."""

from dataclasses import fields
from typing import Any

from marketplace import members
from marketplace.core.db import execute
from marketplace.gifts import words
from marketplace.gifts.errors import GiftNotFound
from marketplace.gifts.values import Gift

_GIFT = """
SELECT g.id, g.ref, g.programme_id, g.giver_id, g.giftcard_id, g.given_at, l.id AS letter_id, l.number, l.to_name, l.email, l.message,
       l.signed, l.design, l.language, l.send_at, l.ends_at, l.by_staff, sent.at AS sent_at, seen.at AS seen_at, bounced.at AS bounced_at,
       e.how, e.at AS ended_at, e.member_id, e.new_card_id
  FROM gifts g JOIN LATERAL (SELECT * FROM gift_letters WHERE gift_id = g.id ORDER BY number DESC LIMIT 1) l ON true
  LEFT JOIN gift_letter_events sent ON sent.letter_id = l.id AND sent.kind = 'sent'
  LEFT JOIN gift_letter_events seen ON seen.letter_id = l.id AND seen.kind = 'seen'
  LEFT JOIN gift_letter_events bounced ON bounced.letter_id = l.id AND bounced.kind = 'bounced'
  LEFT JOIN gift_ends e ON e.gift_id = g.id
 WHERE """


def gift(gift_id: int) -> Gift:
    """The gift with this internal id, for jobs. Raises GiftNotFound."""
    return _one("g.id = %(id)s", id=gift_id)


def given(ref: str, giver_id: int) -> Gift:
    """A member's own gift. Raises GiftNotFound: unknown and another's alike."""
    return _one("g.ref = %(ref)s AND member_now(g.giver_id) = %(giver)s", ref=ref, giver=giver_id)


def by_token(token: str, programme_id: int) -> Gift:
    """The gift that a letter's link leads to. Raises GiftNotFound: the link was never sent, or a newer letter has replaced it."""
    number = token.partition("-")[0]
    letter_id = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    found = _one("l.id = %(letter)s AND g.programme_id = %(programme)s", letter=letter_id, programme=programme_id)
    if not words.is_token(token, found):
        raise GiftNotFound
    return found


def of_card(card_id: int) -> Gift | None:
    """The newest gift of a card, whether it waits or has ended."""
    return _first("g.giftcard_id = %(card)s ORDER BY g.id DESC LIMIT 1", card=card_id)


def that_brought(card_id: int) -> Gift | None:
    """The gift by which a card came to its owner; None where it came otherwise."""
    return _first("e.new_card_id = %(card)s", card=card_id)


def of_letter(letter_id: int) -> Gift | None:
    """The gift whose newest letter this is; None where a newer one has replaced it."""
    return _first("l.id = %(letter)s", letter=letter_id)


def of_giver(giver_id: int, *, waiting: bool = False, limit: int = 50) -> list[Gift]:
    """What a member has given, newest first; those alone that nobody has claimed yet, where `waiting`."""
    more = " AND e.gift_id IS NULL" if waiting else ""
    rows = execute(
        f"{_GIFT} g.giver_id = ANY (%(givers)s){more} ORDER BY g.id DESC LIMIT %(limit)s",
        {"givers": members.line(giver_id), "limit": limit},
    )
    return [_gift(row) for row in rows]


def _one(condition: str, **values: Any) -> Gift:
    found = _first(condition, **values)
    if found is None:
        raise GiftNotFound
    return found


def _first(condition: str, **values: Any) -> Gift | None:
    row = execute(_GIFT + condition, values).first()
    return None if row is None else _gift(row)


def _gift(row: Any) -> Gift:
    return Gift(*(getattr(row, one.name) for one in fields(Gift)))
