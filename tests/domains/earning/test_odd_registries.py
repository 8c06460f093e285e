"""Registries as issuers write them: encodings, line ends, words for kinds, lines sent twice, operations that lie ahead."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from marketplace import earning, members
from marketplace.core.db import execute, transaction
from marketplace.core.problems import FileRefused
from marketplace.earning import Operation
from marketplace.integrations import card_registry
from marketplace.jobs.waiting import take_in_all
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.members import a_member
from tests.builders.programmes import a_programme
from tests.domains.earning.test_card_registry import CARD, a_file, a_row, balance, take_in

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


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


def read(content: bytes) -> list[Operation]:
    return list(card_registry.operations("ops.csv", BytesIO(content)))


def quoted(content: bytes) -> bytes:
    head, _, rest = content.partition(b"\r\n")
    return b";".join(b'"' + title + b'"' for title in head.split(b";")) + b"\r\n" + rest


PLAIN = a_file(a_row("1"), a_row("2")).getvalue()
WRITTEN = {
    "UTF-8": PLAIN.decode("cp1251").encode(),
    "UTF-8 with its mark": PLAIN.decode("cp1251").encode("utf-8-sig"),
    "a quoted head": quoted(PLAIN),
    "a quoted head in UTF-8": quoted(PLAIN).decode("cp1251").encode("utf-8-sig"),
    "an end of DOS": PLAIN + b"\x1a",
    "ends of a Mac": PLAIN.replace(b"\r\n", b"\r"),
    "ends of a Mac in UTF-8": PLAIN.replace(b"\r\n", b"\r").decode("cp1251").encode("utf-8-sig"),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_registry_is_read_however_it_is_written(how: str) -> None:
    assert read(WRITTEN[how]) == read(PLAIN)


def test_registry_in_utf8_is_whole_wherever_a_block_ends() -> None:
    rows = [a_row(str(number), **{"Наименование ТСП": "ПЯТЁРОЧКА"}) for number in range(1_500)]
    assert read(a_file(*rows, encoding="utf-8-sig").getvalue()) == read(a_file(*rows).getvalue())


def test_byte_that_is_no_text_ends_the_reading_of_utf8_at_its_row() -> None:
    with pytest.raises(FileRefused) as refused:
        read(WRITTEN["UTF-8"].replace(b"MOSCOW", b"M\xff", 1))
    assert [(one.row, one.reason) for one in refused.value.problems] == [(2, "not text in Windows-1251 or UTF-8")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Возврат покупки", "refund"), ("Отмена", "refund"), ("ОТМЕНА ОПЕРАЦИИ", "refund"), ("покупка", "purchase"),
     ("Оплата товаров и услуг", "purchase"), ("Снятие наличных", "cash")],
)  # fmt: skip
def test_kinds_go_by_other_words_too(word: str, kind: str) -> None:
    assert read(a_file(a_row("1", kind=word)).getvalue())[0].kind == kind


def test_a_digit_is_one_of_ten() -> None:
    for cells in ({"MCC": "٥٩٩٩"}, {"Сумма в валюте счета": "٥,٠٠"}, {"Дата и время операции": "٠١.11.2026 16:02:00"}):
        with pytest.raises(FileRefused):
            read(a_file(a_row("1", **cells), encoding="utf-8").getvalue())


@pytest.mark.parametrize(
    "number",
    ["4276550000000003", "2200000000000004", "6200000000000005", "4276 5500 0000 0003", "4276:5500:0000:0003", "4276/5500/0000/0003",
     "4276  5500  0000  0003", "0004276550000000003", "ID4276550000000003-1", "4276550000000003.1", "2026-11-21/4276550000000003"],
)  # fmt: skip
def test_card_number_as_an_identifier_is_refused_and_not_shown(number: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(a_file(a_row(number)).getvalue())
    assert [(one.row, one.column) for one in refused.value.problems] == [(2, "Идентификатор")]
    assert number not in str(refused.value.problems)


def test_identifier_of_as_many_digits_that_is_no_card_number_is_taken() -> None:
    assert [
        one.operation_id for one in read(a_file(a_row("4276550000000004"), a_row("1234567890123456")).getvalue())
    ] != []


def test_original_amount_currency_and_rate_are_kept(programme: Programme, anna: Member) -> None:
    abroad = a_row("1", amount="9000,00", **{"Сумма операции": "100,00", "Валюта операции": "USD"})
    yen = a_row("2", amount="600,00", **{"Сумма операции": "1000,00", "Валюта операции": "JPY"})
    take_in(programme, a_file(abroad, yen, a_row("3", amount="50,00")))
    rows = execute("SELECT amount, original_amount, original_currency, rate FROM card_operations ORDER BY operation_id")
    assert [tuple(row) for row in rows] == [
        (900_000, 10_000, "USD", Decimal(90)), (60_000, 1_000, "JPY", Decimal("0.6")), (5_000, 5_000, "RUB", Decimal(1)),
    ]  # fmt: skip


def test_repeated_line_counts_once_and_another_content_is_refused(programme: Programme, anna: Member) -> None:
    report = take_in(programme, a_file(a_row("1"), a_row("2"), a_row("1")))
    assert (report.operations, report.new, report.repeated, report.known) == (3, 2, 1, 0)
    assert balance(anna) == 52
    with pytest.raises(FileRefused):
        take_in(programme, a_file(a_row("3"), a_row("3", amount="7,00")))


def in_days(days: int, identifier: str = "1", **over: str) -> str:
    return a_row(identifier, **{"Дата и время операции": f"{NOW + timedelta(days=days):%d.%m.%Y} 16:02:00"} | over)


def test_operation_of_the_future_waits_and_is_posted_when_its_time_has_come(programme: Programme, anna: Member) -> None:
    file = a_file(in_days(5), in_days(6, "2"), a_row("3"))
    report = take_in(programme, file)
    assert (report.new, report.reasons) == (3, {"earned": 1, "waiting": 2})
    assert balance(anna) == 26

    again = take_in(programme, BytesIO(file.getvalue()))
    assert (again.new, again.known) == (0, 3)
    with pytest.raises(FileRefused):
        take_in(programme, a_file(in_days(5, amount="7,00")))

    assert take_in_all(NOW + timedelta(days=2)) == 0
    assert take_in_all(NOW + timedelta(days=6)) == 1
    assert take_in_all(NOW + timedelta(days=7)) == 1
    assert take_in_all(NOW + timedelta(days=8)) == 0
    assert balance(anna) == 78
    with transaction():
        assert earning.invariants() == []
    received = execute("SELECT after FROM audit_records WHERE action = 'earning.wait'").scalars()
    assert received == [{"new": 2, "source": "test"}]


def test_operation_that_waits_and_comes_again_in_its_time_counts_once(programme: Programme, anna: Member) -> None:
    take_in(programme, a_file(in_days(3)))
    operations = card_registry.operations("ops.csv", a_file(in_days(3)))
    with transaction():
        earning.take_in(programme, operations, source="test", file="f", now=NOW + timedelta(days=4))
    assert take_in_all(NOW + timedelta(days=5)) == 0
    assert balance(anna) == 26


def test_a_clock_may_be_a_day_ahead_and_a_date_a_month(programme: Programme, anna: Member) -> None:
    assert take_in(programme, a_file(in_days(0))).reasons == {"earned": 1}
    with pytest.raises(FileRefused) as refused:
        take_in(programme, a_file(a_row("2"), in_days(40, "3")))
    assert [(one.row, one.reason) for one in refused.value.problems] == [(3, "is more than a month ahead")]


def test_odd_registries_of_the_world(programme: Programme, anna: Member, real_data: Path) -> None:
    def of(name: str) -> BytesIO:
        return BytesIO((real_data / "odd" / name).read_bytes())

    for name, count in (("registry_dos_eof.csv", 1), ("registry_mac_cr.csv", 2), ("registry_header_quoted.csv", 1)):
        assert take_in(programme, of(name)).new == count
    with pytest.raises(FileRefused) as refused:
        take_in(programme, of("registry_future_moment.csv"))
    assert [one.row for one in refused.value.problems] == [2]
