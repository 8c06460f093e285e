"""Files of payments: what banks are given is valid, and says what we owe."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import sepaxml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from marketplace.integrations.payment_files import Order, Party, Payment, onec, pain, unfit

SCHEMAS = Path(sepaxml.__file__).parent / "schemas"  # ISO's own, as the package carries them
PAYER = Party(
    name="Vysota Loyalität GmbH & Co.", country="DE", town="Köln", inn="", kpp="", bic="COBADEFFXXX", bank="", account="", iban="DE89370400440532013000"
)  # fmt: skip
PAYEE = Party(
    name="Полярный двор <ООО>",
    country="FR",
    town="Paris",
    inn="",
    kpp="",
    bic="",
    bank="",
    account="",
    iban="FR1420041010050500013M02606",
)
RUSSIAN = Party(
    name="ООО «Вереск Карты»", country="RU", town="Архангельск", inn="2901000017", kpp="290101001", bic="041117601", bank="Поморский банк",
    account="40702810000000009020", iban="",
)  # fmt: skip


def _order(payer: Party, payee: Party, currency: str) -> Order:
    payments = tuple(
        Payment(number=number, payee=payee, amount=amount, purpose="Statement S-20261001-7; №1")
        for number, amount in ((7, 50_408_510), (8, 1))
    )
    return Order(
        ref="A" * 26, payer=payer, pays_on=date(2026, 11, 30), currency=currency, made_at=datetime(2026, 11, 29, 17, 20, tzinfo=UTC), payments=payments
    )  # fmt: skip


@pytest.mark.parametrize("schema", pain.SCHEMAS)
def test_credit_transfer_is_valid_and_keeps_to_the_characters_of_sepa(schema: str) -> None:
    content = pain.write(_order(PAYER, PAYEE, "EUR"), schema)
    document = etree.fromstring(content)
    etree.XMLSchema(etree.parse(SCHEMAS / f"{schema}.xsd")).assertValid(document)
    said = {
        name: [one.text for one in document.iter(f"{{*}}{name}")]
        for name in ("MsgId", "EndToEndId", "InstdAmt", "CtrlSum", "NbOfTxs", "Nm", "TwnNm")
    }
    assert said["MsgId"] == ["A" * 26]
    assert said["EndToEndId"] == ["A" * 20 + "-7", "A" * 20 + "-8"]
    assert said["InstdAmt"] == ["504085.10", "0.01"]
    assert set(said["CtrlSum"]) == {"504085.11"}
    assert said["Nm"][-1] == "Poliarnyi dvor OOO"
    assert said["TwnNm"][-1] == "Paris"


def test_payment_orders_for_1c_are_lines_of_windows_1251_with_a_decimal_point() -> None:
    content = onec.write(_order(RUSSIAN, RUSSIAN, "RUB"))
    lines = content.decode("cp1251").split("\r\n")
    assert lines[0] == "1CClientBankExchange"
    assert lines[-2:] == ["КонецФайла", ""]
    assert lines.count("КонецДокумента") == 2
    for said in (
        "Кодировка=Windows",
        "Дата=30.11.2026",
        "Сумма=504085.10",
        "Сумма=0.01",
        "ПолучательИНН=2901000017",
        "ПлательщикБИК=041117601",
        "ВидОплаты=01",
        "Получатель=Поморский банк",
        "ПолучательКПП=290101001",
    ):
        assert said in lines, said


@settings(max_examples=120, deadline=None)
@given(
    name=st.text(min_size=1, max_size=140), town=st.text(min_size=1, max_size=35), purpose=st.text(max_size=300),
    amounts=st.lists(st.integers(1, 10**14), min_size=1, max_size=3), schema=st.sampled_from(pain.SCHEMAS),
)  # fmt: skip
def test_whatever_a_party_is_called_a_credit_transfer_is_valid_or_its_account_was_refused_before(
    name: str, town: str, purpose: str, amounts: list[int], schema: str
) -> None:
    payee = replace(PAYEE, name=name, town=town)
    refused = unfit(payee)
    texts = {"name": pain.plain(name), "town": pain.plain(town)}
    assert (refused is None) == (0 < len(texts["name"]) <= 70 and 0 < len(texts["town"]) <= 35)
    if refused is not None:
        return
    payments = tuple(
        Payment(number=number, payee=payee, amount=one, purpose=purpose) for number, one in enumerate(amounts, 1)
    )
    document = etree.fromstring(pain.write(replace(_order(PAYER, payee, "EUR"), payments=payments), schema))
    said = {tag: [one.text for one in document.iter(f"{{*}}{tag}")] for tag in ("Nm", "TwnNm", "InstdAmt")}
    assert (said["Nm"][-1], said["TwnNm"][-1]) == (texts["name"], texts["town"]), "nothing is cut"
    assert [Decimal(one or "") for one in said["InstdAmt"]] == [Decimal(one) / 100 for one in amounts]


def test_file_that_no_bank_would_take_is_never_given_out() -> None:
    with pytest.raises(AssertionError, match="no bank takes this file"):
        pain.write(_order(replace(PAYER, bic="12345678"), PAYEE, "EUR"))


def test_what_a_bank_cannot_read_is_found_before_a_run_is_drafted() -> None:
    assert unfit(replace(PAYEE, town="!!!")) == "town"
    assert unfit(replace(PAYEE, name="Gesellschaft " * 7)) == "name", "banks take 70 characters"
    assert unfit(replace(PAYEE, name="北京贸易")) is None, "written by its sound"
    assert unfit(replace(RUSSIAN, name="株式会社")) == "name"
    assert unfit(replace(RUSSIAN, bank="Łódź")) == "bank"
    assert unfit(RUSSIAN) is None
