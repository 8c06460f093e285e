"""Numbers of payment cards are known wherever they stand, and nothing else is taken for one."""

import pytest
from flask import Flask

from marketplace import runs
from marketplace.core import audit, clock, ids, pans, texts
from marketplace.core.db import execute, transaction
from tests.builders.programmes import a_programme

NUMBERS = [
    "4276550000000003", "2200000000000004", "6200000000000005", "5555555555554444", "378282246310005", "2223003122003222",
    "30569309025904", "3530111333300000", "4276 5500 0000 0003", "4276-5500-0000-0003", "4276\u00a05500\u00a00000\u00a00003",
    "٤٢٧٦٥٥٠٠٠٠٠٠٠٠٠٣",
]  # fmt: skip
OTHERS = [
    "4276550000000004",
    "1234567890123452",
    "79161234567",
    "4006381333931",
    "70000000000666093441321",
    "220220******1186",
    "12.05.2026 10:15:00",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_card_number_is_found_refused_in_texts_and_masked(number: str) -> None:
    text = f"card {number}, please"
    assert pans.found(text)
    assert pans.masked(text).startswith("card ••••")
    assert not pans.found(pans.masked(text))
    for rule in (texts.one_line, texts.lines):
        with pytest.raises(texts.Unfit):
            rule(text)


@pytest.mark.parametrize("other", OTHERS)
def test_other_numbers_are_left_alone(other: str) -> None:
    assert pans.masked(other) == other
    assert texts.one_line(other) == other


def test_reasons_of_the_audit_and_names_of_files_hold_no_card_number(ctx: Flask) -> None:
    with transaction():
        programme = a_programme(texts=False)
        audit.record("test.act", "test:1", at=clock.now(), why="card 4276 5500 0000 0003")
        run = runs.keep(programme.id, "brands", "4276550000000003.csv", b"x", {}, ref=ids.new_ref(), now=clock.now())
    assert execute("SELECT why FROM audit_records WHERE action = 'test.act'").scalar_one() == "card ••••0003"
    assert run.file_name == "••••0003.csv"
