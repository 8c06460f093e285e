"""Nothing is lost in parts: prices of points and money, prices of ranges, points out of many lots, what statements give back. Plain chance, a lot of it."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import psycopg
import pytest
from flask import Flask

from marketplace import ledger
from marketplace.catalogue import rules
from marketplace.ledger import Lot
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P14")
Split = Callable[[int, int, int, int], tuple[int, int]]
FIRST = date(2026, 1, 1)


def ours(price: int, points: int, rate: int, decimals: int) -> tuple[int, int]:
    return rules.split(price, points, min_points=1, money_rate=rate, decimals=decimals)


def rounded(price: int, points: int, rate: int, decimals: int) -> tuple[int, int]:
    """The control: money as people reckon it in their heads, with fractions rounded off."""
    return points, round((price - points) / 10**decimals * rate)


def wrong_split(chance: Random, split: Split) -> str:
    """A price shared between points and money: points that were not given are paid for in full, and by less than one unit more."""
    decimals = chance.randrange(3)
    price, rate = chance.randint(1, 10 ** chance.randint(1, 12)), chance.randint(1, 10 ** chance.randint(1, 6))
    points = chance.randint(1, price)
    given, money = split(price, points, rate, decimals)
    owed = Fraction((price - points) * rate, 10**decimals)
    right = given == points and owed <= money < owed + 1 and isinstance(money, int)
    return "" if right else f"split({price}, {points}, rate {rate}, decimals {decimals}) = {given}, {money}"


def wrong_range(chance: Random) -> str:
    value, points, per = (chance.randint(1, 10 ** chance.randint(1, 12)) for _ in range(3))
    price, exact = rules.range_price(value, points, per), Fraction(value * points, per)
    return "" if exact <= price < exact + 1 and price >= 1 else f"range_price({value}, {points}, {per}) = {price}"


def wrong_take(chance: Random) -> str:
    lots = [
        Lot(number, chance.choice([None, FIRST + timedelta(days=chance.randrange(400))]), amount, amount)
        for number in range(chance.randint(1, 6))
        if (amount := chance.randint(1, 10 ** chance.randint(1, 9)))
    ]
    amount = chance.randint(1, sum(lot.remaining for lot in lots))
    taken = ledger.take(amount, lots)
    right = sum(part.amount for part in taken) == amount and all(
        0 < part.amount <= lots[part.lot_id].amount for part in taken
    )
    return "" if right else f"take({amount}, {lots}) = {taken}"


KINDS: dict[str, Callable[[Random], str]] = {
    "points and money": lambda chance: wrong_split(chance, ours),
    "ranges": wrong_range,
    "lots": wrong_take,
}


@pytest.mark.parametrize("kind", KINDS)
def test_parts_are_the_whole(kind: str, proof: Proof) -> None:
    tries = proof.size(3_000, 334_000)
    for number in range(tries):
        assert KINDS[kind](proof.random) == "", f"seed {proof.seed}, try {number}"
    proof.count("random splits", tries)


def parts_given_back(chance: Random, tries: int) -> list[tuple[int, int, int, int, int]]:
    """Sums that statements give back in parts: try, what was charged, given back before, this part, the whole that it was charged for."""
    made = []
    for number in range(tries):
        whole = chance.randint(1, 10 ** chance.randint(1, 12))
        charged, before = chance.randint(1, whole), 0
        while before < whole:
            part = min(whole - before, chance.randint(1, max(1, whole // 3)))
            made.append((number, charged, before, part, whole))
            before += part
    return made


EACH_FROM_WHAT_WAS_BEFORE = "settlement_share(charged, before + part, whole) - settlement_share(charged, before, whole)"
EACH_ALONE = "settlement_share(charged, part, whole)"


def wrong_statements(owner_url: str, proof: Proof, share: str, tries: int) -> list[Any]:
    """Tries in which the parts are not the whole, or one of them is of the other sign."""
    columns = list(zip(*parts_given_back(proof.random, tries), strict=True))
    with psycopg.connect(owner_url) as connection:
        return connection.execute(
            f"""SELECT number FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) t(number, charged, before, part, whole)
                GROUP BY number HAVING sum({share}) <> max(charged) OR min({share}) < 0""",
            [list(one) for one in columns],
        ).fetchall()


def test_what_a_statement_gives_back_in_parts_is_what_it_charged(ctx: Flask, owner_url: str, proof: Proof) -> None:
    tries = proof.size(1_000, 100_000)
    assert wrong_statements(owner_url, proof, EACH_FROM_WHAT_WAS_BEFORE, tries) == [], f"seed {proof.seed}"
    proof.count("sums of statements in parts", tries)


@pytest.mark.proof("P14", control=True)
def test_control_parts_that_are_rounded_each_alone_are_noticed(ctx: Flask, owner_url: str, proof: Proof) -> None:
    assert wrong_statements(owner_url, proof, EACH_ALONE, 1_000)


@pytest.mark.proof("P14", control=True)
def test_control_rounding_off_is_noticed(proof: Proof) -> None:
    assert any(wrong_split(proof.random, rounded) for _ in range(1_000))
