"""What tills take and give back is told to the servers of whom it concerns, in the transaction that did it."""

from typing import Any

import pytest
from flask import Flask

from marketplace import tills
from marketplace.core.db import execute, transaction
from tests.builders.functions import function_changed
from tests.builders.orders import NOW
from tests.builders.tills import Till, a_till, redeem
from tests.builders.webhooks import an_endpoint


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        made = a_till(stock=1)
        an_endpoint(made.shelf.programme.id, made.shelf.brand.partner_id, NOW)
    return made


def events() -> list[Any]:
    return execute("SELECT partner_id, kind, facts FROM webhook_events WHERE kind LIKE 'card.%%' ORDER BY id").all()


def test_a_redemption_and_its_reversal_are_told_with_sums_and_nothing_of_code_or_person(till: Till) -> None:
    with transaction():
        till.redeem(ref="R1", receipt="004518")
    with transaction():
        tills.reverse(till.terminal, "R1", by="program", now=NOW)
        tills.reverse(till.terminal, "R1", by="program", now=NOW)
    taken, back = events()
    assert (taken.kind, back.kind) == ("card.redeemed", "card.reversed")
    assert taken.partner_id == till.shelf.brand.partner_id
    assert {name: taken.facts[name] for name in ("amount", "remaining", "currency", "ref", "receipt", "own_till")} == {
        "amount": 8_000, "remaining": 2_000, "currency": "RUB", "ref": "R1", "receipt": "004518", "own_till": True,
    }  # fmt: skip
    assert back.facts["remaining"] == 10_000
    assert back.facts["redemption"] == taken.facts["redemption"]
    assert not {"redemption_id", "order_id"} & {*taken.facts, *back.facts}, (
        "a number that counts tells what others take"
    )
    assert till.code not in str([taken.facts, back.facts])


def test_what_was_set_aside_is_told_when_it_is_taken(till: Till) -> None:
    with transaction():
        found = tills.find(till.terminal, till.code, ref="A1", now=NOW)
        tills.authorise(till.terminal, found, ref="A1", asked=bytes(32), amount=5_000, currency="RUB", now=NOW)
    assert events() == []
    with transaction():
        tills.capture(till.terminal, ref="A1", amount=3_000, now=NOW)
    [taken] = events()
    assert (taken.facts["amount"], taken.facts["remaining"]) == (3_000, 7_000)


def test_whose_card_it_is_hears_of_another_partners_till_the_sum_alone(till: Till) -> None:
    with transaction():
        other = a_till(till.shelf.programme, stock=1)
        an_endpoint(other.shelf.programme.id, other.shelf.brand.partner_id, NOW)
        tills.begin_acceptance(till.shelf.brand.partner_id, other.shelf.brand.partner_id, now=NOW)
        redeem(other.terminal, till.code, ref="R2", receipt="0017")
    facts = {one.partner_id: one.facts for one in events()}
    assert facts[other.shelf.brand.partner_id]["receipt"] == "0017"
    assert facts[other.shelf.brand.partner_id]["terminal"] == other.terminal.name, (
        "not its number, which counts everybody's"
    )
    own = facts[till.shelf.brand.partner_id]
    assert own["own_till"] is False
    assert not {"receipt", "ref", "terminal"} & set(own)


def test_what_is_rolled_back_is_not_told(till: Till) -> None:
    with pytest.raises(tills.NotEnoughLeft):
        _take_too_much(till)
    assert events() == []


def _take_too_much(till: Till) -> None:
    with transaction():
        till.redeem()
        till.redeem()


def test_control_without_the_trigger_nothing_is_told(till: Till, owner_url: str) -> None:
    with (
        function_changed(
            owner_url, "redemption_told", "PERFORM redemption_tell('card.redeemed', NEW, NEW.remaining, NEW.at);"
        ),
        transaction(),
    ):
        till.redeem()
    assert events() == []
