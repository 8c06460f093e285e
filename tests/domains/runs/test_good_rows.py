"""Codes whose file has wrong rows: all or nothing, or the good rows alone; the others come back as a file, masked."""

import csv
import io

import pytest
from flask import Flask

from marketplace import runs
from marketplace.core.db import execute, transaction
from marketplace.jobs.runs import carry_on
from marketplace.programmes import Programme
from tests.builders.catalogue import an_offer
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import checked, started

FILE = """code;value;expires_on
MOCKAAAA1111BBBB;300;2027-12-31
MOCKCCCC2222DDDD;301;2027-12-31
MOCKEEEE3333FFFF;300;2020-01-01
MOCKAAAA1111BBBB;300;2027-12-31
MOCKGGGG4444HHHH;500;
"""


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        programme = a_programme()
        an_offer(a_brand(programme, slug="lenta"), stock=0)
    return programme


def test_without_the_choice_nothing_of_it_is_loaded(programme: Programme) -> None:
    run = checked(programme, "codes", FILE, brand="lenta")
    assert (run.state, run.wrong) == ("checked", 3)
    with pytest.raises(runs.RunHasErrors):
        started(run)


def test_good_rows_alone_are_loaded_and_the_others_come_back_by_row_and_masked(programme: Programme) -> None:
    run = checked(programme, "codes", FILE, brand="lenta", rows="good")
    assert (run.to_apply, run.skipped, run.wrong) == (2, 0, 3)
    remarks = {error.row: error.reason for error in runs.errors(run.id)}
    assert sorted(remarks) == [3, 4, 5]

    found = runs.with_remarks(runs.given(run), runs.kind("codes"), remarks, "Error", wrong_only=True).decode(
        "utf-8-sig"
    )
    head, *rows = csv.reader(io.StringIO(found), delimiter=";")
    assert head == ["code", "value", "expires_on", "Error"]
    assert [row[0] for row in rows] == ["•••• DDDD", "•••• FFFF", "•••• BBBB"]
    assert [row[3].partition(":")[0] for row in rows] == ["3", "4", "5"]
    assert "MOCK" not in found

    done = carry_on(started(run).id)
    assert (done.state, done.applied) == ("applied", 2)
    assert execute("SELECT count(*) FROM free_codes").scalar_one() == 2
    assert len(runs.errors(run.id)) == 3, "what was wrong is still told when the file is gone"
    assert runs.invariants() == []


def test_the_same_file_again_adds_nothing(programme: Programme) -> None:
    carry_on(started(checked(programme, "codes", FILE, brand="lenta", rows="good")).id)
    again = checked(programme, "codes", FILE, brand="lenta", rows="good")
    assert (again.to_apply, again.skipped) == (0, 2)
    with pytest.raises(runs.NothingToApply):
        started(again)
