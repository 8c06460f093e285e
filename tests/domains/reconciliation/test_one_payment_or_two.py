"""When two entries are one payment, told twice, and when they are two: the second is money as well and waits to be matched."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from marketplace import reconciliation as desk
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Reason
from marketplace.jobs.runs import carry_on
from marketplace.programmes import Programme
from marketplace.reconciliation import BankEntry, keys_of, words_of
from tests.builders.programmes import a_programme
from tests.builders.reconciliation import taken
from tests.builders.runs import checked, started
from tests.integrations.test_bank_files import CAMT, PAID

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = NOW.date()


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        return a_programme(texts=False)


def _entry(
    text: str = "", *, amount: int = -1_000_000, own: Sequence[str] = (), group: Sequence[str] = (), **more: Any
) -> BankEntry:
    return BankEntry(
        more.pop("line", 1), amount, "RUB", DAY, DAY, keys=keys_of((*own, *words_of(text))), own=keys_of(own), group_keys=keys_of(group), text=text, **more
    )  # fmt: skip


def _repeats(
    programme: Programme, first: BankEntry, second: BankEntry, forms: tuple[str, str], **balances: Any
) -> bool:
    """Whether the second entry is taken for the first, each told by a file of its own."""
    with transaction():
        account = str(execute("SELECT count(*) FROM bank_accounts").scalar_one())
        taken(programme, first, now=NOW, form=forms[0], account=account, **balances)
        (entry_id,) = taken(programme, second, now=NOW, form=forms[1], account=account, **balances)
        return desk.entry(programme.id, entry_id).state == "repeat"


@pytest.mark.parametrize(("first", "second", "forms", "one"), [
    pytest.param(_entry(own=["E2E-1"], group=["RUN-1"]), _entry(own=["E2E-2"], group=["RUN-1"]), ("camt.054", "camt.054"), False, id="two_of_one_batch"),
    pytest.param(_entry("Договор В-2026/17", own=["E2E-1"]), _entry("Договор В-2026/17", own=["E2E-2"]), ("camt.053", "camt.054"), False, id="two_of_one_contract"),
    pytest.param(_entry("от 01.11.2026, в т.ч. НДС 1666.67, всего 100000,00", reference="17"), _entry("от 01.11.2026, в т.ч. НДС 1666.67, всего 100000,00", reference="18"), ("1c", "1c"), False, id="a_date_and_a_tax_in_common"),
    pytest.param(_entry(reference="1", party_account="A-1"), _entry(reference="1", party_account="A-2"), ("1c", "1c"), False, id="two_payers_first_orders"),
    pytest.param(_entry(reference="17", party_account="A-1"), _entry(reference="17", party_account="A-1"), ("1c", "1c"), True, id="one_order"),
    pytest.param(_entry(reference="B-1"), _entry(reference="B-2"), ("camt.053", "camt.054"), False, id="two_nameless_with_references"),
    pytest.param(_entry(reference="BANK-7700000000000001"), _entry(reference="BANK-77000000000"), ("camt.053", "mt940"), True, id="a_reference_cut_short"),
    pytest.param(_entry(own=["PAY-17"], reference="B-1"), _entry("Оплата PAY-17", reference="9"), ("camt.053", "1c"), True, id="named_in_the_text"),
    pytest.param(_entry(own=["PAY-17"]), _entry(own=["PAY-17"]), ("camt.054", "camt.053"), True, id="one_name"),
])  # fmt: skip
def test_two_entries_of_a_day_and_sum_are_one_only_if_nothing_of_their_own_differs(
    programme: Programme, first: BankEntry, second: BankEntry, forms: tuple[str, str], one: bool
) -> None:
    assert _repeats(programme, first, second, forms) is one


def test_balances_that_are_the_same_every_evening_make_no_two_payments_one(programme: Programme) -> None:
    def swept(reference: str, line: int = 1) -> tuple[BankEntry, BankEntry]:
        return _entry(amount=5_000, reference=reference, line=line), _entry(
            amount=-5_000, reference=f"{reference}-out", line=line + 1
        )

    with transaction():
        taken(programme, *swept("B-1"), now=NOW, form="camt.052", opening=0, closing=0)
        ids = taken(programme, *swept("B-2"), now=NOW, form="camt.052", opening=0, closing=0)
        assert [desk.entry(programme.id, one).state for one in ids] == ["open", "open"]


def test_person_says_that_an_entry_is_no_repeat_and_it_waits_from_then_on(programme: Programme) -> None:
    with transaction():
        (first,) = taken(programme, _entry(), now=NOW, form="mt940")
        (second,) = taken(programme, _entry(), now=NOW, form="mt940")
        assert desk.entry(programme.id, second).repeats == first
        with pytest.raises(desk.NotOpen):
            desk.tell_apart(programme.id, first, why="Два списания", now=NOW)
        desk.tell_apart(programme.id, second, why="Два списания, банк подтвердил", now=NOW)
        found = desk.entry(programme.id, second)
        assert (found.state, found.repeats) == ("open", None)
        (third,) = taken(programme, _entry(), now=NOW, form="camt.053")
        assert desk.entry(programme.id, third).repeats in (first, second)


def test_part_put_right_makes_no_repeat_of_what_was_a_payment_already(programme: Programme) -> None:
    unread = (desk.Unread(9, "Сумма=a", Reason("the amount is missing or is no number")),)
    with transaction():
        (fee,) = taken(programme, _entry(amount=-30), now=NOW, form="mt940", unread=unread)
        taken(programme, _entry(amount=-30), _entry(amount=-30, line=2), now=NOW, form="camt.053")
        repair = execute("SELECT max(id) FROM bank_repairs").scalar_one()
        desk.mend(
            programme.id, repair, amount=-700, booked=DAY, reference="", party="", note="", why="Из банка", now=NOW
        )
        assert desk.entry(programme.id, fee).state == "open"
        states = [
            desk.entry(programme.id, row.id).state
            for row in execute("SELECT id FROM bank_entries WHERE amount = -30 ORDER BY id")
        ]
        assert states.count("repeat") == 1, "two charges, of which one was told twice"


def test_file_of_several_parts_uploaded_once_more_adds_nothing(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.reconciliation.run.PART_ENTRIES", 1)
    entries = [PAID.replace("BANK-77", f"BANK-{n}").replace("PAY-00000017", f"PAY-{n:08}") for n in range(3)]
    file = CAMT.replace("70.50", "11.50").format(entries="".join(entries))
    runs = [checked(programme, "bank_statement", file, accounts="add") for _ in range(2)]
    for run in runs:
        carry_on(started(run).id)
    again = checked(programme, "bank_statement", file, accounts="add")
    assert (again.to_apply, again.skipped) == (0, 3)
    assert execute("SELECT count(*) FROM bank_entries").scalar_one() == 3
