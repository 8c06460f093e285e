"""Finds the entries of a statement that other files of the account had told already, whatever their format.

Amount and day are always the same. Then one of these tells that two entries are one: the bank's own reference; names of the
payment in common; that both statements tell of the same time (the same balances on the same day); or that one has no name
at all and another format tells more of it. Two entries that each have a name of their own are two, unless their statements
tell of the same time. Among several that fit the first goes with the first, so that none is lost and none counts twice.
Identifiers of banks come back after a year; the day keeps them apart.
"""

from marketplace.core.db import execute

# Entries of this statement that are no repeats yet, and originals of others of which this statement repeats none yet.
_SIDES = """ours AS (
        SELECT e.* FROM bank_entries e
         WHERE e.statement_id = %(statement)s AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id)),
    theirs AS (
        SELECT k.*, s.form, s.opening, s.closing, s.to_day FROM bank_entries k JOIN bank_statements s ON s.id = k.statement_id
         WHERE k.account_id = %(account)s AND k.statement_id <> %(statement)s
           AND k.booked >= (SELECT min(booked) FROM ours) AND k.booked <= (SELECT max(booked) FROM ours)
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = k.id)
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r JOIN bank_entries o ON o.id = r.entry_id
                            WHERE r.of_id = k.id AND o.statement_id = %(statement)s)),
    this AS (SELECT * FROM bank_statements WHERE id = %(statement)s)"""
# By a name: the n-th of ours that has it is the n-th of theirs.
_PAIRED = f"""WITH {_SIDES},
    o AS (SELECT id, booked, amount, {{name}} AS name, row_number() OVER (PARTITION BY booked, amount, {{name}} ORDER BY id) AS nth
            FROM ours WHERE {{ours}}),
    t AS (SELECT t.id, t.booked, t.amount, t.{{name}} AS name, row_number() OVER (PARTITION BY t.booked, t.amount, t.{{name}} ORDER BY t.id) AS nth
            FROM theirs t CROSS JOIN this s WHERE {{theirs}})
    INSERT INTO bank_entry_repeats (entry_id, of_id, why) SELECT o.id, t.id, %(why)s FROM o JOIN t USING (booked, amount, name, nth)"""  # noqa: S608 - our own names
# A name in common, and no other entry of the day and amount that it could be.
_BY_KEY = f"""WITH {_SIDES},
    fits AS (SELECT DISTINCT o.id, t.id AS of_id FROM (SELECT id, booked, amount, unnest(keys) AS key FROM ours) o
               JOIN (SELECT id, booked, amount, unnest(keys) AS key FROM theirs) t USING (booked, amount, key)),
    alone AS (SELECT id, of_id, count(*) OVER (PARTITION BY id) AS of_ours, count(*) OVER (PARTITION BY of_id) AS of_theirs FROM fits)
    INSERT INTO bank_entry_repeats (entry_id, of_id, why) SELECT id, of_id, %(why)s FROM alone WHERE of_ours = 1 AND of_theirs = 1"""  # noqa: S608 - our own names
_SAME_TIME = "t.opening = s.opening AND t.closing = s.closing AND t.to_day = s.to_day"
_STEPS = (
    ("reference", _PAIRED.format(name="reference", ours="reference <> ''", theirs="t.reference <> ''")),
    ("keys", _PAIRED.format(name="keys", ours="keys <> '{}'", theirs="t.keys <> '{}'")),
    ("keys", _BY_KEY),
    ("same_time", _PAIRED.format(name="account_id", ours="true", theirs=_SAME_TIME)),
    ("nameless", _PAIRED.format(name="account_id", ours="keys = '{}'", theirs="t.form <> s.form OR t.keys = '{}'")),
    ("nameless", _PAIRED.format(name="account_id", ours="true", theirs="t.form <> s.form AND t.keys = '{}'")),
)


def note(statement_id: int, account_id: int) -> int:
    """Note the repeats among the entries of a statement that is in whole; returns how many they are."""
    facts = {"statement": statement_id, "account": account_id}
    return sum(execute(sql, facts | {"why": why}).rowcount for why, sql in _STEPS)
