"""The last codes, and everybody at once. Without the lock the same crowd gets one code twice or waits in vain."""

from datetime import date
from functools import partial

from flask import Flask

from marketplace import codes
from marketplace.codes import Claimed, OutOfStock
from marketplace.core.db import execute, transaction
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import codes_in_stock
from tests.builders.functions import function_changed
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.races.crowd import together

TODAY = date(2026, 11, 21)
CROWD, STOCK, ROUNDS = 12, 5, 6
LOCK = " FOR UPDATE SKIP LOCKED"


def a_denomination(stock: int) -> int:
    with transaction():
        brand = a_brand(a_programme())
        denomination_id = denominations(an_offer(brand, stock=0))[30_000]
        codes_in_stock(brand, denomination_id, stock)
        return denomination_id


def a_round(app: Flask) -> tuple[list[int], int]:
    """Who wants one of the last codes: the ids that were taken, and how many were told no."""
    denomination_id = a_denomination(STOCK)
    outcomes = together(app, [partial(codes.claim, denomination_id, today=TODAY)] * CROWD)
    taken = [outcome.code_id for outcome in outcomes if isinstance(outcome, Claimed)]
    return taken, sum(isinstance(outcome, OutOfStock) for outcome in outcomes)


def test_last_codes_go_to_as_many_and_no_two_get_the_same(ctx: Flask) -> None:
    for _ in range(ROUNDS):
        taken, told_no = a_round(ctx)
        assert len(taken) == len(set(taken)) == STOCK
        assert told_no == CROWD - STOCK
        assert execute("SELECT count(*) AS n FROM free_codes").one().n == 0
        with transaction():
            pass


def test_without_the_lock_one_code_goes_to_many(ctx: Flask, owner_url: str) -> None:
    """The control: a look at the list, and a hope."""
    with function_changed(owner_url, "code_claim", LOCK):
        taken, _ = a_round(ctx)
    assert len(set(taken)) < len(taken)


def test_who_comes_while_the_last_code_is_being_given_back_gets_it(ctx: Flask) -> None:
    """Others are passed over at first; the second look waits until the holder has decided."""
    denomination_id = a_denomination(1)

    def change_of_mind() -> None:
        codes.claim(denomination_id, today=TODAY)
        execute("SELECT pg_sleep(0.5)")
        raise ZeroDivisionError

    def patient() -> Claimed:
        execute("SELECT pg_sleep(0.2)")
        return codes.claim(denomination_id, today=TODAY)

    holder, waiter = together(ctx, [change_of_mind, patient])
    assert isinstance(holder, ZeroDivisionError)
    assert isinstance(waiter, Claimed)
