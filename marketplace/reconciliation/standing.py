"""How entries and expectations stand, each rule once, as SQL over `entry` (bank_entries), its `account`, and `expected` (expectations)."""


def taken_back(entry: str) -> str:
    """Whether the account of an entry was taken back, so that nothing of it is matched: SQL over the table of entries by this name."""
    return f"EXISTS (SELECT FROM bank_account_closings c WHERE c.account_id = {entry}.account_id AND c.reopened_at IS NULL)"


# A repeat of another file's; matched; money that came back; set aside by a person; open.
ENTRY_STATES = ("open", "matched", "aside", "returned", "repeat", "closed")
ENTRY_STATE = f"""CASE WHEN EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = entry.id AND r.released_at IS NULL) THEN 'repeat'
    WHEN EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = entry.id AND m.released_at IS NULL) THEN 'matched'
    WHEN EXISTS (SELECT FROM bank_returns b WHERE b.entry_id = entry.id) THEN 'returned'
    WHEN EXISTS (SELECT FROM bank_asides s WHERE s.entry_id = entry.id AND s.released_at IS NULL) THEN 'aside' WHEN {taken_back("entry")} THEN 'closed' ELSE 'open' END"""  # noqa: S608 - our own names
# Entries that wait; `entry` is their table.
ENTRY_OPEN = f"""NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = entry.id AND r.released_at IS NULL)
    AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = entry.id AND m.released_at IS NULL)
    AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.entry_id = entry.id)
    AND NOT EXISTS (SELECT FROM bank_asides s WHERE s.entry_id = entry.id AND s.released_at IS NULL) AND NOT {taken_back("entry")}"""  # noqa: S608
ARRIVED = "coalesce((SELECT sum(m.amount + m.fee) FROM bank_matches m WHERE m.expectation_id = expected.id AND m.released_at IS NULL), 0)::bigint"
# What an entry counts where an acquirer tells of members' payments: before its fee.
COUNTS = "CASE WHEN s.form = 'acquirer' THEN e.amount + e.fee ELSE e.amount END"
# Entries that wait and name the expectation, though the sum or the currency is another; more than one of the same sum, too.
_NAMING = """SELECT {what} FROM bank_entries e JOIN bank_accounts a ON a.id = e.account_id JOIN bank_statements s ON s.id = e.statement_id
     WHERE a.programme_id = expected.programme_id AND e.keys && expected.keys AND e.booked >= expected.since
       AND sign(e.amount) = sign(expected.amount) AND (s.form = 'acquirer') = (expected.kind IN ('payment', 'refund'))
       AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id AND r.released_at IS NULL)
       AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.entry_id = e.id AND m.released_at IS NULL)
       AND NOT EXISTS (SELECT FROM bank_returns b WHERE b.entry_id = e.id)
       AND NOT EXISTS (SELECT FROM bank_asides d WHERE d.entry_id = e.id AND d.released_at IS NULL) AND NOT {away} AND {where}"""
_NAMED = f"({_NAMING.format(what=f'coalesce(sum({COUNTS}), 0)', where='a.currency = expected.currency', away=taken_back('e'))})"
_OTHER = f"EXISTS ({_NAMING.format(what='1', where='a.currency <> expected.currency', away=taken_back('e'))})"
# A payout that did not arrive, as is said; and one that had been said to have failed.
_RELEASED = """expected.kind = 'payout' AND EXISTS (
    SELECT FROM payout_lines l WHERE l.id = expected.subject_id AND l.released_at IS NOT NULL AND NOT payout_arrived(l.id))"""
_FAILED = """expected.kind = 'payout' AND EXISTS (
    SELECT FROM payout_events e WHERE e.line_id = expected.subject_id AND e.what IN ('failed', 'name_mismatch'))"""
_ENDED = "EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = expected.id)"
# In the order of what a person looks at first. `contradicted`: the bank shows a payment that is said to have failed. `missing`: nothing arrived by its day; `part` stays open, `under` is late.
STATES = (
    "contradicted",
    "returned",
    "missing",
    "under",
    "over",
    "wrong_currency",
    "part",
    "expected",
    "matched",
    "released",
    "ended",
)
WAITING = ("contradicted", "returned", "missing", "under", "over", "wrong_currency", "part")
# What a partner has paid too much is credited to it, and is nothing that waits for anybody.
STATE = f"""CASE WHEN {ARRIVED} = expected.amount OR (expected.kind IN ('owed', 'deposit') AND {ARRIVED} > expected.amount)
         THEN CASE WHEN {_FAILED} AND NOT {_ENDED} THEN 'contradicted' ELSE 'matched' END
    WHEN {_ENDED} THEN 'ended'
    WHEN {ARRIVED} = 0 AND EXISTS (SELECT FROM bank_returns b WHERE b.expectation_id = expected.id) THEN 'returned'
    WHEN {ARRIVED} <> 0 THEN CASE WHEN abs({ARRIVED}) > abs(expected.amount) THEN 'over' WHEN %(today)s::date > expected.due THEN 'under' ELSE 'part' END
    WHEN abs({_NAMED}) > abs(expected.amount) THEN 'over'
    WHEN {_NAMED} <> 0 AND {_NAMED} <> expected.amount THEN CASE WHEN %(today)s::date > expected.due THEN 'under' ELSE 'part' END
    WHEN {_OTHER} THEN 'wrong_currency'
    WHEN {_RELEASED} THEN 'released'
    WHEN %(today)s::date > expected.due THEN 'missing' ELSE 'expected' END"""
