"""What the demo world's bank and tills tell: a month that is matched, and a queue with one of each state."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace import partners, reconciliation
from marketplace.cli.world import uploads
from marketplace.cli.world.settling import ACCOUNTS
from marketplace.core import ids
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as, execute
from marketplace.programmes import Programme

FINANCE, ADMIN, OWNER = "olesya@vitrina.example", "sergey@vitrina.example", "irina@veresk.example"
PARTNER = "veresk"
DAY = timedelta(days=1)
OPENING = 250_000_000
OLD_ACCOUNT = "40702810900000000077"  # at a bank that the programme has left
# Advances that are asked for: how much, and in how many days from now they are due.
ADVANCES = {
    "matched": (1_500_000, -20), "returned": (900_000, -18), "part": (2_000_000, 4), "under": (1_200_000, -12), "over": (700_000, -6),
    "wrong_currency": (500_000, 3), "missing": (400_000, -9), "expected": (3_000_000, 12), "by_hand": (800_000, -5), "open": (600_000, 2),
}  # fmt: skip
_CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>EUR-{day}</MsgId></GrpHdr><Stmt><Id>EUR-{day}</Id>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">5100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">5000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>E-77</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Veresk Karty</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>Advance {ref}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""


@dataclass(frozen=True)
class Booking:
    """A line of the bank's: in minor units, above zero it came in."""

    day: date
    amount: int
    text: str
    party: str = "ООО «Вереск Карты»"
    account: str = ACCOUNTS[PARTNER].account
    number: int = 0


def tell(programme: Programme, now: datetime) -> None:
    """Ask for advances, take the bank's statements and the tills' list in, and match one thing by hand."""
    partner = partners.partner_by_slug(programme.id, PARTNER)
    act_as(Actor("user", uploads.person(FINANCE).id))
    refs = dict(_asked(programme, partner.id, now))
    by = uploads.Bringer(programme.id, 0, FINANCE)
    today = programme.day(now)
    booked = sorted(_bookings(refs, today), key=lambda one: one.day)
    lost = Booking(today - DAY, -350_000, "Аренда", "ООО «Пристань»", "40702810700000000003", 1299)
    month = (ACCOUNTS[None].account, OPENING, today - 24 * DAY, today - DAY)
    old = Booking(today - 22 * DAY, 120_000, "Взнос по договору В-98", "ООО «Маяк»", "40702810300000000005")
    for name, content in (
        ("severbank.txt", _onec(*month, booked, spoilt=lost)),
        ("severbank-povtorno.txt", _onec(*month, [*booked, lost])),
        ("severbank-eur.xml", _CAMT.format(day=today - 2 * DAY, ref=refs["wrong_currency"]).encode()),
        ("starbank.txt", _onec(OLD_ACCOUNT, 0, today - 23 * DAY, today - 20 * DAY, [old])),
    ):
        run = uploads.bring(by, "bank_statement", name, content, reconciliation.ADDED, at=now - timedelta(hours=3))
        uploads.publish(run, by, approver=ADMIN, at=now - timedelta(hours=2))
    _match(programme, refs["by_hand"], now)
    _put_by(programme, now)
    tills = uploads.Bringer(programme.id, partner.id, OWNER)
    run = uploads.bring(
        tills, "till_export", "kassy.csv", _receipts(programme, partner.id, now), at=now - timedelta(hours=2)
    )
    if run.to_apply:
        uploads.publish(run, tills, approver=ADMIN, at=now - timedelta(hours=1))


def _asked(programme: Programme, partner_id: int, now: datetime) -> Iterator[tuple[str, str]]:
    for name, (amount, days) in ADVANCES.items():
        ref, due = ids.new_ref(), programme.day(now) + days * DAY
        reconciliation.request_deposit(
            programme.id,
            partner_id,
            amount,
            due=due,
            ref=ref,
            now=now + (days - 8) * DAY if days < 0 else now - 8 * DAY,
        )
        yield name, ref
    act_as(SYSTEM)


def _bookings(refs: dict[str, str], today: date) -> Iterator[Booking]:
    yield from _paid_out()
    yield Booking(today - 21 * DAY, 1_500_000, f"Аванс {refs['matched']}")
    yield Booking(today - 19 * DAY, 900_000, f"Аванс {refs['returned']}")
    yield Booking(today - 17 * DAY, -900_000, f"Возврат аванса {refs['returned']}")
    yield Booking(today - 14 * DAY, 1_000_000, f"Аванс {refs['under']}")
    yield Booking(today - 7 * DAY, 750_000, f"Аванс {refs['over']}")
    yield Booking(today - 6 * DAY, 796_000, "Аванс за ноябрь за вычетом комиссии")
    yield Booking(today - 3 * DAY, 500_000, f"Первая часть аванса {refs['part']}")
    yield Booking(today - 2 * DAY, 600_000, "Предоплата по договору В-114", "Вереск Карты ООО", "40702810500000000001")
    yield Booking(today - 2 * DAY, -149_000, "Комиссия за ведение счёта", "Севербанк", "70601810000000000001")


def _paid_out() -> Iterator[Booking]:
    """The payouts that arrived, as the bank has them."""
    for row in execute(
        """SELECT e.at::date AS day, l.amount, s.number, a.holder, a.account FROM payout_events e JOIN payout_lines l ON l.id = e.line_id
             JOIN statements s ON s.id = l.statement_id JOIN payout_accounts a ON a.id = l.account_id WHERE e.what = 'confirmed' ORDER BY e.id"""
    ):
        yield Booking(row.day, -row.amount, f"Оплата по расчёту {row.number}", row.holder, row.account, 1187)


def _onec(
    account: str, opening: int, begins: date, ends: date, bookings: list[Booking], *, spoilt: Booking | None = None
) -> bytes:
    """The bank's file; the sum of its last document is spoilt, where there is one."""
    every = [*bookings, spoilt] if spoilt else bookings
    lines = [
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "СекцияРасчСчет", f"ДатаНачала={begins:%d.%m.%Y}", f"ДатаКонца={ends:%d.%m.%Y}",
        f"РасчСчет={account}", f"НачальныйОстаток={_sum(opening)}", f"ВсегоПоступило={_sum(sum(one.amount for one in bookings if one.amount > 0))}",
        f"ВсегоСписано={_sum(sum(one.amount for one in bookings if one.amount < 0))}", f"КонечныйОстаток={_sum(opening + sum(one.amount for one in every))}", "КонецРасчСчет",
    ]  # fmt: skip
    for at, one in enumerate(every):
        said = "3 500-00" if one is spoilt else _sum(one.amount)
        lines += _document(one, said, account, ACCOUNTS[None].holder, one.number or 1200 + at)
    return "\r\n".join([*lines, "КонецФайла", ""]).encode("cp1251", "replace")


def _document(one: Booking, said: str, account: str, holder: str, number: int) -> list[str]:
    ours, theirs, booked = (
        ("Получатель", "Плательщик", "ДатаПоступило") if one.amount > 0 else ("Плательщик", "Получатель", "ДатаСписано")
    )
    bank = [
        f"{side}{rest}" for side in (ours, theirs) for rest in ("ИНН=9804002710", "Банк1=Севербанк", "БИК=044525999")
    ]
    return [
        "СекцияДокумент=Платежное поручение", f"Номер={number}", f"Дата={one.day:%d.%m.%Y}", f"Сумма={said}", f"{ours}Счет={account}", f"{ours}1={holder}", *bank,
        f"{booked}={one.day:%d.%m.%Y}", f"{theirs}Счет={one.account}", f"{theirs}1={one.party}", "ВидОплаты=01", f"НазначениеПлатежа={one.text}", "КонецДокумента",
    ]  # fmt: skip


def _sum(minor: int) -> str:
    return f"{abs(minor) // 100}.{abs(minor) % 100:02}"


def _match(programme: Programme, ref: str, now: datetime) -> None:
    """What arrived net of a fee is matched by somebody of finance."""
    expected = execute("SELECT id FROM expectations WHERE label = %(ref)s", {"ref": ref}).scalar_one()
    entry = execute("SELECT min(id) FROM bank_entries WHERE amount = 796000").scalar_one()
    act_as(Actor("user", uploads.person(FINANCE).id))
    reconciliation.match(
        programme.id,
        [entry],
        [expected],
        fee=True,
        why="Банк партнёра удержал 40 ₽, подтвердили письмом.",
        now=now - timedelta(hours=1),
    )
    act_as(SYSTEM)


def _put_by(programme: Programme, now: datetime) -> None:
    """What is nothing that was expected is set aside; the account at another bank is taken back."""
    act_as(Actor("user", uploads.person(FINANCE).id))
    fee = execute("SELECT min(id) FROM bank_entries WHERE amount = -149000").scalar_one()
    reconciliation.set_aside(programme.id, fee, why="Комиссия банка за ведение счёта.", now=now - timedelta(minutes=50))
    old = next(one for one in reconciliation.bank_accounts(programme.id) if one.number == OLD_ACCOUNT)
    reconciliation.close_account(programme.id, old.id, why="Счёт закрыт.", now=now - timedelta(minutes=40))
    act_as(SYSTEM)


def _receipts(programme: Programme, partner_id: int, now: datetime) -> bytes:
    """What the tills of the last ten days tell, as their program writes it: with another sum, one that is missing, and one that is none of ours."""
    rows = execute(
        """SELECT r.at, r.receipt, t.name, r.amount FROM redemptions r JOIN terminals t ON t.id = r.terminal_id
            WHERE r.acceptor_partner_id = %(partner)s AND r.at > %(since)s AND r.receipt <> '' AND NOT EXISTS (SELECT FROM reversals v WHERE v.redemption_id = r.id)
            ORDER BY r.at, r.id LIMIT 200""",
        {"partner": partner_id, "since": now - 10 * DAY},
    ).all()
    zone = programme.time_zone
    told = [
        [*_when(row.at, zone), row.receipt, row.name, _sum(row.amount + (90_00 if at == 2 else 0)), "Продажа"]
        for at, row in enumerate(rows)
        if at != 4
    ]
    told.append([*_when(now - 2 * DAY, zone), "99001", "Касса 9", "150.00", "Продажа"])
    return _csv([["Дата", "Время", "Номер чека", "Касса", "Сумма", "Операция"], *told])


def _when(at: datetime, zone: str) -> tuple[str, str]:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%d.%m.%Y}", f"{local:%H:%M:%S}"


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=";").writerows(rows)
    return made.getvalue().encode("utf-8")
