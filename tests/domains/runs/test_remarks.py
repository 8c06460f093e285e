"""The file with what is wrong: the same file with one column more, in its own encoding, separator and format."""

import csv
import io

import pytest
import xlsxwriter
from flask import Flask
from python_calamine import CalamineWorkbook

from marketplace import runs
from marketplace.core import rekeying, vault
from marketplace.core.db import transaction
from marketplace.programmes import Programme
from marketplace.runs import Run
from tests.builders.catalogue import an_offer
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import checked, kept

HEAD = ["offer", "brand", "title_ru", "title_en", "value", "price_points"]
ROWS = [
    ["00017", "lenta", "Карта «Лента»", "Card", "300", "450"],
    ["00018", "nobody", '=HYPERLINK("x")', "Card; gift", "500", "700"],
    ["00019", "lenta", "Карта", "Card", "-1", "450"],
]
REMARKS = {3: "brand: нет такого бренда", 4: "value: не сумма"}


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        programme = a_programme()
        an_offer(a_brand(programme, slug="lenta"), stock=0)
    return programme


def remarked(run: Run) -> bytes:
    return runs.with_remarks(runs.given(run), runs.kind(run.kind), REMARKS, "Ошибка")


def test_csv_keeps_its_encoding_separator_and_line_ends(programme: Programme) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([HEAD, *ROWS])
    run = checked(programme, "catalogue", text.getvalue().encode("cp1251"))
    assert [(error.row, error.column) for error in runs.errors(run.id)] == [(3, "brand"), (4, "value")]

    found = remarked(run).decode("cp1251")

    assert found.count("\r\n") == found.count("\n") == 4
    head, *rows = csv.reader(io.StringIO(found), delimiter=";")
    assert head == [*HEAD, "Ошибка"]
    assert rows[0] == [*ROWS[0], ""]
    assert rows[1] == [*ROWS[1][:2], "'" + ROWS[1][2], *ROWS[1][3:], REMARKS[3]]
    assert rows[2] == [*ROWS[2], REMARKS[4]]


def test_xlsx_stays_xlsx_and_zeros_in_front_stay(programme: Programme) -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(at, 0, row, None) if at == 0 else [
                sheet.write_string(at, n, cell) for n, cell in enumerate(row)
            ]
    run = checked(programme, "catalogue", held.getvalue(), name="offers.xlsx")
    assert run.wrong == 2

    found = CalamineWorkbook.from_filelike(io.BytesIO(remarked(run))).get_sheet_by_index(0).to_python()

    assert found == [[*HEAD, "Ошибка"], [*ROWS[0], ""], [*ROWS[1], REMARKS[3]], [*ROWS[2], REMARKS[4]]]


@pytest.mark.parametrize("headed", [True, False])
def test_codes_are_masked_in_their_file_of_errors(programme: Programme, headed: bool) -> None:
    rows = ["ABCD-EFGH-0001;0417;300;31.12.2027", "ABCD-EFGH-0002;0417;ABCDEFGH0003;", "ABCD-EFGH-0001;0418;300;"]
    content = "\n".join((["code;pin;value;expires_on"] if headed else []) + rows) + "\n"
    run = checked(programme, "codes", content, brand="lenta", value="300")
    assert run.wrong

    found = remarked(run).decode()

    for secret in ("ABCD", "EFGH", "0417", "0418"):
        assert secret not in found.upper()
        assert secret not in str(runs.errors(run.id))
    if headed:
        assert found.splitlines()[1] == "•••• 0001;••••;300;31.12.2027;"


def test_file_moves_to_a_new_key_with_everything_else(programme: Programme, app: Flask) -> None:
    run = kept(programme, "catalogue", "offer\n" * 300_000)
    vault.rotate(app.config["SETTINGS"].keys_file)
    assert rekeying.older(runs.CIPHERTEXTS) == 2
    with transaction():
        assert rekeying.renew(runs.CIPHERTEXTS, None, 10).renewed == 2
    assert rekeying.older(runs.CIPHERTEXTS) == 0
    assert runs.given(run).content == b"offer\n" * 300_000
