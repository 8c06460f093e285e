"""How what falls due with a statement is booked."""

from collections import defaultdict
from datetime import date, timedelta

from flask import Flask

from marketplace import reconciliation, reports, settlements
from marketplace.core.db import transaction
from marketplace.reports.accounting import Period, VatLine
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.orders import a_shelf, an_order
from tests.builders.reconciliation import an_entry, taken
from tests.builders.settlements import DECEMBER, JANUARY, moment
from tests.builders.tills import a_till

PAID_AT = moment(21, 9, 12)
SINGLE = {"gift_card": {"voucher": "single", "role": "principal"}}


def test_vat_of_single_and_multi_purpose_vouchers_is_booked_when_and_with_whom_it_falls_due(ctx: Flask) -> None:
    """An agent's multi-purpose voucher: at its use, and the partner's. One's own single-purpose voucher: at its sale, and one's own."""
    with transaction():
        till = a_till()
        programme, partner = till.shelf.programme, till.shelf.brand.partner_id
        contract = deals.a_contract(programme, partner)
        till.redeem(amount=6_100, now=moment(22))
    with transaction():
        deals.drawn(contract)
    with transaction():
        deals.another_version(programme, contract, DECEMBER, vat_kinds=SINGLE, owed_on="sale", now=moment(1, 3, 12))
        an_order(till.member, till.shelf, now=moment(2, 12, 12))
    with transaction():
        deals.drawn(contract, JANUARY)

    november, december = (
        Period(first, last, "Europe/Moscow")
        for first, last in ((date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31)))
    )
    used = {leg.account: leg.amount for leg in _legs(programme.id, november, "statement:redemption")}
    assert used == {"5100": -6_100, "2400": 5_653, "4200": 366, "2500": 81, "9100": -1_100, "9190": 1_100}
    assert [leg.owner for leg in _legs(programme.id, november, "statement:redemption") if leg.account == "9100"] == [
        f"partner:{partner}"
    ]
    sold = [(leg.account, leg.amount) for leg in _legs(programme.id, december, "statement:sale")]
    assert sold == [("5100", -10_000), ("2400", 9_400), ("4200", 600), ("5300", -1_803), ("2500", 1_803)]
    assert reports.accounting.vat(programme.id, november) == [
        VatLine(partner, "RUB", "multi", "agent", 6_100, 1_100, 366, 81)
    ]
    assert reports.accounting.vat(programme.id, december) == [
        VatLine(partner, "RUB", "single", "principal", 10_000, 1_803, 600, 0)
    ]
    assert [one.owed_by for of in (november, december) for one in reports.accounting.vat(programme.id, of)] == [
        "partner",
        "programme",
    ]


def test_what_banks_and_acquirers_book_clears_what_statements_and_the_provider_tell_and_ties_to_the_banks_balance(ctx: Flask) -> None:  # fmt: skip
    with transaction():
        shelf = a_shelf()
        programme, partner = shelf.programme, shelf.brand.partner_id
        manager, finance = staff(programme, "manager").id, staff(programme, "finance").id
        owner = staff(programme, "owner", partner_id=partner).id
        paid = deals.a_settled_contract(programme, partner, manager=manager, owner=owner, finance=finance, now=PAID_AT)
        run, day = settlements.payout_run(programme.id, paid["payout_id"]), PAID_AT.date()
        name = f"{run.ref[:20]}{paid['payment_id']}"
        (sent, _charge) = taken(
            programme, an_entry(-run.amount, name, booked=day), an_entry(-149, "Charge", booked=day, line=2), now=PAID_AT, form="camt.053", opening=1_000_000,
            closing=1_000_000 - run.amount - 149,
        )  # fmt: skip
        taken(
            programme, an_entry(9_800, "INV-4401", booked=day, fee=200), an_entry(-9_800, "payout PO-7700123", booked=day, line=2), now=PAID_AT, form="acquirer",
            account="shop",
        )  # fmt: skip
        closing = 1_000_000 - run.amount - 149
        arrived = an_entry(9_800, "PO-7700123", booked=day + timedelta(1))
        taken(programme, arrived, now=PAID_AT, form="camt.053", opening=closing, closing=closing + 9_800)

    december = Period(DECEMBER, date(2026, 12, 31), "Europe/Moscow")
    told = {"1100": 10_000, "1300": run.amount + 149 - 9_800, "1310": -run.amount, "1320": -149, "5500": -200}
    assert told.items() <= _closed(programme.id, december).items()
    with transaction():
        deals.drawn(settlements.contract(partner), JANUARY)
    assert _closed(programme.id, december) == told | {"1310": 0, "2400": 0, "5200": -run.amount}, (
        "the statement tells of it, too"
    )
    turned = reports.accounting.trial_balance(programme.id, december)
    ties = reports.accounting.ties(programme.id, december, turned)
    assert [(one.books, one.holds) for one in ties if one.what == "bank"] == [(closing + 9_800, True)]
    assert all(one.holds for one in ties)
    with transaction():
        (match,) = reconciliation.matches_of(entry_id=sent)
        reconciliation.part(programme.id, match.id, why="Another's", now=moment(1, 12, 1).replace(year=2027))
    january = Period(JANUARY, date(2027, 1, 31), "Europe/Moscow")
    assert _closed(programme.id, december)["1310"] == 0, "what is over stays as it was"
    parted = {"1310": run.amount, "1320": -149 - run.amount}
    assert parted.items() <= _closed(programme.id, january).items()


def _closed(programme_id: int, period: Period) -> dict[str, int]:
    """What each account comes to at a period's end, as the trial balance and the journal have it."""
    turned = [one for one in reports.accounting.trial_balance(programme_id, period) if one.unit == "RUB"]
    ever = Period(date(2026, 11, 1), period.last, period.time_zone)
    sums: dict[str, int] = defaultdict(int)
    for leg in (leg for one in reports.accounting.entries(programme_id, ever) for leg in one.legs):
        sums[leg.account] += leg.amount
    assert {one.account: one.closing for one in turned} == sums
    return sums


def _legs(programme_id: int, period: Period, kind: str) -> list[reports.accounting.Leg]:
    return [leg for one in reports.accounting.entries(programme_id, period) if one.kind == kind for leg in one.legs]
