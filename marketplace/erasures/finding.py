"""Everything by which a member's data are found, in all domains."""

from datetime import datetime

from marketplace import identity
from marketplace.core.db import execute
from marketplace.core.forgetting import Who
from marketplace.erasures import queries
from marketplace.erasures.values import Erasure
from marketplace.members import Member

# Facts of the audit and of proposals that hold people's words, or say who somebody is.
WORDS = (
    "agent", "body", "city_slug", "device", "email", "evidence", "first_name", "last4", "last_name", "message", "name", "note", "phone", "text", "title",
    "to_name", "token", "why",
)  # fmt: skip
# Somebody with another membership goes on signing in.
_ALONE = """SELECT NOT EXISTS (SELECT FROM members m WHERE m.user_id = %(user)s AND m.id <> %(member)s
    AND NOT EXISTS (SELECT FROM erasures x JOIN erasure_ends d ON d.erasure_id = x.id WHERE x.member_id = m.id AND d.how = 'done'))"""
_TOKENS = """SELECT DISTINCT token FROM member_cards c WHERE member_id = %(member)s AND forgotten IS NULL AND NOT EXISTS (
    SELECT FROM member_cards o WHERE o.programme_id = c.programme_id AND o.token = c.token AND o.member_id <> %(member)s AND o.unbound_at IS NULL)"""
_GIFTS = """SELECT g.id FROM gifts g WHERE g.giver_id = %(member)s
     UNION SELECT gift_id FROM gift_ends WHERE member_id = %(member)s
     UNION SELECT l.gift_id FROM gift_letters l JOIN gift_ends e ON e.gift_id = l.gift_id WHERE l.email = ANY (%(addresses)s::text[])"""
_CASES = """WITH RECURSIVE own AS (
        SELECT id, merged_into FROM cases WHERE member_id = %(member)s
        UNION SELECT c.id, c.merged_into FROM own o JOIN cases c ON c.member_id IS NULL AND (c.merged_into = o.id OR c.id = o.merged_into))
    SELECT id FROM own"""
# Corrections by hand are recorded with the transfer, too.
_CORRECTIONS = """SELECT t.id FROM point_corrections c JOIN transfers t ON t.ref = 'correction:' || c.id WHERE c.member_id = %(member)s"""
_LETTERS = """SELECT 'case:' || id FROM case_events WHERE case_id = ANY (%(cases)s::bigint[])
     UNION ALL SELECT 'gift:' || id FROM gift_letters WHERE gift_id = ANY (%(gifts)s::bigint[])
     UNION ALL SELECT ref FROM mails WHERE split_part(ref, ':', 1) = 'gift-news' AND split_part(ref, ':', 2) = ANY (
               SELECT unnest(%(gifts)s::bigint[])::text)"""


def who(erasure: Erasure, member: Member, now: datetime) -> Who:
    """By what the data of a member are found now. What a step has erased is not found by the steps after it, so they run in one order."""
    facts: dict[str, object] = {"member": member.id, "user": member.user_id}
    user = member.user_id if member.user_id is not None and execute(_ALONE, facts).scalar_one() else None
    addresses = sorted({one for one in (member.email, *_of_user(user)) if one})
    facts["addresses"] = addresses
    cards, orders, payments = (
        _ids(f"SELECT id FROM {table} WHERE member_id = %(member)s", facts)  # noqa: S608 - our own names
        for table in ("giftcards", "orders", "payments")
    )
    gifts, cases, proposals = _ids(_GIFTS, facts), _ids(_CASES, facts), tuple(queries.proposals_about(member))
    subjects = [f"member:{member.id}", *([f"user:{user}"] if user is not None else [])]
    for kind, ids in (
        ("giftcard", cards), ("order", orders), ("payment", payments), ("gift", gifts), ("proposal", proposals), ("case", cases),
        ("transfer", _ids(_CORRECTIONS, facts)),
    ):  # fmt: skip
        subjects += [f"{kind}:{one}" for one in ids]
    return Who(
        now=now, programme=member.programme_id, member=member.id, user=user, addresses=tuple(addresses),
        tokens=tuple(execute(_TOKENS, facts).scalars()), cards=cards, orders=orders, payments=payments, proposals=proposals, gifts=gifts,
        letters=tuple(execute(_LETTERS, {"gifts": list(gifts), "cases": list(cases)}).scalars()), farewell=farewell(erasure.id), subjects=tuple(subjects),
        names=WORDS,
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
