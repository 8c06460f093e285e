"""Files of codes: what is taken, what is refused, and that no message shows a code."""

import io
from datetime import datetime

import pytest
import xlsxwriter
from flask import Flask

from marketplace import codes
from marketplace.codes import packing
from marketplace.core import copying
from marketplace.core.db import execute, transaction
from marketplace.core.problems import FileRefused
from marketplace.partners import Brand
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import TODAY, in_the_clear
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme


@pytest.fixture
def brand(ctx: Flask) -> Brand:
    """A brand with an offer of 300 ₽ and 500 ₽, and no codes yet."""
    with transaction():
        made = a_brand(a_programme())
        an_offer(made, stock=0)
    return made


def load(brand: Brand, text: str | bytes, *, name: str = "codes.csv", apply: bool = True, **over: str) -> codes.Loaded:
    content = text.encode() if isinstance(text, str) else text
    now = datetime.fromisoformat("2026-11-21T09:00:00+00:00")
    with transaction():
        done = codes.load_file(brand.programme_id, brand.slug, name, content, apply=apply, now=now, **over)
    return done.loaded


def refused(brand: Brand, text: str | bytes, **over: str) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        load(brand, text, **over)
    assert execute("SELECT count(*) AS n FROM codes").one().n == 0
    return [str(problem) for problem in caught.value.problems]


def on_sale() -> list[tuple[str, str]]:
    """Every code on sale with its PIN, in the order in which it is sold."""
    rows = execute("SELECT code_id FROM free_codes ORDER BY denomination_id, expires_on, code_id").all()
    secrets = [in_the_clear(row.code_id) for row in rows]
    return [(secret.code, secret.pin) for secret in secrets]


def test_codes_keep_what_a_spreadsheet_would_spoil(brand: Brand) -> None:
    loaded = load(brand, "code;pin\n219E01BE;0042\n0000123456789;\n12345678901234567890;7\n", value="300")
    assert sum(loaded.new.values()) == 3
    assert on_sale() == [("219E01BE", "0042"), ("0000123456789", ""), ("12345678901234567890", "7")]


def test_list_without_a_head_is_taken_too(brand: Brand) -> None:
    load(brand, "AAAA-1111\nBBBB-2222\n", value="300")
    assert on_sale() == [("AAAA-1111", ""), ("BBBB-2222", "")]


def test_spreadsheet_gives_the_same_codes(brand: Brand) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(
            [("Code", "value", "expires_on"), ("219E01BE", "500", "2027-12-31"), ("007700770077", "300", "")]
        ):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    loaded = load(brand, file.getvalue(), name="codes.xlsx")
    assert sorted(loaded.new.values()) == [1, 1]
    assert on_sale() == [("007700770077", ""), ("219E01BE", "")]


def test_preview_says_what_would_come_and_adds_nothing(brand: Brand) -> None:
    loaded = load(brand, "code\nAAAA1111\nBBBB2222\n", value="300", apply=False)
    assert sum(loaded.new.values()) == 2
    assert on_sale() == []
    assert execute("SELECT count(*) AS n FROM batches").one().n == 0


def test_same_file_twice_adds_nothing(brand: Brand) -> None:
    text = "code\nAAAA1111\nBBBB2222\n"
    load(brand, text, value="300")
    again = load(brand, text, value="300")
    assert (again.new, again.already, again.already_rows) == ({}, 2, (2, 3))
    assert len(on_sale()) == 2
    other = load(brand, "code\nCCCC3333\nb b-b-b 2222\n", value="300", name="more.csv")
    assert (sum(other.new.values()), other.already_rows) == (1, (3,))
    assert execute("SELECT sum(code_count) AS n FROM batches").one().n == 3


def test_sold_code_stays_known(brand: Brand) -> None:
    load(brand, "code\nAAAA1111\n", value="300")
    with transaction():
        denomination_id = execute("SELECT denomination_id AS id FROM free_codes").one().id
        codes.claim(denomination_id, today=TODAY)
    assert load(brand, "code\nAAAA1111\n", value="300").already == 1


def test_file_that_is_stored_in_several_pieces_is_whole_and_sold_in_its_order(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BLOCK", 4)
    monkeypatch.setattr(packing, "BLOCK", 3)
    made = [(f"CODE-{n * 7919 % 1000:04d}", str(n)) for n in range(21)]
    load(brand, "code;pin\n" + "".join(f"{code};{pin}\n" for code, pin in made[:9]), value="300")
    loaded = load(brand, "code;pin\n" + "".join(f"{code};{pin}\n" for code, pin in made), value="300", name="all.csv")
    assert (list(loaded.new.values()), loaded.already) == ([12], 9)
    assert on_sale() == made


def test_another_brand_may_have_the_same_code(brand: Brand) -> None:
    load(brand, "code\nAAAA1111\n", value="300")
    with transaction():
        other = a_brand(a_programme())
        an_offer(other, stock=0)
    assert sum(load(other, "code\nAAAA1111\n", value="300").new.values()) == 1


def test_everything_wrong_is_named_by_row_and_no_code_is_shown(brand: Brand) -> None:
    text = "\n".join(
        [
            "code;pin;expires_on;value", "GOOD-0001;;;300", ";1;;300", "X" * 65 + ";;;300", "abc;;;300",
            "good 0001;;;300", "GOOD0002;;2026-11-20;300", "GOOD0003;;31.02.2027;300", "GOOD0004;;;301", "GOOD0005;;;",
            "GOOD0006;;;300;extra", "GOOD0007;" + "9" * 33 + ";;300", "GOOD0008;;;-300",
            "GОOD0001;;;300",
        ]
    )  # fmt: skip
    said = refused(brand, text)
    assert said == [
        "codes.csv, row 3, column code: the code is missing",
        "codes.csv, row 4, column code: the code is longer than 64 characters",
        "codes.csv, row 5, column code: the code has fewer than 4 characters",
        "codes.csv, row 6, column code: the same code as in row 2",
        "codes.csv, row 7, column expires_on: the code has expired",
        "codes.csv, row 8, column expires_on: is not a date: write 2027-12-31",
        "codes.csv, row 9, column value: the brand has no offer with codes of this value",
        "codes.csv, row 10, column value: is missing",
        "codes.csv, row 11: a cell outside any column",
        "codes.csv, row 12, column pin: the PIN is longer than 32 characters or cannot be printed",
        "codes.csv, row 13, column value: is not an amount above zero",
        "codes.csv, row 14, column code: the same code as in row 2",
    ]
    assert "GOOD" not in " ".join(said).upper()


def test_cell_between_the_columns_is_refused_however_short_its_row_is(brand: Brand) -> None:
    assert refused(brand, "code;;value\nAAAA1111;300\n") == ["codes.csv, row 2: a cell outside any column"]


def test_codes_without_a_head_are_read_from_the_first_row_on(brand: Brand) -> None:
    assert sum(load(brand, "AAAA1111\nAAAA2222\n", value="300").new.values()) == 2


def test_value_must_be_known(brand: Brand) -> None:
    assert "add a column, or enter one value for all codes" in refused(brand, "code\nAAAA1111\n")[0]
    assert "no offer with codes of this value" in refused(brand, "code\nAAAA1111\n", value="1000")[0]
    assert refused(brand, "code\nAAAA1111\n", value="nothing")
    assert "not the value that was asked for" in refused(brand, "code;value\nAAAA1111;500\n", value="300")[0]


def test_two_offers_of_one_value_need_a_name(brand: Brand) -> None:
    with transaction():
        an_offer(brand, stock=0, external_ref="second", denominations=((30_000, 400, None),))
    assert "say which offer" in refused(brand, "code\nAAAA1111\n", value="300")[0]
    loaded = load(brand, "code\nAAAA1111\n", value="300", offer="second")
    with transaction():
        ids = [r.id for r in execute("SELECT id FROM offers WHERE external_ref = 'second'")]
        assert loaded.new == {denominations(ids[0])[30_000]: 1}


def test_more_than_a_hundred_problems_are_counted(brand: Brand) -> None:
    with pytest.raises(FileRefused) as caught:
        load(brand, "code\n" + "ab\n" * 250, value="300")
    assert (len(caught.value.problems), caught.value.total) == (100, 250)


def test_codes_are_never_in_clear_text_in_the_database(brand: Brand) -> None:
    load(brand, "code;pin\nCANARY-77-XYZ;PIN5522\n", value="300")
    row = execute("SELECT c::text AS all_of_it, encode(c.ciphertext, 'escape') AS cipher FROM codes c").one()
    for secret in ("CANARY", "77XYZ", "PIN5522"):
        assert secret not in row.all_of_it + row.cipher
    told = " ".join(str(r) for r in execute("SELECT a::text FROM audit_records a"))
    assert "codes.load" in told
    assert "CANARY" not in told
