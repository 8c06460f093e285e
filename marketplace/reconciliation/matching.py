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
# Entries that no other file had told already and that are nothing yet, in their account's currency: of banks, or of acquirers, which tell
# of members' payments before the fee.
_ENTRIES = """entries AS MATERIALIZED (
        SELECT e.id, CASE WHEN %(acquired)s THEN e.amount + e.fee ELSE e.amount END AS amount, e.booked, e.keys, a.currency, e.returned AND NOT %(acquired)s AS returned
          FROM bank_entries e JOIN bank_accounts a ON a.id = e.account_id JOIN bank_statements s ON s.id = e.statement_id
         WHERE a.programme_id = %(programme)s AND (s.form = 'acquirer') = %(acquired)s
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = e.id AND m.released_at IS NULL)
           AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM bank_asides d WHERE d.entry_id = e.id AND d.released_at IS NULL))"""
# What is still expected, and how much of it; whatever a person has parted is not joined again.
_WANTED = """partly AS MATERIALIZED (
        SELECT m.expectation_id, sum(m.amount + m.fee)::bigint AS arrived FROM bank_matches m JOIN expectations x ON x.id = m.expectation_id
         WHERE x.programme_id = %(programme)s AND m.released_at IS NULL GROUP BY m.expectation_id),
    wanted AS MATERIALIZED (
        SELECT x.id, x.currency, x.since, x.keys, x.group_keys, x.amount - coalesce(p.arrived, 0) AS amount
          FROM expectations x LEFT JOIN partly p ON p.expectation_id = x.id
         WHERE x.programme_id = %(programme)s AND (x.kind IN ('payment', 'refund')) = %(acquired)s AND x.amount <> coalesce(p.arrived, 0)
           AND NOT EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = x.id)),
    parted AS MATERIALIZED (
        SELECT DISTINCT m.entry_id, m.expectation_id FROM bank_matches m JOIN expectations x ON x.id = m.expectation_id
         WHERE x.programme_id = %(programme)s AND m.released_at IS NOT NULL)"""
_PAIR = f"""WITH {_ENTRIES},
    {_WANTED},
    named AS MATERIALIZED (SELECT id, currency, booked, amount, key FROM entries, unnest(keys) key WHERE NOT returned),
    own_names AS MATERIALIZED (SELECT id, currency, since, amount, key FROM wanted, unnest(keys) key),
    group_names AS MATERIALIZED (SELECT id, currency, since, amount, key FROM wanted, unnest(group_keys) key),
    alone AS (
        SELECT DISTINCT e.id AS entry_id, x.id AS expectation_id, e.amount AS came, x.amount AS wanted FROM named e
          JOIN own_names x USING (key, currency)
         WHERE e.booked >= x.since AND sign(e.amount) = sign(x.amount)),
    all_links AS (
        SELECT * FROM alone UNION ALL
        SELECT DISTINCT e.id, x.id, e.amount, x.amount FROM named e
          JOIN group_names x USING (key, currency)
         WHERE e.booked >= x.since AND sign(e.amount) = sign(x.amount)
           AND NOT EXISTS (SELECT FROM alone a WHERE a.entry_id = e.id) AND NOT EXISTS (SELECT FROM alone a WHERE a.expectation_id = x.id)),
    links AS (
        SELECT l.* FROM all_links l
         WHERE NOT EXISTS (SELECT FROM parted d WHERE d.entry_id = l.entry_id AND d.expectation_id = l.expectation_id)),
    counted AS (
        SELECT l.*, count(*) OVER (PARTITION BY l.entry_id) AS of_entry, count(*) OVER (PARTITION BY l.expectation_id) AS of_expectation
          FROM links l),
    summed AS (
        SELECT c.*, sum(wanted) OVER (PARTITION BY entry_id) AS wanted_together, max(of_expectation) OVER (PARTITION BY entry_id) AS others_of_entry,
               sum(came) OVER (PARTITION BY expectation_id) AS came_in_parts, max(of_entry) OVER (PARTITION BY expectation_id) AS others_of_expectation
          FROM counted c),
    added AS (
        INSERT INTO bank_matches (entry_id, expectation_id, amount, reason, at)
        SELECT entry_id, expectation_id, CASE WHEN of_entry > 1 THEN wanted ELSE came END, CASE WHEN of_entry > 1 THEN 'together' WHEN of_expectation > 1 THEN 'in_parts' ELSE 'reference' END, %(now)s
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
        SELECT x.id, x.currency, x.amount, unnest(x.keys) AS key, (SELECT max(e.booked) FROM bank_matches m JOIN bank_entries e ON e.id = m.entry_id WHERE m.expectation_id = x.id AND m.released_at IS NULL) AS day
          FROM expectations x
         WHERE x.programme_id = %(programme)s AND x.kind NOT IN ('payment', 'refund') AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.expectation_id = x.id)),
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


def pair(programme_id: int, *, acquired: bool = False, now: datetime) -> list[Found]:
    """Match what can be matched for certain; one at a time for a programme. Returns the expectations that are met now.

    `acquired`: members' payments with the tables of acquirers, instead of all else with the statements of banks.
    """
    facts = {"programme": programme_id, "acquired": acquired, "now": now}
    execute(_LOCK, facts)
    return _found(_PAIR, facts)


def find_returns(programme_id: int, *, now: datetime) -> list[Found]:
    """Find what had arrived and came back. Returns the expectations that are undone now."""
    return _found(_RETURNED, {"programme": programme_id, "acquired": False, "now": now})


def _found(sql: str, facts: Mapping[str, Any]) -> list[Found]:
    execute(_NO_LOOPS)
    found = [Found._make(row) for row in execute(sql, facts)]
    execute(_LOOPS)
    return found
