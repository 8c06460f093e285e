"""What raises an alarm at a till: a decoy, guessing, and redeeming and reversing often. The cashier sees nothing of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import codes, tills
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from tests.builders import tills as builders
from tests.builders.codes import in_the_clear
from tests.builders.functions import function_changed
from tests.builders.identity import a_user, staff
from tests.builders.letters import letters
from tests.builders.orders import NOW
from tests.builders.tills import Till, a_terminal, a_till, redeem

MINUTE = timedelta(minutes=1)


@pytest.fixture
def till(ctx: Flask) -> Iterator[Till]:
    with time_machine.travel(NOW, tick=False):
        with transaction():
            made = a_till(stock=1)
            builders.load_many(made.shelf.programme.id, made.shelf.brand.id, made.shelf.denomination_id, 8)
            for role in ("owner", "cashier"):
                staff(made.shelf.programme, role, partner_id=made.shelf.brand.partner_id)
            staff(made.shelf.programme, "manager")
            staff(made.shelf.programme, "support")
        yield made


def decoy() -> str:
    """A decoy in the clear."""
    marks = set(execute("SELECT mark FROM code_canaries").scalars())
    row = next(
        row for row in execute("SELECT id, blind FROM codes ORDER BY id DESC") if codes.decoy_mark(row.blind) in marks
    )
    return in_the_clear(row.id).code


def refused(till: Till, code: str, **over: Any) -> tills.CardUnusable:
    with pytest.raises(tills.CardUnusable) as no, transaction():
        tills.find(over.pop("terminal", till.terminal), code, now=over.pop("now", NOW), **over)
    return no.value


def alarms() -> list[Any]:
    return execute(
        "SELECT kind, partner_id, terminal_id, user_id, batch_id, refusal FROM till_alarms ORDER BY id"
    ).all()


def test_a_decoy_raises_an_alarm_that_names_the_batch_and_the_cashier_sees_the_usual_answer(till: Till) -> None:
    with transaction():
        user_id = a_user().id
    unknown = refused(till, "NOSUCHCODE17", user_id=user_id)
    assert alarms() == []
    no = refused(till, decoy().lower(), user_id=user_id)
    assert (no.code, set(no.facts)) == (unknown.code, set(unknown.facts))
    batch = execute("SELECT id, name FROM batches ORDER BY id DESC LIMIT 1").one()
    partner_id = till.shelf.brand.partner_id
    assert alarms() == [("canary", partner_id, till.terminal.id, user_id, batch.id, no.facts["number"])]
    refused(till, decoy())
    assert len(alarms()) == 1, "once an hour"

    relay.drain()
    written = [one for one in letters() if one.ref.startswith("alarm:")]
    assert len(written) == 2, "the owner and the manager, and neither cashier nor support"
    assert all(batch.name in one.subject + one.body_text for one in written)
    assert not any(decoy() in one.body_text for one in written)
    assert {one.body_text.count("/console/alarms/") for one in written} == {0, 1}


def test_a_decoy_at_another_partners_till_is_told_to_whose_batch_it_is(till: Till) -> None:
    with transaction():
        other = a_till(till.shelf.programme, stock=1)
    refused(till, decoy(), terminal=other.terminal)
    [alarm] = alarms()
    assert (alarm.partner_id, alarm.terminal_id) == (till.shelf.brand.partner_id, other.terminal.id)
    found = tills.alarm_by_id(execute("SELECT id FROM till_alarms").scalar_one())
    assert [one.number for one in tills.traces(found, whole=False)] == [alarm.refusal], "nothing else of that till"


def test_control_where_marks_are_not_looked_at_a_decoy_raises_nothing(till: Till, owner_url: str) -> None:
    with function_changed(owner_url, "terminal_find", "k.mark = ANY (p_marks)", "false"):
        refused(till, decoy())
    assert alarms() == []


def test_a_cashier_who_redeems_and_reverses_often_raises_an_alarm_and_a_busy_till_does_not(till: Till) -> None:
    with transaction():
        cashier = a_user().id
        busy = a_terminal(till.shelf.brand.partner_id)
    for number in range(5):
        assert alarms() == []
        _take_and_give_back(till, till.terminal, f"A{number}", NOW + number * MINUTE, cashier)
    assert [(one.kind, one.terminal_id, one.user_id) for one in alarms()] == [("reversing", till.terminal.id, cashier)]
    for number in range(30):
        with transaction():
            redeem(busy, till.code, ref=f"B{number}", amount=1, now=NOW)
        if number % 6 == 0:
            with transaction():
                tills.reverse(busy, f"B{number}", by="program", now=NOW)
    assert len(alarms()) == 1


def test_who_reverses_counts_at_all_tills_of_the_partner_and_for_nobody_else_and_a_program_names_nobody(
    till: Till,
) -> None:
    with transaction():
        cashier, colleague = a_user().id, a_user().id
        beside, machine = (a_terminal(till.shelf.brand.partner_id) for _ in range(2))
    for number in range(4):
        _take_and_give_back(till, till.terminal, f"A{number}", NOW, cashier)
    _take_and_give_back(till, till.terminal, "A4", NOW, colleague)
    assert alarms() == [], "whoever does the fifth need not have done the four before"
    for number in range(2):
        _take_and_give_back(till, beside, f"B{number}", NOW, cashier)
    found = [("reversing", beside.id, cashier)]
    assert [(one.kind, one.terminal_id, one.user_id) for one in alarms()] == found, "once an hour, wherever"
    alarm = tills.alarm_by_id(execute("SELECT id FROM till_alarms").scalar_one())
    assert sum(one.kind == "back" for one in tills.traces(alarm, whole=True)) == 7, "at both tills"
    for number, by in enumerate((colleague, None, None, None, None, None)):
        assert len(alarms()) == 1
        _take_and_give_back(till, machine, f"M{number}", NOW, by)
    found.append(("reversing", machine.id, None))
    assert [(one.kind, one.terminal_id, one.user_id) for one in alarms()] == found


def _take_and_give_back(till: Till, terminal: tills.Terminal, ref: str, now: Any, cashier: int | None) -> None:
    """A cashier takes something and gives it back; None: a program."""
    with transaction():
        redeem(terminal, till.code, ref=ref, amount=1, now=now)
    with transaction(by=Actor("system") if cashier is None else Actor("user", cashier)):
        tills.reverse(terminal, ref, by="program" if cashier is None else "cashier", now=now)


def test_each_desk_answers_an_alarm_for_itself_once_and_with_a_word(till: Till) -> None:
    for guess in range(11):
        try:
            refused(till, f"GUESS{guess:07d}")
        except tills.TooManyCodes:
            break
    [alarm_id] = execute("SELECT id FROM till_alarms WHERE kind = 'guessing'").scalars()
    programme_id, partner_id = till.shelf.programme.id, till.shelf.brand.partner_id
    alarm = tills.alarm(alarm_id, programme_id=programme_id, partner_id=partner_id)
    assert len(tills.traces(alarm, whole=True)) == 10
    with transaction():
        with pytest.raises(tills.AlarmUnexplained):
            tills.answer(alarm, desk="partner", note=" ", now=clock.now())
        tills.answer(alarm, desk="partner", note="A new cashier typed a list", now=clock.now())
        with pytest.raises(tills.AlarmAnswered):
            tills.answer(alarm, desk="partner", note="Again", now=clock.now())
    assert tills.open_alarms(programme_id, partner_id) == 0
    assert tills.open_alarms(programme_id, None) == 1
