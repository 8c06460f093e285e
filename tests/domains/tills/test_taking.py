"""What terminals take from cards, and take back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from marketplace import giftcards, programmes, tills
from marketplace.core.db import execute, transaction
from marketplace.jobs.card_letters import came_back
from tests.builders.orders import NOW, a_shelf
from tests.builders.programmes import a_programme
from tests.builders.tills import PIN, VALUE, Till, a_card, a_terminal, a_till, left, redeem

MINUTE = timedelta(minutes=1)


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        return a_till()


def noon(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def test_a_till_takes_a_part_then_the_rest_and_the_card_is_spent(till: Till) -> None:
    with transaction():
        first = till.redeem(amount=8_000, receipt="004518")
    assert (first.amount, first.remaining, first.receipt, first.to_pay) == (8_000, 2_000, "004518", 0)
    assert (first.issuer_partner_id, first.acceptor_partner_id) == (till.shelf.brand.partner_id,) * 2
    with transaction():
        second = till.redeem(bill=5_000)
    assert (second.amount, second.to_pay, second.remaining) == (2_000, 3_000, 0)
    assert left(till.card) == (0, "spent")


def test_two_cards_on_one_purchase_only_what_is_needed_is_taken(till: Till) -> None:
    with transaction():
        second, code = a_card(till.shelf, till.member)
        first = till.redeem(bill=13_000, receipt="004519")
        rest = redeem(till.terminal, code, bill=first.to_pay, receipt="004519")
    assert [(one.amount, one.to_pay) for one in (first, rest)] == [(VALUE, 3_000), (3_000, 0)]
    assert (left(till.card), left(second)) == ((0, "spent"), (VALUE - 3_000, "active"))


def test_more_than_is_left_is_refused_and_nothing_moves(till: Till) -> None:
    with pytest.raises(tills.NotEnoughLeft), transaction():
        till.redeem(amount=VALUE + 1)
    assert left(till.card) == (VALUE, "active")


def test_the_same_ref_takes_once_and_gives_the_same_answer_though_the_card_is_spent(till: Till) -> None:
    with transaction():
        first = till.redeem(ref="R1", amount=VALUE)
    with transaction():
        again = till.redeem(ref="R1", amount=VALUE)
    assert again.again
    assert not first.again
    assert (again.id, again.amount, again.remaining) == (first.id, VALUE, 0)
    with pytest.raises(tills.TerminalRefUsed), transaction():
        till.redeem(ref="R1", amount=1)


def test_a_reversal_adds_the_amount_and_writes_no_old_balance_back(till: Till) -> None:
    with transaction():
        till.redeem(ref="R1", amount=3_000)
        till.redeem(ref="R2", amount=5_000)
    with transaction():
        back = tills.reverse(till.terminal, "R1", by="program", now=NOW)
    assert back.amount == 3_000
    assert left(till.card) == (5_000, "active")
    with transaction():
        assert tills.reverse(till.terminal, "R1", by="program", now=NOW).again
    assert left(till.card) == (5_000, "active")


def test_a_spent_card_can_be_used_again_after_a_reversal(till: Till) -> None:
    with transaction():
        till.redeem(ref="R1", amount=VALUE)
        tills.reverse(till.terminal, "R1", by="program", now=NOW)
    assert left(till.card) == (VALUE, "active")


def test_a_redemption_that_comes_after_its_reversal_is_refused(till: Till) -> None:
    with transaction():
        assert tills.reverse(till.terminal, "late", by="program", now=NOW).amount == 0
    with pytest.raises(tills.RefReversed), transaction():
        till.redeem(ref="late")
    assert left(till.card) == (VALUE, "active")


def test_a_ref_belongs_to_its_terminal_alone(till: Till) -> None:
    with transaction():
        beside = a_terminal(till.shelf.brand.partner_id)
        till.redeem(ref="R1", amount=1_000)
        assert tills.reverse(beside, "R1", by="program", now=NOW).amount == 0
        assert redeem(till.terminal, till.code, ref="R2", amount=1_000).remaining == 8_000
    assert left(till.card) == (8_000, "active")


def test_what_comes_back_after_the_last_day_can_be_used_for_the_days_of_grace_once_and_its_owner_is_told(
    till: Till,
) -> None:
    last = till.card.expires_on
    with transaction():
        till.redeem(ref="R1", amount=8_000, now=noon(last))
        till.redeem(ref="R2", amount=1_000, now=noon(last))
    after = noon(last) + timedelta(days=1)
    with transaction():
        tills.reverse(till.terminal, "R1", by="owner", now=after)
    grace = programmes.get(till.card.programme_id).grace_days
    assert giftcards.card_by_id(till.card.id).expires_on == after.date() + timedelta(days=grace)
    assert execute("SELECT ref FROM outbox WHERE topic = 'giftcards.came_back'").scalars() == [str(till.card.id)]
    came_back(str(till.card.id))
    said = execute("SELECT body_text FROM mails WHERE ref = %(ref)s", {"ref": f"card_came_back:{till.card.id}"})
    assert "90" in said.scalar_one()
    ends = noon(after.date() + timedelta(days=grace))
    with transaction():
        till.redeem(ref="R3", amount=9_000, now=ends)
    with transaction():
        tills.reverse(till.terminal, "R3", by="owner", now=ends + timedelta(days=1))
    assert left(till.card) == (9_000, "active")
    assert giftcards.card_by_id(till.card.id).expires_on == ends.date(), "once"
    with pytest.raises(tills.CardUnusable), transaction():
        till.redeem(ref="R4", amount=1_000, now=ends + timedelta(days=1))


def test_partners_own_code_gets_no_days_beyond_its_end(ctx: Flask) -> None:
    with transaction():
        till = a_till(expires_on=(NOW + timedelta(days=40)).date())
        till.redeem(ref="R1", amount=1_000, now=NOW + timedelta(days=39))
    with transaction():
        tills.reverse(till.terminal, "R1", by="owner", now=NOW + timedelta(days=42))
    assert left(till.card) == (VALUE, "active")
    assert giftcards.card_by_id(till.card.id).expires_on == till.card.expires_on


@pytest.mark.parametrize("by", ["cashier", "program", "owner"])
def test_each_takes_back_for_as_long_as_he_may(till: Till, by: tills.Reverser) -> None:
    with transaction():
        at = till.redeem(ref="R1").at
    ends = tills.reversible_until(at, by)
    with pytest.raises(tills.ReversalTooLate), transaction():
        tills.reverse(till.terminal, "R1", by=by, now=ends + MINUTE)
    with transaction():
        assert tills.reverse(till.terminal, "R1", by=by, now=ends).amount == 8_000


def test_a_card_that_is_all_or_nothing_is_taken_whole(ctx: Flask) -> None:
    with transaction():
        till = a_till(brand={"part_use": False})
    for ask in ({"amount": 8_000}, {"bill": 8_000}):
        with pytest.raises(tills.PartUseNotAllowed), transaction():
            till.redeem(**ask)
    with transaction():
        assert till.redeem(bill=15_000).to_pay == 5_000


def test_another_partners_till_takes_the_card_only_while_a_contract_lasts(till: Till) -> None:
    with transaction():
        others = a_shelf(till.shelf.programme)
        theirs = a_terminal(others.brand.partner_id)
        issuer, acceptor = till.shelf.brand.partner_id, others.brand.partner_id
    with pytest.raises(tills.CardUnusable) as refused, transaction():
        redeem(theirs, till.code)
    assert set(refused.value.facts) == {"number"}
    with transaction():
        contract = tills.begin_acceptance(issuer, acceptor, now=NOW)
        taken = redeem(theirs, till.code, amount=1_000)
    assert (taken.issuer_partner_id, taken.acceptor_partner_id) == (issuer, acceptor)
    with transaction():
        assert tills.end_acceptance(contract.id, now=NOW + MINUTE)
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(theirs, till.code, amount=1_000)


def test_a_contract_is_no_two_way_street(till: Till) -> None:
    with transaction():
        others = a_shelf(till.shelf.programme)
        tills.begin_acceptance(till.shelf.brand.partner_id, others.brand.partner_id, now=NOW)
        _, code = a_card(others)
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(till.terminal, code)


def test_a_card_of_another_programme_is_not_there(till: Till) -> None:
    with transaction():
        far = a_till(a_programme())
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(far.terminal, till.code)


def test_another_currency_is_refused(till: Till) -> None:
    with pytest.raises(tills.CurrencyDiffers), transaction():
        till.redeem(currency="EUR")


def test_a_frozen_card_is_refused_and_its_own_till_is_told_why(till: Till) -> None:
    with transaction():
        giftcards.freeze(till.card.public_id, member=till.member, now=NOW)
    with pytest.raises(tills.CardUnusable) as refused, transaction():
        till.redeem()
    assert refused.value.facts["reason"] == "frozen"
    reason = execute(
        "SELECT reason FROM till_refusals WHERE number = %(n)s", {"n": refused.value.facts["number"]}
    ).scalar_one()
    assert reason == "frozen"


def test_a_card_that_was_used_and_given_back_is_not_sold_again(till: Till) -> None:
    with transaction():
        till.redeem(ref="R1")
        tills.reverse(till.terminal, "R1", by="program", now=NOW)
    with pytest.raises(giftcards.CardNotActive), transaction():
        giftcards.void_unseen(till.card.order_id, programme_id=till.card.programme_id, now=NOW, why="asked")


def test_the_history_of_a_card_tells_what_was_used_and_what_came_back(till: Till) -> None:
    with transaction():
        till.redeem(ref="R1", amount=3_000)
        tills.reverse(till.terminal, "R1", by="program", now=NOW + MINUTE)
    told = [(event.kind, event.amount) for event in giftcards.events(till.card)]
    assert told[:2] == [("returned", 3_000), ("used", 3_000)]


def test_what_was_set_aside_is_captured_in_part_and_the_rest_comes_back(till: Till) -> None:
    with transaction():
        found = tills.find(till.terminal, till.code, ref="A1", now=NOW)
        tills.prove_pin(found, PIN, now=NOW)
        held = tills.authorise(till.terminal, found, ref="A1", asked=bytes(32), amount=9_000, currency="RUB", now=NOW)
    assert (held.amount, left(till.card)) == (9_000, (1_000, "active"))
    with transaction():
        taken = tills.capture(till.terminal, ref="A1", amount=4_000, receipt="7", now=NOW)
    assert (taken.amount, taken.remaining, left(till.card)) == (4_000, 6_000, (6_000, "active"))
    with transaction():
        assert tills.capture(till.terminal, ref="A1", amount=4_000, receipt="7", now=NOW).again
    with pytest.raises(tills.AuthorisationEnded), transaction():
        tills.void(till.terminal, ref="A1", now=NOW)
    with transaction():
        assert tills.reverse(till.terminal, "A1", by="program", now=NOW).amount == 4_000
    assert left(till.card) == (VALUE, "active")


@pytest.mark.parametrize("end", ["void", "lapse", "reverse"])
def test_what_was_set_aside_and_not_captured_comes_back(till: Till, end: str) -> None:
    with transaction():
        found = tills.find(till.terminal, till.code, ref="A1", now=NOW)
        held = tills.authorise(till.terminal, found, ref="A1", asked=bytes(32), amount=VALUE, currency="RUB", now=NOW)
    assert left(till.card) == (0, "spent")
    with transaction():
        if end == "void":
            assert tills.void(till.terminal, ref="A1", now=NOW)
            assert not tills.void(till.terminal, ref="A1", now=NOW)
        elif end == "reverse":
            tills.reverse(till.terminal, "A1", by="program", now=NOW)
        else:
            assert tills.lapse(held.lapses_at - MINUTE) == 0
            assert tills.lapse(held.lapses_at) == 1
            assert tills.lapse(held.lapses_at) == 0
    assert left(till.card) == (VALUE, "active")
    with pytest.raises((tills.AuthorisationEnded, tills.RefReversed)), transaction():
        tills.capture(till.terminal, ref="A1", amount=1_000, now=NOW)
    assert left(till.card) == (VALUE, "active")


def test_more_than_was_set_aside_cannot_be_captured(till: Till) -> None:
    with transaction():
        found = tills.find(till.terminal, till.code, ref="A1", now=NOW)
        tills.authorise(till.terminal, found, ref="A1", asked=bytes(32), amount=1_000, currency="RUB", now=NOW)
    with pytest.raises(tills.CaptureTooLarge), transaction():
        tills.capture(till.terminal, ref="A1", amount=1_001, now=NOW)
