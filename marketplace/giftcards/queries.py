"""What may be asked of gift cards. A card that is not the asker's does not exist."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from marketplace import members
from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.paging import Page
from marketplace.core.rows import Row
from marketplace.giftcards import rules
from marketplace.giftcards.errors import CardNotFound
from marketplace.giftcards.values import Card, Ending, Event

# Worth more than the programme shows without, or not to be compared with it: shown only right after a second factor.
DEAR = "(value > %(limit)s OR currency <> %(currency)s)"
COLUMNS = ", ".join(field.name for field in fields(Card))
Shelf = Literal["live", "past"]
Sort = Literal["new", "ends", "left"]
# By what cards are sorted, how the next page begins after the last one, and in which direction.
_SORTS: dict[Sort, tuple[str, str, str]] = {
    "new": ("id", "<", "DESC"), "ends": ("(expires_on - date '2000-01-01')", ">", "ASC"), "left": ("remaining", "<", "DESC"),
}  # fmt: skip
_SOUGHT = """(last4 = upper(%(sought)s) OR EXISTS (
    SELECT FROM brands b WHERE b.id = brand_id AND strpos(translate(lower(b.name_ru || ' ' || b.name_en), 'ё', 'е'), %(sought)s) > 0))"""
# Live: what can still be used or released. Past: the rest, for the record; but what waits as a gift is neither.
# What its owner has marked as used up is past, too: his word orders his shelf and nothing else.
_LIVE = """state IN ('active', 'frozen') AND expires_on >= %(today)s
    AND coalesce((SELECT m.rest FROM giftcard_marks m WHERE m.giftcard_id = giftcards.id ORDER BY m.id DESC LIMIT 1), 1) > 0"""
_SHELVES: dict[Shelf | None, str] = {None: "true", "live": _LIVE, "past": f"state <> 'held' AND NOT ({_LIVE})"}

# What has followed its owner into another membership is there, and in the list once. The part of a card that was exchanged was a card of its own for no
# moment: nobody has seen it.
HERE = """NOT (giftcards.state = 'void' AND EXISTS (SELECT FROM giftcard_endings e JOIN giftcard_successions s ON s.id = e.succession_id
    AND (s.cause = 'membership' OR s.cause = 'exchange' AND giftcards.succession_id IS NOT NULL AND s.at = giftcards.issued_at)
    WHERE e.giftcard_id = giftcards.id))"""


def card(public_id: str, member_id: int) -> Card:
    """A member's own card. Raises CardNotFound: unknown, malformed and another's alike."""
    if not rules.is_public_id(public_id):
        raise CardNotFound
    return _one(
        "public_id = %(public_id)s AND member_now(member_id) = %(member_id)s", public_id=public_id, member_id=member_id
    )


def card_to_show(public_id: str, member_id: int, *, limit: int, currency: str) -> tuple[Card, bool]:
    """A member's own card, and whether its code is shown only right after a second factor. Raises CardNotFound.

    Args:
        limit: the programme's `reveal_limit`, in minor units of the programme's `currency`.
    """
    if not rules.is_public_id(public_id):
        raise CardNotFound
    row = execute(
        f"SELECT {COLUMNS}, {DEAR} AS dear FROM giftcards WHERE public_id = %(public_id)s AND member_now(member_id) = %(member)s",  # noqa: S608
        {"public_id": public_id, "member": member_id, "limit": limit, "currency": currency},
    ).first()
    if row is None:
        raise CardNotFound
    return card_of(row), bool(row.dear)


def left_at_last(card: Card) -> int:
    """What is on a card, or was when it went on as another, in minor units of its currency."""
    return int(
        execute(
            "SELECT coalesce((SELECT amount FROM giftcard_endings WHERE giftcard_id = %(id)s), %(left)s::bigint)",
            {"id": card.id, "left": card.remaining},
        ).scalar_one()
    )


def card_by_id(card_id: int) -> Card:
    """The card with this internal id, for jobs. Raises CardNotFound."""
    return _one("id = %(id)s", id=card_id)


def card_of_programme(public_id: str, programme_id: int) -> Card:
    """A card for the programme's staff; the entry point has checked the role. Raises CardNotFound."""
    if not rules.is_public_id(public_id):
        raise CardNotFound
    return _one(
        "public_id = %(public_id)s AND programme_id = %(programme)s", public_id=public_id, programme=programme_id
    )


def of_member(
    member_id: int,
    *,
    today: date,
    shelf: Shelf | None = None,
    sort: Sort = "new",
    sought: str = "",
    cursor: str | None = None,
    limit: int = 24,
) -> Page[Card]:
    """A member's cards, also of memberships that go on as theirs: newest first, soonest to end first, or most left first. Raises BadCursor, BadLimit.

    Args:
        today: the programme's own date.
        sought: part of the brand's name in either language, or the last characters of the code.
    """
    key, sign, way = _SORTS[sort]
    at, last = paging.decode(cursor, int, int) if cursor else (None, None)
    named = f" AND {_SOUGHT}" if sought.strip() else ""
    rows = execute(
        f"""SELECT {COLUMNS}, {key} AS place FROM giftcards
             WHERE member_id = ANY (ARRAY(SELECT member_line(%(member)s))) AND (%(at)s::bigint IS NULL OR ({key}, id) {sign} (%(at)s, %(last)s)) AND {_SHELVES[shelf]}{named} AND {HERE}
             ORDER BY {key} {way}, id {way} LIMIT %(limit)s""",  # noqa: S608 - our own words
        {
            "member": member_id, "at": at, "last": last, "today": today, "limit": paging.checked_limit(limit) + 1,
            "sought": sought.strip().lower().replace("ё", "е"),
        },
    ).all()  # fmt: skip
    page = paging.page(rows, limit, lambda row: (row.place, row.id))
    return Page([card_of(row) for row in page.items], page.next)


def on_hand(member_id: int, *, today: date, usable: bool = False) -> dict[str, tuple[int, int]]:
    """How many live cards a member has, and how much is left on them, by currency; `usable`: without frozen ones."""
    rows = execute(
        f"""SELECT currency, count(*) AS cards, sum(remaining) AS remaining FROM giftcards
             WHERE member_id = %(member)s AND {_LIVE} AND (state = 'active' OR NOT %(usable)s) GROUP BY currency ORDER BY currency""",  # noqa: S608
        {"member": member_id, "today": today, "usable": usable},
    )
    return {row.currency: (row.cards, int(row.remaining)) for row in rows}


def ending(programme_id: int, *, today: date, until: date, after: int, limit: int) -> list[Ending]:
    """Members whose cards end from `today` to `until`, and the first day of each: by member, after one of them.

    What is set aside, used up, or marked by its owner as used up does not count.
    """
    rows = execute(
        f"""SELECT member_id, min(expires_on) AS first_day FROM giftcards
             WHERE programme_id = %(programme)s AND state = 'active' AND expires_on <= %(until)s AND member_id > %(after)s AND {_LIVE}
             GROUP BY member_id ORDER BY member_id LIMIT %(limit)s""",  # noqa: S608
        {"programme": programme_id, "today": today, "until": until, "after": after, "limit": limit},
    )
    return [Ending(*row) for row in rows]


def sold_by_day(brand_ids: Iterable[int], *, since: date, time_zone: str) -> dict[int, dict[date, int]]:
    """For each denomination of these brands, how many loaded codes were handed over on which day since then; void ones are not counted."""
    rows = execute(
        """SELECT c.denomination_id AS denomination, (g.issued_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS cards
             FROM giftcards g JOIN codes c ON c.id = g.code_id
            WHERE g.issued_at >= %(since)s::timestamp AT TIME ZONE %(zone)s AND g.brand_id = ANY (%(brands)s) AND g.state <> 'void'
              AND c.denomination_id IS NOT NULL GROUP BY 1, 2""",
        {"brands": list(brand_ids), "since": since, "zone": time_zone},
    )
    sold: dict[int, dict[date, int]] = {}
    for row in rows:
        sold.setdefault(row.denomination, {})[row.day] = row.cards
    return sold


def kept_since(member_id: int, since: datetime) -> int:
    """How many cards that a member has ordered since then he has kept, whatever they went on as; those that were returned do not count, and
    neither does what came of a card or a gift.
    """
    row = execute(
        """SELECT count(*) AS n FROM giftcards WHERE member_id = %(member)s AND issued_at >= %(since)s AND order_id IS NOT NULL
            AND NOT (state = 'void' AND remaining > 0)""",
        {"member": member_id, "since": since},
    ).one()
    return int(row.n)


def heir(of: Card) -> Card:
    """The card as which this one goes on today; itself, where it has not ended or has become several."""
    return card_by_id(int(execute("SELECT giftcard_heir(%(id)s)", {"id": of.id}).scalar_one()))


def own_heir(of: Card) -> Card | None:
    """The same, while it is still this owner's; None once it has gone on to somebody else, whose card it is now."""
    found = heir(of)
    return found if members.member_now(found.member_id).id == members.member_now(of.member_id).id else None


def own_heirs(of: Card) -> list[Card]:
    """The cards as which one that has ended goes on today, and that are still this owner's, the oldest first; none for one that has not."""
    rows = execute(
        f"SELECT {COLUMNS} FROM giftcards WHERE id IN (SELECT giftcard_heirs(%(id)s)) AND id <> %(id)s ORDER BY id",  # noqa: S608
        {"id": of.id},
    )
    owner = members.member_now(of.member_id).id
    return [one for one in map(card_of, rows) if members.member_now(one.member_id).id == owner]


def forebear(of: Card) -> Card | None:
    """The card that went on as this one; the first of them, where several did. None: it was ordered.

    What was exchanged of a larger card was a card for no moment: then the larger one.
    """
    found = _parent(of)
    if found and found.succession_id is not None and found.issued_at == of.issued_at and came_by(of) == "exchange":
        return _parent(found)
    return found


def _parent(of: Card) -> Card | None:
    row = execute(
        f"""SELECT {COLUMNS} FROM giftcards WHERE id = (
            SELECT min(giftcard_id) FROM giftcard_endings WHERE succession_id = %(id)s)""",  # noqa: S608
        {"id": of.succession_id},
    ).first()
    return None if row is None else card_of(row)


class Succeeded(NamedTuple):
    """How a card went on: by what (as `came_by` says it), when, with how much in minor units of its currency, and as which cards."""

    cause: str
    at: datetime
    amount: int
    cards: list[Card]


def succeeded(by: Card) -> Succeeded | None:
    """How a card went on as others; None where it did not."""
    how = execute(
        """SELECT s.id, s.cause, s.at, e.amount FROM giftcard_endings e JOIN giftcard_successions s ON s.id = e.succession_id
            WHERE e.giftcard_id = %(id)s""",
        {"id": by.id},
    ).first()
    if how is None:
        return None
    rows = execute(f"SELECT {COLUMNS} FROM giftcards WHERE succession_id = %(id)s ORDER BY id", {"id": how.id})  # noqa: S608
    return Succeeded(how.cause, how.at, how.amount, [card_of(row) for row in rows])


def of_orders(order_ids: Sequence[int]) -> dict[int, Card]:
    """The cards of some orders, by order; an order without a card is not in it."""
    rows = execute(f"SELECT {COLUMNS} FROM giftcards WHERE order_id = ANY (%(ids)s)", {"ids": list(order_ids)})  # noqa: S608
    return {row.order_id: card_of(row) for row in rows}


def events(shown: Card) -> list[Event]:
    """What happened to a card since it was issued, newest first.

    Whose look it was that opened the code, the owner's or that of staff, is known by the record of that moment; a card that another's code
    has come to has the event, too.
    """
    rows = execute(
        """SELECT CASE WHEN kind = 'revealed' AND EXISTS (SELECT FROM audit_records a WHERE a.at = e.at AND a.action = 'giftcards.staff_reveal')
                       THEN 'shown_to_staff' ELSE kind END, at, 0 AS amount
             FROM (SELECT * FROM giftcard_events WHERE giftcard_id = %(id)s ORDER BY id DESC LIMIT 100) e
           UNION ALL
           SELECT CASE WHEN amount < 0 THEN 'used' ELSE 'returned' END, at, abs(amount)
             FROM (SELECT * FROM giftcard_movements WHERE giftcard_id = %(id)s AND split_part(cause, ':', 1) NOT IN ('ending', 'carried')
                    ORDER BY id DESC LIMIT 100) m
            ORDER BY at DESC LIMIT 100""",
        {"id": shown.id},
    )
    return [*(Event(*row) for row in rows), Event("issued", shown.issued_at)]


def state_of(found: Row, today: date) -> str:
    """The state, as people see it on a day, of a row that has state, expires_on and remaining of a card."""
    return rules.state_on(found.state, found.expires_on, today, remaining=found.remaining)


def card_of(row: Row) -> Card:
    """The card in a row that has all of COLUMNS."""
    return Card(*(getattr(row, field.name) for field in fields(Card)))


def _one(condition: str, **values: Any) -> Card:
    row = execute(f"SELECT {COLUMNS} FROM giftcards WHERE {condition}", values).first()  # noqa: S608
    if row is None:
        raise CardNotFound
    return card_of(row)


def came_by(card: Card) -> str:
    """By what a card came of another: reissue, gift, rebind, split, merge or exchange; "" for one that was ordered."""
    if card.succession_id is None:
        return ""
    sql = "SELECT cause FROM giftcard_successions WHERE id = %(id)s"
    return str(execute(sql, {"id": card.succession_id}).scalar_one())
