"""What was paid to a partner, as the partner sees it: sent, by which way, with which file, and what became of it."""

from datetime import date, datetime
from typing import NamedTuple

from marketplace.core.db import execute
from marketplace.settlements import queries
from marketplace.settlements.values import Statement

MOVED = ("payout", "payout_return", "paid_in", "netting")  # what settles an earlier debt
_PAYING = """SELECT coalesce(sum(l.amount), 0)::bigint FROM payout_lines l JOIN payout_run_steps t ON t.run_id = l.run_id AND t.step = 'sent'
     WHERE l.partner_id = %(partner)s AND (l.released_at IS NULL OR payout_arrived(l.id))
       AND (SELECT coalesce(sum(CASE k.kind WHEN 'payout' THEN 1 ELSE -1 END), 0) FROM payout_events e
              JOIN statement_lines k ON k.partner_id = l.partner_id AND k.event_id = e.id AND k.kind IN ('payout', 'payout_return') AND k.statement_id <= %(id)s
             WHERE e.line_id = l.id) <= 0"""


class PaidOut(NamedTuple):
    """A payment that was sent, `amount` in minor units: for which statement, when, to which account (its last characters), in which files; and what
    happened to it last, as `Payment.state`, or "written" while its file is made and nobody says that the bank has it. `since`: from when on."""

    pays_on: date
    sent_at: datetime
    channel: str
    currency: str
    amount: int
    statement: str
    account: str
    files: list[str]
    state: str
    since: datetime | None


class Parts(NamedTuple):
    """What a statement's sum is made of, in minor units: what its period has brought, and what was owed before and is not settled by it; `paying`: how
    much of that was sent to the partner already, arrived since or on its way."""

    period: int
    carried: int
    paying: int


def payments_to(partner_id: int, *, limit: int = 24) -> list[PaidOut]:
    """The payments that were sent to a partner, newest first; drafts are nobody's business but the programme's."""
    rows = execute(
        """SELECT r.pays_on, t.at AS sent_at, r.channel, r.currency, l.amount, s.number AS statement,
                  coalesce(right(coalesce(nullif(a.account, ''), a.iban), 4), '') AS account,
                  ARRAY(SELECT f.name FROM payout_files f WHERE f.run_id = r.id ORDER BY f.id) AS files,
                  coalesce(e.what, CASE WHEN r.channel <> 'bank' OR h.at IS NOT NULL OR EXISTS (
                           SELECT FROM payout_events o JOIN payout_lines n ON n.id = o.line_id WHERE n.run_id = r.id) THEN 'waiting' ELSE 'written' END) AS state,
                  coalesce(e.at, h.at) AS since
             FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id JOIN payout_run_steps t ON t.run_id = r.id AND t.step = 'sent'
             LEFT JOIN payout_run_steps h ON h.run_id = r.id AND h.step = 'handed'
             JOIN statements s ON s.id = l.statement_id LEFT JOIN payout_accounts a ON a.id = l.account_id
             LEFT JOIN LATERAL (SELECT what, at FROM payout_events WHERE line_id = l.id ORDER BY id DESC LIMIT 1) e ON true
            WHERE l.partner_id = %(partner)s ORDER BY r.pays_on DESC, l.id DESC LIMIT %(limit)s""",
        {"partner": partner_id, "limit": limit},
    )
    return [PaidOut(**row) for row in rows.mappings()]


def parts_of(of: Statement) -> Parts:
    """What the sum of a statement that waits for its answer is made of."""
    carried = of.opening + sum(one.net for one in queries.totals(of) if one.kind in MOVED)
    paying = int(execute(_PAYING, {"partner": of.partner_id, "id": of.id}).scalar_one())
    return Parts(of.closing - carried, carried, max(min(paying, carried), 0))
