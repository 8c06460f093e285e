"""What support may ask; read only."""

from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace import codes, giftcards, orders, tills
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.support.values import Known

_CANCELLED = """SELECT FROM case_questions q JOIN case_question_answers a ON a.question_id = q.id
    WHERE q.giftcard_id = %(id)s AND a.outcome = 'cancelled' LIMIT 1"""
YEAR = timedelta(days=365)


# Reissues of the card and of all from which its value came, whatever it went on as, also as several or as another brand's; and of its
# owner's cards, also under a former number.
_REISSUED = """
WITH RECURSIVE up AS (
    SELECT id, succession_id FROM giftcards WHERE id = %(id)s
    UNION
    SELECT p.id, p.succession_id FROM up
      JOIN giftcard_endings e ON e.succession_id = up.succession_id JOIN giftcards p ON p.id = e.giftcard_id)
SELECT (SELECT count(*) FROM reissues r JOIN up ON up.id = r.new_card_id) AS in_line,
       (SELECT count(*) FROM reissues r JOIN giftcards g ON g.id = r.old_card_id
         WHERE g.member_id IN (SELECT member_line(member_now(%(member)s))) AND r.at > %(since)s) AS of_member"""


class Reissued(NamedTuple):
    """One reissue, for the pages of either card."""

    old_card: str
    new_card: str
    reason: str
    identified: list[str]
    risk: int
    at: datetime


def known(card: Card, now: datetime) -> Known:
    """What is known of a card at a moment."""
    refused = tills.refused_of_card(card.id)
    row = execute(
        _REISSUED,
        {"id": card.id, "member": card.member_id, "since": now - YEAR},
    ).one()
    return Known(
        card.revealed_at, len(refused), refused[0].at if refused else None, card.value - card.remaining, row.in_line, row.of_member
    )  # fmt: skip


def reissue_of(card: Card) -> Reissued | None:
    """The reissue by which a card ended or was born; None: it is as it was ordered."""
    row = execute(
        """SELECT o.public_id AS old_card, n.public_id AS new_card, r.reason, r.identified, r.risk, r.at FROM reissues r
             JOIN giftcards o ON o.id = r.old_card_id JOIN giftcards n ON n.id = r.new_card_id
            WHERE %(id)s IN (r.old_card_id, r.new_card_id) ORDER BY r.id DESC LIMIT 1""",
        {"id": card.id},
    ).first()
    return None if row is None else Reissued(*row)


def rebound_as(card: Card) -> Card | None:
    """The card as which this one was bound to another member; None: it was not."""
    new = execute("SELECT new_card_id FROM rebindings WHERE old_card_id = %(id)s", {"id": card.id}).scalar()
    return None if new is None else giftcards.card_by_id(new)


def only_partner_ends(card: Card) -> bool:
    """Whether only its partner can end a card's code: it is the partner's own, who has not said yet that it is cancelled."""
    return not orders.is_ours(card) and execute(_CANCELLED, {"id": card.id}).first() is None


def replaceable(card: Card) -> bool:
    """Whether there is another code for a card now: one that we make, or one of its partner's from stock."""
    return orders.is_ours(card) or (not only_partner_ends(card) and shelf_of(card) is not None)


def shelf_of(card: Card) -> int | None:
    """The denomination of which another code of the stock is worth what the card is and lasts as long; None: there is none."""
    if card.remaining < card.value:
        return None
    found = execute(
        "SELECT c.denomination_id FROM giftcards g JOIN codes c ON c.id = g.code_id WHERE g.id = %(id)s",
        {"id": card.id},
    )
    shelf: int | None = found.scalar_one()
    return shelf if shelf is not None and codes.stock([shelf], today=card.expires_on)[shelf] else None
