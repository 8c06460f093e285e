"""Uploads in the console: a file is sent, looked at, applied, stopped and put aside, by those who may."""

import io
import re
import time
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import partners, runs
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Problems
from marketplace.jobs.reading import watched
from marketplace.jobs.runs import carry_on, check_file, look
from marketplace.programmes import Programme
from tests.builders.approvals import a_rule
from tests.builders.catalogue import an_offer
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

OFFERS = "offer;brand;title_ru;title_en;value;price_points\ncard;lenta;Карта;Card;300;450\n"


class Desk:
    """A manager's console."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), transaction():
            self.programme: Programme = a_programme()
            a_brand(self.programme, slug="lenta")
            self.users = {role: staff(self.programme, role).id for role in ("manager", "finance", "support", "admin")}

    def of(self, role: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        sign_in(client, self.users[role], fresh=True)
        return client

    def send(self, client: FlaskClient, kind: str, content: bytes, name: str = "file.csv", **said: str) -> str:
        """Send a file; returns the address of its run."""
        form = {"csrf_token": csrf(client), "ref": "A" * 26, "file": (io.BytesIO(content), name), **said}
        answer = client.post(f"/console/runs/new?kind={kind}", data=form)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return answer.location

    def worker(self) -> None:
        """What the worker would do by now."""
        with self.app.app_context():
            for row in execute("SELECT id FROM runs ORDER BY id").all():
                check_file(row.id)
                carry_on(row.id)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def press(client: FlaskClient, path: str) -> int:
    return client.post(path, data={"csrf_token": csrf(client)}).status_code


def test_manager_sends_a_catalogue_sees_what_it_changes_and_applies_it(desk: Desk, now: datetime) -> None:
    manager = desk.of("manager")
    page = desk.send(manager, "catalogue", OFFERS.encode())
    assert "being checked" in manager.get(page).text

    desk.worker()
    assert "Publish 1" in manager.get(page).text
    assert press(manager, f"{page}/application") == 303
    moving = manager.get(page).text
    assert 'hx-trigger="load delay:2s"' in moving
    assert 'id="stop"' not in moving, "it is applied in one piece, so nothing would be left out"

    desk.worker()
    assert "Published 1 of 1 offers" in manager.get(page).text
    assert "file.csv" in manager.get("/console/runs").text


def test_page_of_a_check_says_how_many_rows_were_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.jobs.reading.TOLD_EVERY_SECONDS", 0.01)
    manager = desk.of("manager")
    page = desk.send(manager, "catalogue", OFFERS.encode())
    run_id, held = int(page.rpartition("/")[2]), list[Problems]()
    with desk.app.app_context():
        with transaction():
            run = runs.begin_check(run_id, now=clock.now())
        with watched(run_id) as watch:
            look(runs.kind(run.kind), runs.given(run), watch=held.append)
            assert held[0].reached == 2
            held[0].reached = 1_234
            watch(held[0])
            until = time.monotonic() + 10
            while runs.run(run_id).read_rows != 1_234:
                assert time.monotonic() < until, "it is written down while the check goes on"
    assert "1,234 rows read so far" in manager.get(page).text


CODES = b"code\nAAAA0001\nAAAA0002\nAAAA0003\n"


@pytest.fixture
def codes_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, str]:
    """A manager's browser at a run of codes that was checked."""
    monkeypatch.setattr("marketplace.codes.run.PART", 1)
    with desk.app.app_context(), transaction():
        an_offer(partners.brand_by_slug(desk.programme.id, "lenta"), stock=0)
    manager = desk.of("manager")
    page = desk.send(manager, "codes", CODES, brand="lenta", value="300")
    desk.worker()
    return manager, page


def test_run_is_stopped_and_goes_on_where_it_was(desk: Desk, codes_page: tuple[FlaskClient, str]) -> None:
    manager, page = codes_page
    press(manager, f"{page}/application")
    with desk.app.app_context():
        carry_on(int(page.rpartition("/")[2]), seconds=0)
    part = manager.get(page, headers={"HX-Request": "true", "HX-Target": "moving"})
    assert "On sale 1 of 3 codes" in part.text
    assert 'id="stop"' in part.text
    assert "<h1>" not in part.text

    assert press(manager, f"{page}/stop") == 303
    stopped = manager.get(page).text
    assert "Continue from 2" in stopped
    assert "What has been applied stays." in stopped
    assert manager.get(page, headers={"HX-Request": "true", "HX-Target": "moving"}).headers["HX-Refresh"] == "true"

    press(manager, f"{page}/application")
    desk.worker()
    assert "On sale 3 of 3 codes" in manager.get(page).text

    again = desk.send(manager, "codes", CODES, brand="lenta", value="300", ref="B" * 26)
    desk.worker()
    shown = manager.get(again).text
    assert "3 rows left out" in shown
    assert "the code is already in batch “file.csv”, so it is left out" in shown
    assert manager.get(f"{again}/errors").text.count("so it is left out") == 3


def test_page_says_how_far_it_is_without_script_too(desk: Desk, codes_page: tuple[FlaskClient, str]) -> None:
    manager, page = codes_page
    press(manager, f"{page}/application")
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in manager.get(page).text
    desk.worker()
    assert "<noscript>" not in manager.get(page).text


def test_large_run_is_proposed_and_another_person_approves_it(desk: Desk, codes_page: tuple[FlaskClient, str]) -> None:
    manager, page = codes_page
    with desk.app.app_context():
        a_rule(desk.programme, runs.act("codes"), cap=2, now=clock.now())
    press(manager, f"{page}/application")
    waiting = manager.get(page).text
    assert "Waiting for approval" in waiting
    assert "Apply 3" not in waiting

    proposal = re.search(r"/console/approvals/[0-9A-Z]{26}", waiting)
    assert proposal is not None
    admin = desk.of("admin")
    shown = admin.get(proposal[0]).text
    assert "Codes from the file file.csv" in shown
    assert "New codes" in shown
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', admin.get(f"{proposal[0]}/approval").text)
    assert seen is not None
    form = {"csrf_token": csrf(admin), "seen": seen[1]}  # a note is welcome, not needed
    assert manager.post(f"{proposal[0]}/approval", data=form | {"csrf_token": csrf(manager)}).status_code == 403
    assert desk.of("finance").post(page + "/application", data=form).status_code != 303
    assert admin.post(f"{proposal[0]}/approval", data=form).status_code == 303
    desk.worker()
    assert "On sale 3 of 3 codes" in manager.get(page).text


def test_discarded_run_leaves_no_file(desk: Desk, codes_page: tuple[FlaskClient, str]) -> None:
    manager, page = codes_page
    assert press(manager, f"{page}/discarding") == 303
    assert "Discarded" in manager.get(page).text
    assert press(manager, f"{page}/application") == 409
    assert manager.get(f"{page}/errors").status_code == 410


def test_others_look_but_do_not_touch(desk: Desk, codes_page: tuple[FlaskClient, str]) -> None:
    _, page = codes_page
    finance = desk.of("finance")
    assert "Apply 3" not in finance.get(page).text
    for act in ("application", "stop", "discarding"):
        assert press(finance, f"{page}/{act}") == 404
    assert finance.get("/console/runs/new?kind=codes").status_code == 404
    assert desk.of("support").get(page).status_code == 404
    with desk.app.app_context(), transaction():
        elsewhere = staff(a_programme(hosts=("else.test",)), "admin").id
    foreign = desk.app.test_client()
    sign_in(foreign, elsewhere, fresh=True)
    held = foreign.get_cookie("session")
    foreign.set_cookie("session", held.value if held else "", domain="else.test")
    assert foreign.get(page, base_url="http://else.test").status_code == 404


def test_errors_come_back_as_the_same_file_with_a_column_more(desk: Desk) -> None:
    manager = desk.of("manager")
    page = desk.send(manager, "catalogue", OFFERS.replace("300;450", "300;x").encode("cp1251"), name="Каталог.csv")
    desk.worker()
    shown = manager.get(page).text
    assert "is not an amount above zero" in shown
    assert "Apply" not in shown.replace("Applied", "")
    file = manager.get(f"{page}/errors")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.data.decode("cp1251").splitlines() == [
        OFFERS.splitlines()[0] + ";Error", "card;lenta;Карта;Card;300;x;price_points: is not an amount above zero",
    ]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), [(b"", "The file is empty."), (None, "Choose a file.")])
def test_form_without_a_file_says_so(desk: Desk, content: bytes | None, said: str) -> None:
    manager = desk.of("manager")
    form = {"csrf_token": csrf(manager), "ref": "A" * 26}
    files = {} if content is None else {"file": (io.BytesIO(content), "f.csv")}
    answer = manager.post("/console/runs/new?kind=catalogue", data=form | files)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_file_that_is_no_table_is_not_taken(desk: Desk) -> None:
    manager = desk.of("manager")
    page = desk.send(manager, "catalogue", b"\x00\x01\x02 not a table")
    desk.worker()
    assert "The file was not accepted." in manager.get(page).text


def test_uploaded_file_never_touches_the_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file in the clear")

    for name in ("SpooledTemporaryFile", "TemporaryFile"):
        monkeypatch.setattr(f"werkzeug.formparser.{name}", refuse, raising=False)
    desk.send(desk.of("manager"), "codes", b"code\n" + b"AAAA0001\n" * 200_000, brand="lenta")
