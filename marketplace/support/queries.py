"""What support may ask; read only."""

from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace import giftcards, tills
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.support.values import Known

YEAR = timedelta(days=365)


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
        """SELECT (SELECT count(*) FROM giftcard_line_back(%(id)s) WHERE giftcard_line_back <> %(id)s) AS in_line,
                  (SELECT count(*) FROM reissues r JOIN giftcards g ON g.id = r.old_card_id
                    WHERE g.member_id = %(member)s AND r.at > %(since)s) AS of_member""",
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
