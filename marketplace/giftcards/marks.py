"""What a card's owner says of it himself: how much is left where tills do not tell us. It moves no value and binds nobody."""

from datetime import datetime

from marketplace import programmes
from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.giftcards.errors import BadMark, CardNotActive
from marketplace.giftcards.queries import card
from marketplace.giftcards.values import Card
from marketplace.members import Member

_LAST = "SELECT rest FROM giftcard_marks WHERE giftcard_id = %(card)s ORDER BY id DESC LIMIT 1"


def mark(public_id: str, *, member: Member, rest: int, now: datetime) -> Card:
    """Note what is left of a member's own card by his word, in minor units; all of it takes an earlier word back. Twice is once.

    Only a partner's code can be used where we do not see it.

    Raises:
        CardNotFound: no such card of this member. CardNotActive: it is over, or its code is ours. BadMark: so much is not on it.
    """
    of = card(public_id, member.id)
    state = of.state_on(programmes.get(of.programme_id).day(now))
    if state not in ("active", "frozen") or not is_partners(of):
        raise CardNotActive(state=state)
    if not 0 <= rest <= of.remaining:
        raise BadMark(remaining=of.remaining)
    before = marked(of)
    if before == (None if rest == of.remaining else rest):
        return of
    execute(
        "INSERT INTO giftcard_marks (giftcard_id, rest, at) VALUES (%(card)s, %(rest)s, %(now)s)",
        {"card": of.id, "rest": rest, "now": now},
    )
    was, is_now = ({} if one is None else {"rest": one} for one in (before, None if rest == of.remaining else rest))
    audit.record("giftcards.mark", f"giftcard:{of.id}", at=now, why="said by its owner", before=was, after=is_now)
    return of


def marked(of: Card) -> int | None:
    """What is left of a card by its owner's word; None where he has said nothing, or that nothing was used."""
    rest = execute(_LAST, {"card": of.id}).scalar()
    return None if rest is None or rest >= of.remaining else int(rest)


def is_partners(of: Card) -> bool:
    """Whether a card's code was loaded by a partner, whose shops may take it without telling us."""
    sql = "SELECT c.batch_id IS NOT NULL FROM giftcards g JOIN codes c ON c.id = g.code_id WHERE g.id = %(card)s"
    return bool(execute(sql, {"card": of.id}).scalar_one())
