"""Cases that wait for their member and hear nothing: a letter first, and after another while they are closed."""

from datetime import datetime
from typing import NamedTuple

from marketplace.core.db import execute
from marketplace.support.cases.acts import opening
from marketplace.support.cases.clocks import rules
from marketplace.support.cases.values import Case
from marketplace.support.cases.writing import keeping

# Since when a case has waited: from its last wait on, from what we wrote since, or from the letter that reminds of it.
_SILENT = """
SELECT c.id, c.version, bool_or(e.what = 'reminded') AS reminded FROM cases c
  JOIN LATERAL (SELECT max(version) AS version FROM case_events WHERE case_id = c.id AND what IN ('waiting', 'answered')) w ON true
  JOIN case_events e ON e.case_id = c.id AND e.version >= w.version AND e.what IN ('waiting', 'answered', 'reminded')
 WHERE c.programme_id = %(programme)s AND c.state = 'waits_member' AND c.email <> '' GROUP BY c.id HAVING max(e.at) <= %(before)s ORDER BY c.id LIMIT %(limit)s"""


class Silent(NamedTuple):
    """A case that waits in vain, its version as it was found, and whether a letter has reminded of it already."""

    case_id: int
    version: int
    reminded: bool


def silent(programme_id: int, *, now: datetime, limit: int) -> list[Silent]:
    """Cases of a programme that have waited for their member for a week.

    Not those without an address: no letter could have asked anybody, so nobody has failed to answer one.
    """
    rows = execute(_SILENT, {"programme": programme_id, "before": now - rules.SILENCE, "limit": limit})
    return [Silent(*row) for row in rows]


def remind(of: Case, *, seen: int, now: datetime) -> Case:
    """Write to whoever asked that we wait for an answer. Raises CaseChanged: it is not as it was `seen`; CaseEnded: it waits no more."""
    then, event_id = keeping.happen(of, "reminded", seen=seen, now=now)
    opening.tell(then, event_id, now=now)
    return then


def give_up_waiting(of: Case, *, seen: int, now: datetime) -> Case:
    """Close a case whose member has not answered the letter either; what he writes later opens it again. Raises CaseChanged, CaseEnded."""
    return keeping.happen(of, "closed", facts={"unanswered": True}, seen=seen, now=now)[0]
