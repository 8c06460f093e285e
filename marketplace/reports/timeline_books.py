"""The books that a timeline is read from: where each keeps its moments, which of them are about somebody, and what a line says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from marketplace.core.topics import Topic

Book = Literal["entry", "audit", "letter", "refusal", "webhook"]


@dataclass(frozen=True, slots=True)
class Kept:
    """How a book is read.

    Args:
        order: where its lines stand among those of one moment; unique.
        source: what stands after FROM, with the expressions of moment and key.
        whose: the condition over it for a timeline's parameters (`About.asked`).
        facts: the statement that gives what lines say, by their %(ids)s; "" where a domain or the audit's list does.
    """

    order: int
    source: str
    moment: str
    key: str
    whose: str
    facts: str = ""


# What of an account of its own belongs into the timeline of a member: nothing that he does elsewhere.
_OF_ACCOUNT = """('identity.sign_in', 'identity.change_password', 'identity.change_factor', 'identity.set_up_authenticator',
    'identity.issue_recovery_codes', 'identity.end_sessions', 'identity.ask_for_email', 'identity.confirm_email')"""
# Letters to a member's addresses, and to former ones for as long as they were theirs: whoever has one now is somebody else; and, by the names under which
# they were written, those about cards: to their owner, to whoever was given one, and to its giver.
_LETTERS = """(m.programme_id = %(programme)s AND m.recipient = ANY (%(addresses)s::text[]))
    OR (%(whole)s AND m.programme_id = %(programme)s AND m.id IN (
        SELECT l.id FROM former_addresses f JOIN mails l ON l.recipient = f.email AND l.written_at <= f.at
         WHERE f.user_id IN (SELECT user_id FROM members WHERE id = ANY (%(members)s::bigint[]))))
    OR m.ref = ANY (ARRAY(
        SELECT about || one FROM unnest(%(cards)s::bigint[]) one, unnest(ARRAY['card:', 'card_withdrawn:', 'card_moved:', 'card_came_back:']) about
        UNION ALL SELECT about || one || ':' || n
          FROM unnest(%(cards)s::bigint[]) one, unnest(ARRAY['card:', 'card_former:']) about, generate_series(1, 9) n
        UNION ALL SELECT 'card_extended:' || x.giftcard_id || ':' || x.until FROM giftcard_extensions x WHERE x.giftcard_id = ANY (%(cards)s::bigint[])
        UNION ALL SELECT 'card_frozen:' || v.giftcard_id || ':' || v.id || ':' || why
          FROM giftcard_events v, unnest(ARRAY['asked', 'lost']) why WHERE v.giftcard_id = ANY (%(cards)s::bigint[]) AND v.kind = 'frozen'
        UNION ALL SELECT 'gift:' || l.id FROM gifts f JOIN gift_letters l ON l.gift_id = f.id WHERE f.giftcard_id = ANY (%(cards)s::bigint[])
        UNION ALL SELECT 'gift-news:' || f.id || ':' || what
          FROM gifts f, unnest(ARRAY['claimed', 'taken_back', 'declined', 'lapsed', 'stopped', 'withheld']) what
         WHERE f.giftcard_id = ANY (%(cards)s::bigint[])
        UNION ALL SELECT 'gift-news:' || f.id || ':' || what || ':' || l.number
          FROM gifts f JOIN gift_letters l ON l.gift_id = f.id, unnest(ARRAY['corrected', 'bounced']) what
         WHERE f.giftcard_id = ANY (%(cards)s::bigint[])))"""

BOOKS: Mapping[Book, Kept] = {
    "audit": Kept(
        1, "audit_records r", "r.at", "r.id",
        f"""r.subject IN (SELECT unnest(%(subjects)s::text[])
              UNION ALL SELECT 'letter:' || m.id FROM mails m WHERE {_LETTERS}
              UNION ALL SELECT 'case:' || c.id FROM cases c WHERE c.member_id = ANY (%(members)s::bigint[]) AND (%(whole)s OR
                            c.order_id = ANY (%(orders)s::bigint[]) OR c.giftcard_id = ANY (%(cards)s::bigint[]))
              UNION ALL SELECT 'payment:' || p.id FROM payments p WHERE p.member_id = ANY (%(members)s::bigint[])
                           AND (%(whole)s OR (p.purpose = 'order' AND p.purpose_id = ANY (%(orders)s::bigint[])))
              UNION ALL SELECT 'proposal:' || p.id FROM proposals p
                         WHERE p.programme_id = %(programme)s AND p.subject = ANY (%(named)s::text[]))
            OR (r.subject = %(account)s AND r.action IN {_OF_ACCOUNT})""",  # noqa: S608 - our own words
    ),
    "entry": Kept(
        2, "entries e JOIN accounts a ON a.id = e.account_id", "e.at", "e.id",
        """a.programme_id = %(programme)s AND a.kind IN ('member', 'debt') AND a.unit = 'points' AND a.owner_id = ANY (%(members)s::bigint[]) AND (%(whole)s OR e.transfer_id IN (
              WITH RECURSIVE moved AS (
                  SELECT id FROM transfers WHERE ref IN (SELECT 'order:' || unnest(%(orders)s::bigint[]))
                  UNION ALL SELECT t.id FROM moved JOIN LATERAL (
                      SELECT s.id FROM transfers s WHERE s.settles_id = moved.id
                      UNION ALL SELECT r.transfer_id FROM transfer_returns r WHERE r.source_id = moved.id) t ON true)
              SELECT id FROM moved))""",
    ),
    "letter": Kept(
        3, "mails m", "m.written_at", "m.id", _LETTERS,
        f"""SELECT m.id, m.subject, m.recipient, m.acts, m.sent_at, coalesce(p.attempts, 0) AS attempts, p.dead_at,
                   coalesce(p.last_error, '') AS last_error, p.id IS NOT NULL AND p.kept_at IS NULL AS waiting,
                   b.at AS returned_at, coalesce(b.said, '') AS said,
                   (SELECT v.at FROM gift_letter_events v WHERE 'gift:' || v.letter_id = m.ref AND v.kind = 'seen') AS seen_at
              FROM mails m LEFT JOIN outbox p ON p.topic = '{Topic.MAILINGS_SEND}' AND p.ref = m.ref
              LEFT JOIN mail_returns b ON b.mail_id = m.id WHERE m.id = ANY (%(ids)s)""",  # noqa: S608
    ),
    "refusal": Kept(
        4, "till_refusals f", "f.at", "f.id", "f.giftcard_id = ANY (%(cards)s::bigint[])",
        """SELECT f.id, f.number, f.reason, t.name AS terminal, p.name_ru, p.name_en, g.last4, g.public_id
             FROM till_refusals f JOIN terminals t ON t.id = f.terminal_id JOIN partners p ON p.id = t.partner_id
             JOIN giftcards g ON g.id = f.giftcard_id WHERE f.id = ANY (%(ids)s)""",
    ),
    "webhook": Kept(
        5, "webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id", "v.at", "d.id",
        """v.id IN (
              SELECT w.id FROM orders o JOIN brands b ON b.id = o.brand_id
                JOIN webhook_events w ON w.partner_id = b.partner_id AND w.kind = 'order.created' AND w.ref = o.id::text
               WHERE o.id = ANY (%(orders)s::bigint[])
              UNION ALL
              SELECT w.id FROM redemptions s JOIN webhook_events w ON w.partner_id IN (s.issuer_partner_id, s.acceptor_partner_id)
                 AND w.kind IN ('card.redeemed', 'card.reversed') AND w.ref = s.id::text
               WHERE s.giftcard_id = ANY (%(cards)s::bigint[]))""",
        """SELECT d.id, v.kind, v.message, d.state, d.attempts, d.said, p.name_ru, p.name_en,
                  (SELECT t.status FROM webhook_tries t WHERE t.delivery_id = d.id ORDER BY t.id DESC LIMIT 1) AS status
             FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id JOIN partners p ON p.id = v.partner_id
            WHERE d.id = ANY (%(ids)s)""",
    ),
}  # fmt: skip
