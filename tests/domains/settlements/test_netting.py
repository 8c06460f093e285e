"""What a partner owes is taken off what it is paid, in the same run, and nobody's debt is another's."""

from datetime import date

from flask import Flask

from marketplace import settlements
from marketplace.core import ids
from marketplace.core.db import execute, transaction
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.orders import a_shelf
from tests.builders.programmes import a_programme
from tests.builders.settlements import JANUARY, moment


def test_run_pays_what_is_left_once_a_partners_own_debt_is_taken_off_and_leaves_out_who_owes(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        finance = staff(programme, "finance").id
        debtor, other = (a_shelf(programme).brand.partner_id for _ in range(2))
        contracts = {one: deals.a_contract(programme, one) for one in (debtor, other)}
        for whose in (debtor, other, None):
            settlements.set_account(programme.id, whose, deals.ACCOUNT, now=moment(1))
        for partner, amount, month in ((debtor, -5_000, 11), (debtor, 12_000, 12), (other, -700, 12)):
            settlements.adjust(
                partner, amount, ref=f"netting-{partner}-{month}", why="x", by=finance, now=moment(10, month=month)
            )
    with transaction():
        first = [deals.accepted(deals.drawn(one)) for one in contracts.values()]
        assert [(one.closing, one.state) for one in first] == [(-5_000, "settled"), (0, "settled")]
        second = [deals.drawn(one, JANUARY) for one in contracts.values()]
        for one in second:
            settlements.send(one, by=finance, now=moment(31, 23, 12))
            settlements.accept(settlements.statement(one.number), by=finance, now=moment(31, 23, 12))
    with transaction():
        ref = ids.new_ref()
        run, again = (
            settlements.draft_run(
                programme.id, [debtor, other], ref=ref, currency="RUB", pays_on=date(2027, 1, 20), by=finance, now=moment(31, 23, 12)
            )
            for _ in range(2)
        )  # fmt: skip

    assert run == again, "asked twice it is drafted once"
    assert [(one.partner_id, one.owed, one.amount) for one in settlements.payments(run.id)] == [(debtor, 7_000, 7_000)]
    owed = execute("SELECT owed - netted AS left FROM payout_owed(%(partner)s)", {"partner": other}).scalar_one()
    assert owed == -700, "what the other owes waits for what it earns"
