"""Letters of nobody known that come in heaps: nothing of them is lost, and none of them keeps others waiting.

What one address writes beyond a few cases in a day is written to the newest of these, so that it waits in one place. What one network sends
beyond some cases in an hour opens cases that wait behind all others, and is not answered by a letter that says that it has come.
"""

from datetime import datetime, timedelta

from marketplace.core.db import execute
from marketplace.support.cases import queries
from marketplace.support.cases.values import Case

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ADDRESS_CASES = 5
NETWORK_CASES = 30
_OF_ADDRESS = """SELECT id, member_id FROM cases
    WHERE programme_id = %(programme)s AND channel = 'letter' AND email = %(email)s AND opened_at > %(since)s ORDER BY id DESC LIMIT %(most)s"""
_OF_NETWORK = """SELECT count(*) FROM case_events e JOIN cases c ON c.id = e.case_id AND c.programme_id = %(programme)s
    WHERE e.what = 'opened' AND e.facts ->> 'network' = %(network)s AND e.at > %(since)s"""


def heap_of(programme_id: int, sender: str, *, now: datetime) -> Case | None:
    """The case to which another letter of an address is written, because it has opened so many within a day; None while it may open its own.

    Nothing is written to a case whose member was identified: an address proves nothing.
    """
    facts = {"programme": programme_id, "email": sender, "since": now - DAY, "most": ADDRESS_CASES}
    rows = execute(_OF_ADDRESS, facts).all()
    if len(rows) < ADDRESS_CASES:
        return None
    nobodys = [row.id for row in rows if row.member_id is None]
    return queries.case_by_id(nobodys[0]) if nobodys else None


def is_crowded(programme_id: int, network: str, *, now: datetime) -> bool:
    """Whether a network has opened so many cases within an hour that further ones wait behind all others."""
    facts = {"programme": programme_id, "network": network, "since": now - HOUR}
    return bool(network) and execute(_OF_NETWORK, facts).scalar_one() >= NETWORK_CASES
