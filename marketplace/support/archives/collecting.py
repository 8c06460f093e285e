"""What an archive holds: one query for each part, and the files that parts name. No code of a card is in any of them, nor what only staff writes to
each other.
"""

from collections.abc import Iterable, Iterator, Mapping
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
from marketplace.support import accounts, cases

_BRAND = "CASE %(language)s WHEN 'en' THEN b.name_en ELSE b.name_ru END AS brand"
# By the part's name: its columns are named as they stand in the file; `file` is where a file lies within the archive, by number, so that two of one
# name stay apart; `points` and `balance` are points, MONEY is in the row's `currency`.
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
    "orders": """SELECT o.id::text AS number, o.placed_at AS at, {brand}, o.value AS amount, o.currency, o.points_part AS points, o.money_part AS paid,
                        c.at AS cancelled_at, c.why AS reason
                    FROM orders o JOIN brands b ON b.id = o.brand_id LEFT JOIN order_cancellations c ON c.order_id = o.id
                   WHERE o.member_id = ANY (%(members)s) ORDER BY o.id""",
    "cards": """SELECT g.issued_at AS at, {brand}, g.value AS amount, g.remaining, g.currency, g.state, g.expires_on
                   FROM giftcards g JOIN brands b ON b.id = g.brand_id WHERE g.member_id = ANY (%(members)s) ORDER BY g.id""",
    "card_events": """SELECT e.at, {brand}, g.last4, e.kind FROM giftcard_events e JOIN giftcards g ON g.id = e.giftcard_id
                         JOIN brands b ON b.id = g.brand_id WHERE g.member_id = ANY (%(members)s) ORDER BY e.id""",
    "new_codes": """SELECT r.at, {brand}, g.last4, r.reason
                       FROM (SELECT old_card_id, at, reason FROM reissues UNION ALL SELECT old_card_id, at, 'rebound' FROM rebindings) r
                       JOIN giftcards g ON g.id = r.old_card_id JOIN brands b ON b.id = g.brand_id WHERE g.member_id = ANY (%(members)s) ORDER BY r.at""",
    "exchanges": """SELECT x.at, x.kind, x.amount, g.currency FROM exchanges x
                       CROSS JOIN LATERAL (SELECT currency FROM giftcards WHERE succession_id = x.succession_id LIMIT 1) g
                      WHERE x.member_id = ANY (%(members)s) ORDER BY x.id""",
    "wallet_devices": """SELECT d.at, {brand}, d.device AS phone_name FROM wallet_devices d JOIN wallet_passes p ON p.id = d.pass_id
                            JOIN giftcards g ON g.id = p.giftcard_id JOIN brands b ON b.id = g.brand_id
                           WHERE g.member_id = ANY (%(members)s) ORDER BY d.id""",
    "redemptions": """SELECT r.at, {brand}, r.amount, r.remaining, g.currency
                         FROM redemptions r JOIN giftcards g ON g.id = r.giftcard_id JOIN brands b ON b.id = g.brand_id
                        WHERE g.member_id = ANY (%(members)s) ORDER BY r.id""",
    "payments": "SELECT placed_at AS at, amount, currency FROM payments WHERE member_id = ANY (%(members)s) ORDER BY id",
    "money_back": """SELECT r.at, r.amount, p.currency, r.why AS reason FROM payment_refunds r JOIN payments p ON p.id = r.payment_id
                      WHERE p.member_id = ANY (%(members)s) ORDER BY r.id""",
    "gifts": """SELECT g.given_at AS at, l.to_name, l.email, l.message FROM gifts g JOIN gift_letters l ON l.gift_id = g.id
                 WHERE g.giver_id = ANY (%(members)s) ORDER BY l.id""",
    "gifts_received": """SELECT e.at, {brand}, g.value AS amount, g.currency, l.signed, l.message
                            FROM gift_ends e JOIN giftcards g ON g.id = e.new_card_id JOIN brands b ON b.id = g.brand_id
                            CROSS JOIN LATERAL (SELECT signed, message FROM gift_letters WHERE gift_id = e.gift_id ORDER BY number DESC LIMIT 1) l
                           WHERE e.how = 'claimed' AND e.member_id = ANY (%(members)s) ORDER BY e.at""",
    "wishes": """SELECT w.wished_at AS at, {brand}, w.price_then AS points FROM wishes w JOIN offers o ON o.id = w.offer_id
                    JOIN brands b ON b.id = o.brand_id WHERE w.member_id = ANY (%(members)s) ORDER BY w.id""",
    "cases": "SELECT id::text AS number, opened_at AS at, category, title, state FROM cases WHERE member_id = ANY (%(members)s) ORDER BY id",
    "messages": """SELECT c.id::text AS number, e.at, e.what, e.text FROM cases c JOIN case_events e ON e.case_id = c.id
                    WHERE c.member_id = ANY (%(members)s) AND e.what IN ('opened', 'wrote', 'answered') AND e.text <> '' ORDER BY e.id""",
    "case_files": """SELECT c.id::text AS number, f.added_at AS at, f.name, 'files/' || f.id || '-' || f.name AS file FROM cases c JOIN case_files f ON f.case_id = c.id
                        JOIN case_events e ON e.id = f.event_id WHERE c.member_id = ANY (%(members)s) AND e.what IN ('opened', 'wrote', 'answered')
                       ORDER BY f.id""",
    "calls": """SELECT coalesce(s.at, c.began_at) AS at, c.phone, s.what, CASE WHEN s.what IN ('note', 'end') THEN '' ELSE s.text END AS text FROM calls c LEFT JOIN call_steps s ON s.call_id = c.id
                 WHERE c.member_id = ANY (%(members)s) ORDER BY c.id, s.id""",
    "papers": """SELECT added_at AS at, name, 'papers/' || id || '-' || name AS file FROM account_papers
                  WHERE member_id = ANY (%(members)s) ORDER BY id""",
    "holds": "SELECT at, kind, lifted_at AS ends_at FROM member_holds WHERE member_id = ANY (%(members)s) ORDER BY id",
    "addresses": """SELECT at, email, 'former' AS state FROM former_addresses WHERE user_id = %(user)s
                     UNION ALL SELECT asked_at, email, 'asked' FROM email_changes WHERE user_id = %(user)s
                     UNION ALL SELECT at, email, 'guest' FROM guest_members WHERE member_id = ANY (%(members)s)
                     UNION ALL SELECT at, email, 'unreachable' FROM unreachable_emails
                                WHERE programme_id = %(programme)s AND email = ANY (%(addresses)s::text[]) ORDER BY at""",
    # Those to a former address are theirs for as long as it was; what is written there about a card of theirs later on, too.
    "letters": """SELECT written_at AS at, recipient AS email, subject AS title, body_text AS text FROM mails
                   WHERE programme_id = %(programme)s AND id IN (
                         SELECT id FROM mails WHERE recipient = ANY (%(addresses)s::text[])
                         UNION SELECT m.id FROM former_addresses f JOIN mails m ON m.recipient = f.email AND m.written_at <= f.at
                                WHERE f.user_id IN (SELECT user_id FROM members WHERE id = ANY (%(members)s))
                         UNION SELECT m.id FROM giftcards g CROSS JOIN generate_series(1, 9) n JOIN mails m ON m.ref = 'card_former:' || g.id || ':' || n
                                WHERE g.member_id = ANY (%(members)s))
                   ORDER BY id""",
}  # fmt: skip
# What goes when a member's data are erased, and is in no part: why.
LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(("proposals", "proposal_versions", "proposal_decisions", "proposal_notes"), "how staff agreed; what came of it is in the parts"),
    **dict.fromkeys(("giftcard_stops", "giftcard_voidings", "giftcard_extensions"), "remarks of staff; the acts are in card_events"),
    **dict.fromkeys(("case_questions", "case_question_answers"), "what a partner was asked; the member reads the answer in messages"),
    "account_paper_parts": "the files of papers, encrypted; they lie in the archive in the clear",
    "erasures": "how somebody was identified who asked for one; letters tell the member of each",
    "fraud_decisions": "would show whom to deceive, and how; what came of it is in holds",
    "gift_words": "a secret, kept so that nobody can read it",
    "invitations": "of people who work for a partner or a programme, whose members they need not be",
    "letter_requests": "gone within a day; the letters themselves are in letters",
    "mail_returns": "what servers said; an address that takes no letters is in addresses",
    "member_archives": "the archives themselves",
    "payment_calls": "what machines said to each other about a payment",
    "provider_events": "the same, as it came",
    "sign_in_traces": "fingerprints of a browser and a network, which tell nothing; when and with what somebody signed in is in sign_ins and devices",
    "users": "what somebody signs in with: the address is in profile, all else are secrets",
    "waiting_operations": "of bank cards of which nobody knows yet whose they are",
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
        found = execute(sql.format(brand=_BRAND), facts)
        columns, rows = tuple(found.keys()), [dict(row) for row in found.mappings()]
        yield Section(name, columns, [[_cell(one, row, programme, zone) for one in columns] for row in rows])


def files(sections: Iterable[Section], programme: Programme) -> Iterator[tuple[str, bytes]]:
    """The files that parts name: where each lies within the archive, and its content, read when it is asked for."""
    for one in sections:
        for row in one.rows if one.name in ("case_files", "papers") else ():
            place = str(row[one.columns.index("file")])
            number = int(place.partition("/")[2].partition("-")[0])
            if one.name == "papers":
                yield place, accounts.content(accounts.paper(number, programme_id=programme.id))
            else:
                yield place, cases.file_content(number, programme_id=programme.id)[1]


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
