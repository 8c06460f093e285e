"""A statement's period begins and ends at midnight of its contract's zone, wherever that is: to the second, on days of 23 and 25 hours, leap days, year ends."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from marketplace import settlements
from marketplace.core.db import execute, transaction
from tests.builders import settlements as deals
from tests.builders.functions import function_changed
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme
from tests.laws.test_ledger_days import SECOND, ZONES, days_of, midnight
from tests.proof.plugin import Proof

# What happens in a day's last second, at the midnight that ends it, and a second later.
LAST, FIRST, SECOND_ONE = 1, 10, 100


@pytest.mark.proof("P13")
def test_what_happens_in_a_periods_first_and_last_second_is_in_that_statement_and_no_other(
    ctx: Flask, proof: Proof
) -> None:
    for zone in ZONES[:: proof.size(4, 1)]:
        check_periods(zone)
        proof.count("moments of settlement in 14 zones", 3 * len(days_of(ZoneInfo(zone))))


def check_periods(zone: str) -> None:
    """Periods that each end with one of the days: what happens a second before their end is counted before it, all else after it."""
    days = sorted(set(days_of(ZoneInfo(zone))))
    with transaction():
        programme = a_programme(texts=False)
        partner_id = a_partner(programme).id
        contract = deals.a_contract(programme, partner_id, time_zone=zone)
        somebody = execute("SELECT min(id) FROM users").scalar_one()
        for day in days:
            end = midnight(day + timedelta(1), ZoneInfo(zone))
            for at, amount in ((end - SECOND, LAST), (end, FIRST), (end + SECOND, SECOND_ONE)):
                settlements.adjust(partner_id, amount, ref=f"{contract.id}-{at}", why="x", by=somebody, now=at)
        carried = 0
        for day in days:
            end = midnight(day + timedelta(1), ZoneInfo(zone))
            made = settlements.draw(contract, to_day=day + timedelta(1), now=end + timedelta(hours=2))
            assert (made.to_at, made.closing - made.opening) == (end, carried + LAST), day
            assert settlements.replay(made).same
            carried = FIRST + SECOND_ONE
        assert settlements.invariants() == []


@pytest.mark.proof("P13", control=True)
@pytest.mark.spoils_the_books
def test_control_periods_that_end_by_another_zones_clock_are_noticed(ctx: Flask, owner_url: str) -> None:
    with (
        function_changed(owner_url, "statement_draw", "v_contract.time_zone", "'UTC'"),
        pytest.raises((AssertionError, settlements.StatementTooEarly)),
    ):
        check_periods("America/New_York")
