"""One timeline of all that happened to a member, an order or a card, whatever book it stands in.

Moments are found first, by key, over all books at once; what each line says is then read from its own book. No line holds a code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, get_args

from marketplace import giftcards, identity, ledger, members, orders
from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.paging import BadCursor, Page
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.reports import journal, timeline_books
from marketplace.reports.timeline_books import Book

Group = Literal["points", "trade", "letters", "tills", "cases", "webhooks", "access", "staff"]
GROUPS: tuple[Group, ...] = get_args(Group)
# Whose acts each group shows. An act that is about a member, an order or a card stands in one at least.
ACTS: Mapping[Group, tuple[str, ...]] = {
    "points": ("ledger", "earning", "accounts", "desk"),
    "trade": (
        "orders", "giftcards", "gifts", "exchanges", "wallets", "wishes", "payments", "support", "approvals", "desk",
    ),
    "letters": ("letters",),
    "tills": ("tills",),
    "cases": ("cases", "calls"),
    "access": ("identity", "members", "fraud", "erasures"),
}  # fmt: skip


def _of(group: Group) -> str:
    """The condition for a group's acts."""
    return "split_part(r.action, '.', 1) IN ({})".format(", ".join(f"'{one}'" for one in ACTS[group]))


# What each group shows of each book, as a condition; a book that is not named shows nothing of it.
_SHOWS: Mapping[Group | None, Mapping[Book, str]] = {
    None: dict.fromkeys(get_args(Book), "true"),
    "points": {"entry": "true", "audit": _of("points")},
    "trade": {"audit": _of("trade")},
    "letters": {"letter": "true", "audit": _of("letters")},
    "tills": {"refusal": "true", "audit": _of("tills")},
    "cases": {"audit": _of("cases")},
    "webhooks": {"webhook": "true"},
    "access": {"audit": _of("access")},
    "staff": {"audit": "(r.actor_kind = 'operator' OR r.actor_kind = 'user' AND r.actor_id IS DISTINCT FROM %(user)s)"},
}


# The certificates that one came from, and those that it went on as: exchanged, split or merged only as far as they are the same member's; under another
# code or for another member, as one, whosever they are.
_KIN = """
WITH RECURSIVE theirs AS (SELECT member_line(member_now(member_id)) AS id FROM giftcards WHERE id = %(card)s),
up AS (
    SELECT id, succession_id FROM giftcards WHERE id = %(card)s
    UNION
    SELECT c.id, c.succession_id FROM up JOIN giftcard_successions s ON s.id = up.succession_id
      JOIN giftcard_endings e ON e.succession_id = s.id JOIN giftcards c ON c.id = e.giftcard_id
     WHERE giftcard_goes_on_as_one(s.cause) OR c.member_id IN (SELECT id FROM theirs)),
down AS (
    SELECT id FROM giftcards WHERE id = %(card)s
    UNION
    SELECT c.id FROM down JOIN giftcard_endings e ON e.giftcard_id = down.id
      JOIN giftcard_successions s ON s.id = e.succession_id JOIN giftcards c ON c.succession_id = s.id
     WHERE giftcard_goes_on_as_one(s.cause) OR c.member_id IN (SELECT id FROM theirs))
SELECT id, public_id, order_id FROM giftcards WHERE id IN (SELECT id FROM up UNION SELECT id FROM down) ORDER BY id"""


@dataclass(frozen=True)
class About:
    """Whose timeline it is: a member with everything of theirs, or one order, or one card, each with the cards that went on as theirs."""

    member: Member
    whole: bool
    orders: tuple[int, ...] = ()
    cards: tuple[int, ...] = ()
    named: tuple[str, ...] = ()  # what proposals call these things
    addresses: tuple[str, ...] = field(default=(), repr=False)
    former: tuple[int, ...] = ()  # other memberships of the same person that are one now

    def asked(self) -> dict[str, Any]:
        """The parameters of every book's condition."""
        whose = [self.member.id, *self.former]
        own = [f"member:{one}" for one in whose] if self.whole else []
        return {
            "programme": self.member.programme_id, "members": whose, "user": self.member.user_id, "whole": self.whole,
            "account": f"user:{self.member.user_id}" if self.whole and self.member.user_id else "", "orders": list(self.orders),
            "cards": list(self.cards), "named": list(self.named), "addresses": list(self.addresses),
            "subjects": [*own, *(f"order:{one}" for one in self.orders), *(f"giftcard:{one}" for one in self.cards)],
        }  # fmt: skip


class Line(NamedTuple):
    """One happening: when, in which book under which number, and what that book says of it.

    `facts`: a `ledger.Movement`, a row of the audit's list, or a row of `timeline_books`.
    """

    at: datetime
    book: Book
    id: int
    facts: Any


def of_member(member: Member) -> About:
    """The timeline of a member: their points, orders, cards, letters to their addresses, sign-ins; with what memberships did that go on as theirs."""
    former = [one.member for one in members.taken_in(member.id)]
    whose = {"ids": [member.id, *(one.id for one in former)]}
    cards = execute("SELECT id, public_id, order_id FROM giftcards WHERE member_id = ANY (%(ids)s)", whose).all()
    placed = execute("SELECT id FROM orders WHERE member_id = ANY (%(ids)s)", whose).scalars()
    user = identity.user(member.user_id) if member.user_id else None
    addresses = {member.email, user.email if user else member.email, *(one.email for one in former)} - {""}
    named = (member.number, *(one.number for one in former), *(card.public_id for card in cards))
    return About(
        member,
        True,
        tuple(placed),
        tuple(card.id for card in cards),
        named,
        tuple(sorted(addresses)),
        tuple(one.id for one in former),
    )


def of_order(order: Order) -> About:
    """The timeline of an order, its card, and all that the card went on as."""
    card = giftcards.of_orders([order.id]).get(order.id)
    return _about(order.member_id, (order.id,), [] if card is None else _kin(card))


def of_card(card: Card) -> About:
    """The timeline of a card, of all that it came from and went on as, and of the orders that it began with."""
    cards = _kin(card)
    return _about(card.member_id, tuple(one.order_id for one in cards if one.order_id is not None), cards)


def timeline(about: About, *, group: Group | None = None, cursor: str = "", limit: int = 20) -> Page[Line]:
    """What happened, newest first.

    Args:
        group: only what belongs to it; None for everything.
        cursor: of the page before.

    Raises:
        BadCursor, BadLimit: see marketplace.core.paging.
    """
    shows = _SHOWS[group]
    parts = [
        f"(SELECT {book.moment} AS at, {book.order} AS book, {book.key} AS id FROM {book.source}"  # noqa: S608 - our own names
        f" WHERE ({book.whose}) AND ({shows[name]}) AND ({book.moment}, {book.order}, {book.key}) < (%(at)s, %(book)s, %(id)s)"
        f" ORDER BY 1 DESC, 3 DESC LIMIT {paging.checked_limit(limit) + 1})"
        for name, book in timeline_books.BOOKS.items() if name in shows
    ]  # fmt: skip
    found = execute(
        f"SELECT * FROM ({' UNION ALL '.join(parts)}) found ORDER BY at DESC, book DESC, id DESC LIMIT {limit + 1}",  # noqa: S608
        about.asked() | _beyond(cursor),
    ).all()
    page = paging.page(found, limit, lambda row: [row.at.isoformat(), row.book, row.id])
    return Page(_filled(page.items, about.member.programme_id), page.next)


def _kin(card: Card) -> Sequence[Any]:
    """The card with those that it came from and went on as: `id`, `public_id`, `order_id`."""
    return execute(_KIN, {"card": card.id}).all()


def _about(member_id: int, order_ids: tuple[int, ...], cards: Sequence[Any]) -> About:
    member = members.member(member_id)
    assert member is not None, "orders and cards have their member"
    numbers = tuple(orders.number_of(one) for one in order_ids)
    named = (*numbers, *(card.public_id for card in cards))
    former = tuple(one for one in members.line(members.member_now(member_id).id) if one != member_id)
    return About(member, False, order_ids, tuple(card.id for card in cards), named, former=former)


def before(cursor: str) -> datetime:
    """The moment up to which the page of a cursor reaches, in which its newest lines may still lie. Raises BadCursor."""
    at: datetime = _beyond(cursor)["at"]
    return at


def _beyond(cursor: str) -> dict[str, Any]:
    if not cursor:
        return {"at": datetime.max.replace(tzinfo=UTC), "book": 0, "id": 0}
    at, book, key = paging.decode(cursor, str, int, int)
    try:
        moment = datetime.fromisoformat(str(at)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCursor from None
    return {"at": moment, "book": book, "id": key}


def _filled(found: Sequence[Any], programme_id: int) -> list[Line]:
    """The lines with what their books say; each book is asked once."""
    names: dict[int, Book] = {book.order: name for name, book in timeline_books.BOOKS.items()}
    ids: dict[Book, list[int]] = {}
    for row in found:
        ids.setdefault(names[row.book], []).append(row.id)
    said: dict[Book, Mapping[int, Any]] = {name: _read(name, of, programme_id) for name, of in ids.items()}
    return [Line(row.at, names[row.book], row.id, said[names[row.book]][row.id]) for row in found]


def _read(name: Book, ids: Sequence[int], programme_id: int) -> Mapping[int, Any]:
    if name == "entry":
        return ledger.movements(ids)
    if name == "audit":
        return journal.records(ids, programme_id)
    rows = execute(timeline_books.BOOKS[name].facts, {"ids": list(ids)})
    return {row.id: row for row in rows}
