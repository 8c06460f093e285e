"""What is said of a file of codes before anything is stored: how it was read, what is known of its codes, how guessable they are."""

import random

import pytest
from flask import Flask

from marketplace import codes
from marketplace.codes import rules
from marketplace.core.db import execute, transaction
from marketplace.jobs.runs import look
from marketplace.runs import Checked, Given
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import TODAY, codes_in_stock
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

CHANCE = random.Random(7)
DIGITS = [f"{CHANCE.randrange(10**16):016d}" for _ in range(1_000)]


def test_known_codes_are_named_by_row_masked_as_sold_or_in_their_batch(ctx: Flask) -> None:
    with transaction():
        brand = a_brand(a_programme())
        denomination_id = denominations(an_offer(brand, stock=0))[50_000]
        sold, left = codes_in_stock(brand, denomination_id, 2)
        codes.claim(denomination_id, today=TODAY)
        name = execute("SELECT name FROM batches").one().name
    content = f"code;value\n{sold};500\nNEWCODE123456;500\n{left};500\n".encode("cp1251")
    given = Given(brand.programme_id, None, "f.csv", content, b"d" * 32, {"brand": brand.slug})
    checked, problems = look(codes.RUN, given)
    assert isinstance(checked, Checked), problems.found
    assert [one["reason"] % one["facts"] for one in checked.preview["told"]] == [
        f"codes that are sold already, left out; rows: 2 (•••• {sold[-4:]})",
        f"codes that batch “{name}” has, left out; rows: 4 (•••• {left[-4:]})",
    ]
    assert checked.preview["form"] == {"encoding": "UTF-8", "separator": ";"}
    assert sold not in str(checked.preview)


@pytest.mark.parametrize(
    ("made", "least", "most"),
    [
        (DIGITS, 0, 0.001),
        ([code[:8] for code in DIGITS], 0.5, 0.9),  # 72,000 tries, 1,000 of 100 million
        ([f"4276{code[:4]}" for code in sorted(DIGITS)], 999, 1_000),  # what all have in common need not be guessed
        ([f"{7_000_000_000_000_000 + n}" for n in range(1_000)], 999, 1_000),  # one after the other
        ([f"MOCK{code[:8]}" for code in DIGITS], 0.5, 0.9),
        ([], 0, 0),
    ],
)
def test_expected_hits_follow_from_how_codes_look(made: list[str], least: float, most: float) -> None:
    assert least <= rules.expected_hits(made) <= most
