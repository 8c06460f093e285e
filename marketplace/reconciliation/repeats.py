"""Finds the entries of a statement that other files of the account had told already, whatever their format.

Amount and day are always the same. Then one of these tells that two entries are one: the bank's own reference; names of the
payment in common; that both statements tell of the same time (the same balances on the same day); or that one has no name
at all and another format tells more of it. Two entries that each have a name of their own, and not the same, are two, whatever
else they have in common; so are two that name other accounts of the other side, or other batches. Among several that fit
the first goes with the first, so that none is lost and none counts twice. Identifiers of banks come back after a year; the
day keeps them apart. What is matched, or what another entry repeats, becomes no repeat any more, and whatever a person says is
a payment of its own stays one.
"""

from marketplace.core.db import execute

# Entries of this statement that may be repeats, and originals of others of which this statement repeats none yet.
_SIDES = """this AS (SELECT * FROM bank_statements WHERE id = %(statement)s),
    ours AS (
        SELECT e.*, s.form FROM bank_entries e CROSS JOIN this s
         WHERE e.statement_id = %(statement)s AND (%(entry)s::bigint IS NULL OR e.id = %(entry)s)
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.of_id = e.id AND r.released_at IS NULL)
           AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = e.id AND m.released_at IS NULL)),
    theirs AS (
        SELECT k.*, s.form, s.opening, s.closing, s.from_day, s.to_day, s.number FROM bank_entries k JOIN bank_statements s ON s.id = k.statement_id
         WHERE k.account_id = %(account)s AND k.statement_id <> %(statement)s
           AND k.booked >= (SELECT min(booked) FROM ours) AND k.booked <= (SELECT max(booked) FROM ours)
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = k.id AND r.released_at IS NULL)
           AND NOT EXISTS (SELECT FROM bank_entry_repeats r JOIN bank_entries o ON o.id = r.entry_id
                            WHERE r.of_id = k.id AND r.released_at IS NULL AND o.statement_id = %(statement)s))"""
# That two entries cannot be one. In 1C's files the reference is the number of the payer's order, elsewhere the bank's own, of which MT940 has sixteen
# characters.
_TWO = """((o.reference <> '' AND t.reference <> '' AND (o.form = '1c') = (t.form = '1c')
          AND CASE WHEN o.form = t.form THEN o.reference <> t.reference ELSE left(o.reference, 16) <> left(t.reference, 16) END)
       OR (cardinality(o.own) > 0 AND cardinality(t.own) > 0 AND NOT o.own && t.own)
       OR (o.form = t.form AND o.party_account <> '' AND t.party_account <> '' AND o.party_account <> t.party_account)
       OR (o.form = t.form AND cardinality(o.group_keys) > 0 AND cardinality(t.group_keys) > 0 AND NOT o.group_keys && t.group_keys))"""
# By a name: the n-th of ours that has it is the n-th of theirs, those without a reference first.
_NTH = "row_number() OVER (PARTITION BY booked, amount, {name} ORDER BY (reference <> ''), id)"
_PAIRED = f"""WITH {_SIDES},
    o AS (SELECT *, {{name}} AS name, {_NTH} AS nth FROM ours WHERE {{ours}}),
    t AS (SELECT t.*, {{name}} AS name, {_NTH} AS nth FROM (SELECT t.* FROM theirs t CROSS JOIN this s WHERE {{theirs}}) t)
    INSERT INTO bank_entry_repeats (entry_id, of_id, why)
    SELECT o.id, t.id, %(why)s FROM o JOIN t USING (booked, amount, name, nth) WHERE NOT {_TWO}"""  # noqa: S608 - our own names
# A name in common, and no other entry of the day and amount that it could be.
_BY_KEY = f"""WITH {_SIDES},
    o AS (SELECT *, unnest(keys) AS key FROM ours),
    t AS (SELECT *, unnest(keys) AS key FROM theirs),
    fits AS (SELECT DISTINCT o.id, t.id AS of_id FROM o JOIN t USING (booked, amount, key) WHERE NOT {_TWO}),
    alone AS (SELECT id, of_id, count(*) OVER (PARTITION BY id) AS of_ours, count(*) OVER (PARTITION BY of_id) AS of_theirs FROM fits)
    INSERT INTO bank_entry_repeats (entry_id, of_id, why) SELECT id, of_id, %(why)s FROM alone WHERE of_ours = 1 AND of_theirs = 1"""  # noqa: S608 - our own names
# The same balances on the same day; of one format the same days and number, too: a balance of zero comes back every evening.
_SAME_TIME = """t.opening = s.opening AND t.closing = s.closing AND t.to_day = s.to_day
    AND (t.form <> s.form OR (t.number = s.number AND t.from_day IS NOT DISTINCT FROM s.from_day))"""
_ORDER = "CASE form WHEN '1c' THEN '1c/' || party_account || '/' || reference ELSE {0} END"
_STEPS = (
    ("reference", _PAIRED.format(name=_ORDER.format("reference"), ours="reference <> ''", theirs="t.reference <> ''")),
    ("reference", _PAIRED.format(name=_ORDER.format("left(reference, 16)"), ours="reference <> ''", theirs="t.reference <> '' AND t.form <> s.form")),
    ("keys", _PAIRED.format(name="keys", ours="keys <> '{}'", theirs="t.keys <> '{}'")),
    ("keys", _BY_KEY),
    ("same_time", _PAIRED.format(name="account_id", ours="true", theirs=_SAME_TIME)),
    ("nameless", _PAIRED.format(name="account_id", ours="keys = '{}'", theirs="t.form <> s.form OR t.keys = '{}'")),
    ("nameless", _PAIRED.format(name="account_id", ours="true", theirs="t.form <> s.form AND t.keys = '{}'")),
)  # fmt: skip


def note(statement_id: int, account_id: int, entry_id: int | None = None) -> int:
    """Note the repeats among the entries of a statement that is in whole, or whether one of them is one; returns how many they are."""
    facts = {"statement": statement_id, "account": account_id, "entry": entry_id}
    return sum(execute(sql, facts | {"why": why}).rowcount for why, sql in _STEPS)
