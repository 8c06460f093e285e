"""The issuer's file becomes points: once, all of it or nothing."""

import io
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from marketplace import earning, ledger, members, programmes
from marketplace.core.db import db, execute, transaction
from marketplace.core.problems import FileRefused
from marketplace.earning import Operation, Report, actions, rules, staging
from marketplace.integrations import card_registry
from marketplace.integrations.card_registry import COLUMNS
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.ledger import spend as pay
from tests.builders.members import a_member
from tests.builders.programmes import a_programme

CARD = "220220******1186"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def a_row(identifier: str, *, card: str = CARD, kind: str = "Покупка", amount: str = "5374,10", **over: str) -> str:
    cells = {
        "Дата и время операции": "01.11.2026 16:02:00", "Дата обработки": "02.11.2026", "Номер карты": card, "Тип операции": kind,
        "Код авторизации": "498873", "RRN": "666093441321", "Сумма операции": amount, "Валюта операции": "RUB",
        "Сумма в валюте счета": amount, "Валюта счета": "RUB", "MCC": "5999", "Наименование ТСП": "WILDBERRIES", "Город": "MOSCOW",
        "Страна": "643", "Терминал": "94541427", "Идентификатор": identifier,
    } | over  # fmt: skip
    return ";".join(cells.values())


def a_file(*rows: str, header: str = ";".join(COLUMNS), encoding: str = "cp1251") -> io.BytesIO:
    return io.BytesIO("\r\n".join([header, *rows, ""]).encode(encoding))


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


def take_in(programme: Programme, file: io.BytesIO) -> Report:
    with transaction():
        return earning.take_in(
            programme, card_registry.operations("ops.csv", file), source="test", file="ops.csv", now=NOW
        )


def account_of(member: Member, kind: str = "member") -> int:
    return ledger.account(member.programme_id, kind, owner_id=member.id)


def balance(member: Member, kind: str = "member") -> int:
    with transaction():
        return ledger.balance(account_of(member, kind), date(2026, 11, 21))


def test_purchase_earns_half_a_per_cent_and_history_says_so(programme: Programme, anna: Member) -> None:
    report = take_in(programme, a_file(a_row("1")))

    assert (report.operations, report.new, report.earned, report.reasons) == (1, 1, 26, {"earned": 1})
    assert balance(anna) == 26
    with transaction():
        movement = ledger.history(account_of(anna)).items[0]
    assert movement.memo == {
        "what": "card_purchase", "operation": earning.operations_of(anna.id)[0].id, "amount": 537_410, "currency": "RUB", "rate": "0.005",
    }  # fmt: skip
    assert earning.paid([movement.memo["operation"]])[movement.memo["operation"]] == ("1186", "WILDBERRIES")
    assert [(lot.expires_on, lot.amount) for lot in movement.lots] == [(date(2028, 11, 21), 26)]


def test_same_file_again_changes_nothing_and_says_so(programme: Programme, anna: Member) -> None:
    rows = [a_row("1"), a_row("2", amount="1000,00"), a_row("3", card="427655******8393")]
    take_in(programme, a_file(*rows))

    again = take_in(programme, a_file(*rows))

    assert (again.operations, again.known, again.new, again.earned) == (3, 3, 0, 0)
    assert balance(anna) == 31


def test_what_is_known_is_found_by_its_key(programme: Programme, anna: Member, owner_url: str) -> None:
    """A plan that was made when there were few operations is kept; it must do for a million."""
    rows = [a_row(str(number)) for number in range(3)]
    take_in(programme, a_file(*rows))
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("ANALYZE card_operations")  # so small that it seems cheaper to read from end to end
    read = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'card_operations'"
    operations = card_registry.operations("ops.csv", a_file(*rows))
    with transaction():
        before = execute(read).scalar()
        earning.take_in(programme, operations, source="test", file="ops.csv", now=NOW)
        assert execute(read).scalar() == before


def test_longer_file_brings_only_what_is_new(programme: Programme, anna: Member) -> None:
    take_in(programme, a_file(a_row("1")))

    report = take_in(programme, a_file(a_row("1"), a_row("2", amount="1000,00")))

    assert (report.known, report.new, report.earned) == (1, 1, 5)
    assert balance(anna) == 31


def test_long_file_is_posted_in_several_transfers(
    programme: Programme, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "CHUNK", 2)
    take_in(programme, a_file(*(a_row(str(n), amount="1000,00") for n in range(7))))
    assert balance(anna) == 35
    assert execute("SELECT count(*) FROM transfers WHERE kind = 'accrual'").scalar_one() == 4


def in_parts(monkeypatch: pytest.MonkeyPatch, part: int, ahead: int) -> None:
    monkeypatch.setattr(staging, "PART_ROWS", part)
    monkeypatch.setattr(staging, "READ_AHEAD_ROWS", ahead)


@pytest.mark.parametrize(("part", "ahead"), [(4, 2), (5, 3), (3, 3)])
def test_file_in_several_parts_is_the_file_in_one(
    programme: Programme, anna: Member, monkeypatch: pytest.MonkeyPatch, part: int, ahead: int
) -> None:
    in_parts(monkeypatch, part, ahead)
    take_in(programme, a_file(*(a_row(str(n), amount="1000,00") for n in (3, 4, 8))))

    report = take_in(programme, a_file(*(a_row(str(n), amount="1000,00") for n in range(11))))

    assert (report.operations, report.known, report.earned) == (11, 3, 8 * 5)
    assert balance(anna) == 11 * 5


@pytest.mark.parametrize(
    ("numbers", "repeated"),
    [
        ("0 1 2 3 4 5 1", 1),  # both are new
        ("7 1 2 3 4 5 7 9 7", 2),  # both are known
        ("7 8 8 0 7 0 1", 3),
    ],
)
def test_line_that_repeats_one_before_it_counts_once_across_the_parts_of_a_file(
    programme: Programme, anna: Member, monkeypatch: pytest.MonkeyPatch, numbers: str, repeated: int
) -> None:
    in_parts(monkeypatch, 2, 1)
    take_in(programme, a_file(a_row("7"), a_row("8")))

    report = take_in(programme, a_file(*map(a_row, numbers.split())))

    assert report.repeated == repeated
    assert report.known == len({"7", "8"} & set(numbers.split()))
    assert balance(anna) == 26 * len({"7", "8", *numbers.split()})


def test_row_that_cannot_be_read_is_named_while_a_part_is_being_sorted_out(
    programme: Programme, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts(monkeypatch, 2, 1)
    with pytest.raises(FileRefused) as refused:
        take_in(programme, a_file(*map(a_row, "1234"), a_row("5", MCC="x"), *map(a_row, "6789")))
    assert [problem.row for problem in refused.value.problems] == [6]
    assert balance(anna) == 0


def test_cash_and_what_is_as_good_as_cash_earn_nothing(programme: Programme, anna: Member) -> None:
    report = take_in(
        programme,
        a_file(
            a_row("1", kind="Выдача наличных", MCC="6011"), a_row("2", MCC="6011"), a_row("3", MCC="4829"), a_row("4", MCC="7995"),
            a_row("5", card="427655******8393"), a_row("6", amount="199,99"), a_row("7", **{"Валюта счета": "USD"}),
        ),
    )  # fmt: skip

    assert report.reasons == {"cash": 2, "quasi_cash": 2, "no_member": 1, "too_small": 1, "other_currency": 1}
    assert (report.earned, balance(anna)) == (0, 0)


def spend(member: Member, points: int) -> None:
    """Points go elsewhere, so that they are not there when a refund asks for them."""
    with transaction():
        pay(programmes.get(member.programme_id), account_of(member), points, at=NOW)


def test_refund_takes_back_what_was_earned_and_no_more_than_there_is(programme: Programme, anna: Member) -> None:
    take_in(programme, a_file(a_row("1", amount="20000,00"), a_row("2", amount="2000,00", kind="Возврат")))
    assert balance(anna) == 90
    spend(anna, 60)

    report = take_in(programme, a_file(a_row("3", amount="18000,00", kind="Возврат")))

    assert (report.earned, report.taken_back, report.flagged) == (0, 90, 0)
    assert (balance(anna), balance(anna, "debt")) == (0, -60)


def test_what_a_member_owes_is_repaid_by_later_points(programme: Programme, anna: Member) -> None:
    take_in(programme, a_file(a_row("1", amount="10000,00")))
    spend(anna, 50)
    take_in(programme, a_file(a_row("2", amount="10000,00", kind="Возврат")))

    take_in(programme, a_file(a_row("3", amount="7000,00")))
    assert (balance(anna), balance(anna, "debt")) == (0, -15)
    take_in(programme, a_file(a_row("4", amount="7000,00")))

    assert (balance(anna), balance(anna, "debt")) == (20, 0)
    with transaction():
        memos = [movement.memo.get("what") for movement in ledger.history(account_of(anna)).items]
    assert memos[:4] == ["repayment", "card_purchase"] * 2
    with transaction():
        assert ledger.invariants() == []


@pytest.mark.parametrize(
    ("cells", "row", "column"),
    [
        ({"Сумма в валюте счета": "5374.10"}, 3, "Сумма в валюте счета"),
        ({"Сумма в валюте счета": "-5374,10"}, 3, "Сумма в валюте счета"),
        ({"Сумма в валюте счета": "0,00"}, 3, "Сумма в валюте счета"),
        ({"Сумма в валюте счета": "1234567890,00"}, 3, "Сумма в валюте счета"),
        ({"Дата и время операции": "31.02.2026 10:00:00"}, 3, "Дата и время операции"),
        ({"Дата и время операции": "2026-02-01 10:00:00"}, 3, "Дата и время операции"),
        ({"Дата и время операции": "01.02.2026 24:00:00"}, 3, "Дата и время операции"),
        ({"Номер карты": "2202201234561186"}, 3, "Номер карты"),
        ({"Номер карты": "1186"}, 3, "Номер карты"),
        ({"Тип операции": "Подарок"}, 3, "Тип операции"),
        ({"MCC": "59"}, 3, "MCC"),
        ({"MCC": "٥٩٩٩".encode("cp1251", "replace").decode("cp1251")}, 3, "MCC"),
        ({"Валюта счета": "руб"}, 3, "Валюта счета"),
        ({"Идентификатор": ""}, 3, "Идентификатор"),
        ({"Идентификатор": "7" * 65}, 3, "Идентификатор"),
        ({"Наименование ТСП": ""}, 3, "Наименование ТСП"),
        ({"Наименование ТСП": "A" * 201}, 3, "Наименование ТСП"),
        ({"Наименование ТСП": "A;B"}, 3, ""),
        ({"Наименование ТСП": "A\0B"}, 3, ""),
        ({"RRN": "6660 93441321"}, 3, "RRN"),
    ],
)  # fmt: skip
def test_row_that_cannot_be_read_is_named_and_nothing_is_taken(
    programme: Programme, anna: Member, cells: dict[str, str], row: int, column: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        take_in(programme, a_file(a_row("1"), a_row("2", **cells)))

    problem = refused.value.problems[0]
    assert (problem.row, problem.column, len(refused.value.problems)) == (row, column, 1)
    assert "2202201234561186" not in str(refused.value) + problem.reason
    assert balance(anna) == 0


def test_every_bad_row_is_named(programme: Programme, anna: Member) -> None:
    with pytest.raises(FileRefused) as refused:
        take_in(programme, a_file(*(a_row(str(n), MCC="x") for n in range(150))))
    assert [problem.row for problem in refused.value.problems] == list(range(2, 102))


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b""),
        a_file(a_row("1"), header="a;b;c"),
        a_file(a_row("1"), header=";".join(COLUMNS[1:])),
        a_file(a_row("1"), header=";".join([*COLUMNS, "Ещё"])),
        a_file(a_row("1"), encoding="koi8-r"),
        a_file(a_row("1") + "x" * 3000),
        io.BytesIO(";".join(COLUMNS).encode("cp1251") + b"\n\x98\n"),
    ],
)
def test_another_kind_of_file_is_refused(programme: Programme, file: io.BytesIO) -> None:
    with pytest.raises(FileRefused):
        take_in(programme, file)


def test_identifier_that_stands_twice_with_different_contents_is_refused_by_row(
    programme: Programme, anna: Member
) -> None:
    with pytest.raises(FileRefused) as refused:
        take_in(programme, a_file(a_row("1"), a_row("2"), a_row("1", amount="7,00")))
    assert [(problem.row, problem.reason) for problem in refused.value.problems] == [
        (4, "appears twice with different contents: first in row 2")
    ]
    assert balance(anna) == 0


def test_known_operation_with_another_amount_is_refused(programme: Programme, anna: Member) -> None:
    take_in(programme, a_file(a_row("1")))
    with pytest.raises(FileRefused) as refused:
        take_in(programme, a_file(a_row("2"), a_row("1", amount="7,00")))
    assert refused.value.problems[0].row == 3
    assert balance(anna) == 26


def test_card_number_in_a_merchant_name_is_hidden_and_quoted_names_are_read(programme: Programme, anna: Member) -> None:
    take_in(programme, a_file(a_row("1", **{"Наименование ТСП": '"KIOSK ""5""; 4276 5512 3456 8393 \\N"'})))
    assert earning.operations_of(anna.id)[0].merchant == 'KIOSK "5"; ••• \\N'
    take_in(programme, a_file(a_row("2", **{"Наименование ТСП": "card 4276_5512_3456_8393, 4276.5512.3456.8393"})))
    assert {one.merchant for one in earning.operations_of(anna.id)} >= {"card •••, •••"}


def test_real_registry(programme: Programme, anna: Member, real_data: Path) -> None:
    file = real_data / "cards" / "card_ops_registry_cp1251.csv"
    with file.open("rb") as stream:
        read = list(card_registry.operations(file.name, stream))
    expected = sum(
        operation.amount * 5 // 100_000
        for operation in read
        if operation.token == CARD and operation.kind == "purchase"
    )

    report = take_in(programme, io.BytesIO(file.read_bytes()))

    assert report.reasons == {"earned": 6, "cash": 1, "no_member": 17}
    assert report.earned == balance(anna) == expected
    assert str(read[0].happened_at) == "2026-11-01 16:02:00+03:00"


kinds = st.sampled_from(["purchase", "cash"])
mccs = st.sampled_from(["5411", "7538", *sorted(rules.CASH_MCC | rules.QUASI_CASH_MCC)[::4]])
amounts = st.integers(1, 99_999_999_999) | st.integers(1, 50_000)


def promised(kind: str, mcc: str, amount: int, currency: str) -> tuple[str, int]:
    """What the programme's rules say of an operation, word by word: nothing for cash, half a per cent of roubles, rounded down."""
    if kind == "cash" or mcc in rules.CASH_MCC:
        return "cash", 0
    if mcc in rules.QUASI_CASH_MCC:
        return "quasi_cash", 0
    if currency != "RUB":
        return "other_currency", 0
    points = int(Fraction(amount, 100) * Fraction("0.005"))
    return ("earned", points) if points else ("too_small", 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(kinds, mccs, amounts, st.sampled_from(["RUB", "USD"]), st.booleans()), min_size=1, max_size=12
    )
)
@example(
    rows=[
        ("purchase", "5411", 19_999, "RUB", True),
        ("purchase", "5411", 20_000, "RUB", True),
        ("purchase", "5411", 99_999_999_999, "RUB", True),
    ]
)
def test_every_operation_brings_what_the_programme_promises(
    programme: Programme, anna: Member, rows: list[tuple[str, str, int, str, bool]]
) -> None:
    number = execute("SELECT count(*) FROM card_operations").scalar_one()
    db.session.rollback()
    operations = [
        Operation(n, f"{number}-{n}", CARD if has_member else "other", NOW, kind, amount, currency, mcc, "SHOP", "")
        for n, (kind, mcc, amount, currency, has_member) in enumerate(rows)
    ]
    with transaction():
        earning.take_in(programme, operations, source="law", file="law", now=NOW)

    sql = "SELECT reason, points FROM card_operations WHERE operation_id LIKE %(like)s ORDER BY split_part(operation_id, '-', 2)::int"
    found = [tuple(row) for row in execute(sql, {"like": f"{number}-%"})]
    expected = [
        promised(kind, mcc, amount, currency) if has_member else ("no_member", 0)
        for kind, mcc, amount, currency, has_member in rows
    ]
    db.session.rollback()
    assert found == expected
