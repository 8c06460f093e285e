"""One card and many tills at the same moment, by the domain's verbs and by the API: value is taken once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from flask import Flask

from marketplace import giftcards, tills
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.core.errors import Refusal
from tests.builders.functions import function_changed
from tests.builders.orders import NOW
from tests.builders.tills import (
    PIN,
    VALUE,
    Offline,
    Till,
    a_card,
    a_terminal,
    a_till,
    goes_offline,
    left,
    on_sale,
    redeem,
)
from tests.proof.plugin import Proof
from tests.races.crowd import together

TILLS, SAME = 20, 50
# How the function of the database waits for the card; without it two read the same remaining.
LOCK = ("WHERE id = p_card FOR NO KEY UPDATE;", "WHERE id = p_card;")


def a_crowd(app: Flask, *, pin: bool = True) -> tuple[Till, list[tills.Terminal]]:
    with app.app_context(), transaction():
        till = a_till(stock=1)
        if not pin:
            on_sale(till.shelf, f"NOPIN{till.terminal.id:09d}", "")
            card, code = a_card(till.shelf, till.member)
            till = replace(till, card=card, code=code)
        return till, [a_terminal(till.terminal.partner_id) for _ in range(TILLS)]


def taken(app: Flask, till: Till) -> tuple[int, int]:
    """How many movements the card has, and what is left on it."""
    with app.app_context():
        moves = execute(
            "SELECT count(*) FROM giftcard_movements WHERE giftcard_id = %(id)s", {"id": till.card.id}
        ).scalar_one()
        return moves, left(till.card)[0]


def many_tills(app: Flask) -> str:
    """Twenty tills want 80.00 of 100.00; returns what went wrong, or nothing. Without a PIN, at which they would wait already."""
    till, crowd = a_crowd(app, pin=False)
    told = together(app, [partial(redeem, one, till.code, amount=8_000) for one in crowd])
    done = [one for one in told if isinstance(one, tills.Redemption)]
    clean = [one for one in told if isinstance(one, tills.NotEnoughLeft)]
    moves, remaining = taken(app, till)
    right = (len(done), len(clean), moves, remaining) == (1, TILLS - 1, 1, VALUE - 8_000)
    return "" if right else f"{len(done)} accepted, {len(clean)} refused, {moves} movements, {remaining} left: {told}"


def one_ref(app: Flask) -> str:
    """Fifty times the same question under one ref; returns what went wrong, or nothing."""
    till, _ = a_crowd(app)
    told = together(app, [lambda: redeem(till.terminal, till.code, ref="R1", amount=8_000)] * SAME)
    same = {one.id for one in told if isinstance(one, tills.Redemption)}
    moves, remaining = taken(app, till)
    return "" if (len(same), moves, remaining) == (1, 1, VALUE - 8_000) else f"{moves} movements: {told}"


def by_the_api(app: Flask) -> str:
    """The same two crowds as programs; returns what went wrong, or nothing."""
    till, crowd = a_crowd(app)
    with app.app_context(), transaction():
        keys = [tills.add_key(one, now=clock.now()) for one in crowd]
    body = {"code": till.code, "pin": PIN, "amount": 8_000, "currency": "RUB"}
    apart = _asked(app, [(key, body | {"ref": "R1"}) for key in keys])
    if sorted(apart) != [201] + [409] * (TILLS - 1):
        return f"many tills: {apart}"
    winner = keys[apart.index(201)]
    again = _asked(app, [(winner, body | {"ref": "R1"})] * SAME)
    moves, remaining = taken(app, till)
    return "" if (set(again), moves, remaining) == ({201}, 1, VALUE - 8_000) else f"one ref: {again}, {moves} movements"


def _asked(app: Flask, questions: list[tuple[str, dict[str, object]]]) -> list[int]:
    barrier = Barrier(len(questions), timeout=20)

    def ask(question: tuple[str, dict[str, object]]) -> int:
        key, body = question
        http = app.test_client()
        barrier.wait()
        return http.post(
            "/api/v1/terminal/redemptions", json=body, headers={"Authorization": f"Bearer {key}"}
        ).status_code

    with ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(ask, questions))


@pytest.mark.proof("P02")
@pytest.mark.parametrize("crowd", [many_tills, one_ref, by_the_api])
def test_two_requests_cannot_spend_the_same_value(app: Flask, crowd: Callable[[Flask], str], proof: Proof) -> None:
    for _ in range(proof.size(1, 500)):
        assert crowd(app) == ""
        proof.count(f"rounds of {crowd.__name__.replace('_', ' ')}")


@pytest.mark.spoils_the_books
@pytest.mark.proof("P02", control=True)
def test_control_without_waiting_for_the_card_the_same_crowd_breaks_it(app: Flask, owner_url: str) -> None:
    with (
        function_changed(owner_url, "giftcard_take", *LOCK),
        function_changed(owner_url, "terminal_amount", " FOR NO KEY UPDATE OF g"),
    ):
        assert any(many_tills(app) for _ in range(20))


def test_a_redemption_and_its_reversal_at_once_end_as_if_one_came_first(app: Flask) -> None:
    for number in range(5):
        till, _ = a_crowd(app)
        ref = f"R{number}"
        told = together(app, [
            lambda: redeem(till.terminal, till.code, ref=ref), lambda: tills.reverse(till.terminal, ref, by="program", now=NOW),  # noqa: B023
        ])  # fmt: skip
        assert isinstance(told[1], tills.Reversal)
        assert isinstance(told[0], tills.Redemption | tills.RefReversed)
        assert taken(app, till)[1] == VALUE, "whoever came first, nothing is taken in the end"


@pytest.mark.proof("P23")
def test_of_fifty_pins_at_once_five_are_looked_at(app: Flask, proof: Proof) -> None:
    """Fifty tills try PINs, the right one among them: five wrong ones are answered, and a right one after them is not."""
    for _ in range(proof.size(1, 20)):
        till, crowd = a_crowd(app)
        deeds = [
            partial(redeem, one, till.code, pin=f"{pin:04d}", amount=100)
            for pin, one in zip(range(400, 450), crowd * 3, strict=False)
        ]
        told = together(app, deeds)
        wrong = sum(isinstance(one, tills.PinWrong) for one in told)
        assert all(isinstance(one, Refusal | tills.Redemption) for one in told), told
        assert wrong <= 5 + 5 * any(isinstance(one, tills.Redemption) for one in told), (
            "the right one forgets those before it"
        )
        assert sum(isinstance(one, tills.PinLocked | tills.TooManyCodes) for one in told) >= 39
        proof.count("PINs at once", len(told))


def offline_crowd(app: Flask, size: int = 2) -> tuple[Till, list[Offline], str]:
    """Tills that have each taken 50.00 of the same card, worth 100.00, without a network; and the card's pass."""
    with app.app_context(), transaction():
        till = a_till(stock=1)
        terminals = [a_terminal(till.terminal.partner_id) for _ in range(size)]
        for one in terminals:
            goes_offline(one)
        shown = tills.give_pass(till.card, pin="", now=NOW)
        away = [Offline.going(one) for one in terminals]
        assert [one.take(shown, 5_000) for one in away] == [""] * size
        return till, away, shown


def many_come_back(app: Flask) -> str:
    """Twenty tills took 50.00 of one card without a network, and are back at once; returns what went wrong, or nothing."""
    till, away, _ = offline_crowd(app, TILLS)
    told = [one[0] if isinstance(one, list) else one for one in together(app, [one.sync for one in away])]
    done = [one for one in told if isinstance(one, tills.Taking)]
    sums = (len(done), sum(one.taken for one in done), sum(one.lost for one in done), taken(app, till))
    right = (TILLS, VALUE, TILLS * 5_000 - VALUE, (2, 0))
    with app.app_context():
        wrong = tills.invariants()
    return "" if sums == right and not wrong else f"{sums} instead of {right}: {told} {wrong}"


def one_comes_back_often(app: Flask) -> str:
    """Fifty times the same taking at once; returns what went wrong, or nothing."""
    till, (away, _), _ = offline_crowd(app)
    told = together(app, [away.sync] * SAME)
    same = {replace(one[0], again=False) for one in told if isinstance(one, list)}
    return "" if (len(same), taken(app, till)) == (1, (1, VALUE - 5_000)) else f"{told}"


@pytest.mark.proof("P02")
@pytest.mark.parametrize("crowd", [many_come_back, one_comes_back_often])
def test_tills_that_come_back_at_once_share_what_is_on_the_card(
    app: Flask, crowd: Callable[[Flask], str], proof: Proof
) -> None:
    for _ in range(proof.size(1, 100)):
        assert crowd(app) == ""
        proof.count(f"rounds of {crowd.__name__.replace('_', ' ')}")


@pytest.mark.spoils_the_books
@pytest.mark.proof("P02", control=True)
def test_control_without_waiting_for_the_card_tills_that_come_back_break_it(app: Flask, owner_url: str) -> None:
    with (
        function_changed(owner_url, "giftcard_take", *LOCK),
        function_changed(owner_url, "offline_due", " FOR NO KEY UPDATE OF g"),
    ):
        assert any(many_come_back(app) for _ in range(20))


@pytest.mark.parametrize("beside", ["redeem", "freeze", "reverse"])
def test_a_till_that_comes_back_while_the_card_is_used_frozen_or_the_ref_reversed(app: Flask, beside: str) -> None:
    for _ in range(5):
        till, (away, _), shown = offline_crowd(app)
        deeds: dict[str, Callable[[], object]] = {
            "redeem": lambda: redeem(till.terminal, till.code, amount=8_000),  # noqa: B023
            "freeze": lambda: giftcards.freeze(till.card.public_id, member=till.member, now=NOW),  # noqa: B023
            "reverse": lambda: tills.reverse(away.terminal, "F1", by="program", now=NOW),  # noqa: B023
        }
        brought, other = together(app, [lambda: away.bring("F1", shown, 5_000, NOW), deeds[beside]])  # noqa: B023
        assert isinstance(brought, tills.Taking)
        remaining = taken(app, till)[1]
        if beside == "redeem" and isinstance(other, tills.Redemption):
            assert (brought.taken, brought.lost, remaining) == (2_000, 3_000, 0)
        elif beside == "redeem":
            assert (type(other), brought.taken, remaining) == (tills.NotEnoughLeft, 5_000, 5_000)
        elif beside == "freeze":
            assert (brought.why, remaining) in (("", 5_000), ("frozen", VALUE))
        else:
            assert (remaining, brought.why) in ((VALUE, ""), (VALUE, "reversed")), (
                "whoever came first, nothing is taken in the end"
            )
        with app.app_context():
            assert tills.invariants() == []
