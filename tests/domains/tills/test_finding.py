"""A code is found however it is typed, another code never, and anyone who guesses is held up."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace import tills
from marketplace.core.db import execute, transaction
from marketplace.core.ids import ALPHABET
from marketplace.giftcards import Card
from marketplace.tills import typed
from tests.builders.functions import function_changed
from tests.builders.identity import a_user
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.orders import NOW
from tests.builders.tills import PIN, Till, a_card, a_terminal, a_till, on_sale, redeem
from tests.proof.plugin import Proof

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LOOK_ALIKE = str.maketrans("ABEKMHPCTYX01", "АВЕКМНРСТУХOI")
SOFTER = str.maketrans("01", "ol")
# What the keys of a keyboard say while its layout is Russian.
RUSSIAN_KEYS = str.maketrans(
    "qwertyuiopasdfghjklzxcvbnmQWERTYUIOPASDFGHJKLZXCVBNM:/?&",
    "йцукенгшщзфывапролдячсмитьЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬЖ.,?",
)


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        return a_till(stock=1)


def found(till: Till, code: str, now_plus: timedelta = timedelta()) -> int | None:
    with transaction():
        return tills.find(till.terminal, code, now=NOW + now_plus).card_id


@pytest.mark.parametrize(
    "write",
    [
        str, str.lower, lambda code: f"  {code[:4]}-{code[4:8]} {code[8:]}  ", lambda code: code.translate(LOOK_ALIKE),
        lambda code: code.lower().translate(SOFTER), lambda code: code.replace("0", "О").replace("1", "|"),
        lambda code: f"https://vitrina.example/till?code={code}&from=app", lambda code: f"https://vitrina.example/c/{code.lower()}/",
        lambda code: f"HTTPS://VITRINA.EXAMPLE/#{code}", lambda code: "\u2013".join(code),
        lambda code: f"Код: {code[:4]} {code[4:]}", lambda code: f"gift card no. {code.lower()}", lambda code: f"Код карты {code}",
        lambda code: code.lower().translate(RUSSIAN_KEYS), lambda code: f"Й{code}".translate(RUSSIAN_KEYS)[1:],
        lambda code: f"https://vitrina.example/till?code={code}&from=app".translate(RUSSIAN_KEYS),
    ],
    ids=[
        "as it is", "small", "in groups", "Cyrillic", "o and l", "bars", "a link's field", "a link's end", "a link's fragment", "dashes",
        "labelled", "labelled in English", "labelled without a colon", "Russian keys", "Russian keys, capitals", "a link in Russian keys",
    ],
)  # fmt: skip
def test_a_code_is_found_however_it_is_written(till: Till, write) -> None:  # type: ignore[no-untyped-def]
    assert found(till, write(till.code)) == till.card.id


def test_what_is_written_so_is_never_read_as_another_code(ctx: Flask) -> None:
    """Two codes that differ by what is easily confused: each is found as it stands, what could be both is not found."""
    with transaction():
        till = a_till(stock=1)
        first, second, third = (_sold(till, code) for code in ("MOCKAB0777", "MOCKABO777", "KI0B0CD2EF"))
    assert found(till, "mock-ab0-777") == first.id
    assert found(till, "mock-abo-777") == second.id
    assert found(till, "МОСКАВО777") == second.id, "a Cyrillic О is an O"
    with pytest.raises(tills.CardUnusable):
        found(till, "M0CKABO777")  # it could be either
    assert found(till, "klo-bo-cd2ef") == third.id


def test_keys_of_the_russian_layout_never_stand_for_another_code(ctx: Flask) -> None:
    """What is a Cyrillic code, or could be a Latin one in look-alikes, is read as it stands and as nothing else."""
    with transaction():
        till = a_till(stock=1)
        cyrillic, latin, _other = (_sold(till, code) for code in ("ЙЦУК7777", "QWER7777", "DFDF7777"))
    assert found(till, "йцук-7777") == cyrillic.id
    assert found(till, "qwer-7777") == latin.id
    with pytest.raises(tills.CardUnusable):
        found(till, "ВАВА7777")  # looks like BABA, so the keys D and F are not what is meant


@pytest.mark.parametrize("typed_", ["12", " 7-К ", "---", "https://vitrina.example/c/12"])
def test_what_is_too_short_for_any_code_is_told_so_and_is_no_guess(till: Till, typed_: str) -> None:
    for _ in range(12):
        with pytest.raises(tills.CodeTooShort), transaction():
            tills.find(till.terminal, typed_, now=NOW)
    assert execute("SELECT count(*) FROM till_refusals").scalar_one() == 0
    assert found(till, till.code) == till.card.id


def test_an_unsold_code_is_not_read_as_one_that_is_sold(ctx: Flask) -> None:
    with transaction():
        till = a_till(stock=1)
        _sold(till, "MOCKABO777")
        on_sale(till.shelf, "MOCKAB0777")
    with pytest.raises(tills.CardUnusable):
        found(till, "MOCKAB0777")


@given(st.text(alphabet=ALPHABET + "OIL-  АВСoil|", min_size=0, max_size=80))
@settings(max_examples=300, deadline=None)
def test_no_more_variants_are_tried_than_fit(text: str) -> None:
    meant = typed.readings(text)
    assert len(meant.variants) <= typed.VARIANTS_MAX
    assert meant.exact not in meant.variants
    assert all(len(variant) == len(meant.exact) or meant.exact.isdigit() for variant in meant.variants)


@pytest.mark.proof("P22")
def test_guessing_is_held_up_raises_an_alarm_and_harms_nobody_else(till: Till, proof: Proof) -> None:
    """Guesses at one terminal, one a second for hours; somebody pays at the next till all the while."""
    with transaction():
        beside = a_terminal(till.shelf.brand.partner_id)
    looked, held_up, waits = [], 0, []
    for guess in range(proof.size(150, 100_000)):
        now = NOW + guess * SECOND
        try:
            with transaction():
                tills.find(till.terminal, f"GUESS{guess:07d}", user_id=None, now=now)
        except tills.TooManyCodes as no:
            held_up += 1
            waits.append(no.facts["retry_after"])
        except tills.CardUnusable:
            looked.append(now)
        if guess % 50 == 0:
            with transaction():
                assert tills.find(beside, till.code, now=now).card_id == till.card.id
    assert held_up
    assert all(0 < wait <= 3600 for wait in waits)
    _at_most(10, MINUTE, looked)
    _at_most(100, timedelta(hours=1), looked)
    alarm = execute(
        "SELECT min(at) AS first FROM till_alarms WHERE terminal_id = %(id)s", {"id": till.terminal.id}
    ).one()
    assert alarm.first - NOW <= 5 * MINUTE
    proof.count("guesses", len(looked) + held_up)
    proof.count("looked up", len(looked))


def _at_most(number: int, lasts: timedelta, moments: list) -> None:  # type: ignore[type-arg]
    for place in range(len(moments) - number):
        assert moments[place + number] - moments[place] >= lasts


@pytest.mark.proof("P22")
def test_a_person_who_goes_from_till_to_till_is_held_up_too(till: Till) -> None:
    from_till_to_till = 0
    with transaction():
        others = [a_terminal(till.shelf.brand.partner_id) for _ in range(12)]
        user_id = a_user().id
    for number, terminal in enumerate(others):
        try:
            with transaction():
                tills.find(terminal, f"GUESS{number}", user_id=user_id, now=NOW)
        except tills.TooManyCodes:
            from_till_to_till += 1
        except tills.CardUnusable:
            pass
    assert from_till_to_till == 2


@pytest.mark.proof("P23")
def test_the_fifth_wrong_pin_locks_it_for_half_an_hour_whatever_is_typed(till: Till) -> None:
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(tills.PinWrong) as wrong, transaction():
            till.redeem(pin="9999")
        assert wrong.value.facts["tries_left"] == left
    with pytest.raises(tills.PinLocked), transaction():
        till.redeem()
    with pytest.raises(tills.PinLocked), transaction():
        till.redeem(now=NOW + timedelta(minutes=30) - SECOND)
    with transaction():
        assert till.redeem(now=NOW + timedelta(minutes=30)).amount == 8_000


def test_a_lock_of_the_pin_goes_on_with_a_card_that_follows_its_owner_into_another_membership(till: Till) -> None:
    for _ in range(5):
        with pytest.raises(tills.PinWrong), transaction():
            till.redeem(pin="9999")
    with transaction():
        become_one(till.member, a_member(till.shelf.programme), now=NOW)
    with pytest.raises(tills.PinLocked), transaction():
        till.redeem()


@pytest.mark.proof("P23")
def test_a_right_pin_forgets_the_wrong_ones_before_it(till: Till) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(tills.PinWrong), transaction():
                till.redeem(pin="0000")
        with transaction():
            till.redeem(amount=1)


def test_a_card_without_a_pin_asks_for_none(till: Till) -> None:
    with transaction():
        _sold(till, "MOCKNOPIN777", pin="")
        assert redeem(till.terminal, "mock-nopin-777", pin="").amount == 8_000


def _sold(till: Till, code: str, pin: str = PIN) -> Card:
    on_sale(till.shelf, code, pin)
    return a_card(till.shelf, till.member)[0]


@pytest.mark.proof("P22", control=True)
def test_control_where_guesses_are_not_counted_nobody_is_held_up(till: Till, owner_url: str) -> None:
    with function_changed(owner_url, "terminal_find", "wait := till_wait(p_terminal, p_user, p_now);", "wait := 0;"):
        for guess in range(12):
            with pytest.raises(tills.CardUnusable), transaction():
                tills.find(till.terminal, f"GUESS{guess:07d}", user_id=None, now=NOW)


@pytest.mark.proof("P23", control=True)
def test_control_where_a_lock_is_not_looked_at_the_right_pin_is_taken_behind_it(till: Till, owner_url: str) -> None:
    with function_changed(owner_url, "terminal_pin", "IF v_tries.locked_until > p_now THEN", "IF false THEN"):
        for _ in range(5):
            with pytest.raises(tills.PinWrong), transaction():
                till.redeem(pin="9999")
        with transaction():
            assert till.redeem().amount == 8_000
