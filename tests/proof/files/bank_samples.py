"""Honest files of banks and tills, small and different each time, in every form that is read. Every text that could be told on is a canary."""

from random import Random

from tests.proof.files.samples import Table

ACCOUNT, THEIRS = "40702810900000000001", "40702810900000000002"
_ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-03</Dt></BookgDt>
<AcctSvcrRef>CANARY-{number}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>CANARY-PAY-{number}</EndToEndId></Refs><RltdPties><Cdtr><Pty><Nm>Канарейка</Nm>
</Pty></Cdtr></RltdPties><RmtInf><Ustrd>canary</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
"""
_BALANCE = '<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-03</Dt></Dt></Bal>'
_WHOLES = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


def _amounts(random: Random) -> list[int]:
    return [random.choice((-1, 1)) * random.randrange(1, 90_000) for _ in range(8)]


def _plain(cents: int, mark: str = ".") -> str:
    return f"{abs(cents) // 100}{mark}{abs(cents) % 100:02}"


def camt(kind: str, random: Random) -> bytes:
    """camt.052, .053 or .054 of version 8; what has balances adds up."""
    whole, part = _WHOLES[kind]
    amounts, opening = _amounts(random), 1_000_000
    entries = "".join(
        _ENTRY.format(amount=_plain(one), sign="CRDT" if one > 0 else "DBIT", number=random.randrange(10**6))
        for one in amounts
    )
    balances = "" if kind == "054" else "".join(
        _BALANCE.format(code=code, amount=_plain(sum_)) for code, sum_ in (("OPBD", opening), ("CLBD", opening + sum(amounts)))
    )  # fmt: skip
    made = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08"><{whole}><GrpHdr><MsgId>CANARY</MsgId></GrpHdr><{part}>
<Id>S{random.randrange(9)}</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}{entries}</{part}></{whole}></Document>
"""
    return made.encode()


def mt940(random: Random) -> bytes:
    """A day of an account."""
    amounts, opening = _amounts(random), 1_000_000
    lines = [":20:CANARY", ":25:DE89370400440532013000", ":28C:213/1", f":60F:C261103EUR{_plain(opening, ',')}"]
    for one in amounts:
        lines.append(
            f":61:2611031103{'C' if one > 0 else 'D'}{_plain(one, ',')}NTRFNONREF//CANARY{random.randrange(10**6)}"
        )
        lines.append(f":86:116?00SEPA?20EREF+PAY-{random.randrange(10**6)}?21SVWZ+canary?32Kanareyka canary")
    closing = opening + sum(amounts)
    lines += [f":62F:{'C' if closing >= 0 else 'D'}261103EUR{_plain(closing, ',')}", "-}"]
    return "\r\n".join(["{1:F01BANKDEFFXXXX0000000000}{2:I940BANKDEFFXXXXN}{4:", *lines]).encode()


def onec(random: Random) -> bytes:
    """1CClientBankExchange in Windows-1251."""
    amounts, opening = _amounts(random), 1_000_000
    came, went = sum(one for one in amounts if one > 0), -sum(one for one in amounts if one < 0)
    lines = [
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "СекцияРасчСчет", "ДатаНачала=03.11.2026", "ДатаКонца=03.11.2026",
        f"РасчСчет={ACCOUNT}", f"НачальныйОстаток={_plain(opening)}", f"ВсегоПоступило={_plain(came)}", f"ВсегоСписано={_plain(went)}",
        f"КонечныйОстаток={_plain(opening + came - went)}", "КонецРасчСчет",
    ]  # fmt: skip
    for one in amounts:
        ours, theirs, date = (
            ("Получатель", "Плательщик", "ДатаПоступило") if one > 0 else ("Плательщик", "Получатель", "ДатаСписано")
        )
        lines += [
            "СекцияДокумент=Платежное поручение", f"Номер={random.randrange(10**4)}", "Дата=03.11.2026", f"Сумма={_plain(one)}", f"{ours}Счет={ACCOUNT}",
            f"{ours}ИНН=7700000000", f"{ours}1=Канарейка", f"{date}=03.11.2026", f"{theirs}Счет={THEIRS}", f"{theirs}ИНН=7800000000", f"{theirs}1=Канарейка",
            "ПлательщикБанк1=БАНК", "ПлательщикБИК=044525225", "ПолучательБанк1=БАНК", "ПолучательБИК=044525225", "ВидОплаты=01",
            f"НазначениеПлатежа=Canary PAY-{random.randrange(10**6)}", "КонецДокумента",
        ]  # fmt: skip
    return "\r\n".join([*lines, "КонецФайла", ""]).encode("cp1251")


def settlement(random: Random) -> Table:
    """An acquirer's table with the titles that are known."""
    rows = [[
        "Merchant Account", "Psp Reference", "Merchant Reference", "Payment Method", "Creation Date", "Type", "Modification Reference", "Gross Currency",
        "Gross Debit (GC)", "Gross Credit (GC)", "Net Currency", "Net Debit (NC)", "Net Credit (NC)", "Batch Number",
    ]]  # fmt: skip
    for _ in range(12):
        gross = random.randrange(200, 90_000)
        rows.append([
            "Kanareyka", f"CANARY{random.randrange(10**9)}", f"CANARY-{random.randrange(10**6)}", "visa", "2026-11-03 10:00:00", "Settled", "", "EUR", "",
            _plain(gross), "EUR", "", _plain(gross - 48), "7",
        ])  # fmt: skip
    return rows


# The same table as another acquirer calls its columns, and the map that says so.
OTHERWISE = {
    "Merchant Account": ("account", "Shop"), "Psp Reference": ("reference", "Payment"), "Merchant Reference": ("also", "Order"), "Creation Date": ("day", "Day"),
    "Net Currency": ("currency", "Unit"), "Net Debit (NC)": ("debit", "Out"), "Net Credit (NC)": ("credit", "In"),
}  # fmt: skip
MAP = "; ".join(f"{field}={title}" for field, title in OTHERWISE.values())


def settlement_otherwise(random: Random) -> Table:
    """An acquirer's table with titles of its own, read by MAP."""
    titles, *rows = settlement(random)
    return [[OTHERWISE.get(one, ("", one))[1] for one in titles], *rows]


def statuses(random: Random) -> bytes:
    """pain.002: some payments are settled, some rejected."""
    made = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>CANARY-{random.randrange(10**6)}</OrgnlEndToEndId><TxSts>{random.choice(['ACSC', 'RJCT', 'ACCP'])}</TxSts>"
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>canary</AddtlInf></StsRsnInf></TxInfAndSts>"
        for _ in range(8)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        "<OrgnlGrpInfAndSts><OrgnlMsgId>CANARY</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId></OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>CANARY-1</OrgnlPmtInfId>{made}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def receipts(random: Random) -> Table:
    """What tills took."""
    rows = [["Дата", "Время", "Номер чека", "Касса", "Сумма", "Операция"]]
    for number in range(12):
        kind = random.choice(["Продажа", "Продажа", "Возврат"])
        rows.append(
            ["03.11.2026", f"1{random.randrange(10)}:{number:02}", f"CANARY-{number}", f"Канарейка {random.randrange(3)}", f"{random.randrange(1, 9000)},50", kind]
        )  # fmt: skip
    return rows
