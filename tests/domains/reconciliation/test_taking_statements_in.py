"""Banks' files as runs: each statement once, sums that add up, repeats across formats, gaps told, nothing lost."""

import pytest
from flask import Flask

from marketplace import runs
from marketplace.core.db import execute, transaction
from marketplace.jobs.runs import carry_on
from marketplace.programmes import Programme
from marketplace.runs import Run
from tests.builders.programmes import a_programme
from tests.builders.runs import checked, started
from tests.integrations.test_bank_files import CAMT, MT940, ONEC, PAID

ORIGINALS = (
    "SELECT count(*) FROM bank_entries e WHERE NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id)"
)


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


def _taken(programme: Programme, text: str | bytes) -> Run:
    run = checked(programme, "bank_statement", text, accounts="add")
    assert (run.state, runs.errors(run.id)) == ("checked", [])
    return carry_on(started(run).id) if run.to_apply else run


def _numbers(sql: str) -> tuple[int, ...]:
    return tuple(execute(sql).one())


def _told(run: Run) -> list[str]:
    return [one["reason"] for one in run.preview.get("told", [])]


def _camt(*entries: str, opening: str = "100.00", closing: str = "70.50", day: str = "2026-11-03") -> str:
    given = (
        CAMT.replace("100.00", "OPENING")
        .replace("70.50", closing)
        .replace("OPENING", opening)
        .replace("2026-11-03", day)
    )
    return given.format(entries="".join(entries).replace("2026-11-03", day))


def test_one_entry_of_camt_and_mt940_counts_once_and_both_statements_keep_their_sums(programme: Programme) -> None:
    first = _taken(programme, _camt(PAID))
    assert (first.state, first.applied, first.preview["statements"][0]["closing"]) == ("applied", 1, 7_050)
    second = checked(programme, "bank_statement", MT940, accounts="add")
    assert (second.preview["known"], second.to_apply, _numbers("SELECT count(*) FROM bank_entries")) == (1, 1, (1,))
    carry_on(started(second).id)
    assert _numbers(ORIGINALS) == (1,)
    assert _numbers("SELECT count(*), sum(moved) FROM bank_statements WHERE opening + moved = closing") == (2, -5_900)


def test_same_file_twice_adds_nothing(programme: Programme) -> None:
    _taken(programme, ONEC.encode("cp1251"))
    again = checked(programme, "bank_statement", ONEC.encode("cp1251"), accounts="add")
    assert (again.to_apply, again.skipped) == (0, 1)


def test_two_alike_payments_of_one_day_are_two_in_every_format_by_parts_of_any_size(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.reconciliation.run.PART_ENTRIES", 1)
    other = PAID.replace("BANK-77", "BANK-78").replace("PAY-00000017", "PAY-00000018")
    _taken(programme, _camt(PAID, other, closing="41.00"))
    assert _numbers(ORIGINALS) == (2,)
    lines = MT940.splitlines()
    nameless = [lines[5].replace("BANK-77", "NONREF"), ":86:Payout"]
    text = "\n".join([*lines[:5], *nameless, *nameless, *lines[7:]]).replace("70,50", "41,00")
    run = _taken(programme, text)
    assert (run.state, run.applied, _numbers(ORIGINALS)) == ("applied", 1, (2,))
    later = _camt(
        PAID.replace("BANK-77", "BANK-99").replace("PAY-00000017", "PAY-00000099"), opening="41.00", closing="11.50"
    )
    _taken(programme, later)
    assert _numbers(ORIGINALS) == (3,)


def test_reference_that_comes_back_a_year_later_is_another_payment(programme: Programme) -> None:
    _taken(programme, _camt(PAID))
    _taken(programme, _camt(PAID, opening="70.50", closing="41.00", day="2027-11-03"))
    assert _numbers(ORIGINALS) == (2,)


def test_missing_statement_is_told_and_an_empty_one_is_no_gap(programme: Programme) -> None:
    _taken(programme, _camt(PAID))
    empty = checked(
        programme, "bank_statement", _camt(opening="70.50", closing="70.50", day="2026-11-04"), accounts="add"
    )
    assert (_told(empty), empty.total) == ([], 1)
    gap = checked(
        programme, "bank_statement", _camt(PAID, opening="60.50", closing="31.00", day="2026-11-04"), accounts="add"
    )
    assert _told(gap) == ["a statement before %(account)s of %(day)s is missing: the balance differs by %(missing)s"]
    assert gap.preview["told"][0]["facts"]["missing"] == "-10.00"


def test_statement_that_does_not_add_up_is_refused_unless_a_part_waits_to_be_put_right(programme: Programme) -> None:
    wrong = checked(programme, "bank_statement", _camt(PAID, closing="70.00"), accounts="add")
    (error,) = runs.errors(wrong.id)
    assert error.facts == {"number": 1, "missing": "-0.50"}
    bad = PAID.replace('"EUR">29.50', '"EUR">29,50').replace("BANK-77", "BANK 4276380012345670")
    _taken(programme, _camt(PAID, bad, closing="41.00"))
    (kept,) = execute("SELECT line, content, reason FROM bank_repairs")
    assert (kept.line, kept.reason) == (9, "the amount is missing or is no number")
    assert "PAY-00000017" in kept.content
    assert _numbers(ORIGINALS) == (1,)


def test_statement_of_an_account_that_is_not_ours_is_told_and_left_out_until_somebody_adds_it(
    programme: Programme,
) -> None:
    other = MT940.replace("DE89370400440532013000", "DE02120300000000202051")
    run = checked(programme, "bank_statement", other)
    assert [told["facts"]["account"] for told in run.preview["told"]] == ["DE02120300000000202051"]
    assert run.preview["foreign"] == [["DE02120300000000202051", "EUR"]]
    assert (run.total, run.to_apply, run.preview["entries"], run.preview["foreign_entries"]) == (1, 0, 1, 1)
    assert _numbers("SELECT count(*) FROM bank_accounts") == (0,)
    _taken(programme, other)
    assert _numbers("SELECT count(*) FROM bank_accounts") == (1,)
    known = checked(programme, "bank_statement", other)
    assert (known.preview["foreign"], known.preview["known"]) == ([], 1), "it is added once"
