"""Lists of codes as people send them: titles, totals, guards and markup are not sold, and a stray line is seen before it is."""

from pathlib import Path

import pytest
from flask import Flask

from marketplace import codes
from marketplace.core import uploads
from marketplace.core.db import execute, transaction
from marketplace.core.problems import FileRefused
from marketplace.jobs.runs import look
from marketplace.partners import Brand
from marketplace.runs import Given
from tests.builders.catalogue import an_offer
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme


@pytest.fixture
def brand(ctx: Flask) -> Brand:
    """A brand with offers of 300 ₽ and 500 ₽."""
    with transaction():
        made = a_brand(a_programme())
        an_offer(made, stock=0)
    return made


def said(brand: Brand, content: str | bytes, value: str = "500", **options: str) -> list[str]:
    """What the check of a file says: problems, and what it tells beside them."""
    content = content.encode() if isinstance(content, str) else content
    options |= {"brand": brand.slug} | ({"value": value} if value else {})
    checked, problems = look(codes.RUN, Given(brand.programme_id, None, "f", content, b"d" * 32, options))
    assert execute("SELECT count(*) AS n FROM codes").one().n == 0
    told = [one["reason"] % one["facts"] for one in checked.preview.get("told", ())] if checked else []
    return [f"{one.row} {one.column} {one.reason}" for one in problems.found] + told


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("Коды подарочных карт\nAAAA-1111\n", "1 code this is a title, not a code: name the columns, or begin with the first code"),
        ("Gift card numbers\nAAAA-1111\n", "1 code this is a title, not a code: name the columns, or begin with the first code"),
        ("AAAA-1111\nИтого: 1\n", "2 code this is a total, not a code"),
        ("AAAA-1111\nTotal\n", "2 code this is a total, not a code"),
        ("AAAA-1111\n<tr><td>AAAA-1112</td></tr>\n", "2 code character 1 is “<”, which codes never contain"),
        ('AAAA-1111\n«AAAA-1112»\n', "2 code character 1 is “«”, which codes never contain"),
        ("AAAA-1111\n6,12900E+12\n", "2 code is a number whose last digits a spreadsheet cut off: store it as text"),
    ],
)  # fmt: skip
def test_what_can_be_no_code_is_refused_by_row(brand: Brand, lines: str, wrong: str) -> None:
    assert said(brand, lines) == [wrong]


def test_guards_are_taken_off_before_a_code_is_kept(brand: Brand) -> None:
    with transaction():
        codes.load_file(brand.programme_id, brand.slug, "f", b"code;pin\n'ABCD1234;'=777\n=\"0012345678\";'0042\n", value="500",
                        apply=True, now=brand.created_at)  # fmt: skip
    rows = execute("SELECT id, ciphertext FROM codes ORDER BY id").all()
    kept = [codes.unseal(row.id, bytes(row.ciphertext)) for row in rows]
    assert [(one.code, one.pin) for one in kept] == [("ABCD1234", "=777"), ("0012345678", "0042")]


def test_a_stray_line_is_shown_before_it_is_taken(brand: Brand) -> None:
    honest = "".join(f"QRST{n * 7_919_317 % 10**8:08d}\n" for n in range(1, 21))
    assert said(brand, honest) == []
    assert said(brand, honest + "QRST1\n") == [
        "codes unlike the brand's others: 1; check these rows before you apply the file: 21",
    ]
    with transaction():
        codes.load_file(
            brand.programme_id, brand.slug, "f", honest.encode(), value="500", apply=True, now=brand.created_at
        )
    checked, _ = look(
        codes.RUN,
        Given(brand.programme_id, None, "f", b"77777777\n88888888\n", b"e" * 32, {"brand": brand.slug, "value": "500"}),
    )
    assert checked is not None
    assert checked.preview["told"][0]["facts"] == {"number": 2, "rows": "1, 2"}


def test_a_short_list_is_judged_by_the_example_that_was_given_and_no_more_is_kept_of_it(brand: Brand) -> None:
    lines = "QRST-1234-5678\nQRST-1234-5679\nQRST-12\n"
    assert said(brand, lines) == [], "three rows show nothing usual"
    like = codes.form_of_example("ABCD-0000-1111")
    assert like == "12:9A"
    assert said(brand, lines, like=like) == [
        "codes unlike the example: 1; check these rows before you apply the file: 3",
    ]
    assert [codes.form_of_example(text) for text in ("Итого: 3", "<td>1</td>", "A1")] == ["", "", ""]


def test_codes_of_many_forms_are_not_odd(brand: Brand) -> None:
    assert said(brand, "".join(f"AB{'7' * n}\n" for n in range(5, 40))) == []


def test_odd_files_of_the_world_are_refused_or_told(brand: Brand, real_data: Path) -> None:
    def of(name: str, value: str = "500") -> list[str]:
        return [line.partition(":")[0] for line in said(brand, (real_data / "odd" / name).read_bytes(), value)]

    assert of("codes_total_row.csv", "") == ["4 code this is a total, not a code"]
    date, time = ("was turned into a " + what + " by a spreadsheet" for what in ("date", "time"))
    assert of("codes_turned_dates.xlsx") == [f"3 code {date}", f"4 code {date}", f"6 code {time}"]
    assert of("codes_lookup_errors_in_pin.xlsx") == [
        "3 pin is a spreadsheet error, such as #N/A", "4 expires_on is a spreadsheet error, such as #N/A",
    ]  # fmt: skip
    assert len(of("codes_sci.csv", "")) == 2
    assert of("codes_sep_line.csv", "") == of("codes_ctrl_z.csv") == of("codes_apostrophe_guard.csv") == []
    assert of("codes_filtered_rows.xlsx", "") == ["hidden rows of the sheet were read too"]
    assert of("codes_hidden_first_sheet.xlsx") == ["only the sheet “Коды” was read"]
    with pytest.raises((FileRefused, uploads.UploadRefused)):
        of("codes_html_row_per_line.xls")
