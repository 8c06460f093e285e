"""Files of payments: what banks are given is valid, and says what we owe."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from marketplace.integrations.payment_files import Order, Party, Payment, onec, pain

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
def test_credit_transfer_is_valid_and_keeps_to_the_characters_of_sepa(schema: str, real_data: Path) -> None:
    content = pain.write(_order(PAYER, PAYEE, "EUR"), schema)
    document = etree.fromstring(content)
    etree.XMLSchema(etree.parse(real_data / "xsd" / f"{schema}.xsd")).assertValid(document)
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
    ):
        assert said in lines, said
