"""A till without a network: what a pass says and who can make one, the set of dead cards, what is booked afterwards, what can be lost."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from marketplace import giftcards, tills
from marketplace.core import signing, vault
from marketplace.core.db import execute, transaction
from marketplace.tills.offline import dead, passes, rules
from tests.builders.functions import function_changed
from tests.builders.orders import NOW
from tests.builders.partners import a_partner
from tests.builders.tills import PIN, VALUE, Offline, Till, a_card, a_terminal, a_till, goes_offline, left, redeem
from tests.proof.plugin import Proof

HOUR = timedelta(hours=1)


def shown(till: Till, **over: object) -> str:
    """The pass that the card's owner has on his screen."""
    text = tills.give_pass(giftcards.card_by_id(till.card.id), pin="", now=NOW)
    return passes.written(replace(passes.read(text), **over)) if over else text


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        made = a_till()
        goes_offline(made.terminal)
        return made


def test_a_pass_names_the_card_to_us_alone_and_says_what_a_till_must_know(till: Till) -> None:
    with transaction():
        text = shown(till)
    said = passes.read(text.lower())
    assert (said.value, said.currency, said.last4, said.part_use) == (VALUE, "RUB", till.code[-4:], True)
    assert said.until == NOW + timedelta(days=7)
    whole = text.encode() + passes._FORM.pack(1, 0, said.mark, 0, b"RUB", said.issuer, 0, 0, 0, b"")
    for secret in (till.code.encode(), till.card.public_id.encode(), vault.blind(till.code)):
        assert secret not in whole


def test_nobody_else_can_make_or_change_a_pass(till: Till) -> None:
    with transaction():
        text = shown(till)
    for place in range(3, len(text)):
        other = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        if other[:-1] == text[:-1]:
            continue  # the last character carries bits that stand for nothing
        with pytest.raises(tills.BadPass):
            passes.read(other)
    assert set(signing.public_keys()) == vault.installed().key_ids


def test_a_card_has_a_pass_only_where_a_terminal_that_takes_it_may_go_on_without_a_network(ctx: Flask) -> None:
    with transaction():
        till = a_till()
        assert tills.give_pass(till.card, pin="", now=NOW) == ""
        other = a_terminal(a_partner(till.shelf.programme).id)
        goes_offline(other)
        assert tills.give_pass(till.card, pin="", now=NOW) == ""
        tills.begin_acceptance(till.terminal.partner_id, other.partner_id, now=NOW)
        assert tills.give_pass(till.card, pin="", now=NOW) != ""
        assert tills.give_pass(till.card, pin=PIN, now=NOW) == "", "a PIN is never taken without asking"
        tills.close_terminal(other, now=NOW)
        assert tills.give_pass(till.card, pin="", now=NOW) == ""


def test_a_pass_is_taken_online_while_it_is_good_and_looks_like_any_wrong_code_when_not(till: Till) -> None:
    with transaction():
        text = shown(till)
        assert tills.find(till.terminal, text, now=NOW).card_id == till.card.id
    for wrong, now in ((text, NOW + timedelta(days=8)), (text[:-20] + "A" * 20, NOW)):
        with pytest.raises(tills.CardUnusable) as no, transaction():
            tills.find(till.terminal, wrong, now=now)
        assert set(no.value.facts) == {"number"}


@given(
    st.sets(st.binary(min_size=16, max_size=16), max_size=300),
    st.sets(st.binary(min_size=16, max_size=16), max_size=50),
)
def test_every_dead_card_is_found_and_nearly_no_other(marks: set[bytes], others: set[bytes]) -> None:
    count, data = dead.encoded(marks)
    assert all(dead.holds(count, data, mark) for mark in marks)
    assert len(data) <= 3 * len(marks) + 1


def test_of_cards_that_live_one_in_65536_must_be_asked_about() -> None:
    chance = Random(7)
    count, data = dead.encoded(chance.randbytes(16) for _ in range(2_000))
    numbers = set(dead._numbers(count, data))
    found = sum(dead._number(chance.randbytes(16), count) in numbers for _ in range(200_000))
    assert found <= 15, "three are to be expected"
    assert len(data) / count < 2.3


def test_what_was_taken_is_booked_once_under_its_own_ref_with_both_times(till: Till) -> None:
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
        assert off.take(text, 3_000, now=NOW + HOUR) == ""
        first, again = off.sync(now=NOW + 5 * HOUR)[0], off.sync(now=NOW + 6 * HOUR)[0]
    assert (first.taken, first.lost, first.why, first.again) == (3_000, 0, "", False)
    assert (first.taken_at, first.synced_at) == (NOW + HOUR, NOW + 5 * HOUR)
    assert again == replace(first, again=True)
    assert left(till.card) == (7_000, "active")
    with transaction():
        back = tills.reverse(till.terminal, first.ref, by="program", now=NOW + 6 * HOUR)
    assert back.amount == 3_000


def test_a_till_that_comes_late_gets_what_is_left_and_loses_the_rest(till: Till) -> None:
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
        off.take(text, 5_000)
        redeem(till.terminal, till.code, amount=8_000)
        short = off.sync()[0]
        assert (short.taken, short.lost, short.why) == (2_000, 3_000, "short")
        second = Offline.going(till.terminal)
        assert second.take(text, 1) == "ask", "what is used up is in the set of dead cards"


STATES = {
    "frozen": lambda till: giftcards.freeze(till.card.public_id, member=till.member, now=NOW),
    "spent": lambda till: redeem(till.terminal, till.code, amount=VALUE),
    "reversed": lambda till: tills.reverse(till.terminal, "F1", by="program", now=NOW),
}


@pytest.mark.parametrize("why", STATES)
def test_a_card_that_cannot_be_used_when_the_till_is_back_gives_nothing(till: Till, why: str) -> None:
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
        STATES[why](till)
        before = left(till.card)
        done = off.bring("F1", text, 5_000, NOW)
    assert (done.taken, done.lost, done.why) == (0, 0 if why == "reversed" else 5_000, why)
    assert left(till.card) == before


def test_what_is_outside_of_the_package_is_not_booked(till: Till) -> None:
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
        late = off.bring("F1", text, 100, NOW + 25 * HOUR, now=NOW + 26 * HOUR)
        early = off.bring("F2", text, 100, NOW - HOUR)
        more = off.bring("F3", text, 5_001, NOW)
        fits = off.bring("F4", text, 5_000, NOW)
        again = off.bring("F5", text, 1, NOW)
        assert [one.why for one in (late, early, more, fits, again)] == ["time", "time", "limit", "", "limit"]
        for ref, package in (("F6", "AAAA"), ("F7", Offline.going(_another(till)).package.ref)):
            with pytest.raises(tills.NoPackage):
                tills.sync(till.terminal, ref=ref, package=package, shown=text, amount=1, taken_at=NOW, now=NOW)


def _another(till: Till) -> tills.Terminal:
    other = a_terminal(till.terminal.partner_id)
    goes_offline(other)
    return other


def test_a_ref_that_stands_for_something_else_is_refused(till: Till) -> None:
    with transaction():
        text, off = shown(till), Offline.going(till.terminal)
        off.bring("F1", text, 100, NOW)
        redeem(till.terminal, till.code, ref="R1", amount=100)
    for ref in ("F1", "R1"):
        with pytest.raises(tills.TerminalRefUsed), transaction():
            off.bring(ref, text, 101, NOW)


def test_an_owner_chooses_limits_within_the_programmes_and_sees_what_he_can_lose(till: Till) -> None:
    for wrong in ({"card_limit": 20_000}, {"stored_limit": rules.STORED_LIMIT_MAX + 1}, {"count_limit": 0}):
        with pytest.raises(tills.BadLimits), transaction():
            goes_offline(till.terminal, **wrong)
    with transaction():
        goes_offline(_another(till), card_limit=100, stored_limit=15_000, count_limit=3)
        shown(till)
    risk = tills.exposure(till.terminal.partner_id, now=NOW)
    assert (risk.terminals, risk.most_lost, risk.cards) == (2, 15_000 + 300, 1)
    with transaction():
        assert tills.switch_off(till.terminal, now=NOW)
        assert not tills.switch_off(till.terminal, now=NOW)
    with pytest.raises(tills.OfflineOff):
        Offline.going(till.terminal)
    assert tills.invariants() == []


def going(terminals: list[tills.Terminal], devices: tuple[str, ...]) -> list[Offline]:
    """Each device of each terminal that gets a package, without its network."""
    away = []
    for of in terminals:
        for device in devices:
            with suppress(tills.OfflineElsewhere):
                away.append(Offline.going(of, device=device))
    return away


@pytest.mark.proof("P04")
@pytest.mark.sequences(4, 60)
def test_never_more_than_the_published_maximum_is_lost(ctx: Flask, sequence: int, proof: Proof) -> None:
    """Tills without a network, each with two devices that ask for a package, take whatever they are shown, while the same cards are used,
    frozen and released online."""
    chance = Random(sequence)
    with transaction():
        till = a_till(stock=3)
        cards = [
            till,
            *(
                replace(till, card=card, code=code)
                for card, code in (a_card(till.shelf, till.member) for _ in range(2))
            ),
        ]
        terminals = [till.terminal, a_terminal(till.terminal.partner_id)]
        for one in terminals:
            goes_offline(
                one, card_limit=chance.choice((900, 4_000)), stored_limit=9_000, count_limit=chance.choice((2, 5))
            )
        texts = [shown(one) for one in cards]
        published = tills.exposure(till.terminal.partner_id, now=NOW).most_lost
        away = going(terminals, ("phone", "computer"))
        for _ in range(30):
            chance.choice(away).take(
                chance.choice(texts), chance.choice((1, 500, 4_000, VALUE)), now=NOW + chance.random() * HOUR
            )
        for one in cards:
            if chance.random() < 0.7:
                redeem(terminals[0], one.code, bill=chance.choice((5_000, VALUE)))
            elif chance.random() < 0.5:
                giftcards.freeze(one.card.public_id, member=till.member, now=NOW)
        done = [taking for one in chance.sample(away, len(away)) for taking in one.sync(now=NOW + 2 * HOUR)]
    proof.count("takings without a network", len(done))
    assert sum(one.lost for one in done) <= published
    assert all(one.why not in ("time", "limit") for one in done), (
        "a till that keeps to its package is never outside of it"
    )
    lost = execute("SELECT terminal_id, sum(lost) AS lost FROM offline_takings GROUP BY terminal_id").all()
    assert all(
        row.lost
        <= next(one.terms.most_lost for one in (of.package for of in away) if one.terms.terminal_id == row.terminal_id)
        for row in lost
    )
    assert tills.invariants() == []
    assert giftcards.invariants() == []


def test_one_device_of_a_till_works_offline_until_it_hands_over_or_its_day_is_over(till: Till) -> None:
    """And whoever fetches another package while something waits, also under other terms, has one budget for both."""
    of, day = till.terminal, rules.PACKAGE_LASTS
    with transaction():
        text = shown(till)
        first = Offline.going(of)
        assert first.take(text, 3_000) == ""
        goes_offline(of, card_limit=4_000, stored_limit=12_000)
    for device in ("two", "three"):
        with pytest.raises(tills.OfflineElsewhere) as no, transaction():
            Offline.going(of, device=device)
        assert no.value.facts == {"since": NOW.isoformat()}
    assert tills.exposure(of.partner_id, now=NOW).most_lost == 15_000
    with transaction():
        second = Offline.going(of, NOW + HOUR)  # the same device, which has not sent what it took
        assert [one.why for one in (second.bring("S1", text, 4_000, NOW + HOUR, now=NOW + 2 * HOUR), *first.sync(now=NOW + 2 * HOUR))] == [
            "", "limit",
        ]  # fmt: skip
    risk = tills.exposure(of.partner_id, now=NOW + 2 * HOUR)
    assert (second.package.terms.most_lost, risk.most_lost) == (12_000, 15_000), (
        "the first package lasts, under its own terms"
    )
    with transaction():
        third = Offline.going(of, NOW + 3 * HOUR)
        assert third.bring("T1", text, 1_000, NOW + 3 * HOUR, now=NOW + 3 * HOUR).why == "", "all was sent before"
        assert tills.hand_back(of, tills.Device("one"), now=NOW + 4 * HOUR)
        assert not tills.hand_back(of, tills.Device("one"), now=NOW + 4 * HOUR)
        Offline.going(of, NOW + 5 * HOUR, device="two")
    with pytest.raises(tills.OfflineElsewhere), transaction():
        Offline.going(of, NOW + 5 * HOUR + day - timedelta(seconds=1))
    with transaction():
        Offline.going(of, NOW + 5 * HOUR + day)
    assert tills.invariants() == []


def test_a_device_that_was_cut_off_may_still_bring_as_much_as_was_said_then(till: Till) -> None:
    of = till.terminal
    with transaction():
        text, lost = shown(till), Offline.going(till.terminal)
        held = tills.held(of.partner_id, now=NOW)[0]
        for _ in range(2):
            tills.cut_off(of, held.id, now=NOW + HOUR)
        with pytest.raises(tills.NoHolder):
            tills.cut_off(_another(till), held.id, now=NOW + HOUR)
        other = Offline.going(of, NOW + HOUR, device="two")
    risk = tills.exposure(of.partner_id, but=of.id, now=NOW + HOUR)
    assert (risk.most_lost, risk.still) == (30_000, 15_000), "the other till's, and what may still come"
    assert tills.exposure(of.partner_id, now=NOW + 25 * HOUR).still == 0
    with transaction():
        redeem(of, till.code, amount=VALUE)
        told = [
            one.bring(ref, text, 5_000, NOW + 2 * HOUR, now=NOW + 3 * HOUR) for ref, one in (("L", lost), ("O", other))
        ]
    assert [(one.lost, one.why) for one in told] == [(5_000, "spent")] * 2
    assert tills.invariants() == []


@pytest.mark.spoils_the_books
@pytest.mark.proof("P04", control=True)
def test_control_where_every_device_gets_a_package_more_is_lost_and_verify_sees_it(ctx: Flask, owner_url: str) -> None:
    with transaction():
        till = a_till()
        goes_offline(till.terminal)
        text = shown(till)
        published = tills.exposure(till.terminal.partner_id, now=NOW).most_lost
        devices = ("one", "two", "three", "four")
        assert len(going([till.terminal], devices)) == 1
    with (
        function_changed(owner_url, "offline_hold", "v_held.holder <> p_holder THEN", "false THEN"),
        function_changed(owner_url, "offline_fits", "SELECT count(*) <", "SELECT true OR count(*) <"),
        transaction(),
    ):
        redeem(till.terminal, till.code, amount=VALUE)
        away = going([till.terminal], devices)
        told = [one.bring(f"F{at}", text, 5_000, NOW) for at, one in enumerate(away)]
    assert sum(one.lost for one in told) > published
    assert any("limits that were published" in found.rule for found in tills.invariants())


@pytest.mark.spoils_the_books
@pytest.mark.proof("P04", control=True)
def test_control_a_server_that_counts_nothing_lets_a_careless_till_lose_more(ctx: Flask, owner_url: str) -> None:
    """A till that forgets its limits is held to them when it is back, and `verify` sees one that was not."""
    with transaction():
        till = a_till()
        goes_offline(till.terminal)
        text, off = shown(till), Offline.going(till.terminal)
        assert [off.bring(f"F{one}", text, 5_000, NOW).why for one in range(3)] == ["", "limit", "limit"]
    with function_changed(owner_url, "offline_fits", "SELECT count(*) <", "SELECT true OR count(*) <"), transaction():
        assert off.bring("F4", text, 5_000, NOW).why == ""
    assert any("limits that were published" in found.rule for found in tills.invariants())
