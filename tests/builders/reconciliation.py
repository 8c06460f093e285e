"""Banks' statements for tests. All need a transaction."""

from datetime import date, datetime, timedelta
from typing import Any

from marketplace import reconciliation
from marketplace.core import ids
from marketplace.core.db import execute
from marketplace.core.problems import Reason
from marketplace.reconciliation import BankEntry, BankStatement, Unread, keys_of, settling, taking, words_of
from marketplace.reconciliation.at_tills import matching
from marketplace.reconciliation.at_tills import taking as tills_told
from marketplace.reconciliation.at_tills.reading import TillLine
from marketplace.runs import Given

ACCOUNT = "40702810100000000417"


def an_entry(amount: int, text: str, *, booked: date, line: int = 1, currency: str = "RUB", **more: Any) -> BankEntry:
    """A booking whose text may name payments."""
    return BankEntry(line, amount, currency, booked, booked, keys=keys_of(words_of(text)), text=text, **more)


def taken(
    programme: Any, *entries: BankEntry, now: datetime, form: str = "1c", currency: str = "RUB", unread: tuple[Unread, ...] = (), account: str = ACCOUNT,
    opening: int | None = None, closing: int | None = None,
) -> list[int]:  # fmt: skip
    """Take a statement in, with everything that follows; returns the ids of its entries."""
    days = [one.booked for one in entries] or [now.date()]
    statement = BankStatement(
        form, account, "1", currency, opening, closing, min(days), max(days), list(entries), list(unread)
    )
    given = Given(programme.id, None, "statement.txt", b"", ids.new_ref().encode(), {})
    taking.take(given, 0, statement, 0, len(entries), now=now)
    settling.settle(programme.id, now=now)
    return [row.id for row in execute("SELECT id FROM bank_entries ORDER BY id DESC LIMIT %(n)s", {"n": len(entries)})][
        ::-1
    ]


def till_told(programme: Any, partner_id: int, *lines: TillLine, now: datetime) -> list[int]:
    """Take in what a partner's tills tell, with everything that follows; returns the ids of the lines."""
    given = Given(programme.id, partner_id, "tills.csv", b"", ids.new_ref().encode(), {})
    export_id = tills_told.begin(given, partner_id, lines, {"receipt": "Чек"}, now=now)
    assert export_id is not None
    tills_told.add(export_id, partner_id, lines)
    tills_told.note_repeats(export_id, partner_id, lines, now=now)
    matching.pair(partner_id, now=now)
    return [
        row.id for row in execute("SELECT id FROM till_lines WHERE export_id = %(id)s ORDER BY line", {"id": export_id})
    ]


def all_sorts(programme: Any, partner_id: int, *, now: datetime) -> dict[str, Any]:
    """A receipt of a till, a redemption that no receipt tells of where there is one, an entry that waits, one matched by hand to a partner's advance, and a part that cannot be read. Their names in addresses."""
    ref = ids.new_ref()
    reconciliation.request_deposit(programme.id, partner_id, 10_000, due=now.date(), ref=ref, now=now)
    unread = Unread(7, "Сумма=abc", Reason("the amount is missing or is no number"))
    entry, other = taken(
        programme, an_entry(9_900, "Advance", booked=now.date(), party="Test"), an_entry(5_000, "Rent", booked=now.date(), line=2, reference="R-1", party_account="40702810000000009020"),
        now=now, unread=(unread,),
    )  # fmt: skip
    expectation_id = execute("SELECT max(id) FROM expectations WHERE kind = 'deposit'").scalar_one()
    (match_id,) = reconciliation.match(programme.id, [entry], [expectation_id], fee=True, why="Test", now=now)
    repair_id = execute("SELECT max(id) FROM bank_repairs").scalar_one()
    before = now - timedelta(hours=1)
    lines = [TillLine(n, at, at.date(), f"10441{n}", "Касса 7", 8_000) for n, at in enumerate((now, before), 1)]
    line_id = till_told(programme, partner_id, *lines, now=now)[0]
    untold = execute(
        "SELECT max(id) FROM redemptions WHERE acceptor_partner_id = %(id)s", {"id": partner_id}
    ).scalar_one()
    return {
        "account_id": execute("SELECT min(id) FROM bank_accounts").scalar_one(),
        "line_id": line_id,
        "redemption_id": untold,
        "entry_id": other,
        "expectation_id": expectation_id,
        "match_id": match_id,
        "repair_id": repair_id,
    }
