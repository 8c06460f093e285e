"""Finds which entries are what was expected: by a name of the payment, with the same currency and sums that are equal.

Never by the amount alone, and never where more than one answer is possible: an entry with one expectation, with several
that are its alone (paid together), or an expectation with several entries that are its alone (paid in parts). A name that
stands for a whole file of payments counts only where an entry carries none that names one alone, or where all of the file that is still expected comes to its sum. A payment that is said to have
failed is met only by an entry that fits none of the others. What is left stays open.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from marketplace import settlements
from marketplace.core.db import execute
from marketplace.reconciliation.standing import taken_back

# Whatever joins or undoes waits for each other here, one at a time for a programme.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('reconciliation', %(programme)s))"
# How large these tables grow within a statement, nobody can tell beforehand: a loop in a loop would never end.
_NO_LOOPS, _LOOPS = "SET LOCAL enable_nestloop = off", "SET LOCAL enable_nestloop = on"
# Entries that no other file had told already and that are nothing yet, in their account's currency: of banks, or of acquirers, which tell
# of members' payments before the fee.
_ENTRIES = f"""entries AS MATERIALIZED (
        SELECT e.id, CASE WHEN %(acquired)s THEN e.amount + e.fee ELSE e.amount END AS amount, e.booked, e.keys || e.group_keys AS keys, a.currency, e.returned AND NOT %(acquired)s AS returned
          FROM bank_entries e JOIN bank_accounts a ON a.id = e.account_id JOIN bank_statements s ON s.id = e.statement_id
         WHERE a.programme_id = %(programme)s AND (s.form = 'acquirer') = %(acquired)s
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id AND r.released_at IS NULL)
           AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = e.id AND m.released_at IS NULL)
           AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM bank_asides d WHERE d.entry_id = e.id AND d.released_at IS NULL) AND NOT {taken_back("e")})"""  # noqa: S608
# What is still expected, and how much of it; whatever a person has parted is not joined again.
_WANTED = """partly AS MATERIALIZED (
        SELECT m.expectation_id, sum(m.amount + m.fee)::bigint AS arrived FROM bank_matches m JOIN expectations x ON x.id = m.expectation_id
         WHERE x.programme_id = %(programme)s AND m.released_at IS NULL GROUP BY m.expectation_id),
    wanted AS MATERIALIZED (
        SELECT x.id, x.kind, x.currency, x.since, x.keys, x.group_keys, x.amount - coalesce(p.arrived, 0) AS amount, l.released_at IS NOT NULL AS released
          FROM expectations x LEFT JOIN partly p ON p.expectation_id = x.id LEFT JOIN payout_lines l ON x.kind = 'payout' AND l.id = x.subject_id
         WHERE x.programme_id = %(programme)s AND (x.kind IN ('payment', 'refund')) = %(acquired)s AND x.amount <> coalesce(p.arrived, 0)
           AND NOT EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = x.id)),
    parted AS MATERIALIZED (
        SELECT DISTINCT m.entry_id, m.expectation_id FROM bank_matches m JOIN expectations x ON x.id = m.expectation_id
         WHERE x.programme_id = %(programme)s AND m.released_at IS NOT NULL)"""
_PAIR = f"""WITH {_ENTRIES},
    {_WANTED},
    named AS MATERIALIZED (SELECT id, currency, booked, amount, key FROM entries, unnest(keys) key WHERE NOT returned),
    own_names AS MATERIALIZED (SELECT id, currency, since, amount, released, key FROM wanted, unnest(keys) key),
    group_names AS MATERIALIZED (SELECT id, currency, since, amount, released, key FROM wanted, unnest(group_keys) key),
    alone AS (
        SELECT DISTINCT e.id AS entry_id, x.id AS expectation_id, e.amount AS came, x.amount AS wanted, x.released FROM named e
          JOIN own_names x USING (key, currency)
         WHERE e.booked >= x.since AND sign(e.amount) = sign(x.amount)),
    all_links AS (
        SELECT * FROM alone UNION ALL
        SELECT DISTINCT e.id, x.id, e.amount, x.amount, x.released FROM named e
          JOIN group_names x USING (key, currency)
         WHERE e.booked >= x.since AND sign(e.amount) = sign(x.amount)
           AND NOT EXISTS (SELECT FROM alone a WHERE a.entry_id = e.id) AND NOT EXISTS (SELECT FROM alone a WHERE a.expectation_id = x.id)),
    -- What a person has put right credits no partner with a large sum by itself.
    by_two AS MATERIALIZED (
        SELECT l.entry_id, l.expectation_id FROM all_links l JOIN bank_repair_ends r ON r.entry_id = l.entry_id JOIN wanted x ON x.id = l.expectation_id
         WHERE x.kind IN ('owed', 'deposit') AND l.came > %(cap)s),
    links AS (
        SELECT l.* FROM all_links l
         WHERE NOT EXISTS (SELECT FROM parted d WHERE d.entry_id = l.entry_id AND d.expectation_id = l.expectation_id)
           AND NOT EXISTS (SELECT FROM by_two t WHERE t.entry_id = l.entry_id AND t.expectation_id = l.expectation_id)
           AND (NOT l.released OR NOT EXISTS (SELECT FROM all_links o WHERE o.entry_id = l.entry_id AND NOT o.released))),
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
# All of a file of payments that is still expected, booked in one sum: however many of them an entry names, and whichever.
_WHOLE = f"""WITH {_ENTRIES},
    {_WANTED},
    named AS MATERIALIZED (SELECT id, currency, booked, amount, key FROM entries, unnest(keys) key WHERE NOT returned),
    group_names AS MATERIALIZED (SELECT id, currency, since, amount, key FROM wanted, unnest(group_keys) key WHERE NOT released),
    whole AS (
        SELECT e.id AS entry_id, array_agg(x.id ORDER BY x.id) AS ids FROM named e JOIN group_names x USING (key, currency)
         GROUP BY e.id, e.amount, e.booked, key HAVING sum(x.amount) = e.amount AND e.booked >= max(x.since)),
    single AS (
        SELECT entry_id, ids, count(*) OVER (PARTITION BY entry_id) AS of_entry, count(*) OVER (PARTITION BY ids) AS of_group
          FROM (SELECT DISTINCT entry_id, ids FROM whole) w),
    added AS (
        INSERT INTO bank_matches (entry_id, expectation_id, amount, reason, at)
        SELECT g.entry_id, x.id, x.amount, 'together', %(now)s FROM single g CROSS JOIN LATERAL unnest(g.ids) i(id) JOIN wanted x ON x.id = i.id
         WHERE g.of_entry = 1 AND g.of_group = 1
           AND NOT EXISTS (SELECT FROM parted d WHERE d.entry_id = g.entry_id AND d.expectation_id = ANY (g.ids))
        RETURNING *)
    SELECT a.expectation_id, x.kind, x.subject_id, e.reference
      FROM added a JOIN expectations x ON x.id = a.expectation_id JOIN bank_entries e ON e.id = a.entry_id ORDER BY a.expectation_id"""  # noqa: S608
# The whole sum again, the other way, under the same name, after it had arrived. Where more entries than one have moved that name the same way, a bank
# may be undoing a booking of its own instead, and a person decides.
_ONCE = """1 = (SELECT count(*) FROM bank_entries n JOIN bank_accounts a ON a.id = n.account_id JOIN bank_statements s ON s.id = n.statement_id
         WHERE n.id IN (SELECT i.id FROM bank_entries i WHERE i.keys && x.keys UNION
                        SELECT m.entry_id FROM bank_matches m WHERE m.expectation_id = x.id AND m.released_at IS NULL)
           AND a.programme_id = x.programme_id AND a.currency = x.currency AND s.form <> 'acquirer' AND sign(n.amount) = sign(x.amount)
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = n.id AND r.released_at IS NULL)
           AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.entry_id = n.id))"""
_RETURNED = f"""WITH {_ENTRIES},
    named AS MATERIALIZED (SELECT *, unnest(keys) AS key FROM entries),
    arrived AS MATERIALIZED (
        SELECT x.id, x.currency, x.amount, unnest(x.keys) AS key, (SELECT max(e.booked) FROM bank_matches m JOIN bank_entries e ON e.id = m.entry_id WHERE m.expectation_id = x.id AND m.released_at IS NULL) AS day
          FROM expectations x WHERE x.programme_id = %(programme)s AND x.kind NOT IN ('payment', 'refund')),
    links AS (
        SELECT DISTINCT e.id AS entry_id, x.id AS expectation_id FROM named e JOIN arrived x USING (key, currency)
         WHERE e.amount = -x.amount AND e.booked >= x.day),
    single AS (
        SELECT *, count(*) OVER (PARTITION BY entry_id) AS of_entry, count(*) OVER (PARTITION BY expectation_id) AS of_expectation FROM links),
    added AS (
        INSERT INTO bank_returns (entry_id, expectation_id, at)
        SELECT g.entry_id, g.expectation_id, %(now)s FROM single g JOIN expectations x ON x.id = g.expectation_id
         WHERE g.of_entry = 1 AND g.of_expectation = 1 AND {_ONCE} RETURNING *)
    SELECT a.expectation_id, x.kind, x.subject_id, e.reference
      FROM added a JOIN expectations x ON x.id = a.expectation_id JOIN bank_entries e ON e.id = a.entry_id ORDER BY a.expectation_id"""  # noqa: S608
# By which entries it had arrived; one that is something else as well stays that.
_HAD_ARRIVED = """WITH back AS (
        UPDATE bank_matches SET released_at = %(now)s, released_why = 'returned' WHERE expectation_id = ANY (%(ids)s) AND released_at IS NULL
        RETURNING entry_id, expectation_id)
    INSERT INTO bank_returns (entry_id, expectation_id, at)
    SELECT b.entry_id, b.expectation_id, %(now)s FROM back b
     WHERE NOT EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = b.entry_id AND m.expectation_id <> ALL (%(ids)s) AND m.released_at IS NULL)
    ON CONFLICT DO NOTHING"""


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
    facts = {"programme": programme_id, "acquired": acquired, "now": now, "cap": settlements.CAP}
    execute(LOCK, facts)
    found = _found(_PAIR, facts)
    return found if acquired else [*found, *_found(_WHOLE, facts)]


def find_returns(programme_id: int, *, now: datetime) -> list[Found]:
    """Find what had arrived and came back: it is expected again. Returns the expectations that are undone now."""
    found = _found(_RETURNED, {"programme": programme_id, "acquired": False, "now": now})
    execute(_HAD_ARRIVED, {"ids": [one.expectation_id for one in found], "now": now})
    return found


def _found(sql: str, facts: Mapping[str, Any]) -> list[Found]:
    execute(_NO_LOOPS)
    found = [Found._make(row) for row in execute(sql, facts)]
    execute(_LOOPS)
    return found
