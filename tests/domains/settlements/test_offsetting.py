"""What a company owes one programme is taken off what another owes it, once each programme has agreed; nobody's debt is another's."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from marketplace import settlements
from marketplace.core import ids
from marketplace.core.db import execute, transaction
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.programmes import a_programme
from tests.builders.settlements import JANUARY, moment

COMPANIES = {"2901000017": (10_000, -6_000, -1_000), "7707083893": (-2_000, 3_000, 0)}  # what three programmes owe each


def test_companies_claims_and_debts_in_several_programmes_are_set_off_once_each_has_agreed(ctx: Flask) -> None:
    """X is owed 100 by the first and owes 60 and 10 to the others; Y owes the first 20 and is owed 30 by the second."""
    now, later = moment(2, 9, 12), moment(3, 9, 12)
    with transaction():
        houses = [a_programme() for _ in range(3)]
        finance = staff(houses[0], "finance").id
        agrees = [staff(house, "manager").id for house in houses]
        partner_of = {
            (inn, house.id): deals.a_position(house, amount, inn, by=finance, now=now)
            for inn, amounts in COMPANIES.items()
            for house, amount in zip(houses, amounts, strict=True)
            if amount
        }
        stranger = a_programme()
        deals.a_position(stranger, 400, "5001007322", by=finance, now=now)
    ref = ids.new_ref()
    with transaction():
        made, again = (
            settlements.draft_netting(houses[0].id, ref=ref, currency="RUB", by=finance, now=now) for _ in range(2)
        )
    first, second, third = (house.id for house in houses)
    assert made == again, "asked twice it is drafted once"
    assert [tuple(one) for one in settlements.netting_transfers(made)] == [
        (first, second, 4_000),
        (first, third, 1_000),
    ]
    assert {(one.partner_id, one.cleared) for one in settlements.netting_positions(made)} == {
        (partner_of["2901000017", first], 7_000), (partner_of["2901000017", second], -6_000), (partner_of["2901000017", third], -1_000),
        (partner_of["7707083893", first], -2_000), (partner_of["7707083893", second], 2_000),
    }  # fmt: skip
    assert _left(partner_of["2901000017", first]) == 3_000, "no payout counts what is being set off"
    with pytest.raises(settlements.NoNetting):
        settlements.netting(stranger.id, made.id)
    for wrong in (
        lambda: settlements.send_netting(made, by=finance, now=later),
        lambda: settlements.approve_netting(made, programme_id=first, by=finance, now=later),
        lambda: settlements.approve_netting(made, programme_id=stranger.id, by=agrees[0], now=later),
    ):
        with pytest.raises(settlements.NettingStep), transaction():
            wrong()
    with transaction():
        for house, by in zip(houses, agrees, strict=True):
            settlements.approve_netting(made, programme_id=house.id, by=by, now=later)
        settlements.send_netting(settlements.netting(first, made.id), by=finance, now=later)
    with pytest.raises(settlements.NettingStep), transaction():
        settlements.drop_netting(made, by=finance, now=later)
    assert [_left(one) for one in partner_of.values()] == [3_000, 0, 0, 0, 1_000]
    with transaction():
        drawn = [
            settlements.draw(settlements.contract(one), to_day=JANUARY, now=datetime(2027, 1, 2, tzinfo=UTC))
            for one in partner_of.values()
        ]
    assert [one.closing for one in drawn] == [3_000, 0, 0, 0, 1_000]
    assert sum(deals.by_kind(one)["netting"][4] for one in drawn) == 0
    assert all(settlements.replay(one).same for one in drawn)
    assert settlements.invariants() == []


def test_netting_that_is_given_up_leaves_all_as_it_was_and_one_whose_debt_was_paid_meanwhile_is_not_sent(
    ctx: Flask,
) -> None:
    now = moment(2, 9, 12)
    with transaction():
        house, other = a_programme(), a_programme()
        finance = staff(house, "finance").id
        agrees = {one.id: staff(one, "manager").id for one in (house, other)}
        owed, owing = (
            deals.a_position(of, amount, "2901000017", by=finance, now=now)
            for of, amount in ((house, 500), (other, -300))
        )

    def draft() -> settlements.Netting:
        return settlements.draft_netting(house.id, ref=ids.new_ref(), currency="RUB", by=finance, now=now)

    with transaction():
        given_up = draft()
        with pytest.raises(settlements.NothingToNet):
            draft()
        settlements.drop_netting(given_up, by=finance, now=now)
        assert (_left(owed), _left(owing)) == (500, -300)
        moved = draft()
        for programme_id, by in agrees.items():
            settlements.approve_netting(moved, programme_id=programme_id, by=by, now=now)
        settlements.paid_in(owing, 100, kind="debt", ref="paid-meanwhile", now=now)
        assert _left(owing) == -200, "a debt that is being set off is nobody's claim"
    with pytest.raises(settlements.NettingMoved), transaction():
        settlements.send_netting(moved, by=finance, now=now)


def _left(partner_id: int) -> int:
    """What could be paid to a partner now."""
    return int(execute("SELECT owed - netted FROM payout_owed(%(partner)s)", {"partner": partner_id}).scalar_one())
