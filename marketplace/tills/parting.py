"""What becomes of a partner's tills when it leaves: what has to be over before, and what ends with it."""

from datetime import datetime
from typing import NamedTuple

from marketplace.core.db import execute
from marketplace.tills.actions import close_terminal, end_acceptance
from marketplace.tills.offline.rules import PACKAGE_LASTS
from marketplace.tills.queries import acceptances, terminals

_OPEN = """SELECT (SELECT count(*) FROM authorisations a WHERE %(partner)s IN (a.acceptor_partner_id, a.issuer_partner_id)
                       AND NOT EXISTS (SELECT FROM authorisation_ends e WHERE e.authorisation_id = a.id)) AS authorisations,
                  (SELECT count(DISTINCT t.id) FROM terminals t JOIN offline_terms o ON o.terminal_id = t.id
                    WHERE t.partner_id = %(partner)s AND (o.ended_at IS NULL OR o.ended_at > %(since)s)) AS offline"""


class AtTills(NamedTuple):
    """What is open at a partner's tills, or of its cards at others': value set aside; tills that may still take cards offline.

    A till whose owner has switched that off goes on under its last package until the package ends, and may hold what it has not sent.
    """

    authorisations: int
    offline: int


def open_at_tills(partner_id: int, *, now: datetime) -> AtTills:
    """What has to be over at the tills before a partner can leave."""
    row = execute(_OPEN, {"partner": partner_id, "since": now - PACKAGE_LASTS}).one()
    return AtTills(row.authorisations, row.offline)


def part(partner_id: int, *, why: str, now: datetime) -> None:
    """End a partner's terminals with their keys, and its contracts of acceptance on either side. Twice is once."""
    for one in terminals(partner_id):
        close_terminal(one, why=why, now=now)
    for contract in acceptances(partner_id):
        end_acceptance(contract.id, why=why, now=now)
