"""Which lots pay: the rule in Python, which quotes use, is the rule in SQL, which pays. And nothing is lost in parts."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import ledger
from marketplace.core.db import db, transaction
from marketplace.ledger import Entry, Lot, NotEnoughPoints, Taken
from tests.builders import books
from tests.builders.ledger import THEN, a_member_account, a_ref, give
from tests.builders.programmes import a_programme

TODAY = date(2026, 11, 1)
days = st.none() | st.integers(-2, 5).map(lambda days: TODAY + timedelta(days=days))
lots = st.lists(st.tuples(st.integers(1, 50), days), min_size=1, max_size=8)


def quote(amount: int, there: list[Lot]) -> list[Taken] | dict[str, int]:
    """What the lots pay, or the facts of the refusal."""
    try:
        return ledger.take(amount, there)
    except NotEnoughPoints as no:
        return no.facts


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lots=lots, amount=st.integers(1, 200), exact=st.booleans())
def test_the_database_pays_with_the_lots_that_the_quote_named(
    ctx: Flask, lots: list[tuple[int, date | None]], amount: int, exact: bool
) -> None:
    with transaction():
        programme = a_programme(texts=False)
        account, partner = a_member_account(programme), ledger.account(programme.id, "partner", owner_id=1)
        for lot in lots:
            give(programme, account, [lot])
        there = ledger.open_lots(account, TODAY)
    amount = sum(lot.remaining for lot in there) if exact and there else amount
    entries = [Entry(account, -amount), Entry(partner, amount)]
    facts = {"ref": a_ref("take"), "entries": entries, "at": THEN, "today": TODAY}
    quoted = quote(amount, there)
    if isinstance(quoted, dict):
        with pytest.raises(NotEnoughPoints) as refused, transaction():
            books.post(programme.id, "adjustment", **facts)  # type: ignore[arg-type]
        assert refused.value.facts == quoted
        return
    with transaction():
        books.post(programme.id, "adjustment", **facts)  # type: ignore[arg-type]
    with transaction():
        paid = ledger.history(account, limit=1).items[0]
        left = ledger.open_lots(account, TODAY)
    db.session.remove()
    assert [(move.lot_id, move.expires_on, -move.amount) for move in paid.lots] == [
        (taken.lot_id, taken.expires_on, taken.amount) for taken in quoted
    ]
    assert sum(taken.amount for taken in quoted) == amount
    assert sum(lot.remaining for lot in left) + amount == sum(lot.remaining for lot in there)


@given(
    amounts=st.lists(st.tuples(st.integers(1, 10**12), days), min_size=1, max_size=30),
    share=st.integers(0, 10**6),
)
def test_parts_are_the_whole(amounts: list[tuple[int, date | None]], share: int) -> None:
    there = [Lot(number, day, amount, amount) for number, (amount, day) in enumerate(amounts)]
    total = sum(lot.remaining for lot in there)
    amount = max(1, total * share // 10**6)
    taken = ledger.take(amount, reversed(there))
    assert sum(part.amount for part in taken) == amount
    assert all(0 < part.amount <= there[part.lot_id].amount for part in taken)
    assert [part.lot_id for part in taken] == [
        lot.id for lot in sorted(there, key=lambda lot: (lot.expires_on or date.max, lot.id))
    ][: len(taken)]
