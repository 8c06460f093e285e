"""Whoever brings a first file begins with a template, and is told what a column is called and what is no table."""

import io
import re

import pytest
from flask.testing import FlaskClient

from marketplace import partners, runs
from marketplace.catalogue import columns
from marketplace.codes import sheet
from marketplace.core import uploads
from marketplace.core.db import transaction
from marketplace.web.shared.runs.templates import COLUMNS
from tests.builders.catalogue import an_offer
from tests.builders.identity import csrf
from tests.builders.partners import a_brand
from tests.web.console.test_runs import Desk, desk

__all__ = ["desk"]


def wrong(desk: Desk, client: FlaskClient, kind: str, text: str, **said: str) -> str:
    """What the page of an upload says of its first mistake, the cell and the reason."""
    page = desk.send(client, kind, text.encode(), **said)
    desk.worker()
    found = re.search(
        r'data-label="In the file">(.*?)</td>.*?data-label="What is wrong">(.*?)</td>', client.get(page).text, re.DOTALL
    )
    assert found, "something is wrong with the file"
    return re.sub(r"<[^>]+>", "", f"{found[1]} {found[2]}")


def test_unknown_column_is_told_by_its_heading_with_the_names_there_are(desk: Desk) -> None:
    manager = desk.of("manager")
    said = wrong(desk, manager, "catalogue", f"offer;{'Предложение' * 9}\nx;1\n")
    assert ("Предложение" * 9)[:40] in said
    assert ("Предложение" * 9)[:41] not in said
    assert "there are: offer, brand, kind," in said


def test_nearest_column_is_proposed_and_no_code_is_told(desk: Desk) -> None:
    manager = desk.of("manager")
    said = wrong(desk, manager, "codes", "Код;Номинл\nAAAA1111;500\n", brand="lenta", rows="")
    assert "perhaps it should be value; there are: code, pin, value, expires_on" in said
    joined = wrong(desk, manager, "codes", "code;valueMOCKSECRET\nAAAA1111;500\n", ref="B" * 26, brand="lenta", rows="")
    assert "the column is not known" in joined
    assert "secret" not in joined.lower()


def test_errors_and_the_rows_they_stand_in_are_counted_apart_and_columns_are_told_once(desk: Desk) -> None:
    manager = desk.of("manager")
    page = desk.send(manager, "catalogue", b"offer;brand;points;colour\nx;nobody;ten;red\ny;nobody;450;red\n")
    desk.worker()
    shown = manager.get(page).text
    with desk.app.app_context():
        wrong = [(one.row, one.column) for one in runs.errors(int(page.rpartition("/")[2]))]
    assert {row for row, _ in wrong} == {1, 2, 3}
    assert f"{len(wrong)} errors in 3 rows" in shown
    assert f"<b>{len(wrong)}</b><span>errors</span>" in shown
    assert "<b>3</b><span>rows with errors</span>" in shown
    assert "perhaps it should be price_points" in shown
    assert shown.count("there are: offer, brand,") == 1
    assert re.search(r'href="/console/runs/new\?kind=catalogue">.*?Upload the corrected file', shown, re.DOTALL)


def test_column_that_ends_a_run_is_told_once(desk: Desk) -> None:
    manager = desk.of("manager")
    page = desk.send(manager, "brands", b"brand;parnter;colour\nlenta;lenta;red\n")
    desk.worker()
    shown = manager.get(page).text
    assert "The file was not accepted." in shown
    assert shown.count("there are: ") == 1
    assert "No. 2" in shown, "the place of a column without a name that is known"
    assert "Upload another file" in shown


def test_column_of_a_file_of_codes_is_told_once_beside_how_it_was_read(desk: Desk) -> None:
    manager = desk.of("manager")
    page = desk.send(manager, "codes", "Код;Номинл\nAAAA1111;500\n".encode(), brand="lenta", rows="")
    desk.worker()
    shown = manager.get(page).text
    assert "Nothing in this file can be applied." in shown
    assert shown.count("there are: code, pin") == 1
    assert "No. 2" in shown
    assert "Read it this way" in shown
    assert "Upload the corrected file" in shown


@pytest.mark.parametrize("kind", ["catalogue", "codes"])
def test_template_of_the_upload_page_is_taken_once_its_examples_are_written_over(desk: Desk, kind: str) -> None:
    manager = desk.of("manager")
    page = manager.get(f"/console/runs/new?kind={kind}").text
    link = re.search(r'href="([^"]+/template\?kind=[a-z]+)"', page)
    assert link
    assert all(f"<code>{name}</code>" in page for name in COLUMNS[kind])
    known = {"codes": ("code", *sheet.COLUMNS), "catalogue": columns.COLUMNS}[kind]
    assert set(COLUMNS[kind]) == set(known), "no column is left out"
    selling(desk)
    template = manager.get(link[1]).data
    run = desk.send(manager, kind, template, "t.xlsx", brand="lenta", rows="", value="")
    desk.worker()
    page = manager.get(run).text
    assert "2 errors in 2 rows" in page
    assert "is an example of the template" in page
    in_russian = manager.get(run, headers={"Accept-Language": "ru"}).text
    assert ("2 ошибки в 2 строках" in in_russian, " rows" in in_russian) == (True, False)
    rows = [";".join(row.cells) for row in uploads.rows("t.xlsx", template, columns.LIMITS)]
    mine = "\n".join(rows).replace("example-card", "our-card").replace("EXAMPLE-CODE", "OUR-CODE")
    run = desk.send(manager, kind, mine.encode(), ref="B" * 26, brand="lenta", rows="", value="")
    desk.worker()
    assert "Ready to apply" in manager.get(run).text
    assert manager.get("/console/runs/template?kind=brands").status_code == 404


def test_russian_headings_of_codes_are_understood(desk: Desk) -> None:
    selling(desk)
    manager = desk.of("manager")
    good = "Код;Номинал;ПИН;Действует до\nMOCK1111AAAA;500;0042;31.12.2099\n"
    run = desk.send(manager, "codes", good.encode(), brand="lenta", rows="", value="")
    desk.worker()
    page = manager.get(run).text
    assert "Ready to apply" in page
    bad = wrong(desk, manager, "codes", good.replace("500", "soon"), ref="B" * 26, brand="lenta", rows="", value="")
    assert "MOCK1111AAAA" not in bad


def test_no_brand_is_chosen_for_codes_by_itself(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        a_brand(desk.programme, slug="magnit")
    manager = desk.of("manager")
    page = manager.get("/console/runs/new?kind=codes").text
    select = re.search(r'<select[^>]*name="brand".*?</select>', page, re.DOTALL)
    assert select is not None
    assert select[0].index("Choose a brand") < select[0].index("lenta")
    assert "selected" not in select[0].partition("Choose a brand")[2]
    form = {"csrf_token": csrf(manager), "ref": "A" * 26, "rows": "", "brand": ""}
    answer = manager.post(
        "/console/runs/new?kind=codes", data=form | {"file": (io.BytesIO(b"code\nMOCK1111AAAA\n"), "f.csv")}
    )
    assert answer.status_code == 422
    assert "Choose a brand." in answer.text


def test_pdf_is_no_table_and_that_is_said_at_once(desk: Desk) -> None:
    manager = desk.of("manager")
    form = {"csrf_token": csrf(manager), "ref": "A" * 26, "file": (io.BytesIO(b"%PDF-1.7\nx"), "list.csv")}
    answer = manager.post("/console/runs/new?kind=catalogue", data=form)
    assert answer.status_code == 422
    assert "This is a PDF. A CSV or XLSX file is wanted." in answer.text


def selling(desk: Desk) -> None:
    """An offer of 500 ₽ without codes."""
    with desk.app.app_context(), transaction():
        brand = partners.brand_by_slug(desk.programme.id, "lenta")
        an_offer(brand, stock=0)
