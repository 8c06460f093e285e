"""Everything by which a member's data are found where no seal covers them; what a seal covers is found by the database (erasure_forget)."""

from datetime import datetime

from marketplace import identity
from marketplace.core.db import execute
from marketplace.core.forgetting import Who
from marketplace.erasures.values import Erasure
from marketplace.members import Member

# Somebody with another membership goes on signing in.
_ALONE = "SELECT NOT EXISTS (SELECT FROM members m WHERE m.user_id = %(user)s AND m.id <> %(member)s)"
_CARDS = "SELECT id FROM giftcards WHERE member_id = %(member)s"
_PAYMENTS = "SELECT id FROM payments WHERE member_id = %(member)s"
_GIFTS = """SELECT g.id FROM gifts g WHERE g.giver_id = %(member)s
     UNION SELECT gift_id FROM gift_ends WHERE member_id = %(member)s
     UNION SELECT l.gift_id FROM gift_letters l JOIN gift_ends e ON e.gift_id = l.gift_id WHERE l.email = ANY (%(addresses)s::text[])"""
# Letters about cards went to their owner, some to an address that they had given up before, and that is forgotten sooner than the letter.
_LETTERS = """SELECT 'case:' || id FROM case_events WHERE case_id IN (SELECT member_cases(ARRAY[%(member)s]::bigint[]))
     UNION ALL SELECT 'gift:' || id FROM gift_letters WHERE gift_id = ANY (%(gifts)s::bigint[])
     UNION ALL SELECT ref FROM mails
                WHERE (split_part(ref, ':', 1) = 'gift-news' AND split_part(ref, ':', 2) IN (SELECT unnest(%(gifts)s::bigint[])::text))
                   OR (split_part(ref, ':', 1) IN ('card', 'card_came_back', 'card_extended', 'card_former', 'card_frozen', 'card_moved', 'card_seen', 'card_withdrawn')
                       AND split_part(ref, ':', 2) IN (SELECT unnest(%(cards)s::bigint[])::text))"""


def who(erasure: Erasure, member: Member, now: datetime) -> Who:
    """By what the data of a member are found now. What a step has erased is not found by the steps after it, so they run in one order."""
    facts: dict[str, object] = {"member": member.id, "user": member.user_id}
    user = member.user_id if member.user_id is not None and execute(_ALONE, facts).scalar_one() else None
    addresses = sorted({one for one in (member.email, *_of_user(user)) if one})
    facts["addresses"] = addresses
    gifts, cards = _ids(_GIFTS, facts), _ids(_CARDS, facts)
    letters = execute(_LETTERS, facts | {"gifts": list(gifts), "cards": list(cards)}).scalars()
    return Who(
        now=now, programme=member.programme_id, member=member.id, user=user, addresses=tuple(addresses), cards=cards,
        payments=_ids(_PAYMENTS, facts), gifts=gifts, letters=tuple(letters), farewell=farewell(erasure.id),
    )  # fmt: skip


def farewell(erasure_id: int) -> str:
    """The ref of the letter that says that all is erased."""
    return f"erasure:{erasure_id}:done"


def _of_user(user_id: int | None) -> list[str]:
    if user_id is None:
        return []
    person = identity.user(user_id)
    return [*([person.email] if person is not None else []), *identity.former_addresses(user_id)]


def _ids(sql: str, facts: dict[str, object]) -> tuple[int, ...]:
    return tuple(int(one) for one in execute(sql, facts).scalars())
