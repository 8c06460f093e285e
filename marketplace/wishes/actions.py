"""What may be done with wishes."""

from datetime import datetime
from typing import Any

from marketplace import catalogue
from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.members import Member
from marketplace.wishes import queries
from marketplace.wishes.errors import TooManyWishes

WISHES_MAX = 50
_ADD = """INSERT INTO wishes (member_id, offer_id, denomination_id, value, price_then, wished_at)
    VALUES (%(member)s, %(offer)s, %(denomination)s, %(value)s, %(price)s, %(now)s) ON CONFLICT (member_id, offer_id, value) DO NOTHING RETURNING id"""

_MOVE = """INSERT INTO wishes (member_id, offer_id, denomination_id, value, price_then, wished_at, told_at)
    SELECT %(to)s, offer_id, denomination_id, value, price_then, wished_at, told_at FROM wishes WHERE member_id = %(from)s ORDER BY id
    ON CONFLICT (member_id, offer_id, value) DO NOTHING"""


def add(
    member: Member,
    *,
    denomination_id: int | None = None,
    offer_id: int | None = None,
    value: int | None = None,
    now: datetime,
) -> None:
    """Wish for a denomination, or for a value out of an offer's range; what is wished for already stays as it is.

    Raises:
        catalogue.NoOffer, NotForSale, WrongValue: it cannot be ordered. TooManyWishes.
    """
    terms: dict[str, Any] = {"programme_id": member.programme_id, "tier": member.tier, "now": now}
    if denomination_id is not None:
        sale = catalogue.for_sale(denomination_id, **terms)
    else:
        sale = catalogue.for_sale_range(offer_id or 0, value or 0, **terms)
    # Of two that a member adds at once, both are counted.
    execute("SELECT pg_advisory_xact_lock(hashtextextended('wishes ' || %(member)s, 6))", {"member": member.id})
    many = execute("SELECT count(*) FROM wishes WHERE member_id = %(member)s", {"member": member.id}).scalar_one()
    if many >= WISHES_MAX:
        raise TooManyWishes(limit=WISHES_MAX)
    facts = {
        "member": member.id,
        "offer": sale.offer_id,
        "denomination": sale.denomination_id,
        "value": sale.value,
        "price": sale.price_points,
    }
    added = execute(_ADD, facts | {"now": now}).first()
    if added is not None:
        audit.record(
            "wishes.add", f"member:{member.id}", at=now, after={"offer_id": sale.offer_id, "value": sale.value}
        )


def drop(member: Member, wish_id: int, *, now: datetime) -> None:
    """Wish for something no more. Raises WishNotFound."""
    gone = queries.own(wish_id, member.id)
    execute("DELETE FROM wishes WHERE id = %(id)s", {"id": gone.id})
    audit.record(
        "wishes.drop", f"member:{member.id}", at=now, before={"offer_id": gone.offer_id, "value": gone.value}, after={}
    )


def pass_on(from_member_id: int, to_member_id: int, *, now: datetime) -> int:
    """Make a member's wishes those of another, who is the same person; what both wish for stays once. How many there were."""
    both = {"from": from_member_id, "to": to_member_id}
    execute(_MOVE, both)
    gone = execute("DELETE FROM wishes WHERE member_id = %(from)s", both).rowcount
    if gone:
        audit.record(
            "wishes.pass_on", f"member:{to_member_id}", at=now, before={"member_id": from_member_id}, after={"member_id": to_member_id, "wishes": gone}
        )  # fmt: skip
    return gone


def note_told(wish_id: int, *, now: datetime) -> bool:
    """Note that its member was told that he has enough; returns whether this was the first time."""
    return (
        execute(
            "UPDATE wishes SET told_at = %(now)s WHERE id = %(id)s AND told_at IS NULL RETURNING id",
            {"id": wish_id, "now": now},
        ).first()
        is not None
    )
