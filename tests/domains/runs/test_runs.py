"""A run from the file to the shop: nothing before it is asked for, each part once, and what was stopped goes on."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from flask import Flask

from marketplace import codes, runs
from marketplace.core.db import db, execute, transaction
from marketplace.jobs import outbox
from marketplace.jobs import runs as worker
from marketplace.jobs.runs import carry_on, check_file
from marketplace.programmes import Programme
from marketplace.runs import NothingToApply, Run, RunBusy, RunHasErrors, RunNotThere
from marketplace.settings import Settings
from tests.builders.catalogue import an_offer
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import ELENA, NOW, STEPAN, checked, kept, started

OFFERS = (
    "offer;brand;title_ru;title_en;value;price_points\ncard;lenta;Карта;Card;300;450\ncard;lenta;Карта;Card;500;700\n"
)
CODES = "code;pin\n" + "".join(f"AAAA{n:04d};{n:04d}\n" for n in range(7))


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        programme = a_programme()
        a_brand(programme, slug="lenta")
    return programme


@pytest.fixture
def stock(programme: Programme) -> Programme:
    """The programme with an offer that codes can be loaded for."""
    with transaction():
        an_offer(a_brand(programme, slug="detsky-mir"), stock=0)
    return programme


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are applied two at a time."""
    monkeypatch.setattr("marketplace.codes.run.PART", 2)


def some_codes(programme: Programme, content: str = CODES) -> Run:
    return checked(programme, "codes", content, brand="detsky-mir", value="300")


def count(table: str) -> int:
    return int(execute(f"SELECT count(*) FROM {table}").scalar_one())


def story(run: Run) -> list[str]:
    return [event.what for event in reversed(runs.events(run.id))]


def test_catalogue_is_previewed_then_published_and_the_file_goes(programme: Programme) -> None:
    run = checked(programme, "catalogue", OFFERS)
    assert (run.state, run.to_apply, run.wrong, count("offers")) == ("checked", 1, 0, 0)
    assert run.preview["changes"][0]["name"] == "card"

    done = carry_on(started(run).id)

    assert (done.state, done.reached, done.applied, count("offers"), count("denominations")) == ("applied", 1, 1, 1, 2)
    assert count("run_files") == 0
    assert story(run) == ["kept", "checking", "checked", "started", "applied"]
    published = execute("SELECT actor_kind, actor_id FROM audit_records WHERE action = 'catalogue.publish'").one()
    assert tuple(published) == ("user", STEPAN.id)


def test_file_with_a_mistake_is_not_applied_and_its_errors_are_kept(programme: Programme) -> None:
    run = checked(programme, "catalogue", OFFERS + "other;nobody;А;B;x;1\n")
    assert (run.state, run.wrong) == ("checked", 2), "all that is wrong with a row is told at once"
    unknown, error = sorted(runs.errors(run.id), key=lambda one: one.column)
    assert (unknown.row, unknown.column, unknown.value) == (4, "brand", "nobody")
    assert (error.row, error.column, error.reason, error.value) == (4, "value", "is not an amount above zero", "x")
    with pytest.raises(RunHasErrors):
        started(run)
    assert count("offers") == 0


def test_file_that_cannot_be_read_ends_its_run_at_once(programme: Programme) -> None:
    run = checked(programme, "catalogue", b"\xd0\xcf\x11\xe0 an old workbook")
    assert (run.state, count("run_files")) == ("failed", 0)
    assert "old Excel" in runs.errors(run.id)[0].reason
    run = checked(programme, "codes", CODES, brand="nobody", value="300")
    assert (run.state, runs.events(run.id)[0].facts["code"]) == ("failed", "not_found")


def test_stopped_run_keeps_what_is_applied_and_goes_on_from_there(stock: Programme, small_parts: None) -> None:
    run = started(some_codes(stock))

    def press_stop(_: Run) -> None:
        with transaction(by=ELENA):
            runs.stop(run.id, now=NOW)

    stopped = carry_on(run.id, told=press_stop)
    assert (runs.run(run.id).state, stopped.reached, count("codes")) == ("stopped", 2, 2)
    assert carry_on(run.id).reached == 2

    done = carry_on(started(runs.run(run.id)).id)

    assert (done.state, done.applied, count("codes"), count("free_codes")) == ("applied", 7, 7, 7)
    assert story(run)[3:] == ["started", "stopped", "continued", "applied"]


def test_stop_pressed_within_the_last_part_ends_in_applied(stock: Programme) -> None:
    run = started(some_codes(stock))
    part = next(codes.RUN.parts(runs.given(run), 0, run.total))
    with transaction(by=STEPAN):
        runs.carry_out(run, part._replace(apply=lambda now: part.apply(now)), now=NOW)
    with transaction(), pytest.raises(RunNotThere):
        runs.stop(run.id, now=NOW)
    assert runs.run(run.id).state == "applied"


def test_worker_that_is_killed_loses_one_part_and_no_code_is_loaded_twice(
    stock: Programme, small_parts: None, app: Flask, database: str
) -> None:
    run = started(some_codes(stock))
    settings: Settings = app.config["SETTINGS"]
    db.session.remove()
    program = f"""
import os, signal
from marketplace import codes
from marketplace.codes import run as kind
from marketplace.app import create_app
from marketplace.jobs.runs import carry_on
from marketplace.settings import load
kind.PART, taken = 2, []
real = kind.load
def load_and_die(*args, **options):
    taken.append(1)
    done = real(*args, **options)
    if len(taken) == 2:
        os.kill(os.getpid(), signal.SIGKILL)  # written, not committed
    return done
kind.load = load_and_die
with create_app(load(), ()).app_context():
    from marketplace.core import vault
    vault.install(load().keys_file)
    carry_on({run.id})
"""
    known = {
        "DATABASE_URL": str(settings.database_url), "KEYS_FILE": str(settings.keys_file),
        "SECRET_KEY": settings.secret_key.get_secret_value(),
    }  # fmt: skip
    died = subprocess.run([sys.executable, "-c", program], env=os.environ | known, check=False, capture_output=True)
    assert died.returncode == -9, died.stderr.decode()
    assert (runs.run(run.id).reached, count("codes")) == (2, 2)

    done = carry_on(run.id)

    assert (done.state, done.applied, count("codes")) == ("applied", 7, 7)


def test_two_workers_apply_each_part_once(stock: Programme, small_parts: None, app: Flask) -> None:
    run = started(some_codes(stock))
    db.session.remove()
    gate, busy = threading.Barrier(3), []

    def work() -> None:
        with app.app_context():
            gate.wait()
            while runs.run(run.id).state == "applying":
                try:
                    carry_on(run.id)
                except RunBusy:
                    busy.append(1)
            db.session.remove()

    crowd = [threading.Thread(target=work) for _ in range(3)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    done = runs.run(run.id)
    assert (done.state, done.applied, count("codes"), story(run).count("applied")) == ("applied", 7, 7, 1)


def test_part_at_hand_is_nobody_elses(stock: Programme, small_parts: None, app: Flask) -> None:
    run = started(some_codes(stock))
    found: list[str] = []

    def meanwhile() -> None:
        with app.app_context():
            for act in (lambda: carry_on(run.id), lambda: _discarded(run)):
                try:
                    act()
                except (RunBusy, RunNotThere) as refused:
                    found.append(refused.code)
            db.session.remove()

    part = next(codes.RUN.parts(runs.given(run), 0, run.total))
    with transaction(by=STEPAN):
        runs.carry_out(run, part, now=NOW)
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join()
    assert found == ["run_busy", "run_busy"]


def _discarded(run: Run) -> None:
    with transaction():
        runs.discard(run.id, now=NOW)


def test_promise_does_some_parts_and_promises_the_rest(
    stock: Programme, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "APPLY_SECONDS", 0.0)
    run = kept(stock, "codes", CODES, brand="detsky-mir", value="300")
    outbox.drain()
    with transaction(by=STEPAN):
        runs.start(run.id, now=NOW)
    outbox.drain()
    assert (runs.run(run.id).state, count("codes")) == ("applied", 7)
    topics = execute("SELECT count(*) FROM outbox WHERE topic = 'runs.apply' AND kept_at IS NOT NULL").scalar_one()
    assert topics == 4


def test_same_file_again_is_told_and_adds_nothing(stock: Programme) -> None:
    first = carry_on(started(some_codes(stock)).id)
    again = some_codes(stock)
    assert [one.id for one in runs.same_file(again)] == [first.id]
    assert (again.to_apply, again.skipped) == (0, 7)
    with pytest.raises(NothingToApply):
        started(again)
    assert count("codes") == 7


def test_form_sent_twice_is_one_run(programme: Programme) -> None:
    with transaction(by=STEPAN):
        made = [
            runs.keep(programme.id, "brands", "b.csv", b"brand", {}, ref="R" * 26, now=NOW).id for _ in range(2)
        ]  # fmt: skip
    assert made[0] == made[1]
    assert count("run_files") == 1


def test_offer_withdrawn_after_the_check_ends_the_run_and_what_is_applied_stays(
    stock: Programme, small_parts: None
) -> None:
    run = started(some_codes(stock))

    def withdraw(_: Run) -> None:
        with transaction():
            execute("UPDATE denominations SET active = false")
            execute("UPDATE offers SET published = false")

    carry_on(run.id, seconds=0, told=withdraw)
    done = carry_on(run.id)
    assert (done.state, done.reached, count("codes"), count("run_files")) == ("failed", 2, 2, 0)
    assert runs.errors(run.id)[0].reason == "the brand has no offer with codes of this value"


def test_forgotten_run_is_discarded_after_a_week_and_its_file_is_deleted(programme: Programme) -> None:
    run = checked(programme, "catalogue", OFFERS)
    lasts = max(event.at for event in runs.events(run.id))
    with transaction():
        assert runs.discard_forgotten(lasts + timedelta(days=6), 10) == 0
        assert runs.discard_forgotten(lasts + timedelta(days=8), 10) == 1
    assert (runs.run(run.id).state, count("run_files")) == ("discarded", 0)
    assert check_file(run.id).state == "discarded"


def test_codes_stand_nowhere_in_the_clear_while_their_run_lasts(stock: Programme) -> None:
    run = some_codes(stock, CODES + "CANARY-77;1234\nCANARY-77;1234\n")
    assert run.wrong == 1
    carry_on(started(some_codes(stock, "code\nCANARY-78\n")).id)
    tables = execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").all()
    held = "".join(
        str(execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {name} t").scalar_one()) for (name,) in tables
    )
    assert "run_files" in {name for (name,) in tables}
    for secret in ("CANARY-7", "CANARY7", "AAAA0003"):
        assert secret not in held
        assert secret.encode().hex() not in held
