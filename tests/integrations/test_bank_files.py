"""Files of banks, as each bank writes them, become one form; what is hostile or cannot be trusted is refused."""

import re
from pathlib import Path
from random import Random

import pytest

from marketplace.core.texts import Unfit
from marketplace.core.uploading import UploadRefused
from marketplace.integrations import banks
from marketplace.integrations.banks import pain002
from marketplace.reconciliation import BankStatement, columns_of, difference
from tests.proof.files import bank_samples

SHARED = Path(__file__).parents[3] / "shared" / "data"
NO_ACCOUNT = "the file has no section of an account (СекцияРасчСчет): it is no statement of a bank"
CUT_OFF = "the file is cut off: it does not end with КонецФайла"
REFUSED = {
    "dronm_to_bank_outgoing.txt": NO_ACCOUNT,  # orders to a bank
    "zharikovpro_general.txt": NO_ACCOUNT,  # a head alone
    "zharikovpro_remainings.txt": CUT_OFF,
}
# Orders to a bank (pain.001) stand beside the reports: they are neither statements nor reports.
REPORTS = {"pain002_accepted.xml", "pain002_txn_reject_nordea.xml"}
NO_STATUS = "this XML file is no pain.002 with the status of a payment"
NO_CAMT = "this XML file is no camt.052, camt.053 or camt.054"
# Samples whose makers left entries out or changed amounts: by how much they miss their closing balance, in minor units.
MISSING = {
    "genkgo_camt053.v2.all-balance-types.xml": -582,
    "raiffeisen_ch_053.001.04_CARD.xml": -599_996,
    "viafintech_053_valid_example_v8.xml": 125_102,
    "viafintech_053_valid_example_with_batch.xml": 1_277_414,
    "jejik_abnamro.txt": -203_800,
    "jejik_ing-unix.txt": 4_906,
    "jejik_triodos.txt": 11_140,
    "postfinance.sta": 20,
    "zharikovpro_documents.txt": -299_225,
}

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt>
<Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-03</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">70.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-03</Dt></Dt></Bal>
{entries}
</Stmt></BkToCstmrStmt></Document>
"""
PAID = """<Ntry><Amt Ccy="EUR">29.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-03</Dt></BookgDt>
<AcctSvcrRef>BANK-77</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>PAY-00000017</EndToEndId></Refs><RltdPties><Cdtr><Pty><Nm>Toy House</Nm>
</Pty></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>
"""
MT940 = """{1:F01BANKDEFFXXXX0000000000}{2:I940BANKDEFFXXXXN}{4:
:20:STARTUMS
:25:DE89370400440532013000
:28C:213/1
:60F:C261103EUR100,00
:61:2611031103D29,50NTRFNONREF//BANK-77
:86:116?00SEPA?20EREF+PAY-00000017?21SVWZ+Payout?32Toy House
:62F:C261103EUR70,50
-}
"""
ONEC = """1CClientBankExchange
ВерсияФормата=1.03
Кодировка=Windows
СекцияРасчСчет
ДатаНачала=03.11.2026
ДатаКонца=03.11.2026
РасчСчет=40702810900000000001
НачальныйОстаток=100.00
ВсегоПоступило=0.00
ВсегоСписано=29.50
КонечныйОстаток=70.50
КонецРасчСчет
СекцияДокумент=Платежное поручение
Номер=17
Дата=03.11.2026
Сумма=29.50
ПлательщикСчет=40702810900000000001
ДатаСписано=03.11.2026
ПлательщикИНН=7700000000
Плательщик1=ООО Программа
ПлательщикБанк1=БАНК
ПлательщикБИК=044525225
ПолучательСчет=40702810900000000002
ПолучательИНН=7800000000
Получатель1=ООО Дом игрушек
ПолучательБанк1=БАНК
ПолучательБИК=044525225
ВидОплаты=01
НазначениеПлатежа=Оплата PAY-00000017, НДС не облагается
КонецДокумента
КонецФайла
"""


def _read(text: str, encoding: str = "utf-8") -> BankStatement:
    (statement,) = banks.read("statement", text.encode(encoding)).statements
    return statement


def test_every_form_is_read_whole_and_what_is_no_statement_is_refused_with_a_reason_that_is_true() -> None:
    """By small files of our own; those of real banks are tried below, where they are at hand."""
    chance = Random(18)
    for name, content in (*((kind, bank_samples.camt(kind, chance)) for kind in ("052", "053", "054")), ("940", bank_samples.mt940(chance)), ("1c", bank_samples.onec(chance))):  # fmt: skip
        (statement,) = banks.read(name, content).statements
        assert (len(statement.entries), statement.unread) == (8, []), name
        assert (difference(statement), bool(statement.account and statement.currency)) == (
            None if name == "054" else 0,
            True,
        ), name
    settled = "\n".join(";".join(row) for row in bank_samples.settlement(chance)).encode()
    (statement,) = banks.read("settlement.csv", settled).statements
    assert [one.fee for one in statement.entries] == [48] * 12
    assert len(pain002.read("r", bank_samples.statuses(chance))) == 8
    head, _colon, rest = ONEC.partition("СекцияРасчСчет")
    orders = head + rest.partition("КонецРасчСчет\n")[2]
    cut_off = ONEC.partition("КонецФайла")[0]
    for content, reason in ((orders, NO_ACCOUNT), (head + "КонецФайла\n", NO_ACCOUNT), (cut_off, CUT_OFF)):
        with pytest.raises(UploadRefused) as refused:
            banks.read("1c", content.encode("cp1251"))
        assert refused.value.facts["reason"] == reason
    order = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr><MsgId>A</MsgId></GrpHdr></CstmrCdtTrfInitn></Document>'
    for read, reason in ((pain002.read, NO_STATUS), (banks.read, NO_CAMT)):
        with pytest.raises(UploadRefused) as refused:
            read("order.xml", order)
        assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize("folder", ["camt", "mt940", "1c"])
def test_every_bank_s_file_is_read_or_refused_with_a_reason_that_is_true(folder: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("files of real banks are not beside the checkout: the same is tried with files of our own")
    for file in sorted((SHARED / folder).iterdir()):
        if file.suffix == ".md":
            continue
        if file.name in REFUSED:
            with pytest.raises(UploadRefused) as refused:
                banks.read(file.name, file.read_bytes())
            assert refused.value.facts["reason"] == REFUSED[file.name]
            continue
        read = banks.read(file.name, file.read_bytes())
        assert read.statements, file.name
        assert [one.unread for one in read.statements if one.unread] == [], file.name
        differences = [difference(one) or 0 for one in read.statements]
        assert differences[0] == MISSING.get(file.name, 0), file.name
        assert all(one.account and one.currency for one in read.statements), file.name


def test_status_reports_and_an_acquirer_s_settlement_are_read_and_orders_to_a_bank_are_refused_as_neither() -> None:
    if not SHARED.is_dir():
        pytest.skip("files of real banks are not beside the checkout: the same is tried with files of our own")
    rejected = pain002.read("r", (SHARED / "pain" / "pain002_txn_reject_nordea.xml").read_bytes())
    assert [(one.end_to_end[-2:], one.status) for one in rejected] == [("02", "rejected"), ("01", "rejected")]
    (pending,) = pain002.read("a", (SHARED / "pain" / "pain002_accepted.xml").read_bytes())
    assert (pending.end_to_end, pending.status) == ("GSDGFKfLURaHb", "pending")
    for file in sorted((SHARED / "pain").glob("*.xml")):
        for read, reason in ((pain002.read, NO_STATUS), (banks.read, NO_CAMT)):
            if read is pain002.read and file.name in REPORTS:
                assert pain002.read(file.name, file.read_bytes()), file.name
                continue
            with pytest.raises(UploadRefused) as refused:
                read(file.name, file.read_bytes())
            assert refused.value.facts["reason"] == reason, file.name
    assert sum(not file.name.startswith("SOURCES") for file in (SHARED / "acquirer").iterdir()) == 1, "read it below"
    settled = banks.read("s", (SHARED / "acquirer" / "adyen_style_settlement.csv").read_bytes())
    (statement,) = settled.statements
    assert [(one.amount, one.fee, one.returned) for one in statement.entries] == [
        (4952, 48, False), (-2500, 0, True), (-10750, 750, True),
    ]  # fmt: skip
    assert "GC10001" in statement.entries[0].keys


def test_one_payment_reads_alike_from_three_formats() -> None:
    for text, encoding in (
        (CAMT.format(entries=PAID), "utf-8"),
        (MT940, "utf-8"),
        (ONEC, "cp1251"),
        (ONEC.replace("=Windows", "=DOS"), "cp866"),
    ):
        read = _read(text, encoding)
        (entry,) = read.entries
        assert (read.opening, read.closing, difference(read), read.unread) == (10_000, 7_050, 0, [])
        assert (entry.amount, entry.currency, entry.booked.isoformat()) == (-2_950, read.currency, "2026-11-03")
        assert "PAY00000017" in entry.keys
        assert entry.party in ("Toy House", "ООО Дом игрушек")


@pytest.mark.parametrize("text", [MT940, ONEC])
def test_lines_may_end_with_cr_alone_and_the_file_with_its_old_mark(text: str) -> None:
    encoding = "cp1251" if text is ONEC else "utf-8"
    odd = text.replace("\r\n", "\n").replace("\n", "\r").rstrip() + "\r\x1a"
    assert _read(odd, encoding) == _read(text, encoding)


def test_every_version_of_a_message_is_read_alike() -> None:
    """Until version 7 a party's name and a status stand by themselves, from version 8 on within an element of their own."""
    newer = CAMT.format(entries=PAID)
    older = newer.replace("<Pty>", "").replace("\n</Pty>", "").replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
    assert "Pty>" not in older
    wanted = _read(newer).entries
    assert wanted[0].party == "Toy House"
    for number, root, whole in (
        ("052", "BkToCstmrAcctRpt", "Rpt"),
        ("053", "BkToCstmrStmt", "Stmt"),
        ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    ):
        for version in range(2, 13):
            text = newer if version >= 8 else older
            text = text.replace("BkToCstmrStmt", root).replace("Stmt>", f"{whole}>")
            text = text.replace("camt.053.001.08", f"camt.{number}.001.{version:02}")
            read = _read(text)
            assert (read.form, read.entries) == (f"camt.{number}", wanted), (number, version)
            waits = _read(text.replace("BOOK", "PDNG"))
            assert waits.entries == [], (number, version, "what is not booked is no entry yet")


def test_one_entry_that_cannot_be_read_is_told_with_its_line_and_costs_no_other() -> None:
    bad = PAID.replace("29.50", "29.505").replace("BANK-77", "4276 3800 1234 5670")
    read = _read(CAMT.format(entries=bad + PAID))
    (unread,) = read.unread
    assert len(read.entries) == 1
    assert (unread.line, str(unread.reason)) == (6, "the amount has more digits than its currency")
    read = _read(MT940.replace(":62F", ":61:2613991103D1,00NTRFNONREF\n:62F"))
    assert [(one.line, str(one.reason)) for one in read.unread] == [(8, "the entry has a date that does not exist")]
    assert difference(read) == 0
    read = _read(ONEC.replace("ПолучательИНН=7800000000\n", ""), "cp1251")
    assert [(one.line, str(one.reason)) for one in read.unread] == [(13, "the document lacks ПолучательИНН")]
    assert "Сумма=29.50" in read.unread[0].text


def test_balance_that_cannot_be_read_and_words_behind_the_closing_one_cost_no_entry() -> None:
    read = _read(
        MT940.replace(":60F:C261103EUR100,00", ":60F:C261103EUR100,005").replace("-}", ":86:EREF+SOMEBODY-ELSE-1\n-}")
    )
    assert [(one.line, str(one.reason)) for one in read.unread] == [(5, "the amount has more digits than its currency")]
    (entry,) = read.entries
    assert (entry.own, "SOMEBODYELSE1" in entry.keys) == (("PAY00000017",), False)


def test_names_of_a_batch_are_kept_apart_from_those_of_a_payment_and_a_payment_without_one_is_not_its_batch() -> None:
    parts = "".join(
        f"<TxDtls><Refs><MsgId>RUN-1</MsgId><PmtInfId>RUN-1-1</PmtInfId><EndToEndId>PAY-{n}</EndToEndId><AcctSvcrRef>REF-{n}</AcctSvcrRef><UETR>U-{n}</UETR></Refs></TxDtls>"
        for n in range(1_000, 1_200)
    )
    entry = _read(CAMT.format(entries=re.sub("<TxDtls>.*</TxDtls>", parts, PAID, flags=re.DOTALL))).entries[0]
    assert {f"PAY{n}" for n in range(1_000, 1_200)} <= set(entry.keys), "the names of all of its payments come first"
    assert (entry.group_keys, "RUN1" in entry.keys, len(entry.own)) == (("RUN1", "RUN11"), False, 400)
    many = parts.replace("</TxDtls>", "<A>" + "<B>x</B>" * 20 + "</A></TxDtls>") * 12
    assert len(_read(CAMT.format(entries=re.sub("<TxDtls>.*</TxDtls>", many, PAID, flags=re.DOTALL))).entries) == 1
    report = (
        "<Document><R><OrgnlGrpInfAndSts><OrgnlMsgId>RUN-1</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>RUN-1-1</OrgnlPmtInfId>"
        "<TxInfAndSts><OrgnlInstrId>7</OrgnlInstrId><TxSts>RJCT</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></R></Document>"
    )
    (status,) = pain002.read("r", report.encode())
    assert (status.of, status.end_to_end, status.status) == ("payment", "", "rejected")


def test_pending_entries_are_no_money_and_thirtieth_of_february_is_its_last_day() -> None:
    pending = PAID.replace("BOOK", "PDNG")
    read = banks.read("s", CAMT.format(entries=pending + PAID).encode())
    assert len(read.statements[0].entries) == 1
    assert [str(one) for one in read.told] == ["entries that are not booked yet were left out: 1"]
    assert _read(MT940.replace("2611031103", "2602300230")).entries[0].booked.isoformat() == "2026-02-28"


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + CAMT[39:].format(entries=PAID.replace("BANK-77", "&x;")),
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + CAMT[39:].format(entries="<x>&b;</x>"),
        CAMT[39:].format(entries="<x>" * 100_000),
        CAMT[39:].format(entries="<x/>" * 200_000),
        CAMT[39:].format(entries=PAID)[:-30],
    ],
    ids=["outside_entity", "laughs", "deep", "wide", "cut"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_xml_is_refused(hostile: str, encoding: str) -> None:
    with pytest.raises(UploadRefused):
        banks.read("statement.xml", hostile.encode(encoding))


def test_what_is_no_statement_is_refused_with_what_it_is() -> None:
    for content, reason in (
        (b" ", "empty"),
        (b"PK\x03\x04", "spreadsheet"),
        (b"hello", "nor a known settlement"),
        (b"<a/>", "no camt"),
    ):
        with pytest.raises(UploadRefused) as refused:
            banks.read("file", content)
        assert reason in refused.value.facts["reason"]


def test_an_entry_of_mt940_that_cannot_be_read_is_told_with_its_line_and_written_into_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(0):
        (read,) = banks.read(
            "s.sta",
            b":20:1\r\n:25:DE89370400440532013000\r\n:28C:1\r\n:60F:C261101EUR1,00\r\n:61:26X, Smith\r\n:62F:C261101EUR1,00\r\n",
        ).statements
    assert [(one.line, str(one.reason)) for one in read.unread] == [(5, "the line of the entry (:61:) cannot be read")]
    assert "Smith" not in caplog.text


MAP = "day=Дата; reference=Номер; also=Наш номер; kind=Вид; currency=Валюта; credit=К выплате"
TABLE = """Дата;Номер;Наш номер;Вид;Валюта;К выплате
2026-11-03;A-17;PAY00000017;Settled;RUB;120.50
2026-11-04;A-18;PAY00000018;Refunded;RUB;-20.00
"""


def test_acquirer_s_table_with_titles_of_its_own_is_read_by_its_map_and_by_no_other() -> None:
    (statement,) = banks.read("table.csv", TABLE.encode(), columns_of(MAP)).statements
    assert [(one.amount, one.currency, one.booked.isoformat(), one.returned) for one in statement.entries] == [
        (12_050, "RUB", "2026-11-03", False), (-2_000, "RUB", "2026-11-04", True),
    ]  # fmt: skip
    assert [(one.reference, one.keys) for one in statement.entries] == [
        ("A-17", ("PAY00000017",)), ("A-18", ("PAY00000018",)),
    ]  # fmt: skip
    for wrong, column in (("К выплате", "Сумма"), ("Дата", "День"), ("Номер;", "Ссылка;")):
        with pytest.raises(UploadRefused) as refused:
            banks.read("table.csv", TABLE.encode(), columns_of(f"{MAP};".replace(f"={wrong}", f"={column}")))
        assert refused.value.facts["column"] == column.rstrip(";")
    for said in ("day=", "colour=Дата", "day"):
        with pytest.raises(Unfit):
            columns_of(said)
