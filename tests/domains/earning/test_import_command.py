"""`vitrina import card-operations` as the operator sees it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from marketplace import ledger, members
from marketplace.cli.imports import group
from marketplace.core.db import db, transaction
from marketplace.members import Member
from tests.builders.members import a_member
from tests.builders.programmes import a_programme

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HEADER = (
    "Дата и время операции;Дата обработки;Номер карты;Тип операции;Код авторизации;RRN;Сумма операции;Валюта операции;"
    "Сумма в валюте счета;Валюта счета;MCC;Наименование ТСП;Город;Страна;Терминал;Идентификатор"
)
ROW = (
    "01.11.2026 16:02:00;02.11.2026;{card};Покупка;498873;666093441321;5374,10;RUB;{amount};RUB;5999;WILDBERRIES;MOSCOW;643;"
    "94541427;{number}"
)


def a_file(folder: Path, *rows: str) -> Path:
    file = folder / "ops.csv"
    file.write_bytes("\r\n".join([HEADER, *rows, ""]).encode("cp1251"))
    return file


def a_row(number: int, card: str = "220220******1186", amount: str = "5374,10") -> str:
    return ROW.format(card=card, number=number, amount=amount)


@pytest.fixture
def anna(ctx: Flask) -> Member:
    with transaction():
        programme = a_programme(texts=False, slug="altitude")
        anna = a_member(programme, user=None)
        members.bind_card(anna, "220220******1186", NOW)
    return anna


def run(app: Flask, *arguments: object) -> Result:
    """The command, told to do it; where it is told nothing, it only shows."""
    return app.test_cli_runner().invoke(group, ["card-operations", *map(str, arguments)])


def balance(member: Member) -> int:
    with transaction():
        account = ledger.account(member.programme_id, "member", owner_id=member.id)
        return ledger.balance(account, NOW.date())


def test_operator_reads_what_became_of_the_file(app: Flask, anna: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(1), a_row(2, card="427655******8393"), a_row(3, amount="1,00"))

    result = run(app, file, "--programme", "altitude", "--apply")

    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "3 operations: 3 new, 0 imported before.",
        "        1  earned points",
        "        1  cards that no member has bound",
        "        1  too small for a point",
        f"  member {anna.number}: +26 points",
        "+26 points for 1 member.",
        "Done.",
    ]
    assert balance(anna) == 26


def test_same_file_again_says_that_nothing_has_changed(app: Flask, anna: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(1), a_row(2))
    run(app, file, "--apply")

    result = run(app, file, "--apply")

    assert result.output.splitlines() == [
        "2 operations: 0 new, 2 imported before.",
        "Nothing to do: everything already matches the file.",
    ]
    assert balance(anna) == 52


def test_only_a_preview_is_shown_unless_it_is_told_to_apply(app: Flask, anna: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(1))

    tried, before = run(app, file), balance(anna)
    done = run(app, file, "--apply")

    assert tried.output == done.output.replace("Done.", "This was a preview; --apply does it.")
    assert (before, balance(anna)) == (0, 26)


def test_bad_rows_are_named_and_nothing_is_imported(app: Flask, anna: Member, tmp_path: Path) -> None:
    file = a_file(tmp_path, a_row(1), a_row(2, card="2202201234561186"), a_row(3, amount="12.50"))

    result = run(app, file, "--apply")

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "ops.csv, row 3, column Номер карты: a whole card number must never be sent",
        (
            "ops.csv, row 4, column Сумма в валюте счета: must be an amount above 0 with a comma and two digits, such "
            "as 5374,10"
        ),
        "Nothing was changed.",
    ]
    assert balance(anna) == 0


def test_identifier_that_stands_twice_with_different_contents_is_named(
    app: Flask, anna: Member, tmp_path: Path
) -> None:
    result = run(app, a_file(tmp_path, a_row(1), a_row(1, amount="7,00")))
    assert (result.exit_code, result.output.splitlines()[0]) == (
        1,
        "ops.csv, row 3, column operation_id: appears twice with different contents: first in row 2",
    )


def test_unknown_programme_is_refused(app: Flask, anna: Member, tmp_path: Path) -> None:
    result = run(app, a_file(tmp_path, a_row(1)), "--programme", "nobody")
    assert result.exit_code != 0
    db.session.rollback()
    assert balance(anna) == 0
