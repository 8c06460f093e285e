"""Statements: what a partner is owed for a period, each event once, the same whenever it is drawn again."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from marketplace import exchanges, giftcards, orders, settlements, tills
from marketplace.cli.imports.rates import rates
from marketplace.core.actors import SYSTEM
from marketplace.core.db import act_as, execute, transaction
from marketplace.programmes import Programme
from marketplace.tills import Found, Terminal
from tests.builders import settlements as deals
from tests.builders.orders import NOW, a_member, a_shelf, an_order, beside
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme
from tests.builders.settlements import DECEMBER, JANUARY, moment
from tests.builders.tills import Till, a_terminal, a_till


def redeem_card(terminal: Terminal, card_id: int, amount: int, **when: Any) -> None:
    """Take an amount of a card that was found."""
    tills.redeem(terminal, Found(card_id), ref=f"C-{amount}", asked=bytes(32), amount=amount, currency="RUB", **when)


@pytest.fixture
def till(ctx: Flask) -> Till:
    """A terminal of a brand's own partner, and a card of 100.00 bought on 21 November."""
    with transaction():
        return a_till()


def test_partner_is_owed_what_its_tills_took_less_commission_and_its_tax(till: Till) -> None:
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
        till.redeem(amount=8_000, now=moment(22))
    with transaction():
        made = deals.drawn(contract)

    assert deals.by_kind(made) == {"sale": (1, 10_000, 0, 0, 0), "redemption": (1, 8_000, 8_000, 480, 7_414)}
    assert (made.opening, made.closing) == (0, 7_414), "8 000 less 6 %, less 22 % of that (105.6 is 106)"
    document = settlements.document(made)
    assert hashlib.sha256(document).digest() == made.digest
    assert json.loads(document)["statement"]["closing"] == 7_414
    assert settlements.replay(made).same
    _named(json.loads(document))


def _named(document: dict[str, Any]) -> None:
    """A document names events and cards by names of the contract's own, which count nothing, and versions by their numbers within it."""
    lines = [dict(zip(document["columns"], line, strict=True)) for line in document["lines"]]
    assert [(one["kind"], one["version"]) for one in lines] == [("sale", 1), ("redemption", 1)]
    names = [*(one["event"] for one in lines), lines[0]["card"]]
    assert all(re.fullmatch("[0-9a-f]{20}", name) for name in names), names
    assert len({*names}) == 3, "each kind of thing has names of its own"
    assert lines[0]["card"] == lines[1]["card"]
    assert "partner" not in document["statement"]
    salt = execute("SELECT salt FROM contracts").scalar_one()
    [card] = execute("SELECT id FROM giftcards").scalars()
    assert names[2] == hashlib.sha256(f"{salt}:card:{card}".encode()).hexdigest()[:20]


def test_commission_that_the_programme_bears_is_not_taken_from_the_partner(till: Till) -> None:
    facts: dict[str, Any] = {
        "commission_by": "programme",
        "commission_fixed": 3,
        "commission_steps": ({"from": 1, "bp": 500},),
    }
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id, **facts)
        taken = till.redeem(amount=8_000, now=moment(22))
        till.redeem(amount=1_000, now=moment(23))
        tills.reverse(till.terminal, taken.ref, by="owner", now=moment(24))
    with transaction():
        made = deals.drawn(contract)
        deals.another_version(till.shelf.programme, contract, DECEMBER, commission_by="partner", now=moment(1, 3, 12))
        till.redeem(amount=2_000, now=moment(2, 9, 12))
    with transaction():
        december = deals.drawn(contract, JANUARY)

    assert deals.by_kind(made)["redemption"] == (2, 9_000, 9_000, 0, 9_000)
    assert deals.by_kind(made)["reversal"] == (1, -8_000, -8_000, 0, -8_000), "what was not taken is not given back"
    assert {(one.commission_bp, one.commission_vat) for one in settlements.lines(made)} == {(0, 0)}
    assert deals.by_kind(december)["redemption"] == (1, 2_000, 2_000, 103, 1_874), (
        "5 % and 3, and 22 % of that (22.66 is 23)"
    )


def test_two_gift_cards_of_one_partner_may_be_taxed_at_the_sale_and_at_the_use_each_at_its_own_rate(till: Till) -> None:
    first, kind = till.shelf, {"voucher": "multi", "role": "agent"}
    with transaction():
        second = beside(first, value=20_000)
        own = {f"offer:{second.offer_id}": {"voucher": "single", "role": "principal", "bp": 1_000}}
        contract = deals.a_contract(first.programme, first.brand.partner_id, vat_kinds={"gift_card": kind} | own)
        order = orders.fulfil(an_order(till.member, second, now=moment(22)).id, now=moment(22))
        redeem_card(till.terminal, giftcards.of_orders([order.id])[order.id].id, 5_000, now=moment(23))
        till.redeem(amount=8_000, now=moment(23))
        made = deals.drawn(contract)
    lines = {(one.kind, one.amount): (one.voucher, one.role, one.goods_vat) for one in settlements.lines(made)}
    assert lines == {
        ("sale", 10_000): ("multi", "agent", 0), ("redemption", 8_000): ("multi", "agent", 1_443),
        ("sale", 20_000): ("single", "principal", 1_818), ("redemption", 5_000): ("single", "principal", 0),
    }  # fmt: skip
    assert [one.commission_vat for one in settlements.lines(made) if one.amount == 8_000] == [106], (
        "22 % of the commission"
    )
    for wrong in ({"offer:x": kind}, {"gift_card": kind | {"bp": 5_001}}, {"gift_card": kind | {"bp": "10"}}):
        with pytest.raises(settlements.BadTerms), transaction():
            deals.another_version(first.programme, contract, DECEMBER, vat_kinds=wrong, now=moment(24))


def test_refund_of_last_months_redemption_appears_this_month_and_closed_one_never_changes(till: Till) -> None:
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
        taken = till.redeem(amount=8_000, now=moment(30, 12))
    with transaction():
        november = deals.drawn(contract)
    with transaction():
        tills.reverse(till.terminal, taken.ref, by="owner", now=moment(1, 11, 12))
    with transaction():
        december = deals.drawn(contract, JANUARY)

    assert settlements.statement(november.number) == november
    assert settlements.replay(november).same
    assert deals.by_kind(december) == {"reversal": (1, -8_000, -8_000, -480, -7_414)}
    assert (december.opening, december.closing) == (november.closing, 0)


def test_card_that_went_on_counts_as_sold_once_and_another_partners_card_is_always_owed(till: Till) -> None:
    issuer = till.shelf.brand.partner_id
    with transaction():
        other = a_terminal(a_partner(till.shelf.programme).id)
        tills.begin_acceptance(issuer, other.partner_id, now=moment(21))
        sold = deals.a_contract(till.shelf.programme, issuer, owed_on="sale", breakage_bp=2_500)
        used = deals.a_contract(till.shelf.programme, other.partner_id, commission_bp=0)
        heir = deals.under_another_code(till.card, now=moment(22))
        redeem_card(other, heir, 3_000, now=moment(23))
        redeem_card(till.terminal, heir, 1_000, now=moment(24))
    with transaction():
        of_issuer, of_acceptor = deals.drawn(sold), deals.drawn(used)

    assert deals.by_kind(of_issuer) == {
        "sale": (1, 10_000, 10_000, 600, 9_268), "redemption": (1, 1_000, 0, 0, 0), "elsewhere": (1, -3_000, -3_000, -180, -2_780),
    }  # fmt: skip
    assert deals.by_kind(of_acceptor) == {"redemption": (1, 3_000, 3_000, 0, 3_000)}


def test_what_expires_unspent_is_shared_and_what_comes_back_to_it_later_too(ctx: Flask) -> None:
    """What comes back after the last day gives the card days of grace, once; after these it is unspent as it comes."""
    with transaction():
        till = a_till(a_programme(grace_days=2), validity_days=3)  # until 24 November
        contract = deals.a_contract(
            till.shelf.programme, till.shelf.brand.partner_id, breakage_bp=2_500, commission_bp=0
        )
        first, second = (till.redeem(amount=amount, now=moment(22)) for amount in (1_000, 6_000))
        tills.reverse(till.terminal, first.ref, by="owner", now=moment(26))  # until 28 November
        tills.reverse(till.terminal, second.ref, by="owner", now=moment(30))
    with transaction():
        made = deals.drawn(contract)

    found = {kind: row for kind, row in deals.by_kind(made).items() if "breakage" in kind}
    assert found == {
        "breakage": (1, 3_000, 750, 0, 750), "breakage_back": (1, -3_000, -750, 0, -750),
        "breakage_again": (1, 4_000, 1_000, 0, 1_000), "late_breakage": (1, 6_000, 1_500, 0, 1_500),
    }  # fmt: skip
    assert made.closing == 7_000 - 7_000 + 1_000 + 1_500, "used and reversed; all of it unspent in the end"


def test_card_extended_after_its_last_day_gives_its_breakage_back_and_may_expire_again(ctx: Flask) -> None:
    with transaction():
        till = a_till(validity_days=3)  # until 24 November
        contract = deals.a_contract(
            till.shelf.programme, till.shelf.brand.partner_id, breakage_bp=2_500, commission_bp=0
        )
    with transaction():
        november = deals.drawn(contract)
    with transaction():
        giftcards.extend(till.card, date(2026, 12, 20), "goodwill", note="", now=moment(2, 12, 12))
        till.redeem(amount=4_000, now=moment(10, 12, 12))
    with transaction():
        december = deals.drawn(contract, JANUARY)

    assert deals.by_kind(november)["breakage"] == (1, 10_000, 2_500, 0, 2_500)
    assert settlements.replay(november).same, "what was extended later changes nothing in it"
    assert deals.by_kind(december) == {
        "breakage_back": (1, -10_000, -2_500, 0, -2_500), "redemption": (1, 4_000, 4_000, 0, 4_000), "breakage_again": (1, 6_000, 1_500, 0, 1_500),
    }  # fmt: skip
    assert december.closing == 4_000 + 1_500
    assert settlements.replay(december).same


def test_card_extended_in_time_does_not_expire_on_its_first_last_day(ctx: Flask) -> None:
    with transaction():
        till = a_till(a_programme(grace_days=1), validity_days=3)  # until 24 November
        contract = deals.a_contract(
            till.shelf.programme, till.shelf.brand.partner_id, breakage_bp=2_500, commission_bp=0
        )
        first, second = (till.redeem(amount=amount, now=moment(22)) for amount in (1_000, 6_000))
        extended = giftcards.extend(till.card, date(2026, 11, 25), "fault", note="", now=moment(23))
        tills.reverse(till.terminal, first.ref, by="owner", now=moment(26, 1))  # until 27 November
        tills.reverse(till.terminal, second.ref, by="owner", now=moment(28))
        giftcards.extend(extended, date(2026, 12, 31), "fault", note="", now=moment(29))
    with transaction():
        made = deals.drawn(contract)

    found = {kind: row[:3] for kind, row in deals.by_kind(made).items() if "breakage" in kind}
    assert found == {
        "breakage_again": (2, 7_000, 1_750), "late_breakage": (1, 6_000, 1_500), "breakage_back": (2, -13_000, -3_250),
    }, "30.00 and 40.00 when it expired, 60.00 later; the days of grace give back 30.00, the last extension all"  # fmt: skip


def test_vat_of_a_voucher_falls_due_once_by_how_it_was_sold_whatever_its_contract_or_its_offer_becomes(
    till: Till,
) -> None:
    """Single-purpose: the tax in the price falls due when the card is sold; multi-purpose: when it is used (Directive 2016/1065)."""
    programme, issuer = till.shelf.programme, till.shelf.brand.partner_id
    single = {"gift_card": {"voucher": "single", "role": "principal"}}
    with transaction():
        contract = deals.a_contract(programme, issuer)
        other = a_terminal(a_partner(programme).id)
        tills.begin_acceptance(issuer, other.partner_id, now=moment(21))
        elsewhere = deals.a_contract(programme, other.partner_id, vat_kinds=single)
        taken = till.redeem(amount=6_100, now=moment(22))
        redeem_card(other, till.card.id, 610, now=moment(23))
    with transaction():
        first, of_acceptor = deals.drawn(contract), deals.drawn(elsewhere)
    with transaction():
        deals.another_version(programme, contract, DECEMBER, vat_kinds=single, now=moment(1, 3, 12))
        sold = giftcards.of_orders([an_order(till.member, till.shelf, now=moment(2, 12, 12)).id]).popitem()[1]
        act_as(SYSTEM)
        till.redeem(amount=1_000, now=moment(3, 12, 12))
        redeem_card(till.terminal, sold.id, 2_000, now=moment(3, 12, 12))
        tills.reverse(till.terminal, taken.ref, by="owner", now=moment(4, 12, 12))
    with transaction():
        second = deals.drawn(contract, JANUARY)

    tax = {
        (of.number, one.kind): (one.goods_vat, one.commission_vat)
        for of in (first, of_acceptor, second)
        for one in settlements.totals(of)
    }
    assert tax[first.number, "sale"] == (0, 0)
    assert tax[first.number, "redemption"] == (1_100, 81), "22 of 122 of 61.00; 22 % of 6 % on the agent's commission"
    assert tax[of_acceptor.number, "redemption"] == (110, 0), "sold as multi-purpose, at whichever till it is used"
    assert tax[second.number, "sale"] == (1_803, 0)
    assert tax[second.number, "redemption"] == (180, 0), (
        "of the card that was sold as multi-purpose alone; a principal's discount is no service"
    )
    assert tax[second.number, "reversal"] == (-1_100, -81), "what is taken back is taxed as it was"
    with transaction():
        execute("UPDATE offers SET kind = 'certificate'")
    assert [settlements.replay(one).same for one in (first, of_acceptor, second)] == [True] * 3


def test_step_of_the_commission_follows_from_the_periods_sums_and_a_reversal_gives_back_what_was_taken(
    till: Till,
) -> None:
    steps = ({"from": 5_000, "bp": 500}, {"from": 9_000, "bp": 100})
    with transaction():
        contract = deals.a_contract(
            till.shelf.programme, till.shelf.brand.partner_id, commission_steps=steps, commission_fixed=3, vat_bp=0
        )
        taken = [till.redeem(amount=amount, now=moment(22)) for amount in (4_999, 1)]
    with transaction():
        november = deals.drawn(contract)
    with transaction():
        tills.reverse(till.terminal, taken[0].ref, by="owner", now=moment(1, 12, 12))
    with transaction():
        december = deals.drawn(contract, JANUARY)

    assert deals.by_kind(november)["redemption"] == (2, 5_000, 5_000, 250 + 0 + 6, 4_744)
    assert deals.by_kind(december)["reversal"] == (1, -4_999, -4_999, -253, -4_746), (
        "5 %, though December comes to less than any step"
    )
    drawn, terms = (november.number, december.number), settlements.versions(contract)[0].terms
    for other, wanted in (
        ({}, ((256, 256), (-253, -303))),  # by itself December reaches no step, and goes by the 6 % beneath them
        ({"commission_bp": 1_000, "commission_fixed": 0, "commission_steps": ()}, ((256, 500), (-253, -500))),
        ({"commission_by": "programme"}, ((256, 0), (-253, 0))),
    ):
        found = settlements.on_past_statements(contract, replace(terms, **other))
        assert [(one.statement, one.was, one.becomes) for one in found] == [
            (number, *sums) for number, sums in zip(drawn, wanted, strict=True)
        ]


def test_steps_of_the_commission_are_found_from_all_of_a_statement_though_the_version_changes_within_it(
    till: Till,
) -> None:
    with transaction():
        facts: dict[str, Any] = {"commission_steps": ({"from": 5_000, "bp": 500},), "vat_bp": 0}
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id, **facts)
        again = ({"from": 5_000, "bp": 400},)
        deals.another_version(till.shelf.programme, contract, date(2026, 11, 24), commission_steps=again, now=moment(2))
        for day, amount in ((22, 3_000), (25, 2_000)):
            till.redeem(amount=amount, now=moment(day))
    with transaction():
        made = deals.drawn(contract)
    assert [(one.version, one.commission) for one in settlements.lines(made) if one.due] == [(1, 150), (2, 80)]


def test_event_that_arrives_after_its_statement_was_drawn_enters_the_next_one_once(till: Till, owner_url: str) -> None:
    """A till's transaction is open while the statement is drawn: it happened before, and is seen later."""
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
        taken = till.redeem(amount=1_000, now=moment(22))
    with psycopg.connect(owner_url) as late:
        late.execute("SET session_replication_role = replica")
        late.execute(
            """INSERT INTO redemptions (terminal_id, ref, asked, giftcard_id, amount, remaining, receipt, issuer_partner_id, acceptor_partner_id, at)
               SELECT terminal_id, 'LATE', asked, giftcard_id, 7, 0, '', issuer_partner_id, acceptor_partner_id, at FROM redemptions WHERE ref = %s""",
            [taken.ref],
        )
        with transaction():
            november = deals.drawn(contract)
        late.commit()
        with transaction():
            december = deals.drawn(contract, JANUARY)
        assert deals.by_kind(november)["redemption"][:2] == (1, 1_000)
        assert deals.by_kind(december) == {"redemption": (1, 7, 7, 0, 7)}
        assert settlements.replay(november).same
        assert settlements.replay(december).same
        late.execute("DELETE FROM redemptions WHERE ref = 'LATE'")
        late.commit()
        assert not settlements.replay(december).same, "a statement that is not what happened is found"


@pytest.mark.spoils_the_books  # refunds of the desk have no withdrawals here
def test_partner_bears_its_share_of_a_joint_promotion_and_refunds_give_back_exactly_that(ctx: Flask) -> None:
    """7.77 % of 1,000.00 is the discount and 33.33 % of it the partner's: 25.90, to the last kopeck over any refunds."""
    with transaction():
        shelf = a_shelf(value=100_000, fulfilment="own")
        exchanges.set_rule(
            shelf.programme.id, exchanges.Rule(shelf.brand.id, gives=True, takes=True, recasts=True, fee_permille=0), now=NOW
        )  # fmt: skip
        anna, mine = a_member(shelf.programme, points=100_000), [shelf.brand.partner_id]
        contract = deals.a_contract(shelf.programme, mine[0])
        ours, theirs = deals.two_sides(shelf.programme, mine[0])
    deal = settlements.Deal(
        offer_id=shelf.offer_id, name="Снежные дни", from_day=date(2026, 11, 23), to_day=DECEMBER, discount_bp=777, partner_bp=3_333
    )  # fmt: skip
    _agreed(deal, mine, ours, theirs)

    def bought(now: datetime) -> orders.Order:
        order = an_order(anna, shelf, now=now)
        return orders.fulfil(order.id, now=now)

    with transaction():
        _early, whole, _kept, back = [bought(moment(day)) for day in (22, 23, 29, 30)]
        orders.cancel(back, why="", now=moment(30, 13))
        card = giftcards.of_orders([whole.id])[whole.id]
        parts = exchanges.split(anna, card.public_id, [33_300, 33_300, 33_400], ref="split-one", now=moment(30, 14))
        orders.refund(parts[0], "unwanted", note="", now=moment(30, 15))
    foreseen = settlements.foreseen(deal, now=moment(30, 16))
    assert (foreseen.cards, foreseen.value, foreseen.days, foreseen.borne) == (3, 300_000, 8, 2_071), (
        "by what was sold lately"
    )
    (agreed,) = (one.id for one in settlements.promotions(mine) if one.state == "agreed")
    assert [one.was for one in settlements.too_dear([agreed])[agreed]] == [None], "the shop has not lowered its price"
    with transaction():
        november = deals.drawn(contract)
    with pytest.raises(settlements.PromotionSettled), transaction():
        settlements.propose_promotion(deal, mine, side="programme", by=ours, now=moment(1, 3, 12))
    with transaction():
        for part in parts[1:]:
            orders.refund(part, "unwanted", note="", now=moment(1, 15, 12))
        bought(moment(2, 15, 12))
    with transaction():
        december = deals.drawn(contract, JANUARY)

    first, second = (deals.by_kind(one) for one in (november, december))
    assert first["promotion"] == (3, -7_770, -7_770, 0, -7_770)
    assert (first["promotion_cancelled"][4], first["promotion_refunded"][4]) == (2_590, 862)
    assert second["promotion_refunded"] == (2, 1_728, 1_728, 0, 1_728), "25.90 in all: nothing is left over"
    assert "promotion" not in second, "nobody signed for December"
    assert settlements.replay(november).same
    assert settlements.replay(december).same


def _agreed(deal: settlements.Deal, mine: list[int], ours: int, theirs: int) -> None:
    """What cannot be is refused; one is signed by both sides, beside which there is no other; one waits until it is refused."""
    with transaction():
        wrong: Any
        for wrong in ({"discount_bp": 10_001}, {"partner_bp": 0}, {"to_day": deal.from_day}, {"offer_id": 0}):
            with pytest.raises(settlements.BadPromotion):
                settlements.propose_promotion(replace(deal, **wrong), mine, side="programme", by=ours, now=moment(2))
        assert settlements.foreseen(deal, now=moment(2)).cards == 0
        offered = settlements.propose_promotion(deal, mine, side="programme", by=ours, now=moment(2))
        later = replace(deal, from_day=DECEMBER, to_day=JANUARY)
        unwanted = settlements.propose_promotion(later, mine, side="partner", by=theirs, now=moment(2))
    with pytest.raises(settlements.BothSides), transaction():
        settlements.sign_promotion(offered, side="partner", by=ours, now=moment(3))
    with transaction():
        assert settlements.sign_promotion(offered, side="partner", by=theirs, now=moment(3)).state == "agreed"
        settlements.refuse_promotion(unwanted, side="programme", by=ours, why="Дорого", now=moment(3))
    for moved in (offered, unwanted):
        with pytest.raises(settlements.PromotionMoved), transaction():
            settlements.sign_promotion(moved, side="programme", by=ours, now=moment(4))
    with pytest.raises(settlements.PromotionBeside), transaction():
        settlements.propose_promotion(replace(deal, name="Ещё"), mine, side="programme", by=ours, now=moment(4))


def test_statement_is_drawn_once_its_period_has_ended_and_asked_twice_is_one(till: Till) -> None:
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
    for early in (datetime(2026, 11, 30, 20, 59, tzinfo=UTC), datetime(2026, 11, 30, 21, 59, tzinfo=UTC)):
        with pytest.raises(settlements.StatementTooEarly), transaction():
            deals.drawn(contract, now=early)
    with transaction():
        first = deals.drawn(contract, now=datetime(2026, 11, 30, 22, 0, tzinfo=UTC))
    with transaction():
        assert deals.drawn(contract) == first
    with pytest.raises(settlements.StatementPeriod), transaction():
        deals.drawn(contract, date(2026, 11, 15))


def test_day_of_an_event_is_the_contracts_time_zones(till: Till) -> None:
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
        till.redeem(amount=100, now=datetime(2026, 11, 30, 20, 59, 59, tzinfo=UTC))
        till.redeem(amount=10, now=datetime(2026, 11, 30, 21, 0, tzinfo=UTC))
    with transaction():
        november = deals.drawn(contract)
        december = deals.drawn(contract, JANUARY)
    assert deals.by_kind(november)["redemption"][:2] == (1, 100)
    assert deals.by_kind(december)["redemption"][:2] == (1, 10)


def test_card_in_another_currency_is_settled_at_the_last_rate_within_a_week_and_not_without_one(ctx: Flask) -> None:
    with transaction():
        till = a_till(currency="EUR")
        contract = deals.a_contract(
            till.shelf.programme, till.shelf.brand.partner_id, rate_source="ЦБ РФ", commission_bp=0
        )
        taken = till.redeem(amount=5, currency="EUR", now=moment(22))  # a Sunday
    friday, sunday, rate = date(2026, 11, 20), date(2026, 11, 22), 92_500_000_000
    for day, worth in ((sunday - timedelta(8), rate + 1), (sunday + timedelta(1), rate + 2), (friday, rate)):
        with pytest.raises(settlements.NoRate), transaction():
            deals.drawn(contract)
        with transaction():
            settlements.put_rate(till.shelf.programme.id, "ЦБ РФ", "EUR", "RUB", day, worth)
    with transaction():
        made = deals.drawn(contract)
    with transaction():
        settlements.put_rate(till.shelf.programme.id, "ЦБ РФ", "EUR", "RUB", sunday, 2 * rate)
        tills.reverse(till.terminal, taken.ref, by="owner", now=moment(1, 11, 12))
    with transaction():
        december = deals.drawn(contract, JANUARY)
    rates = [(one.kind, one.rate, one.rate_day) for of in (made, december) for one in settlements.lines(of) if one.due]
    assert rates == [("redemption", rate, friday), ("reversal", rate, friday)], (
        "by the last rate before it that was known"
    )
    assert deals.by_kind(december)["reversal"] == (1, -462, -462, 0, -462)
    assert all(settlements.replay(of).same for of in (made, december)), "whatever has become known since"
    assert deals.by_kind(made)["redemption"] == (1, 462, 462, 0, 462), (
        "5 × 92.5 is 462.5: a half goes to the even neighbour"
    )


def test_operator_loads_a_file_of_rates_once_and_a_rate_that_stands_never_changes(ctx: Flask, tmp_path: Path) -> None:
    file, runner, context = tmp_path / "rates.csv", CliRunner(), ScriptInfo(create_app=lambda: ctx)
    with transaction():
        programme, other = a_programme(), a_programme()

    def loaded(*rows: str, apply: bool = True, into: Programme = programme) -> tuple[int, str]:
        file.write_text("\n".join(["day;from;to;rate", *rows]))
        asked = [str(file), "--programme", into.slug, "--source", "ECB", *["--apply"] * apply]
        told = runner.invoke(rates, asked, obj=context)
        return told.exit_code, told.output

    for wrong in ("1e3", "1_000", "1,000", "١٠٠", "91.215", "NaN", "0"):
        code, said = loaded(f"2026-11-21;JPY;EUR;{wrong}")
        assert (code, "row 2, column rate" in said) == (1, True), wrong
    shown = loaded("2026-11-21;JPY;EUR;0,006125", "2026-11-21;JPY;EUR;0.0062", apply=False)
    assert shown[1].startswith(
        "ECB: 1 new, 0 already there\nJPY to EUR on 2026-11-21: another rate than 0.0062 is kept\n"
    )
    assert execute("SELECT count(*) FROM settlement_rates WHERE source = 'ECB'").scalar_one() == 0, "only shown"
    assert loaded("2026-11-21;JPY;EUR;0,006125", "2026-11-21;USD;EUR;zero")[0] == 1
    assert loaded("2026-11-21;JPY;EUR;0,006125", "2026-11-22;USD;EUR;0.9")[1].startswith(
        "ECB: 2 new, 0 already there\n"
    )
    again = loaded("2026-11-21;JPY;EUR;0.006125", "2026-11-22;USD;EUR;0.91")
    assert again[1].startswith("ECB: 0 new, 1 already there\n")
    assert "USD to EUR on 2026-11-22" in again[1]
    kept = execute("SELECT from_currency, rate FROM settlement_rates WHERE source = 'ECB' ORDER BY from_currency").all()
    assert [tuple(row) for row in kept] == [("JPY", 612_500_000), ("USD", 900_000_000)], "a yen has no hundredths"
    assert loaded("2026-11-22;USD;EUR;0.91", into=other)[1].startswith("ECB: 1 new, 0 already there\n"), "its own"


def test_nothing_is_drawn_in_a_restored_database_whose_transactions_are_counted_anew(
    till: Till, owner_url: str
) -> None:
    """By its snapshot the statement before would claim to have counted all that is new; drawn again it is the same all the while."""
    with transaction():
        contract = deals.a_contract(till.shelf.programme, till.shelf.brand.partner_id)
    with transaction():
        november = deals.drawn(contract)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        moved = "UPDATE statements SET txid = (txid::text::bigint + %s)::text::xid8"
        owner.execute(moved, [10**9])
        with pytest.raises(settlements.NumbersBegunAgain), transaction():
            deals.drawn(contract, JANUARY)
        assert settlements.replay(november).same
        owner.execute(moved, [-(10**9)])
    with transaction():
        assert deals.drawn(contract, JANUARY).opening == november.closing
