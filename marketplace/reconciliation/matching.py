"""Finds which entries are what was expected: by a name of the payment, with the same currency and sums that are equal.

Never by the amount alone, and never where more than one answer is possible: an entry with one expectation, with several
that are its alone (paid together), or an expectation with several entries that are its alone (paid in parts). A name that
stands for a whole file of payments counts only where an entry carries none that names one alone. What is left stays open.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.core.db import execute

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('reconciliation', %(programme)s))"
# How large these tables grow within a statement, nobody can tell beforehand: a loop in a loop would never end.
_NO_LOOPS, _LOOPS = "SET LOCAL enable_nestloop = off", "SET LOCAL enable_nestloop = on"
# Entries that no other file had told already and that are nothing yet, in their account's currency.
_ENTRIES = """entries AS MATERIALIZED (
        SELECT e.id, e.amount, e.booked, e.keys, a.currency, e.returned
          FROM bank_entries e JOIN bank_accounts a ON a.id = e.account_id JOIN bank_statements s ON s.id = e.statement_id
         WHERE a.programme_id = %(programme)s AND s.form <> 'acquirer'
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.entry_id = e.id))"""
_PAIR = f"""WITH {_ENTRIES},
    wanted AS MATERIALIZED (
        SELECT x.* FROM expectations x
         WHERE x.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.expectation_id = x.id)
           AND NOT EXISTS (SELECT FROM payout_lines l WHERE x.kind = 'payout' AND l.id = x.subject_id AND l.released_at IS NOT NULL)),
    named AS MATERIALIZED (SELECT id, currency, booked, amount, key FROM entries, unnest(keys) key WHERE NOT returned),
    own_names AS MATERIALIZED (SELECT id, currency, since, amount, key FROM wanted, unnest(keys) key),
    group_names AS MATERIALIZED (SELECT id, currency, since, amount, key FROM wanted, unnest(group_keys) key),
    alone AS (
        SELECT DISTINCT e.id AS entry_id, x.id AS expectation_id, e.amount AS came, x.amount AS wanted FROM named e
          JOIN own_names x USING (key, currency)
         WHERE e.booked >= x.since AND sign(e.amount) = sign(x.amount)),
    links AS (
        SELECT * FROM alone UNION ALL
        SELECT DISTINCT e.id, x.id, e.amount, x.amount FROM named e
          JOIN group_names x USING (key, currency)
         WHERE e.booked >= x.since AND sign(e.amount) = sign(x.amount)
           AND NOT EXISTS (SELECT FROM alone a WHERE a.entry_id = e.id) AND NOT EXISTS (SELECT FROM alone a WHERE a.expectation_id = x.id)),
    counted AS (
        SELECT l.*, count(*) OVER (PARTITION BY l.entry_id) AS of_entry, count(*) OVER (PARTITION BY l.expectation_id) AS of_expectation
          FROM links l),
    summed AS (
        SELECT c.*, sum(wanted) OVER (PARTITION BY entry_id) AS wanted_together, max(of_expectation) OVER (PARTITION BY entry_id) AS others_of_entry,
               sum(came) OVER (PARTITION BY expectation_id) AS came_in_parts, max(of_entry) OVER (PARTITION BY expectation_id) AS others_of_expectation
          FROM counted c),
    added AS (
        INSERT INTO bank_matches (entry_id, expectation_id, reason, at)
        SELECT entry_id, expectation_id, CASE WHEN of_entry > 1 THEN 'together' WHEN of_expectation > 1 THEN 'in_parts' ELSE 'reference' END, %(now)s
          FROM summed
         WHERE (others_of_entry = 1 AND wanted_together = came) OR (others_of_expectation = 1 AND came_in_parts = wanted)
        RETURNING *)
    SELECT a.expectation_id, min(x.kind) AS kind, min(x.subject_id) AS subject_id, min(e.reference) AS reference
      FROM added a JOIN expectations x ON x.id = a.expectation_id JOIN bank_entries e ON e.id = a.entry_id
     GROUP BY a.expectation_id ORDER BY a.expectation_id"""  # noqa: S608 - our own names
# The whole sum again, the other way, under the same name, after it had arrived.
_RETURNED = f"""WITH {_ENTRIES},
    named AS MATERIALIZED (SELECT *, unnest(keys) AS key FROM entries),
    arrived AS MATERIALIZED (
        SELECT x.id, x.currency, x.amount, unnest(x.keys) AS key, (SELECT max(e.booked) FROM bank_matches m JOIN bank_entries e ON e.id = m.entry_id WHERE m.expectation_id = x.id) AS day
          FROM expectations x
         WHERE x.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.expectation_id = x.id)),
    links AS (
        SELECT DISTINCT e.id AS entry_id, x.id AS expectation_id FROM named e JOIN arrived x USING (key, currency)
         WHERE e.amount = -x.amount AND e.booked >= x.day),
    single AS (
        SELECT *, count(*) OVER (PARTITION BY entry_id) AS of_entry, count(*) OVER (PARTITION BY expectation_id) AS of_expectation FROM links),
    added AS (
        INSERT INTO bank_returns (entry_id, expectation_id, at)
        SELECT entry_id, expectation_id, %(now)s FROM single WHERE of_entry = 1 AND of_expectation = 1 RETURNING *)
    SELECT a.expectation_id, x.kind, x.subject_id, e.reference
      FROM added a JOIN expectations x ON x.id = a.expectation_id JOIN bank_entries e ON e.id = a.entry_id ORDER BY a.expectation_id"""  # noqa: S608


class Found(NamedTuple):
    """An expectation that was met or undone, what it is of, and the bank's name of the entry."""

    expectation_id: int
    kind: str
    subject_id: int
    reference: str


def pair(programme_id: int, *, now: datetime) -> list[Found]:
    """Match what can be matched for certain; one at a time for a programme. Returns the expectations that are met now."""
    facts = {"programme": programme_id, "now": now}
    execute(_LOCK, facts)
    return _found(_PAIR, facts)


def find_returns(programme_id: int, *, now: datetime) -> list[Found]:
    """Find what had arrived and came back. Returns the expectations that are undone now."""
    return _found(_RETURNED, {"programme": programme_id, "now": now})


def _found(sql: str, facts: Mapping[str, Any]) -> list[Found]:
    execute(_NO_LOOPS)
    found = [Found._make(row) for row in execute(sql, facts)]
    execute(_LOOPS)
    return found
