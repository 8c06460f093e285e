"""A load that breaks off at any of its statements leaves nothing but its run; every door for files is known; no export is a formula."""

import csv
import inspect
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from marketplace import ledger
from marketplace.cli.imports import group
from marketplace.core import clock, sheets
from marketplace.core.db import db, execute, in_transaction, transaction
from marketplace.jobs.runs import carry_on
from tests.builders.cardholders import Holder, a_holder
from tests.builders.ledger import give
from tests.builders.statements import watched
from tests.proof.files import archives
from tests.proof.files.feeds import FEEDS, SENT, Feed
from tests.proof.plugin import Proof
from tests.proof.test_files import shop

__all__ = ["shop"]  # a fixture
TAKES_FILES = re.compile(
    r"request\.files|FileField|FileStorage|MultipleFileField|form\.file\.data|case_words\.attached|attachments\.chosen|papers_given"
)
# Desks keep a file for the same kinds of run that the commands read; its own refusals: tests/web/console/test_runs.py.
SAME_READERS = {"console.runs.create", "partner.runs.create", "drop"}
# Papers that come with a message to support are read by core/papers alone, like those of partners, and stored with their message or not at all.
# (Doors are known by their module, so what stands beside them is named, too.)
SAME_READERS |= {f"storefront.cases.{name}" for name in ("create", "write", "close", "freeze")}
SAME_READERS |= {f"console.cases.{name}" for name in ("answer", "note", "look")}
# The same for papers in disputes: core/papers reads them, and they are stored with their remark or not at all.
SAME_READERS |= {
    "console.settlements.remark",
    *(f"partner.settlements.{name}" for name in ("remark", "dispute", "accept", "withdraw")),
}
# Beside the doors for pictures and papers, which have lines of their own, stand pages that take neither.
SAME_READERS |= {f"partner.brands.{name}" for name in ("add", "describe", "drop_picture", "take_back", "write_note")}
SAME_READERS |= {f"partner.joining.{name}" for name in ("apply", "complete", "remove_paper")}
# What a run notes of itself: from these the worker goes on with a load that has broken off.
OF_THE_RUN = {"runs", "run_events", "run_changes", "run_files", "audit_records", "outbox"}
STARTS = ("=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Lists of desks go out by the same writer (core/sheets), with every text that it is given; tests/web/console/test_lists.py reads them back.
LISTS = re.compile(r"/(console|partner/<partner>)/([\w-]+/|<(int|own):run_id>/)*exports(/|$)")
FORMULAS = [
    start + rest for start in STARTS for rest in ("1+1", "cmd|' /c calc'!A1", 'HYPERLINK("http://127.0.0.1:9/","x")')
]


class BrokenOff(Exception):
    """The connection is gone."""


@contextmanager
def broken_off(at: int, *, apart: bool = False) -> Iterator[list[int]]:
    """Break off at the n-th statement; `apart` is the control, where each statement is kept permanently at once."""
    seen = [0]

    def before(_sql: str, driver: Any) -> None:
        if not in_transaction():  # what is asked before and after the load
            return
        seen[0] += 1
        if apart:
            driver.commit()
            driver.execute("BEGIN READ WRITE")
        if seen[0] == at:
            raise BrokenOff

    with watched(before):
        yield seen


def left_behind(
    app: Flask, feed: Feed, programme: str, folder: Path, *, apart: bool = False, enough: int | None = None
) -> tuple[int, list[str]]:
    """Load an honest file, broken off at its first statement, its second, and so on; returns the statements, and what stayed.

    With `enough` no more is tried once so much has stayed.
    """
    path = folder / "file.upload"
    path.write_bytes(feed.honest(Random(5)))
    wrong: list[str] = []
    at = 0
    with app.app_context():
        before = _rows()
    while enough is None or len(wrong) < enough:
        at += 1
        with app.app_context():
            with broken_off(at, apart=apart) as seen:
                arguments = [feed.door, str(path), "--programme", programme, *feed.options, "--apply"]
                result = app.test_cli_runner().invoke(group, arguments)
            db.session.remove()
            if seen[0] < at:
                assert result.exit_code == 0, result.output
                return at - 1, wrong
            assert isinstance(result.exception, BrokenOff), result.output
            after = _rows()
            wrong += [f"{feed.name}, statement {at}: {name}" for name, number in after if (name, number) not in before]
            before = after
    return at, wrong


def _rows() -> list[tuple[str, int]]:
    """How many rows each table holds, asked in one statement that is planned once: it is asked hundreds of times."""
    tables = execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    names = [row.tablename for row in tables if row.tablename not in OF_THE_RUN]
    one_by_one = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
    found = [(name, number) for name, number in execute(one_by_one, prepare=True)]
    db.session.rollback()
    return found


@pytest.mark.proof("P18")
def test_a_load_that_breaks_off_at_any_statement_leaves_nothing(
    app: Flask, shop: str, tmp_path: Path, proof: Proof
) -> None:
    for feed in FEEDS if proof.full else FEEDS[:1]:
        statements, wrong = left_behind(app, feed, shop, tmp_path)
        assert wrong == []
        assert statements >= 3
        proof.count("loads broken off", statements)


@pytest.mark.proof("P18")
def test_a_load_that_has_broken_off_is_finished_by_the_worker(app: Flask, shop: str, tmp_path: Path) -> None:
    feed, path = FEEDS[0], tmp_path / "file.upload"
    path.write_bytes(feed.honest(Random(5)))
    arguments = [feed.door, str(path), "--programme", shop, *feed.options]

    def gone(*_: object) -> None:
        raise BrokenOff

    with app.app_context():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("marketplace.partners.files._save", gone)
            broken = app.test_cli_runner().invoke(group, [*arguments, "--apply"])
        assert isinstance(broken.exception, BrokenOff), broken.output
        db.session.remove()
        (run,) = execute("SELECT id, state FROM runs").all()
        assert run.state == "applying"
        assert carry_on(run.id).state == "applied"
        assert "Nothing to do" in app.test_cli_runner().invoke(group, arguments).output


@pytest.mark.spoils_the_books
@pytest.mark.proof("P18", control=True)
def test_control_a_load_in_pieces_is_seen_half(app: Flask, shop: str, tmp_path: Path, proof: Proof) -> None:
    _, wrong = left_behind(app, FEEDS[0], shop, tmp_path, apart=True, enough=proof.size(3, 1_000))
    assert wrong
    proof.figure(f"with each statement kept at once, {len(wrong)} times something was half visible")


def doors(app: Flask) -> set[str]:
    """Every import, and every route whose module takes files from a request."""
    found = set(group.commands)
    for rule in app.url_map.iter_rules():
        module = inspect.getmodule(inspect.unwrap(app.view_functions[rule.endpoint]))
        ours = module and module.__name__.startswith(("marketplace.", "partner_portal.", "tests."))
        if (
            ours
            and rule.methods
            and rule.methods & {"POST", "PUT", "PATCH"}
            and TAKES_FILES.search(inspect.getsource(module))
        ):
            found.add(rule.endpoint)
    return found


@pytest.mark.proof("P18")
def test_every_door_for_files_is_a_feed(app: Flask, proof: Proof) -> None:
    known = {feed.door for feed in [*FEEDS, *SENT]}
    assert doors(app) - known - SAME_READERS == set(), "give it a line in tests/proof/files/feeds.py"
    assert known - doors(app) == set()
    proof.count("doors for files", len(doors(app)))


@pytest.mark.proof("P18", control=True)
def test_control_an_upload_that_nobody_placed_is_seen() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/uploads", "uploads", FORMULAS.copy, methods=["POST"])  # this module speaks of request.files
    bare.view_functions["uploads"] = test_every_door_for_files_is_a_feed
    assert "uploads" in doors(bare)


# Every export, one line each: where it is asked for, and how its cells are read back.
def csv_cells(body: bytes) -> list[str]:
    """The cells of a CSV file, as a spreadsheet opens it."""
    text = body.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]


def xlsx_cells(body: bytes) -> list[str]:
    """The cells that are texts; a formula would be found in the parts of the file."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, str)]


EXPORTS: dict[str, Callable[[bytes], list[str]]] = {
    "/points/statement.csv": csv_cells,
    "/points/statement.xlsx": xlsx_cells,
}


def dangerous(holder: Holder) -> list[str]:
    """The cells of all exports that a spreadsheet would take for a formula."""
    wrong = []
    for path, cells in EXPORTS.items():
        answer = holder.get(path)
        assert answer.status_code == 200
        found = cells(answer.data)
        assert len(found) > 4 * len(FORMULAS)
        wrong += [f"{path}: {cell!r}" for cell in found if cell.startswith(STARTS)]
        assert not any("<f>" in part for part in _parts(answer.data)), path
    return wrong


def _parts(body: bytes) -> list[str]:
    return [part.decode("utf-8", "replace") for part in archives.parts(body).values()] if body.startswith(b"PK") else []


@pytest.fixture
def holder(app: Flask) -> Holder:
    """A member in whose history every text begins like a formula."""
    holder = a_holder(app, points=50_000, cards=1)
    with app.app_context():
        _remember(holder)
    return holder


def _remember(holder: Holder) -> None:
    programme, now = holder.shelf.programme, clock.now()
    with transaction():
        own = ledger.account(programme.id, "member", owner_id=holder.member.id)
        for text in FORMULAS:
            give(programme, own, [(1, None)], at=now, memo={"what": "bonus", "note": text})


@pytest.mark.proof("P18")
def test_no_cell_of_any_export_is_a_formula(holder: Holder, proof: Proof) -> None:
    assert dangerous(holder) == []
    proof.count("exported formulas, all neutral", len(FORMULAS) * len(EXPORTS))


@pytest.mark.proof("P18", control=True)
def test_control_without_neutralising_formulas_are_exported(
    holder: Holder, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "neutral", lambda text: text)
    assert len(dangerous(holder)) >= len(FORMULAS)
    proof.figure("without neutralising, formulas come out")


@pytest.mark.proof("P18")
def test_every_route_that_exports_a_table_is_listed(app: Flask) -> None:
    paths = {rule.rule for rule in app.url_map.iter_rules()}
    exporting = {path for path in paths if re.search(r"csv|xlsx|export", path)} - {
        path for path in paths if LISTS.match(path)
    }
    assert exporting == {"/points/statement.<any(csv, xlsx):kind>"}, "give its paths a line in EXPORTS"
