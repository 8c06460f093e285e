"""What an open entry might be, and what might be an expectation: only suggested, with everything that speaks for it. A person decides.

An amount alone suggests nothing. Names are compared loosely, and a name that is only similar never matches by itself.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from rapidfuzz import fuzz, utils

from marketplace.core.db import execute
from marketplace.reconciliation import queries
from marketplace.reconciliation.queries import Entry, Expectation
from marketplace.reconciliation.standing import ENTRY_OPEN

SHOWN_MAX = 6
SIMILAR = 85  # of a hundred
NEAR = timedelta(days=10)
_CANDIDATES = 300
_WEIGHTS = {"name": 4, "account": 3, "party": 2, "amount": 2, "day": 1}


class Suggestion(NamedTuple):
    """An entry and an expectation that may be one, and what speaks for it: name, account, party, amount, day."""

    entry: Entry
    expectation: Expectation
    reasons: tuple[str, ...]


class Payee(NamedTuple):
    """Under which names a partner is known to banks, and its accounts."""

    names: frozenset[str]
    accounts: frozenset[str]


def for_entry(programme_id: int, entry_id: int, *, today: date) -> list[Suggestion]:
    """What an entry might be, the likeliest first. Raises NotReconciled."""
    found = queries.entry(programme_id, entry_id)
    facts = {
        "programme": programme_id,
        "keys": list(found.keys),
        "amount": found.counts,
        "currency": found.currency,
        "acquired": found.form == "acquirer",
    }
    rows = execute(
        """SELECT x.id FROM expectations x WHERE x.programme_id = %(programme)s AND x.currency = %(currency)s AND sign(x.amount) = sign(%(amount)s)
              AND (x.kind IN ('payment', 'refund')) = %(acquired)s AND NOT EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = x.id)
              AND x.amount <> coalesce((SELECT sum(m.amount + m.fee) FROM bank_matches m WHERE m.expectation_id = x.id AND m.released_at IS NULL), 0)
            ORDER BY (x.keys && %(keys)s::text[]) DESC, (x.amount = %(amount)s) DESC, x.due DESC LIMIT %(most)s""",
        facts | {"most": _CANDIDATES},
    )
    wanted = [queries.expectation(programme_id, row.id, today=today) for row in rows]
    return _best(programme_id, ((found, one) for one in wanted))


def for_expectation(programme_id: int, expectation_id: int, *, today: date) -> list[Suggestion]:
    """Which open entries it might be, the likeliest first. Raises NotReconciled."""
    found = queries.expectation(programme_id, expectation_id, today=today)
    facts = {
        "programme": programme_id,
        "keys": list(found.keys),
        "open": found.open,
        "currency": found.currency,
        "acquired": found.acquired,
        "since": found.since,
    }
    rows = execute(
        f"""SELECT entry.id FROM bank_entries entry JOIN bank_accounts account ON account.id = entry.account_id JOIN bank_statements s ON s.id = entry.statement_id
             WHERE account.programme_id = %(programme)s AND account.currency = %(currency)s AND sign(entry.amount) = sign(%(open)s)
               AND (s.form = 'acquirer') = %(acquired)s AND entry.booked >= %(since)s AND {ENTRY_OPEN}
             ORDER BY (entry.keys && %(keys)s::text[]) DESC, (entry.amount = %(open)s) DESC, entry.booked LIMIT %(most)s""",  # noqa: S608
        facts | {"most": _CANDIDATES},
    )
    entries = [queries.entry(programme_id, row.id) for row in rows]
    return _best(programme_id, ((one, found) for one in entries))


def _best(programme_id: int, pairs: Iterable[tuple[Entry, Expectation]]) -> list[Suggestion]:
    payees = _payees(programme_id)
    made = [Suggestion(entry, one, reasons(entry, one, payees.get(one.partner_id or 0))) for entry, one in pairs]
    likely = [one for one in made if set(one.reasons) & {"name", "account", "party"}]
    return sorted(likely, key=lambda one: -sum(_WEIGHTS[reason] for reason in one.reasons))[:SHOWN_MAX]


def reasons(entry: Entry, expected: Expectation, payee: Payee | None) -> tuple[str, ...]:
    """What speaks for it that an entry is what is expected."""
    found = ["name"] if set(entry.keys) & set(expected.keys) else []
    if payee and entry.party_account and entry.party_account.upper() in payee.accounts:
        found.append("account")
    elif payee and entry.party and any(_alike(entry.party, name) for name in payee.names):
        found.append("party")
    if entry.counts == expected.open:
        found.append("amount")
    if expected.since <= entry.booked <= expected.due + NEAR:
        found.append("day")
    return tuple(found)


def _alike(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(one, other, processor=utils.default_process) >= SIMILAR


def _payees(programme_id: int) -> dict[int, Payee]:
    rows = execute(
        """SELECT p.id, ARRAY[p.name_ru, p.name_en, p.legal_name] || coalesce(array_agg(a.holder) FILTER (WHERE a.id IS NOT NULL), '{}') AS names,
                  coalesce(array_agg(coalesce(nullif(a.account, ''), a.iban)) FILTER (WHERE a.id IS NOT NULL), '{}') AS accounts
             FROM partners p LEFT JOIN payout_accounts a ON a.partner_id = p.id WHERE p.programme_id = %(programme)s GROUP BY p.id""",
        {"programme": programme_id},
    )
    return {row.id: Payee(frozenset(filter(None, row.names)), frozenset(row.accounts)) for row in rows}
