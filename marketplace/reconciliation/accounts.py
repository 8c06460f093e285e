"""Which accounts are the programme's own: the one it pays from, those that two people agreed to, and those that the operator has added."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from marketplace import runs, settlements
from marketplace.core import audit
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.reconciliation.errors import NotOpen, NotReconciled, OwnAccount, Unexplained
from marketplace.reconciliation.rules import fits_account
from marketplace.reconciliation.values import BankStatement
from marketplace.runs import Given, Run

ADDED = {"accounts": "add"}  # the option of a file whose accounts the operator adds
ACCOUNT_ACT = "bank_account"  # the act of two by which an account becomes the programme's
NOT_OURS = "%(account)s (%(currency)s) is not one of the programme’s accounts: its entries are ignored until two people agree that it is"
MATCHED_SHOWN = 50
_SELECT = """SELECT a.id, a.number, a.currency, a.seen_at, (SELECT ref FROM proposals p WHERE p.id = coalesce(last.reopened_by, a.proposal_id)) AS proposal,
        (SELECT max(s.to_day) FROM bank_statements s WHERE s.account_id = a.id) AS told_until,
        (SELECT count(*) FROM bank_entries e WHERE e.account_id = a.id) AS entries,
        CASE WHEN last.reopened_at IS NULL THEN last.at END AS closed_at, coalesce(last.why, '') AS closed_why, last.actor AS closed_by
   FROM bank_accounts a LEFT JOIN LATERAL (SELECT * FROM bank_account_closings c WHERE c.account_id = a.id ORDER BY c.id DESC LIMIT 1) last ON true
  WHERE a.programme_id = %(programme)s AND (%(id)s::bigint IS NULL OR a.id = %(id)s) ORDER BY closed_at NULLS FIRST, a.number, a.currency"""


class BankAccount(NamedTuple):
    """An account that files tell of. `closed_by` is whoever took it back, as the audit writes them; `proposal` the ref of the one by which two people agreed to it last; "" where nobody had to."""

    id: int
    number: str
    currency: str
    since: datetime
    proposal: str
    told_until: date | None
    entries: int
    paid_from: bool
    closed_at: datetime | None
    closed_why: str
    closed_by: str


def foreign(given: Given, statements: Sequence[BankStatement]) -> list[list[str]]:
    """The accounts of these statements that are none of the programme's, each as [number, currency]; none that the operator adds with the file."""
    added, own = ADDED.items() <= given.options.items(), _paid_from(given.programme_id)
    known = _known(given.programme_id)
    strange = (
        (one.account, one.currency)
        for one in statements
        if fits_account(one.account) not in own and not known.get((one.account, one.currency), added)
    )
    return [list(one) for one in dict.fromkeys(strange)]


def bank_accounts(programme_id: int) -> list[BankAccount]:
    """All accounts that were ever the programme's, those that were taken back last."""
    return _read(programme_id, None)


def bank_account(programme_id: int, account_id: int) -> BankAccount:
    """One of them. Raises NotReconciled."""
    found = _read(programme_id, account_id)
    if not found:
        raise NotReconciled
    return found[0]


def is_ours(programme_id: int, number: str, currency: str) -> bool:
    """Whether an account is the programme's now."""
    return _known(programme_id).get((number, currency), False) or fits_account(number) in _paid_from(programme_id)


def account_subject(number: str, currency: str) -> str:
    """What a proposal to count an account as the programme's is about, "RUB:40702810100000000417"."""
    return f"{currency}:{number}"


def agree_account(programme_id: int, number: str, currency: str, *, proposal_id: int, now: datetime) -> list[Run]:
    """Count an account as the programme's from now on. Files that wait for it are read once more; they are returned."""
    facts = {"programme": programme_id, "number": number, "currency": currency, "proposal": proposal_id, "now": now}
    execute(
        """INSERT INTO bank_accounts (programme_id, number, currency, seen_at, proposal_id)
           VALUES (%(programme)s, %(number)s, %(currency)s, %(now)s, %(proposal)s) ON CONFLICT DO NOTHING""",
        facts,
    )
    reopened = execute(
        """UPDATE bank_account_closings c SET reopened_at = %(now)s, reopened_by = %(proposal)s FROM bank_accounts a
            WHERE a.id = c.account_id AND a.programme_id = %(programme)s AND a.number = %(number)s AND a.currency = %(currency)s
              AND c.reopened_at IS NULL RETURNING c.id""",
        facts,
    ).first()
    audit.record(
        "reconciliation.agree_account", f"programme:{programme_id}", at=now,
        before={"state": "closed" if reopened else "unknown"}, after={"account": number, "currency": currency, "state": "open"},
    )  # fmt: skip
    return list(_read_again(programme_id, number, currency, now))


def _read_again(programme_id: int, number: str, currency: str, now: datetime) -> Iterator[Run]:
    for one in runs.checked_naming(programme_id, "bank_statement", part="foreign", value=[number, currency]):
        try:
            yield runs.recheck(one.id, now=now)
        except runs.RunNotThere:
            continue  # somebody has gone on with it meanwhile, without the account


def close_account(programme_id: int, account_id: int, *, why: str, now: datetime) -> None:
    """Take an account back: its files are left out and what it told is matched with nothing, but what was matched stays until it is parted.

    Raises:
        NotReconciled: there is none such. NotOpen: it was taken back already. OwnAccount: the programme pays from it. Unexplained: no reason is given.
    """
    found, said = bank_account(programme_id, account_id), why.strip()[: COLUMN_MAX["bank_account_closings.why"]]
    if not said:
        raise Unexplained
    if found.paid_from:
        raise OwnAccount
    closed = execute(
        """INSERT INTO bank_account_closings (account_id, why, at, actor) VALUES (%(account)s, %(why)s, %(now)s, acting())
           ON CONFLICT DO NOTHING RETURNING id""",
        {"account": account_id, "why": said, "now": now},
    ).first()
    if closed is None:
        raise NotOpen(what="account")
    audit.record(
        "reconciliation.close_account", f"programme:{programme_id}", at=now, why=said,
        before={"state": "open"}, after={"account": found.number, "currency": found.currency, "state": "closed"},
    )  # fmt: skip


class Settled(NamedTuple):
    """What an entry of an account was matched with."""

    entry_id: int
    expectation_id: int
    kind: str
    label: str
    amount: int
    booked: date


def settled_by(account_id: int) -> list[Settled]:
    """What is matched with entries of an account, newest first; no more than MATCHED_SHOWN."""
    rows = execute(
        """SELECT m.entry_id, x.id, x.kind, x.label, m.amount, e.booked FROM bank_matches m JOIN bank_entries e ON e.id = m.entry_id
             JOIN expectations x ON x.id = m.expectation_id WHERE e.account_id = %(account)s AND m.released_at IS NULL ORDER BY m.id DESC LIMIT %(most)s""",
        {"account": account_id, "most": MATCHED_SHOWN},
    )
    return [Settled(*row) for row in rows]


def _read(programme_id: int, account_id: int | None) -> list[BankAccount]:
    own = _paid_from(programme_id)
    return [_made(row._asdict(), own) for row in execute(_SELECT, {"programme": programme_id, "id": account_id})]


def _made(row: dict[str, Any], own: set[str]) -> BankAccount:
    closed = row["closed_at"] is not None
    return BankAccount(
        row["id"], row["number"], row["currency"], row["seen_at"], row["proposal"] or "", row["told_until"], row["entries"],
        fits_account(row["number"]) in own, row["closed_at"], row["closed_why"] if closed else "", row["closed_by"] if closed else "",
    )  # fmt: skip


def _known(programme_id: int) -> dict[tuple[str, str], bool]:
    """Number and currency of each account that was ever the programme's, with whether it still is."""
    rows = execute(
        """SELECT a.number, a.currency, NOT EXISTS (SELECT FROM bank_account_closings c WHERE c.account_id = a.id AND c.reopened_at IS NULL) AS ours
             FROM bank_accounts a WHERE a.programme_id = %(programme)s""",
        {"programme": programme_id},
    )
    return {(row.number, row.currency): row.ours for row in rows}


def _paid_from(programme_id: int) -> set[str]:
    held = settlements.own_account(programme_id)
    return {fits_account(one) for one in (held.holder.account, held.holder.iban) if one} if held else set()
