"""P15, for accounting: the journal of any history, cut anywhere, is balanced, and comes to what the ledger and the statements say."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from flask import Flask

from marketplace import reports, settlements
from marketplace.core.db import execute, transaction
from marketplace.reports.accounting import Document, Period, chart, rules
from tests.laws.test_statements_add_up import BEGINS, ENDS, Trade, a_trade
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P15")
ZONE = "Europe/Moscow"
Sums = dict[tuple[str, str], int]


def a_history(proof: Proof) -> tuple[Trade, int]:
    """A trade whose statements, of either partner, end on random days, drawn; and its programme."""
    trade = a_trade(proof.random, proof.random.choice(["redemption", "sale"]))
    days = [BEGINS + timedelta(one) for one in range(1, (ENDS - BEGINS).days)]
    with transaction():
        for of in trade.contracts:
            trade.cut([*sorted(proof.random.sample(days, 2)), ENDS], of)
    return trade, int(execute("SELECT programme_id FROM partners WHERE id = %(id)s", {"id": trade.contract.partner_id}).scalar_one())  # fmt: skip


def summed(documents: Iterable[Document]) -> Sums:
    """What each account comes to; every document is balanced in every unit, on the balance sheet and off it."""
    found: Sums = defaultdict(int)
    for one in documents:
        of_document: Sums = defaultdict(int)
        for leg in one.legs:
            found[leg.account, leg.unit] += leg.amount
            of_document["off" if leg.account.startswith("9") else "on", leg.unit] += leg.amount
        assert not any(of_document.values()), one
    return found


def test_journal_of_any_history_ties_to_the_ledger_and_the_statements_wherever_it_is_cut(ctx: Flask, proof: Proof) -> None:  # fmt: skip
    for _ in range(proof.size(1, 30)):
        trade, programme_id = a_history(proof)
        cut = BEGINS + timedelta(proof.random.randint(1, (ENDS - BEGINS).days - 1))
        whole = Period(date(2026, 1, 1), ENDS, ZONE)
        parts = (whole._replace(last=cut - timedelta(1)), whole._replace(first=cut))
        together = summed(reports.accounting.entries(programme_id, whole))
        added: Sums = defaultdict(int)
        for part in parts:
            for at, amount in summed(reports.accounting.entries(programme_id, part)).items():
                added[at] += amount
        assert {at: amount for at, amount in added.items() if amount} == {at: amount for at, amount in together.items() if amount}  # fmt: skip

        ledger = execute(
            "SELECT a.kind, a.unit, sum(e.amount)::bigint AS amount FROM entries e JOIN accounts a ON a.id = e.account_id WHERE a.programme_id = %(id)s GROUP BY 1, 2",
            {"id": programme_id},
        ).all()
        assert ledger
        assert all(together[chart.OF_LEDGER[row.kind], row.unit] == row.amount for row in ledger)
        closing = [settlements.statements([of.partner_id])[0].closing for of in trade.contracts]
        assert together[chart.SETTLEMENTS, "RUB"] == sum(closing)
        for period in (whole, *parts):
            turned = reports.accounting.trial_balance(programme_id, period)
            assert all(one.holds for one in reports.accounting.ties(programme_id, period, turned)), period
            booked = summed(reports.accounting.entries(programme_id, period))
            assert {(one.account, one.unit): one.closing - one.opening for one in turned if one.closing != one.opening} == {at: amount for at, amount in booked.items() if amount}  # fmt: skip
        proof.count("journals")


def test_every_account_of_the_ledger_has_its_place_in_the_chart(ctx: Flask) -> None:
    said = execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'accounts'::regclass AND conname = 'accounts_kind_check'"
    ).scalar_one()
    assert {part.partition("'")[0] for part in said.split("'")[1::2]} == set(chart.OF_LEDGER)


@pytest.mark.proof("P15", control=True)
def test_journal_that_leaves_a_commission_out_is_seen(ctx: Flask, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """The control: one leg is forgotten, and debits are not credits any more."""
    whole_legs = rules.legs_of
    _trade, programme_id = a_history(proof)
    monkeypatch.setattr(rules, "legs_of", lambda one: tuple(leg for leg in whole_legs(one) if leg.account != chart.COMMISSION))  # fmt: skip
    period = Period(date(2026, 1, 1), ENDS, ZONE)
    turned = reports.accounting.trial_balance(programme_id, period)
    assert not all(one.holds for one in reports.accounting.ties(programme_id, period, turned))
