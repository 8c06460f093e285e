"""Cards whose owner's membership goes on as another: they follow, under the same code."""

from datetime import datetime

from marketplace.core.db import execute
from marketplace.giftcards.queries import card_by_id
from marketplace.giftcards.values import Card

_HEIR = """WITH RECURSIVE line AS (
        SELECT %(id)s::bigint AS id, 0 AS step
        UNION ALL SELECT c.id, l.step + 1 FROM line l JOIN giftcard_endings e ON e.giftcard_id = l.id
          JOIN giftcard_successions s ON s.id = e.succession_id AND s.cause = 'membership' JOIN giftcards c ON c.succession_id = s.id)
    SELECT id FROM line ORDER BY step DESC LIMIT 1"""


def hold_all(member_id: int) -> None:
    """Lock the cards that a member has at hand, in one order, until the transaction ends."""
    execute(
        "SELECT FROM giftcards WHERE member_id = %(member)s AND state IN ('active', 'frozen') ORDER BY id FOR NO KEY UPDATE", {"member": member_id}
    )  # fmt: skip


def follow(member_id: int, *, now: datetime) -> int:
    """Have all cards of a member go on with the membership as which theirs goes on; how many did. What is not at hand follows once it is."""
    return int(execute("SELECT giftcards_follow(%(member)s, %(now)s)", {"member": member_id, "now": now}).scalar_one())


def followed(of: Card) -> Card:
    """The card as which this one has followed its owner; itself, where it has not."""
    return card_by_id(int(execute(_HEIR, {"id": of.id}).scalar_one()))
