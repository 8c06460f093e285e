"""Takes statements in: each once, all of its entries kept, those that another file had told already marked as repeats."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.reconciliation import repeats
from marketplace.reconciliation.values import BankEntry, BankStatement
from marketplace.runs import Given

# Two runs of one file take it in one after the other.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(encode(%(digest)s, 'hex'), 0))"
_ACCOUNT = """WITH added AS (
        INSERT INTO bank_accounts (programme_id, number, currency, seen_at) VALUES (%(programme)s, %(number)s, %(currency)s, %(now)s)
        ON CONFLICT DO NOTHING RETURNING id)
    SELECT id FROM added UNION ALL
    SELECT id FROM bank_accounts WHERE programme_id = %(programme)s AND number = %(number)s AND currency = %(currency)s LIMIT 1"""
_STATEMENT = """INSERT INTO bank_statements
        (account_id, file_digest, position, file_name, form, number, from_day, to_day, opening, closing, entries, moved, unread, taken_at)
    VALUES (%(account)s, %(digest)s, %(position)s, %(name)s, %(form)s, %(number)s, %(from_day)s, %(to_day)s, %(opening)s, %(closing)s, %(entries)s,
            %(moved)s, %(unread)s, %(now)s)
    ON CONFLICT (account_id, file_digest, position) DO NOTHING RETURNING id"""
_ENTRIES = """INSERT INTO bank_entries
        (statement_id, account_id, line, amount, fee, booked, valued, reference, keys, own, group_keys, party, party_account, note, returned)
    SELECT %(statement)s, %(account)s, e.line, e.amount, e.fee, e.booked, e.valued, e.reference, e.keys, e.own, e.group_keys, e.party, e.party_account, e.text, e.returned
      FROM ROWS FROM (jsonb_to_recordset(%(entries)s::jsonb) AS (line integer, amount bigint, fee bigint, booked date, valued date,
           reference text, keys text[], own text[], group_keys text[], party text, party_account text, "text" text, returned boolean)) WITH ORDINALITY
           e (line, amount, fee, booked, valued, reference, keys, own, group_keys, party, party_account, "text", returned, nth)
     ORDER BY e.nth"""
_REPAIRS = """INSERT INTO bank_repairs (statement_id, line, content, reason, facts)
    SELECT %(statement)s, u.line, u.content, u.reason, u.facts
      FROM jsonb_to_recordset(%(unread)s::jsonb) u (line integer, content text, reason text, facts jsonb)"""
# How many of a statement's entries its file has brought so far; those that somebody put right are not among them.
_BROUGHT = """SELECT s.id, (SELECT count(*) FROM bank_entries e WHERE e.statement_id = s.id AND NOT EXISTS (SELECT FROM bank_repair_ends r WHERE r.entry_id = e.id)) AS entries
      FROM bank_statements s WHERE s.account_id = %(account)s AND s.file_digest = %(digest)s AND s.position = %(position)s"""
# The balance of the newest statement before it that closes at all; a file may bring older ones later.
_GAP = """SELECT s.opening - before.closing FROM bank_statements s CROSS JOIN LATERAL (
        SELECT p.closing FROM bank_statements p
         WHERE p.account_id = s.account_id AND p.closing IS NOT NULL AND p.to_day < s.to_day ORDER BY p.to_day DESC, p.id DESC LIMIT 1) before
     WHERE s.id = %(statement)s AND s.opening <> before.closing"""


class Taken(NamedTuple):
    """How many entries were new or known, whether the statement itself is (1 or 0), and by how much it misses the last closing."""

    new: int
    known: int
    fresh: int
    gap: int | None


def take(given: Given, position: int, statement: BankStatement, start: int, end: int, *, now: datetime) -> Taken:
    """Take in the entries `start` to `end` of the statement at this place of a file, its head with the first of them.

    With the last of them it is found out which other files had told already. What the same file has brought already is left as it is.
    """
    execute(_LOCK, {"digest": given.digest})
    account_id = int(execute(
        _ACCOUNT, {"programme": given.programme_id, "number": statement.account, "currency": statement.currency, "now": now}
    ).scalar_one())  # fmt: skip
    last = end == len(statement.entries)
    if start == 0:
        statement_id = _begun(given, position, statement, account_id, now)
        if statement_id is None:
            return Taken(0, end - start, 0, None)
    else:
        brought = execute(_BROUGHT, {"account": account_id, "digest": given.digest, "position": position}).one()
        if brought.entries != start:
            return Taken(0, end - start, 0, None)
        statement_id = int(brought.id)
    _add(statement_id, account_id, statement.entries[start:end])
    known = repeats.note(statement_id, account_id) if last else 0
    gap = execute(_GAP, {"statement": statement_id}).scalar() if last else None
    return Taken(end - start - known, known, 1 if start == 0 else 0, gap)


def _begun(given: Given, position: int, statement: BankStatement, account_id: int, now: datetime) -> int | None:
    """The id of a statement that was not there yet; None for one that was."""
    facts = {
        "account": account_id, "digest": given.digest, "position": position, "name": given.name[:200], "form": statement.form, "number": statement.number,
        "from_day": statement.from_day, "to_day": statement.to_day, "opening": statement.opening, "closing": statement.closing,
        "entries": len(statement.entries), "moved": sum(one.amount for one in statement.entries), "unread": len(statement.unread), "now": now,
    }  # fmt: skip
    statement_id = execute(_STATEMENT, facts).scalar()
    if statement_id is None:
        return None
    unread = [
        {"line": one.line, "content": one.text, "reason": one.reason.sentence, "facts": one.reason.facts}
        for one in statement.unread
    ]
    execute(_REPAIRS, {"statement": statement_id, "unread": json.dumps(unread, ensure_ascii=False)})
    audit.record(
        "reconciliation.take_statement", f"programme:{given.programme_id}", at=now,
        after={"account": statement.account} | {name: facts[name] for name in ("form", "number", "entries", "unread")},
    )  # fmt: skip
    return int(statement_id)


def _add(statement_id: int, account_id: int, entries: Sequence[BankEntry]) -> None:
    rows = [one._asdict() | {"booked": str(one.booked), "valued": one.valued and str(one.valued)} for one in entries]
    facts = {"statement": statement_id, "account": account_id, "entries": json.dumps(rows, ensure_ascii=False)}
    execute(_ENTRIES, facts)
