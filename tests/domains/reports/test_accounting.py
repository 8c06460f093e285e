"""How what falls due with a statement is booked."""

from datetime import date

from flask import Flask

from marketplace import reports
from marketplace.core.db import transaction
from marketplace.reports.accounting import Period, VatLine
from tests.builders import settlements as deals
from tests.builders.orders import an_order
from tests.builders.settlements import DECEMBER, JANUARY, moment
from tests.builders.tills import a_till

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


def _legs(programme_id: int, period: Period, kind: str) -> list[reports.accounting.Leg]:
    return [leg for one in reports.accounting.entries(programme_id, period) if one.kind == kind for leg in one.legs]
