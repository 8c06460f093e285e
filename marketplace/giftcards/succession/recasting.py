"""Cards in other pieces, or as another brand's: the old ones end at once, the new ones are worth no more and last no longer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.exc import DBAPIError

from marketplace import programmes
from marketplace.codes import Claimed
from marketplace.core import ids, outbox
from marketplace.core.db import broken_rule, execute
from marketplace.giftcards.errors import CardNotActive
from marketplace.giftcards.queries import COLUMNS, card_of
from marketplace.giftcards.values import Card

_RECAST = "SELECT giftcard_recast(%(cause)s, %(cards)s::bigint[], %(ref)s, %(children)s::jsonb, %(today)s, %(now)s)"
_BORN = f"SELECT {COLUMNS} FROM giftcards WHERE succession_id = %(succession)s ORDER BY id"  # noqa: S608
_CHAIN = """
WITH RECURSIVE before AS (
    SELECT g.id, g.succession_id FROM giftcards g WHERE g.id = %(card)s
    UNION
    SELECT p.id, p.succession_id FROM before b JOIN giftcard_endings e ON e.succession_id = b.succession_id JOIN giftcards p ON p.id = e.giftcard_id)
SELECT count(DISTINCT s.id) AS times, max(s.at) AS last FROM before b JOIN giftcard_successions s ON s.id = b.succession_id WHERE s.cause = 'exchange'"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A card that is to be born: of which brand and offer, worth how much in minor units, with which code, until when at most."""

    brand_id: int
    offer_id: int
    value: int
    code: Claimed


def recast(
    cause: Literal["split", "merge", "exchange"],
    cards: Sequence[Card],
    pieces: Sequence[Piece],
    *,
    ref: str,
    now: datetime,
) -> list[Card]:
    """Have a member's cards go on as others of his; all of them end, with all that was left.

    None lasts longer than the first of the old ones to end, or than its own code.

    Args:
        ref: the asker's own word for this act; asked again, the same cards come back.

    Raises:
        CardNotActive: one of them is frozen, given, void, spent or expired.
    """
    today = programmes.get(cards[0].programme_id).day(now)
    until = min(card.expires_on for card in cards)
    children = [_child(piece, cards[0].member_id, until) for piece in pieces]
    facts = {
        "cause": cause,
        "cards": [card.id for card in cards],
        "ref": ref,
        "children": json.dumps(children),
        "today": today,
        "now": now,
    }
    try:
        succession = execute(_RECAST, facts).scalar_one()
    except DBAPIError as error:
        if broken_rule(error) != "giftcard_usable":
            raise
        bad = next((card.state_on(today) for card in cards if card.state_on(today) != "active"), "replaced")
        raise CardNotActive(state=bad) from None
    outbox.wake_after_commit()
    return born_of(succession)


def born_of(succession_id: int) -> list[Card]:
    """The cards as which others went on in one act, in the order in which they were asked for."""
    return [card_of(row) for row in execute(_BORN, {"succession": succession_id})]


def exchanged_before(card: Card) -> tuple[int, datetime | None]:
    """How often the value on a card has changed its brand, whatever it went on as in between; and when last."""
    row = execute(_CHAIN, {"card": card.id}).one()
    return int(row.times), row.last


def _child(piece: Piece, member_id: int, until: date) -> dict[str, object]:
    last = until if piece.code.expires_on is None else min(until, piece.code.expires_on)
    return {
        "member": member_id, "brand": piece.brand_id, "offer": piece.offer_id, "value": piece.value, "code": piece.code.code_id,
        "last4": piece.code.last4, "public_id": ids.new_ref(), "expires_on": last.isoformat(),
    }  # fmt: skip
