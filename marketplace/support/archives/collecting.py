"""What an archive holds: one query for each part. No code of a card is in any of them, nor what only staff writes to each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marketplace import identity, members
from marketplace.core.db import execute
from marketplace.core.money import minor_digits
from marketplace.core.sheets import Amount, Cell
from marketplace.members import Member
from marketplace.programmes import Programme

_BRAND = "CASE %(language)s WHEN 'en' THEN b.name_en ELSE b.name_ru END AS brand"
# By the part's name: its columns are named as they stand in the file; `points` and `balance` are points, MONEY is in the row's `currency`.
SECTIONS: Mapping[str, str] = {
    "profile": """SELECT m.number, m.first_name, m.last_name, m.email, m.phone, m.city_slug AS city, m.language, m.tier, m.joined_at
                    FROM members m WHERE m.id = ANY (%(members)s)""",
    "consents": """SELECT kind, language, version, at FROM consents
                    WHERE user_id = %(user)s AND programme_id = %(programme)s ORDER BY id""",
    "notifications": "SELECT kind, wanted FROM member_notifications WHERE member_id = ANY (%(members)s) ORDER BY kind",
    "sign_ins": "SELECT at FROM audit_records WHERE subject = 'user:' || %(user)s::bigint AND action = 'identity.sign_in' ORDER BY id",
    "devices": "SELECT began_at, ends_at, agent AS device FROM user_sessions WHERE user_id = %(user)s ORDER BY id",
    "passkeys": "SELECT name, create_datetime AS at FROM passkeys WHERE user_id = %(user)s ORDER BY id",
    "bank_cards": "SELECT right(token, 4) AS last4, bound_at, unbound_at FROM member_cards WHERE member_id = ANY (%(members)s) ORDER BY id",
    "bank_operations": """SELECT happened_at AS at, kind, amount, currency, merchant, points FROM card_operations
                           WHERE member_id = ANY (%(members)s) ORDER BY id""",
    "points": """SELECT e.at, t.kind, e.amount AS points, e.balance_after AS balance, e.expires_on
                   FROM accounts a JOIN entries e ON e.account_id = a.id JOIN transfers t ON t.id = e.transfer_id
                  WHERE a.programme_id = %(programme)s AND a.kind = 'member' AND a.owner_id = ANY (%(members)s) AND a.unit = 'points'
                  ORDER BY e.id""",
    "corrections": "SELECT at, kind, amount AS points, reason FROM point_corrections WHERE member_id = ANY (%(members)s) ORDER BY id",
    "orders": """SELECT o.id::text AS number, o.placed_at AS at, {brand}, o.value AS amount, o.currency, o.points_part AS points, o.money_part AS paid
                    FROM orders o JOIN brands b ON b.id = o.brand_id WHERE o.member_id = ANY (%(members)s) ORDER BY o.id""",
    "cards": """SELECT g.issued_at AS at, {brand}, g.value AS amount, g.remaining, g.currency, g.state, g.expires_on
                   FROM giftcards g JOIN brands b ON b.id = g.brand_id WHERE g.member_id = ANY (%(members)s) ORDER BY g.id""",
    "redemptions": """SELECT r.at, {brand}, r.amount, r.remaining, g.currency
                         FROM redemptions r JOIN giftcards g ON g.id = r.giftcard_id JOIN brands b ON b.id = g.brand_id
                        WHERE g.member_id = ANY (%(members)s) ORDER BY r.id""",
    "payments": "SELECT placed_at AS at, amount, currency FROM payments WHERE member_id = ANY (%(members)s) ORDER BY id",
    "gifts": """SELECT g.given_at AS at, l.to_name, l.email, l.message FROM gifts g JOIN gift_letters l ON l.gift_id = g.id
                 WHERE g.giver_id = ANY (%(members)s) ORDER BY l.id""",
    "wishes": """SELECT w.wished_at AS at, {brand}, w.price_then AS points FROM wishes w JOIN offers o ON o.id = w.offer_id
                    JOIN brands b ON b.id = o.brand_id WHERE w.member_id = ANY (%(members)s) ORDER BY w.id""",
    "cases": "SELECT id::text AS number, opened_at AS at, category, title, state FROM cases WHERE member_id = ANY (%(members)s) ORDER BY id",
    "messages": """SELECT c.id::text AS number, e.at, e.what, e.text FROM cases c JOIN case_events e ON e.case_id = c.id
                    WHERE c.member_id = ANY (%(members)s) AND e.what IN ('opened', 'wrote', 'answered') AND e.text <> '' ORDER BY e.id""",
    "letters": """SELECT written_at AS at, recipient AS email, subject AS title, body_text AS text FROM mails
                   WHERE programme_id = %(programme)s AND recipient = ANY (%(addresses)s::text[]) ORDER BY id""",
}  # fmt: skip
POINTS = frozenset({"points", "balance"})
MONEY = frozenset({"amount", "remaining", "paid"})


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an archive: its name, its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]


def collected(member: Member, programme: Programme, language: str) -> Iterator[Section]:
    """The parts one by one, each read when it is asked for; those without rows too; with memberships that go on as this one. Moments are the programme's local time."""
    user = identity.user(member.user_id) if member.user_id else None
    former = [one.member for one in members.taken_in(member.id)]
    facts = {
        "members": [member.id, *(one.id for one in former)], "programme": programme.id, "user": member.user_id, "language": language,
        "addresses": sorted({member.email, user.email if user else member.email, *(one.email for one in former)} - {""}),
    }  # fmt: skip
    zone = ZoneInfo(programme.time_zone)
    for name, sql in SECTIONS.items():
        rows = [dict(row) for row in execute(sql.format(brand=_BRAND), facts).mappings()]
        columns = tuple(rows[0]) if rows else ()
        yield Section(name, columns, [[_cell(one, row, programme, zone) for one in columns] for row in rows])


def _cell(column: str, row: Mapping[str, Any], programme: Programme, zone: ZoneInfo) -> Cell:
    value: Any = row[column]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column in POINTS and value is not None:
        return Amount(value, programme.decimals)
    if column in MONEY and value is not None:
        return Amount(value, minor_digits(row["currency"]))
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    cell: Cell = value
    return cell
