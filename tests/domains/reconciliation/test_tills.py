"""What a partner's tills tell against what was taken here: of a noisy month nothing is matched wrong, and the rest waits on both sides."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from marketplace import reconciliation, runs, tills
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Problems
from marketplace.core.uploading import UploadRefused
from marketplace.jobs.runs import carry_on
from marketplace.reconciliation.at_tills import matching, reading
from marketplace.reconciliation.at_tills.columns import guessed
from marketplace.reconciliation.at_tills.matching import key_sql
from marketplace.reconciliation.at_tills.reading import Meaning, TillLine, key_of
from marketplace.reconciliation.at_tills.run import NO_RECEIPTS
from marketplace.tills import Found
from tests.builders.orders import NOW
from tests.builders.programmes import a_programme
from tests.builders.reconciliation import till_told
from tests.builders.runs import checked, started
from tests.builders.tills import Offline, Till, a_terminal, a_till, goes_offline

BEGINS = datetime(2026, 11, 20, 6, tzinfo=UTC)
AFTER = datetime(2026, 12, 1, 9, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
SIZE, NOISE = 400, 0.02
CSV = """Дата;Время;Номер чека;Касса;Сумма;Операция
20.11.2026;09:00;00104411;{till};80,00;Продажа
20.11.2026;09:05;104412;{till};1 200,50;Продажа
20.11.2026;09:06;104412;{till};1 200,50;Возврат
"""


@pytest.fixture
def till(ctx: Flask) -> Till:
    with transaction():
        return a_till()


def _taken(till: Till, random: Random, size: int) -> list[TillLine]:
    """What was taken at two tills, as a table that is right would tell it. Many sums are the same."""
    terminals = [till.terminal, a_terminal(till.shelf.brand.partner_id)]
    made = []
    for number in range(size):
        at, amount, terminal = (
            BEGINS + timedelta(minutes=7 * number),
            random.choice((10, 10, 20, random.randrange(5, 40))),
            terminals[number % 2],
        )
        receipt = f"{1000 + number // 2}"  # both tills count by themselves
        tills.redeem(
            terminal,
            Found(till.card.id),
            ref=f"R{number}",
            asked=bytes(32),
            amount=amount,
            currency="RUB",
            receipt=receipt,
            now=at,
        )
        made.append(TillLine(number + 2, at, at.astimezone(MOSCOW).date(), receipt, terminal.name, amount))
    return made


def _noisy(lines: list[TillLine], random: Random) -> list[TillLine]:
    """The same as people and programs send it: most can still be told for certain, some cannot."""
    kinds = [
        lambda one: [_with(one, receipt=f"000{one.receipt}")], lambda one: [_with(one, at=one.at + timedelta(minutes=4))],
        lambda one: [_with(one, till=f"POS-{one.till[-1]}")], lambda one: [_with(one, receipt="")],
        lambda one: [_with(one, amount=one.amount + 1)], lambda one: [], lambda one: [_with(one, day=one.day + timedelta(3), at=one.at + timedelta(3))],
        lambda one: [_with(one, receipt="", till="")],
    ]  # fmt: skip
    odd = dict(zip(random.sample(range(len(lines)), int(len(lines) * NOISE)), kinds, strict=False))
    return [told for at, one in enumerate(lines) for told in (odd[at](one) if at in odd else [one])]


def _with(one: TillLine, **over: Any) -> TillLine:
    return one._replace(**over)


def _pairs(till: Till) -> tuple[int, list[tuple[int, int]]]:
    """How many redemptions matched, and which wrong."""
    rows = execute(
        "SELECT l.line, substr(r.ref, 2)::int + 2 AS truth FROM till_matches m JOIN till_lines l ON l.id = m.line_id JOIN redemptions r ON r.id = m.redemption_id"
    ).all()
    return len(rows), [tuple(row) for row in rows if row.line != row.truth]


def test_of_a_month_with_two_percent_noise_no_receipt_is_matched_wrong_and_nearly_all_are(till: Till) -> None:
    random = Random(7)
    with transaction():
        lines = _taken(till, random, SIZE)
        till_told(till.shelf.programme, till.shelf.brand.partner_id, *_noisy(lines, random), now=AFTER)
        matched, wrong = _pairs(till)
        assert wrong == []
        assert matched >= 0.99 * SIZE
        facts = {"programme": till.shelf.programme.id, "partner": None}
        states = Counter(row.state for row in execute(
            f"SELECT {reconciliation.TILL_LINES.column('state').sql} AS state FROM {reconciliation.TILL_LINES.source} WHERE {reconciliation.TILL_LINES.scope}", facts
        ))  # fmt: skip
        assert states == {"matched": matched, "other_amount": 1, "other_day": 1, "missing_with_us": 1}
        missing = execute(
            f"SELECT count(*) FROM {reconciliation.TILL_MISSING.source} WHERE {reconciliation.TILL_MISSING.scope}",
            facts,
        ).scalar_one()
        assert missing == SIZE - matched


def test_control_sums_and_tills_alone_match_wrong_in_such_a_month(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    loose = {
        "till_time": matching._TILL_TIME.replace("USING (till_key, amount)", "USING (amount)").replace("till_key <> '' AND", "")
        .replace("(o.receipt_key = '' OR t.receipt_key = '') AND", "").replace("10 minutes", "5 days").replace("WHERE of_line = 1 AND of_redemption = 1", "ON CONFLICT DO NOTHING")
    }  # fmt: skip
    assert loose["till_time"] != matching._TILL_TIME
    monkeypatch.setattr(matching, "_STEPS", loose)
    with transaction():
        till_told(
            till.shelf.programme,
            till.shelf.brand.partner_id,
            *_noisy(_taken(till, Random(7), 60), Random(7)),
            now=AFTER,
        )
        assert _pairs(till)[1] != []


def test_taking_without_a_network_is_of_its_own_day_and_one_in_another_currency_is_not_missing(till: Till) -> None:
    programme, partner_id, at = till.shelf.programme, till.shelf.brand.partner_id, NOW + timedelta(hours=1)
    with transaction():
        goes_offline(till.terminal)
        abroad = a_till(programme, currency="EUR")
        tills.begin_acceptance(abroad.terminal.partner_id, partner_id, now=NOW)
        tills.redeem(
            till.terminal, Found(abroad.card.id), ref="EUR", asked=bytes(32), amount=700, currency="EUR", now=at
        )
    with transaction():
        offline = Offline.going(till.terminal)
        assert offline.take(tills.give_pass(till.card, pin="", now=NOW), 5_000, now=at) == ""
    with transaction():
        offline.sync(now=at + timedelta(days=1))
        day = at.astimezone(MOSCOW).date()
        lines = [TillLine(n, at + timedelta(minutes=n), day, "", "Касса 99", 5_100) for n in (-5, 5)]
        till_told(programme, partner_id, *(one._replace(line=n) for n, one in enumerate(lines, start=1)), now=AFTER)
        (sides,) = reconciliation.till_sides(programme.id)
        assert sides.ours == 5_000, "when the card was there, and in the programme's currency alone"
        facts = {"programme": programme.id, "partner": None}
        missing = execute(
            f"SELECT r.amount FROM {reconciliation.TILL_MISSING.source} WHERE {reconciliation.TILL_MISSING.scope}",
            facts,
        ).all()
        assert [row.amount for row in missing] == [5_000]


def test_list_of_tills_goes_through_a_run_its_columns_are_guessed_and_remembered(till: Till) -> None:
    at, partner_id = datetime(2026, 11, 20, 6, 1, tzinfo=UTC), till.shelf.brand.partner_id
    with transaction():
        taken = till.redeem(receipt="104411", now=at, ref="R0")
    text = CSV.format(till=till.terminal.name)
    run = checked(till.shelf.programme, "till_export", text, partner_id=partner_id)
    assert (run.state, run.preview["matched"], run.preview["columns"]["receipt"]) == ("checked", 1, "Номер чека")
    carry_on(started(run).id)
    with transaction():
        rows = execute(
            "SELECT id, amount, coalesce((SELECT how FROM till_line_ends e WHERE e.line_id = l.id), '') AS how FROM till_lines l ORDER BY line"
        ).all()
        assert [(row.amount, row.how) for row in rows] == [
            (8_000, ""),
            (120_050, "taken_back"),
            (-120_050, "taken_back"),
        ]
        (match,) = reconciliation.till_matches(rows[0].id)
        assert (match.redemption.id, match.reason) == (taken.id, "receipt_till")
        reconciliation.part_line(till.shelf.programme.id, rows[0].id, why="Не та карта", now=AFTER)
        assert matching.pair(partner_id, now=AFTER) == 0, "what a person has parted is not joined again"
        reconciliation.match_line(till.shelf.programme.id, rows[0].id, [taken.id], why="Проверили", now=AFTER)
        assert reconciliation.till_line(till.shelf.programme.id, rows[0].id).state == "matched"
    again = checked(till.shelf.programme, "till_export", text.replace("Сумма", "Итого"), partner_id=partner_id)
    assert again.preview["known"] == 3, "another file with the same receipts"
    wrong = checked(till.shelf.programme, "till_export", text.replace("80,00", "восемь"), partner_id=partner_id)
    assert wrong.wrong == 1
    shown = {"at": "2026-11-20T06:00:00+00:00", "amount": 8_000, "receipt": "00104411", "till": till.terminal.name}
    assert (again.preview["first"][0], len(again.preview["first"]), again.preview.get("told", [])) == (shown, 3, [])


def test_receipt_of_the_future_is_refused_and_a_table_without_receipt_numbers_says_so(till: Till) -> None:
    partner_id, text = till.shelf.brand.partner_id, CSV.format(till=till.terminal.name)
    run = checked(
        till.shelf.programme, "till_export", text.replace("20.11.2026;09:05", "01.11.2027;09:05"), partner_id=partner_id
    )
    assert [(one.row, one.column) for one in runs.errors(run.id)] == [(3, "Дата")]
    bare = checked(till.shelf.programme, "till_export", text.replace("Номер чека", "Смена"), partner_id=partner_id)
    assert (bare.state, [one["reason"] for one in bare.preview["told"]]) == ("checked", [NO_RECEIPTS])


def test_titles_are_guessed_and_a_table_that_lacks_one_is_refused() -> None:
    assert guessed(["Receipt #", "POS terminal", "Created at", "Total"]) == {
        "at": "Created at", "receipt": "Receipt #", "till": "POS terminal", "amount": "Total",
    }  # fmt: skip
    with pytest.raises(UploadRefused) as no:
        reading.chosen("t.csv", "Дата;Чек\n01.11.2026;1\n".encode(), {}, {})
    assert no.value.facts["column"] == "amount"
    said = reading.chosen("t.csv", b"When,Check,A,B\n", {"at": "When", "amount": "B"}, {})
    assert said == {"at": "When", "receipt": "Check", "amount": "B"}
    problems = Problems("t.csv")
    text = "When,Check,B\n2026-11-20T09:00:00+05:00,7,-1.50\n2026-02-31 10:00,8,1\nlater,9,1\n"
    (line,) = reading.read(
        "t.csv", text.encode(), {"at": "When", "receipt": "Check", "amount": "B"}, Meaning(MOSCOW, 2), problems
    )
    assert (line.at, line.amount) == (datetime(2026, 11, 20, 4, tzinfo=UTC), -150)
    assert [one.row for one in problems.found] == [3, 4]


def test_other_partner_s_receipt_is_absent(till: Till) -> None:
    with transaction():
        (line_id,) = till_told(
            till.shelf.programme,
            till.shelf.brand.partner_id,
            TillLine(2, BEGINS, BEGINS.date(), "1", "2", 3),
            now=AFTER,
        )
        elsewhere = a_programme(slug="elsewhere", texts=False)
        with pytest.raises(reconciliation.NotReconciled):
            reconciliation.till_line(elsewhere.id, line_id)


def test_names_are_compared_alike_here_and_in_the_database_whatever_they_are_written_with(ctx: Flask) -> None:
    every = [f"{chr(one)}7" for one in range(1, 0x3000) if chr(one).isprintable()]
    sql = f"SELECT one, {key_sql('one')} AS key FROM unnest(%(every)s::text[]) one"
    found = {row.one: row.key for row in execute(sql, {"every": every})}
    assert {one: (key_of(one), found[one]) for one in every if key_of(one) != found[one]} == {}
    assert all(len(key_of(one)) <= len(one) for one in every)
