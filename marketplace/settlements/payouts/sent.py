"""What was paid to a partner, as the partner sees it: sent, by which way, with which file, and what became of it."""

from datetime import date, datetime
from typing import NamedTuple

from marketplace.core.db import execute


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
