"""The demo world loads into an empty database and is what it promises to be."""

from flask import Flask

from marketplace import ledger, members, programmes, settlements, shop
from marketplace.core import clock
from marketplace.core.db import execute
from marketplace.reconciliation.standing import ENTRY_STATE, ENTRY_STATES


def test_world_loads_and_anna_has_what_the_pictures_show(demo_world: None, ctx: Flask) -> None:
    now = clock.now()
    programme = programmes.by_slug("vysota")
    anna = members.by_number(programme.id, "770001842261")
    assert anna is not None
    account = ledger.account(programme.id, "member", owner_id=anna.id)
    assert ledger.balance(account, programme.day(now)) == 4820
    assert shop.total(programme.id, now=now, city="saint-petersburg") == 47
    assert ledger.invariants() == []


def test_world_has_a_closed_month_an_open_one_disputes_a_netting_and_money_in_each_state(
    demo_world: None, ctx: Flask
) -> None:
    programme, other = programmes.by_slug("vysota"), programmes.by_slug("garage")
    today = programme.day(clock.now())
    contract = next(one for one in settlements.contracts(programme.id) if one.number == "В-115")
    closed = settlements.statements([contract.partner_id])[0]
    assert (closed.to_day, closed.accepted_at is not None) == (today.replace(day=1), True), (
        "last month is closed, this one open"
    )
    assert settlements.replay(closed).same

    def words(sql: str) -> set[str]:
        return {str(one) for one in execute(sql).scalars()}

    assert words(
        "SELECT coalesce(e.outcome, 'open') FROM statement_disputes d LEFT JOIN statement_dispute_ends e ON e.dispute_id = d.id"
    ) == {"open", "upheld", "rejected", "withdrawn"}
    (netting,) = settlements.nettings(programme.id)
    assert (netting.state, settlements.nettings(other.id)) == ("sent", [netting])
    assert words("SELECT kind FROM payout_files") == {"1c", "pain.001.001.09"}
    entries = (
        f"SELECT {ENTRY_STATE} FROM bank_entries entry JOIN bank_accounts account ON account.id = entry.account_id"
    )
    assert words(entries) == set(ENTRY_STATES)
    assert settlements.invariants() == []
