"""How a file of codes is laid out is guessed, shown without a code, and read otherwise where somebody says so."""

import io

import pytest
import xlsxwriter
from flask import Flask

from marketplace import codes, runs
from marketplace.codes import layout, sheet
from marketplace.core import ids
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Problems
from marketplace.core.texts import Unfit
from marketplace.core.uploads import Limits, UploadRefused
from marketplace.jobs.runs import carry_on, check_file
from marketplace.programmes import Programme
from marketplace.runs import Run
from marketplace.settings import Settings
from tests.builders.catalogue import an_offer
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import NOW, checked, started


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        made = a_programme()
        an_offer(a_brand(made, slug="lenta"), stock=0)
    return made


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([["AAAA1111"], ["AAAA1112"]], ("code",)),
        ([["AAAA1111", "stray"], ["AAAA1112"], ["AAAA1113"]], ("code",)),
        ([["500", "AAAA-1111-BBBB", "4711", "31.12.2027"], ["500", "AAAA-1112-BBBB", "0815", "31.12.2027"]], ("value", "code", "pin", "expires_on")),
        ([["4276000000000001", "0012"], ["4276000000000002", "9931"], ["4276000000000003", "4410"]], ("code", "pin")),
        ([["4276000000000001", "", "1000"], ["4276000000000002", "", "1000"]], ("code", "", "value")),
        ([["1", "AAAA1111BBBB", "note for the till"], ["2", "AAAA1112BBBB", "another note"]], ("pin", "code", "-")),
        ([["2027-12-31", "AAAA1111"], ["2027-12-31", "AAAA1112"]], ("expires_on", "code")),
    ],
)  # fmt: skip
def test_columns_without_titles_are_guessed(rows: list[list[str]], columns: tuple[str, ...]) -> None:
    assert layout.guess(rows) == layout.Layout(False, columns)


@pytest.mark.parametrize(
    "said", ["", "titles:pin", "rows:code,code", "rows:code,secret", "code", "rows:" + "-," * 40 + "code"]
)
def test_a_layout_has_one_column_of_codes_and_none_twice(said: str) -> None:
    with pytest.raises(Unfit):
        layout.layout_of(said)
    assert layout.layout_of("titles:-,code,,pin").text() == "titles:-,code,,pin"


def as_xlsx(rows: list[list[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    return file.getvalue()


def free() -> int:
    return int(execute("SELECT count(*) FROM free_codes").scalar_one())


def again(run: Run, **options: str) -> Run:
    with transaction():
        made = runs.read_again(run, options, ref=ids.new_ref(), now=NOW)
    return check_file(made.id)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_wrong_guess_is_seen_without_a_code_and_corrected_before_anything_is_stored(
    programme: Programme, kind: str
) -> None:
    """PINs as long as the codes, and longer: the guess takes them for the codes."""
    rows = [[f"ABCD{n:04d}", f"{7_000_000 + n * 7919:012d}"] for n in range(6)]
    content = as_xlsx(rows) if kind == "xlsx" else "\r\n".join(";".join(row) for row in rows).encode("cp1251")
    run = checked(programme, "codes", content, name=f"f.{kind}", brand="lenta", value="300")
    form = run.preview["form"]
    assert (form["columns"], form["headed"], form["said"]) == (["pin", "code"], False, False)
    assert form["rows"][0] == ["••••", f"•••• {rows[0][1][-4:]}"]
    assert rows[0][0] not in str(run.preview)
    assert free() == 0
    right = again(run, layout="rows:code,pin")
    assert runs.run(run.id).state == "discarded"
    assert (right.continues, right.options["brand"], right.preview["form"]["said"]) == (run.id, "lenta", True)
    started(right)
    assert carry_on(right.id).state == "applied"
    row = execute("SELECT id, ciphertext FROM codes ORDER BY id LIMIT 1").one()
    kept = codes.unseal(row.id, bytes(row.ciphertext))
    assert (kept.code, kept.pin) == ("ABCD0000", "000007000000")


def test_titles_that_nobody_knows_are_shown_and_said_instead_of_refusing_the_file(programme: Programme) -> None:
    content = "code;serial no;till\nAAAA1111;77;x\nAAAA1112;78;y\n"
    run = checked(programme, "codes", content, brand="lenta", value="300")
    assert (run.state, run.wrong) == ("checked", 1)
    assert run.preview["form"]["titles"] == ["code", "serial no", "till"]
    right = again(run, layout="titles:code,-,-")
    assert (right.wrong, right.to_apply) == (0, 2)
    foreign = checked(programme, "codes", "Seriennummer;Geheimzahl\nAAAA1113;4711\n", brand="lenta", value="300")
    assert foreign.wrong
    assert again(foreign, layout="titles:code,pin").to_apply == 1


def test_asking_twice_reads_again_once(programme: Programme) -> None:
    run, ref = checked(programme, "codes", "AAAA1111;4711\n", brand="lenta", value="300"), ids.new_ref()
    for _pressed_twice in range(2):
        with transaction():
            made = runs.read_again(run, {"layout": "rows:code,-"}, ref=ref, now=NOW)
    assert execute("SELECT count(*) FROM runs").scalar_one() == 2
    assert made.continues == run.id


def test_a_file_of_codes_has_limits_of_its_own_for_a_million_below_a_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    promised = 1_000_000
    assert sheet.LIMITS.rows > promised
    assert sheet.LIMITS.cells >= (promised + 1) * len(("code", *sheet.COLUMNS))
    assert Settings.model_fields["max_upload_bytes"].default >= sheet.LIMITS.bytes, "what is read is also let in"
    monkeypatch.setattr(sheet, "LIMITS", Limits(rows=3))
    rows = [b"code", b"AAAA1111", b"AAAA1112", b"AAAA1113"]
    assert len(list(sheet.read("f.csv", b"\n".join(rows[:3]), Problems("f.csv")))) == 2
    with pytest.raises(UploadRefused):
        list(sheet.read("f.csv", b"\n".join(rows), Problems("f.csv")))
