"""What is said of a file of codes before anything is stored: how it was read, what is known of its codes, how guessable they are."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from marketplace import codes, programmes, runs
from marketplace.codes import rules, run
from marketplace.core.db import execute, transaction
from marketplace.jobs.runs import look
from marketplace.runs import Checked, Given
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import NOW, TODAY, codes_in_stock
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import checked

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
        "codes already sold, left out: 1",
        f"codes already in batch “{name}”, left out: 1",
    ]
    assert [(one.row, one.reason) for one in problems.left_out] == [
        (2, "the code is sold already, so it is left out"),
        (4, f"the code is already in batch “{name}”, so it is left out"),
    ]
    form = checked.preview["form"]
    assert (form["encoding"], form["separator"], form["columns"]) == ("utf-8-sig", ";", ["code", "value"])
    assert form["rows"][0] == [f"•••• {sold[-4:]}", "500"]
    assert sold not in str(checked.preview)


def test_codes_of_an_offer_whose_sale_is_over_are_said_to_be_bought_by_nobody(ctx: Flask) -> None:
    with transaction():
        brand = a_brand(a_programme())
        an_offer(brand, stock=0, external_ref="over", ends_at=datetime(2026, 10, 31, 21, tzinfo=UTC))
    run = checked(programmes.get(brand.programme_id), "codes", "code;value\nNEWCODE123456;500\n", brand=brand.slug)
    [said] = [one["facts"] for one in run.preview["told"] if one["reason"].startswith("the sale of")]
    assert said == {"offer": "over", "day": "31.10.2026"}


@pytest.mark.parametrize(
    ("made", "least", "most"),
    [
        (DIGITS, 1, 1),
        ([code[:8] for code in DIGITS], 500, 900),  # 72,000 tries, 1,000 of 100 million
        (
            [f"4276{code[:4]}" for code in sorted(DIGITS)],
            999_000,
            1_000_000,
        ),  # what all have in common need not be guessed
        ([f"{7_000_000_000_000_000 + n}" for n in range(1_000)], 999_000, 1_000_000),  # one after the other
        ([f"MOCK{code[:8]}" for code in DIGITS], 500, 900),
        (["123456"], 72, 72),  # 72,000 tries, one of a million
        ([], 0, 0),
    ],
)
def test_expected_hits_follow_from_how_codes_look(made: list[str], least: int, most: int) -> None:
    assert least <= rules.expected_hits_milli(made) <= most


def test_codes_that_the_brand_has_beside_them_are_found_as_well() -> None:
    alone, beside = rules.expected_hits_milli(["12345678"]), rules.expected_hits_milli(["12345678"], beside=999)
    assert (alone, beside) == (1, 720), "a thousand of a hundred million, in 72,000 tries"
    assert not rules.is_weak(alone)
    assert rules.is_weak(beside)


def test_a_file_that_is_applied_in_parts_is_judged_as_a_whole(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        brand = a_brand(a_programme())
        an_offer(brand, stock=0)
    content = "code;value\n" + "".join(f"{4_276_000_000_000_000 + n};500\n" for n in range(25))
    given = Given(brand.programme_id, None, "f.csv", content.encode(), b"d" * 32, {"brand": brand.slug})
    checked, _ = look(codes.RUN, given)
    assert checked is not None
    monkeypatch.setattr(run, "PART", 10)
    for part in codes.RUN.parts(replace(given, preview=json.loads(json.dumps(checked.preview))), 0, 25):
        with transaction():
            part.apply(NOW)
    assert execute("SELECT count(*) FROM free_codes").scalar_one() == 0
    with transaction():
        assert codes.waiting(brand.programme_id) == 25, "five alone would have looked strong"


def test_fifty_codes_that_are_there_are_each_named_and_nothing_is_wrong_with_them(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        brand = a_brand(programme)
        denomination_id = denominations(an_offer(brand, stock=0))[50_000]
        known = codes_in_stock(brand, denomination_id, 50)
        codes.claim(denomination_id, today=TODAY)
    content = "code;value\n" + "".join(f"{code};500\n" for code in [*known, "NEWCODE123456"])
    checked_run = checked(programme, "codes", content, brand=brand.slug)
    assert (checked_run.wrong, checked_run.skipped, checked_run.to_apply) == (0, 50, 1)
    left = runs.errors(checked_run.id, left_out=True)
    assert [(one.row, one.value) for one in left] == [(row, f"•••• {code[-4:]}") for row, code in enumerate(known, 2)]
    assert [one.reason for one in left].count("the code is sold already, so it is left out") == 1
    assert not runs.errors(checked_run.id, left_out=False)
    remarks = {one.row: one.reason for one in left if one.row}
    file = runs.with_remarks(runs.given(checked_run), codes.RUN, remarks, "Error").decode()
    assert file.count("so it is left out") == 50
    assert not any(code in file for code in known)
