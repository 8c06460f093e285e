"""`vitrina import drop`: complete files become uploads of their partner, each once, with an answer beside it."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from marketplace import catalogue, partners
from marketplace.cli.imports import group
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.programmes import Programme
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

GOOD = "offer;brand;title_ru;title_en;fulfilment;value;price_points\ncard;lenta;Карта;Card;own;300;450\n"
DEARER = GOOD.replace(";450", ";451")
WRONG = GOOD + "gift;lenta;Подарок;Gift;own;-1;450\n"
Drop = Callable[[], Result]


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    """A programme without a rule of its own, and a brand with an offer in the shop."""
    with transaction():
        made = a_programme()
        a_brand(made, slug="lenta")
        catalogue.load_file(made, "f.csv", GOOD.encode(), apply=True, now=clock.now())
    return made


@pytest.fixture
def call(ctx: Flask, programme: Programme, tmp_path: Path) -> Drop:
    slug = partners.partner(partners.brand_by_slug(programme.id, "lenta").partner_id).slug
    asked = ["drop", str(tmp_path), "--partner", slug, "--programme", programme.slug]
    return lambda: ctx.test_cli_runner().invoke(group, asked)


def put(folder: Path, name: str, text: str, *, age: int = 60) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    os.utime(folder / name, (time.time() - age,) * 2)


def there(folder: Path, place: str) -> list[str]:
    """The names in a place without the numbers before them."""
    return sorted(one.name.partition("-")[2] for one in (folder / place).iterdir())


def runs() -> list[tuple[str, bool]]:
    rows = execute("SELECT state, partner_id IS NOT NULL AS theirs FROM runs ORDER BY id")
    return [(row.state, row.theirs) for row in rows]


def test_complete_files_are_taken_once_and_answered(call: Drop, tmp_path: Path) -> None:
    put(tmp_path, "good.csv", DEARER, age=90)
    put(tmp_path, "wrong.csv", WRONG)
    put(tmp_path, "empty.csv", "")
    put(tmp_path, "growing.csv", GOOD, age=0)
    put(tmp_path, "coming.csv.part", GOOD)
    put(tmp_path, ".hidden.csv", GOOD)
    (tmp_path / "link.csv").symlink_to(tmp_path / ".hidden.csv")
    for _ in range(2):
        assert call().exit_code == 0
    assert runs() == [("applied", True), ("checked", True)]
    assert there(tmp_path, "done") == ["good.csv", "good.csv.txt"]
    assert there(tmp_path, "refused") == [
        "empty.csv",
        "empty.csv.txt",
        "errors-wrong.csv",
        "wrong.csv",
        "wrong.csv.txt",
    ]
    assert not list((tmp_path / "taken").iterdir())
    (report,) = (tmp_path / "refused").glob("*-wrong.csv.txt")
    assert "строка 3, value: не сумма больше нуля" in report.read_text(), "in the programme's first language"
    (marked,) = (tmp_path / "refused").glob("*errors-wrong.csv")
    assert ";value: не сумма больше нуля" in marked.read_text()
    [empty] = (tmp_path / "refused").glob("*-empty.csv.txt")
    assert "пуст" in empty.read_text()
    assert {one.name for one in tmp_path.glob("*.csv*")} == {
        "growing.csv",
        "coming.csv.part",
        ".hidden.csv",
        "link.csv",
    }


def test_killed_half_way_the_next_call_ends_it_without_a_second_run(
    call: Drop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "good.csv", DEARER)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["marketplace.cli.imports.drop"], "_put", killed)
        assert call().exit_code != 0
    assert len(list((tmp_path / "taken").iterdir())) == 1
    assert call().exit_code == 0
    assert runs() == [("applied", True)]
    assert there(tmp_path, "done") == ["good.csv", "good.csv.txt"]


def test_what_takes_the_programmes_consent_waits_for_it(call: Drop, tmp_path: Path) -> None:
    put(tmp_path, "double.csv", GOOD.replace(";450", ";900"))
    assert call().exit_code == 0
    assert runs() == [("checked", True)]
    (report,) = (tmp_path / "done").glob("*-double.csv.txt")
    assert "Ждёт среди загрузок партнёра" in report.read_text()
    assert execute("SELECT price_points FROM denominations").scalar_one() == 450


def test_a_programme_that_speaks_english_is_answered_in_english(
    call: Drop, programme: Programme, tmp_path: Path
) -> None:
    with transaction():
        execute("UPDATE programmes SET languages = '{en,ru}'")
    put(tmp_path, "wrong.csv", WRONG)
    assert call().exit_code == 0
    (report,) = (tmp_path / "refused").glob("*-wrong.csv.txt")
    assert (
        "Nothing was taken. Errors: 1; rows with errors: 1.\nrow 3, value: is not an amount above zero"
        in report.read_text()
    )


def test_unknown_partner_takes_nothing(ctx: Flask, programme: Programme, tmp_path: Path) -> None:
    put(tmp_path, "good.csv", GOOD)
    asked = ["drop", str(tmp_path), "--partner", "nobody", "--programme", programme.slug]
    assert ctx.test_cli_runner().invoke(group, asked).exit_code == 1
    assert (tmp_path / "good.csv").exists()
