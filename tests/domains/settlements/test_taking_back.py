"""What is taken back of a card on a statement: withheld for a dispute, in parts, or sold before the contract began. Never more than was given."""

from datetime import date

import pytest
from flask import Flask

from marketplace import exchanges, giftcards, orders, settlements, tills
from marketplace.core.db import execute, transaction
from marketplace.members import Member
from tests.builders import orders as shop
from tests.builders import settlements as deals
from tests.builders.payments import DISPUTED, Practice, work
from tests.builders.settlements import JANUARY, moment
from tests.builders.tills import a_till
from tests.domains.payments.test_disputes import SHARE, anna, bank, dispute_of, issued  # noqa: F401 - fixtures


def test_value_withheld_for_a_dispute_is_owed_no_more_and_owed_again_when_it_comes_back(
    bank: Practice,  # noqa: F811
    anna: tuple[Member, shop.Shelf],  # noqa: F811
) -> None:
    shelf = anna[1]
    with transaction():
        contract = deals.a_contract(
            shelf.programme, shelf.brand.partner_id, owed_on="sale", commission_bp=500, commission_fixed=10, vat_bp=0
        )
    issued(bank, anna, DISPUTED)
    bank.deliver()
    work()
    with transaction():
        november = deals.drawn(contract)
    back = -(round(SHARE * 0.05) + 10 * SHARE // 100_000)
    assert deals.by_kind(november) == {
        "sale": (1, 100_000, 100_000, 5_010, 94_990), "withheld": (1, -SHARE, -SHARE, back, -SHARE - back),
    }  # fmt: skip
    bank.bank.decide(dispute_of(bank), won=True)
    bank.deliver()
    work()
    with transaction():
        december = deals.drawn(contract, JANUARY)
    assert deals.by_kind(december) == {"withheld_back": (1, SHARE, SHARE, -back, SHARE + back)}
    assert december.closing == 94_990
    assert settlements.replay(november).same
    assert settlements.invariants() == []


@pytest.mark.spoils_the_books  # no withdrawal of the desk stands behind them
def test_fixed_commission_is_given_back_once_however_many_parts_of_a_card_come_back(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        member = shop.a_member(shelf.programme, points=3_000)
        contract = deals.a_contract(
            shelf.programme, shelf.brand.partner_id, owed_on="sale", commission_bp=0, commission_fixed=57, vat_bp=0
        )
        order = shop.an_order(member, shelf)
        orders.fulfil(order.id, now=shop.NOW)
        exchanges.set_rule(shelf.programme.id, exchanges.Rule(shelf.brand.id, recasts=True), now=shop.NOW)
        card = giftcards.of_orders([order.id])[order.id]
        parts = exchanges.split(member, card.public_id, [20_000] * 5, ref="split-five", now=shop.NOW)
        for part in parts:
            orders.refund(part, "unwanted", note="x", now=moment(23))
    with transaction():
        made = deals.drawn(contract)
    found = deals.by_kind(made)
    assert found["sale"] == (1, 100_000, 100_000, 57, 99_943)
    assert found["cancellation"] == (5, -100_000, -100_000, -55, -99_945), "57 fifths are 11 each, rounded down"


def test_what_happened_before_the_contract_began_is_on_neither_side(ctx: Flask) -> None:
    with transaction():
        till = a_till()  # sold on 21 November
        contract = deals.a_contract(
            till.shelf.programme,
            till.shelf.brand.partner_id,
            begins_on=date(2026, 11, 25),
            owed_on="sale",
            commission_bp=0,
        )
        before = till.redeem(amount=1_000, now=moment(22))
    with transaction():
        till.redeem(amount=2_000, now=moment(26))
        tills.reverse(till.terminal, before.ref, by="owner", now=moment(27))
    with transaction():
        made = deals.drawn(contract)
    assert deals.by_kind(made) == {"redemption": (1, 2_000, 2_000, 0, 2_000)}, "its sale was not paid, so its use is"
    assert execute("SELECT count(*) FROM reversals").scalar_one() == 1
