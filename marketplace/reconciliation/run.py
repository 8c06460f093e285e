"""A run over a bank's file: what it tells is looked at first, then taken in, statement by statement and part by part.

What is counted is entries; a statement without any counts as one. A statement of an account that is none of the programme's is left out.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from marketplace.core import pans
from marketplace.core.problems import Problems, Reason
from marketplace.identity import Permission
from marketplace.reconciliation import accounts, rules, settling, taking
from marketplace.reconciliation.columns import columns_of
from marketplace.reconciliation.values import BankFile, BankStatement, Reader
from marketplace.runs import Checked, Given, Kind, Part

PART_ENTRIES = 20_000
STATEMENTS_SHOWN = 50


def bank_files(read: Reader) -> Kind:
    """The kind of run for files of banks and acquirers, which `read` understands."""

    def check(given: Given, problems: Problems, now: datetime) -> Checked | None:
        file = _read(read, given)
        if not _sound(file.statements, problems):
            return None
        for told in file.told:
            problems.tell(told)
        return _look(given, file, problems, now)

    def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
        upto = 0
        for position, statement in enumerate(_read(read, given).statements):
            for start, end in _slices(statement):
                upto += max(1, end - start)
                if upto > reached:
                    yield Part(upto, partial(_take, given, position, statement, start, end))

    return Kind("bank_statement", Permission.RUNS_BANK, check, parts, shown, table=False)


def shown(_column: str, cell: str) -> str:
    """Everything but card numbers."""
    return pans.masked(cell)


def _read(read: Reader, given: Given) -> BankFile:
    file = read(given.name, given.content, columns_of(given.options.get("columns", "")))
    for statement in file.statements:
        rules.set_apart(statement)
    return file


def _slices(statement: BankStatement) -> list[tuple[int, int]]:
    """Where each part of its entries begins and ends; one part for a statement without any."""
    count = len(statement.entries)
    return [(start, min(start + PART_ENTRIES, count)) for start in range(0, max(1, count), PART_ENTRIES)]


def _sound(statements: Sequence[BankStatement], problems: Problems) -> bool:
    """Whether each statement adds up and names its account; one with a part that cannot be read may differ by it."""
    for number, statement in enumerate(statements, start=1):
        if not (statement.account and statement.currency):
            problems.add(None, "", Reason("statement %(number)s names no account or no currency", number=number))
        elif (statement.opening is None) != (statement.closing is None):
            reason = "statement %(number)s tells only one of its two balances: it is cut off"
            problems.add(None, "", Reason(reason, number=number))
        elif abs(sum(entry.amount for entry in statement.entries)) > rules.MOVED_MAX:
            problems.add(None, "", Reason("statement %(number)s moves more than any bank does", number=number))
        elif (missing := rules.difference(statement)) and not statement.unread:
            reason = "statement %(number)s does not add up: opening and entries miss the closing by %(missing)s"
            problems.add(None, "", Reason(reason, number=number, missing=rules.plain(missing, statement.currency)))
    return not problems.total


def _look(given: Given, file: BankFile, problems: Problems, now: datetime) -> Checked:
    """What would be taken: it is taken, counted, and undone with the look."""
    total = to_apply = new = known = 0
    shown_of: list[dict[str, Any]] = []
    foreign = accounts.foreign(given, file.statements)
    for position, statement in enumerate(file.statements):
        total += max(1, len(statement.entries))
        if [statement.account, statement.currency] in foreign:
            shown_of.append(_told(statement, taking.Taken(0, 0, 0, None)) | {"foreign": True})
            continue
        parts = [taking.take(given, position, statement, start, end, now=now) for start, end in _slices(statement)]
        taken = taking.Taken(
            sum(one.new for one in parts),
            sum(one.known for one in parts),
            sum(one.fresh for one in parts),
            parts[-1].gap,
        )
        to_apply += taken.new or taken.fresh
        new, known = new + taken.new, known + taken.known
        if taken.gap is not None:
            reason = "a statement before %(account)s of %(day)s is missing: the balance differs by %(missing)s"
            problems.tell(
                Reason(
                    reason, account=statement.account, day=str(statement.from_day or statement.to_day or ""),
                    missing=rules.plain(taken.gap, statement.currency),
                )
            )  # fmt: skip
        shown_of.append(_told(statement, taken))
    unread = sum(len(one.unread) for one in file.statements if [one.account, one.currency] not in foreign)
    _warn(foreign, unread, problems)
    settled = settling.settle(given.programme_id, now=now)
    preview = {
        "statements": shown_of[:STATEMENTS_SHOWN], "statement_count": len(shown_of), "new": new, "known": known, "unread": unread,
        "entries": sum(len(one.entries) for one in file.statements), "foreign": foreign,
        "foreign_entries": sum(len(one.entries) for one in file.statements if [one.account, one.currency] in foreign),
        "met": settled.met, "confirmed": settled.confirmed, "returned": settled.returned,
    }  # fmt: skip
    return Checked(total, to_apply, total - to_apply, preview)


def _warn(foreign: Sequence[Sequence[str]], unread: int, problems: Problems) -> None:
    """Tell which accounts are left out, and how much could not be read."""
    for account, currency in foreign:
        problems.tell(Reason(accounts.NOT_OURS, account=account, currency=currency))
    if unread:
        reason = "parts that cannot be read will wait for somebody to put them right: %(number)s"
        problems.tell(Reason(reason, number=unread))


def _told(statement: BankStatement, taken: taking.Taken) -> dict[str, Any]:
    days = [str(day) for day in (statement.from_day, statement.to_day) if day]
    return {
        "form": statement.form, "account": statement.account, "number": statement.number, "currency": statement.currency,
        "days": days, "opening": statement.opening, "closing": statement.closing, "entries": len(statement.entries),
        "came": sum(one.amount for one in statement.entries if one.amount > 0), "went": sum(one.amount for one in statement.entries if one.amount < 0),
        "new": taken.new, "known": taken.known, "unread": len(statement.unread),
    }  # fmt: skip


def _take(given: Given, position: int, statement: BankStatement, start: int, end: int, now: datetime) -> int:
    if [statement.account, statement.currency] in given.preview.get("foreign", ()) or accounts.foreign(
        given, [statement]
    ):
        return 0  # it was none of the programme's when the file was looked at, or is none any more
    taken = taking.take(given, position, statement, start, end, now=now)
    if end == len(statement.entries):
        settling.settle(given.programme_id, now=now)
    last, told_before = end == len(statement.entries), taken.known == len(statement.entries)
    return taken.new + (last and told_before and bool(taken.fresh or taken.new < 0))  # its balances alone are new
