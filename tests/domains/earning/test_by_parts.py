"""Card operations by parts bring what they bring at once: purchases come before the refunds that give them back."""

from datetime import date

import psycopg
import pytest
from flask import Flask

from marketplace import ledger, members, runs
from marketplace.core.db import execute, transaction
from marketplace.jobs.runs import carry_on
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.members import a_member
from tests.builders.programmes import a_programme
from tests.builders.runs import NOW, checked, started
from tests.domains.earning.test_import_command import HEADER, ROW

CARD = "220220******1186"
DAY = date(2026, 11, 21)


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


@pytest.fixture
def anna(programme: Programme) -> Member:
    with transaction():
        anna = a_member(programme, user=None)
        members.bind_card(anna, CARD, NOW)
    return anna


def a_file(*rows: str) -> bytes:
    return "\r\n".join([HEADER, *rows, ""]).encode("cp1251")


def a_row(number: int, kind: str = "Покупка", amount: str = "2000,00", card: str = CARD) -> str:
    row = ROW.format(card=card, number=number, amount=amount).replace("Покупка", kind)
    return row if kind == "Покупка" else row.replace("01.11.2026 16:02", "03.11.2026 16:02")


def balance(member: Member, kind: str = "member") -> int:
    with transaction():
        return ledger.balance(ledger.account(member.programme_id, kind, owner_id=member.id), DAY)


@pytest.mark.parametrize("size", [1, 2, 100])
def test_refund_before_its_purchase_in_the_file_takes_back_the_same(
    programme: Programme, anna: Member, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("marketplace.earning.run.PART_ROWS", size)
    file = a_file(a_row(1, "Возврат", "400,00"), a_row(2), a_row(3, card="427655******8393"), a_row(4))
    run = checked(programme, "card_operations", file)
    assert run.preview["reasons"] == {"earned": 2, "taken_back": 1, "no_member": 1}
    assert (run.preview["earned"], run.preview["taken_back"]) == (20, 2)
    assert execute("SELECT count(*) FROM card_operations").scalar_one() == 0

    done = carry_on(started(run).id)

    assert (done.state, done.applied, balance(anna), balance(anna, "debt")) == ("applied", 4, 18, 0)


def test_part_that_was_taken_in_before_is_left_out(programme: Programme, anna: Member) -> None:
    carry_on(started(checked(programme, "card_operations", a_file(a_row(1)))).id)
    run = checked(programme, "card_operations", a_file(a_row(1), a_row(2)))
    assert (run.total, run.to_apply, run.skipped) == (2, 1, 1)
    assert carry_on(started(run).id).applied == 1
    assert balance(anna) == 20


def test_whole_card_number_is_refused_and_never_shown(programme: Programme) -> None:
    run = checked(programme, "card_operations", a_file(a_row(1), a_row(2, card="2202201234561186")))
    (error,) = runs.errors(run.id)
    assert (run.wrong, error.row, error.reason, error.value) == (1, 3, "a whole card number must never be sent", "••••")
    found = runs.with_remarks(runs.given(run), runs.kind(run.kind), {3: error.reason}, "Ошибка").decode("cp1251")
    assert "2202201234561186" not in found
    assert found.splitlines()[2].endswith(";a whole card number must never be sent")


@pytest.mark.spoils_the_books  # nobody has asked to be forgotten
def test_a_file_is_read_again_after_one_of_its_cards_was_forgotten(
    programme: Programme, anna: Member, owner_url: str
) -> None:
    carry_on(started(checked(programme, "card_operations", a_file(a_row(1), a_row(2)))).id)
    with psycopg.connect(owner_url) as owner:
        assert owner.execute("SELECT card_operations_forget(%s)", [[anna.id]]).fetchone() == (2,)
    again = checked(programme, "card_operations", a_file(a_row(1), a_row(2), a_row(3)))
    assert (again.wrong, again.skipped, again.to_apply) == (0, 2, 1)
