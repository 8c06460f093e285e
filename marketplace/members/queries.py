"""What may be asked about members."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from marketplace.core import emails
from marketplace.core.db import db, execute
from marketplace.members import rules
from marketplace.members.models import MemberCard, MemberNotification
from marketplace.members.values import Member

PHONE_DIGITS = 10  # of a number without the country's
_HOLDER = "SELECT member_id FROM member_cards WHERE id = %(card)s AND unbound_at IS NULL"
_MEMBER = f"SELECT {', '.join(field.name for field in fields(Member))} FROM members"  # noqa: S608 - our own column names

_OF_USER = f"{_MEMBER} WHERE programme_id = %(programme)s AND user_id = %(user)s"


def member(member_id: int) -> Member | None:
    """The member with this id."""
    return _one(f"{_MEMBER} WHERE id = %(id)s", id=member_id)


def tier_on(one: Member, at: datetime) -> str:
    """The level that a member had at a moment: only a merge changes it. "": none."""
    before = execute(
        """SELECT tier_before FROM member_merges WHERE into_member_id = %(member)s AND at > %(at)s ORDER BY id LIMIT 1""",
        {"member": one.id, "at": at},
    ).first()
    return one.tier if before is None else str(before.tier_before)


def of_user(user_id: int, programme_id: int) -> Member | None:
    """What a user is in a programme; None when they are no member of it, or their membership goes on as another."""
    return _one(f"{_OF_USER} AND member_now(id) = id", programme=programme_id, user=user_id)


def of_user_once(user_id: int, programme_id: int) -> Member | None:
    """What a user is, or was, in a programme: also where their membership goes on as another."""
    return _one(_OF_USER, programme=programme_id, user=user_id)


def admitted(user_id: int, programme_id: int) -> Member | None:
    """What a user is in a programme, as `of_user` says; None for a member whose account is blocked or whose data are being erased, too."""
    return _one(
        f"""{_OF_USER} AND member_now(id) = id AND NOT EXISTS (SELECT FROM erased_members e WHERE e.member_id = members.id) AND NOT EXISTS (
               SELECT FROM member_holds h WHERE h.member_id = members.id AND h.kind = 'block' AND h.lifted_at IS NULL)""",  # noqa: S608 - our own column names
        programme=programme_id,
        user=user_id,
    )


def by_number(programme_id: int, number: str) -> Member | None:
    """The member with this number, written with spaces or without."""
    plain = rules.plain_number(number)
    return _one(
        f"{_MEMBER} WHERE programme_id = %(programme)s AND number = %(number)s", programme=programme_id, number=plain
    )


def now_of(member_id: int) -> Member | None:
    """The member as whom this one goes on today; themselves, where they do not."""
    return _one(f"{_MEMBER} WHERE id = member_now(%(id)s)", id=member_id)


def numbered(programme_id: int, number: str) -> Member | None:
    """The member with this number, written with spaces or without; where their membership goes on as another, that one."""
    return _one(
        f"{_MEMBER} WHERE id = member_now((SELECT id FROM members WHERE programme_id = %(programme)s AND number = %(number)s))",  # noqa: S608
        programme=programme_id,
        number=rules.plain_number(number),
    )


def reached_by(programme_id: int, *, email: str, phone: str) -> list[Member]:
    """Members of a programme with this address or this phone number, however it is written; at most ten, and proof of nothing.

    Whose membership goes on as another is found as that one.
    """
    digits = "".join(sign for sign in phone if sign.isdigit())
    local = digits[-PHONE_DIGITS:]
    numbers = [digits, local, f"7{local}", f"8{local}"] if len(digits) >= PHONE_DIGITS else []
    rows = execute(
        f"""{_MEMBER} WHERE programme_id = %(programme)s AND ((%(email)s <> '' AND email = %(email)s)
              OR regexp_replace(phone, '[^0-9]', '', 'g') = ANY (%(numbers)s)) ORDER BY id LIMIT 10""",
        {"programme": programme_id, "email": emails.plain(email), "numbers": numbers},
    )
    found = [Member(*row) for row in rows]
    now = execute(
        "SELECT DISTINCT member_now(id) FROM unnest(%(ids)s::bigint[]) AS id ORDER BY 1",
        {"ids": [one.id for one in found]},
    ).scalars()
    known = {one.id: one for one in found}
    return [standing for id_ in now if (standing := known.get(id_) or member(id_)) is not None]


def card_holders(tokens: str) -> str:
    """A query: everyone who has or had these bank cards bound (token, member_id), with times that do not overlap.

    Operations of a card count for a member from `since` (NULL: from ever) until before `until` (NULL: still). A card that
    only its present holder, or a membership that goes on as theirs, has ever bound counts for them from ever: nobody else can have paid with it here.

    Args:
        tokens: a query of the caller; `programme` is a parameter of the whole.
    """
    return f"""
        SELECT token, member_id,
               CASE WHEN lag(id) OVER in_turn IS NULL AND min(whose) OVER card = max(whose) OVER card
                         AND bool_or(unbound_at IS NULL) OVER card THEN NULL ELSE bound_at END AS since,
               least(unbound_at, lead(bound_at) OVER in_turn) AS until
          FROM (SELECT c.*, coalesce(m.into_member_id, c.member_id) AS whose FROM member_cards c LEFT JOIN member_merges m ON m.from_member_id = c.member_id
                 WHERE c.programme_id = %(programme)s AND c.token IN ({tokens})) bound
        WINDOW card AS (PARTITION BY token), in_turn AS (PARTITION BY token ORDER BY bound_at, id)
         ORDER BY token, bound_at, id"""  # noqa: S608 - a query of our own code; values go as parameters


def bound_card(programme_id: int, token: str) -> MemberCard | None:
    """The card that is bound by this token now."""
    return db.session.scalar(
        select(MemberCard).where(
            MemberCard.programme_id == programme_id, MemberCard.token == token, MemberCard.unbound_at.is_(None)
        )
    )


def cards(member_id: int) -> list[MemberCard]:
    """The bank cards of a member that are bound now, oldest first."""
    bound = select(MemberCard).where(MemberCard.member_id == member_id, MemberCard.unbound_at.is_(None))
    return list(db.session.scalars(bound.order_by(MemberCard.id)))


def holder(card_id: int, programme_id: int) -> Member | None:
    """For whom a bank card earns now; None for one that is bound to nobody of this programme."""
    return _one(
        f"{_MEMBER} WHERE programme_id = %(programme)s AND id = ({_HOLDER})",
        programme=programme_id, card=card_id if card_id < 2**63 else 0,
    )  # fmt: skip


def notifications(member_id: int) -> dict[str, bool]:
    """For each kind of message, in the order of the page, whether the member wants it.

    What they never said is yes, but for what is sent only if asked for.
    """
    said = select(MemberNotification.kind, MemberNotification.wanted).where(MemberNotification.member_id == member_id)
    answers = {row.kind: row.wanted for row in db.session.execute(said)}
    return {kind: answers.get(kind, kind not in rules.ONLY_IF_ASKED) for kind in rules.NOTIFICATIONS}


def wants(member_id: int, kind: str) -> bool:
    """Whether to write to a member about this kind of thing."""
    return notifications(member_id)[kind]


def living_in(programme_id: int, city_slugs: Collection[str]) -> int:
    """How many members of a programme have said that they live in one of these cities."""
    found = execute(
        "SELECT count(*) FROM members WHERE programme_id = %(programme)s AND city_slug = ANY (%(cities)s)",
        {"programme": programme_id, "cities": list(city_slugs)},
    )
    return int(found.scalar_one())


def _one(sql: str, **facts: Any) -> Member | None:
    row = execute(sql, facts).first()
    return None if row is None else Member(*row)
