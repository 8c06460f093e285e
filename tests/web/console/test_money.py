"""From a contract to a payment, on the pages of both sides: signed, drawn, sent, disputed, decided, accepted, paid."""

import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from marketplace import giftcards, settlements, tills
from marketplace.cli.statements import statement
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.tills import Found
from tests.builders import settlements as deals
from tests.builders.identity import staff, suspended
from tests.builders.orders import a_member, an_order
from tests.builders.settlements import JANUARY
from tests.web.partner.desk import Desk, Visitor

TERMS = {
    "number": "В-114", "valid_from": "2026-10-01", "owed_on": "redemption", "payment": "postpaid", "commission_bp": "6", "commission_fixed": "0",
    "commission_steps": "500000 5.5\n700000 5", "commission_by": "partner", "vat_bp": "22", "price_bank": "0.7", "price_member": "0.75", "currency": "RUB", "time_zone": "Asia/Yekaterinburg", "breakage_bp": "50", "calendar": "monthly",
    "payout_day": "15", "payout_minimum": "10", "papers": "act_invoice", "tax_number": "9801 0041 70", **dict.fromkeys(("gift_card", "certificate", "goods", "service"), "multi:agent"),
}  # fmt: skip
RECEIPT, OUR_LOG = b"%PDF-1.7 receipt 104411: 86.00 %%EOF", b"%PDF-1.7 what the till sent %%EOF"


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A partner whose till took 80.00 of a card on 12 October 2026; and somebody of finance."""
    made, at = Desk(app), datetime(2026, 10, 12, 9, tzinfo=UTC)
    with app.app_context(), transaction():
        made.ids["finance"] = staff(made.programme, "finance").id
        order = an_order(a_member(made.programme, points=1_000, now=at), made.shelf, now=at)
        card = giftcards.of_orders([order.id])[order.id]
        terminal = tills.open_terminal(made.partner_id, "Касса 7", now=at)
        tills.redeem(
            terminal, Found(card.id), ref="R1", asked=bytes(32), amount=8_000, currency="RUB", receipt="104411", now=at
        )
    return made


def test_contract_statement_dispute_and_payment_go_from_side_to_side(desk: Desk) -> None:
    manager, owner, finance = desk.of("manager"), desk.of("owner"), desk.of("finance")
    contract = f"/console/contracts/{desk.partner_id}"
    for wrong in (
        {"commission_steps": "many"},
        {"currency": "RUR"},
        {"time_zone": "Moscow"},
        {"tax_number": "9801004171"},
    ):
        refused = manager.post(f"{contract}/beginning", **TERMS | wrong)
        assert (
            refused.status_code,
            f'id="{next(iter(wrong))}-error"' in refused.text or "Write a step" in refused.text,
        ) == (422, True), wrong
    assert manager.post(f"{contract}/beginning", **TERMS).status_code == 303
    page = owner.get(f"{desk.home}/contract").text
    for said in (
        "from ₽500,000: 5.5%",
        "Asia/Yekaterinburg",
        "Points for card operations, paid for by the bank: 0.7 ₽",
    ):
        assert said in page, said
    sign = re.search(r'href="([^"]+/signature)"', page)
    assert sign is not None
    assert desk.of("admin").post(sign[1]).status_code == 404, "staff signs for the programme alone"
    assert owner.post(sign[1]).status_code == 303
    agreed = manager.get(contract).text
    for said in ("In force", "Who has signed", "below ₽500,000", "from ₽500,000"):
        assert said in agreed, said
    assert len(re.findall(r"@[\w.-]+, ", agreed[agreed.index('id="who"') :])) == 2, (
        "who signed for either side, and when"
    )
    assert (
        owner.post(
            f"{desk.home}/contract/versions", **TERMS | {"valid_from": "2026-12-01", "commission_bp": "x"}
        ).status_code
        == 422
    )
    filled = owner.get(f"{desk.home}/contract/versions").text
    for name, value in (
        ("commission_bp", "6"),
        ("price_bank", "0.7"),
        ("price_member", "0.75"),
        ("price_programme", "0"),
    ):
        box = re.search(rf'<input[^>]*name="{name}"[^>]*>', filled)
        assert box, name
        assert f'value="{value}"' in box[0], "an edit keeps what stood"
    own = f"offer_{desk.own('offer_id', desk.shelf.offer_id)}"
    assert (
        owner.post(
            f"{desk.home}/contract/versions",
            **TERMS
            | {
                "valid_from": "2026-12-01",
                "commission_bp": "4",
                own: "single:principal",
                f"{own}_rate": "10",
                "goods_rate": "10",
            },
        ).status_code
        == 303
    )
    assert f'name="{own}"' in filled, "one offer may be taxed otherwise than its kind"
    refusal = re.search(r'href="([^"]+/refusal)"', manager.get(contract).text)
    assert refusal is not None
    proposed = manager.get(contract).text
    assert "Detsky Mir, Gift card: single-purpose: tax at sale, principal, VAT 10%" in proposed
    assert "Goods: multi-purpose: tax at redemption, agent, VAT 10%" in proposed
    assert " open><summary" in owner.get(f"{desk.home}/contract/versions").text, "what was chosen stays"
    assert manager.post(refusal[1], why="6 % is what we agreed on").status_code == 303
    assert "6 % is what we agreed on" in owner.get(f"{desk.home}/contract").text

    drawing = f"/console/settlements/of/{desk.partner_id}"
    page = finance.get("/console/settlements").text
    assert re.search(rf'action="{drawing}".*?name="last" value="2026-10-31" min="2026-10-01"', page, re.DOTALL), (
        "any days"
    )
    for wrong in ("", "2026-09-30", "2027-10-31", "9999-12-31"):
        assert finance.post(drawing, last=wrong).status_code == 409, wrong
    drawn = finance.post(drawing, last="2026-10-31")
    assert drawn.status_code == 303, drawn.text
    number = drawn.location.rpartition("/")[2]
    mine = f"{desk.home}/settlements/{number}"
    assert owner.get(mine).status_code == 404, "it was not sent yet"
    assert finance.post(f"{drawn.location}/sending").status_code == 303
    page = owner.get(mine).text
    for said in ("₽74.14", "receipt 104411", "Касса 7", "−₽4.80", "VAT on commission"):
        assert said in page, said
    assert "The same to the byte" in owner.get(f"{mine}/replay").text
    told = desk.app.test_cli_runner().invoke(statement, ["replay", number])
    assert (told.exit_code, told.output.count("\n")) == (0, 4)
    assert desk.app.test_cli_runner().invoke(statement, ["replay", "S-20000101-1"]).exit_code == 2
    _downloads(desk, owner, mine)

    form = re.search(r'href="([^"]+/lines/2/dispute)"', page)
    assert form is not None
    assert owner.post(form[1], reason="amount", claimed="eighty", body="x").status_code == 422
    gross = owner.get(f"{form[1]}?claimed=300")
    assert "You ask for ₽300 more than the net of the line, ₽0." in gross.text
    assert "This is the gross" in gross.text
    said = {"reason": "amount", "claimed": "80", "body": "86.00 by our till"}
    assert owner.post(form[1], **said, files=(io.BytesIO(b"MZ"), "receipt.pdf")).status_code == 422, "it is no paper"
    assert owner.post(form[1], **said, files=(io.BytesIO(RECEIPT), "tills/receipt 104411.pdf")).status_code == 303
    assert owner.post(f"{mine}/acceptance").status_code == 303
    assert "It was to be paid on 16" in owner.get(mine).text
    _decide(desk, finance, drawn.location)
    happened = _paid(desk, finance)
    assert "Settled" in owner.get(mine).text
    _papers(desk, owner, mine, number)
    _books(finance, number)
    _came_back(desk, finance, happened)
    less = TERMS | {"valid_from": "2027-02-01", "commission_bp": "4"}
    assert owner.post(f"{desk.home}/contract/versions", **less).status_code == 303
    for page, title in (
        (owner.get(f"{desk.home}/contract").text, "On your own numbers"),
        (manager.get(contract).text, "On the partner’s numbers"),
    ):
        assert title in page
        assert "₽4.80" in page[page.index(title) :], "6 % of 80.00"
        assert "₽3.20" in page[page.index(title) :]
        assert "Lower by ₽1.60 in all." in page


def _papers(desk: Desk, owner: Visitor, mine: str, number: str) -> None:
    """The act and the invoice that the contract asks for, and a pack of what is known of disputes; as they were, whatever becomes of the sides."""
    kept = {paper: owner.get(f"{mine}/files/{paper}").data for paper in ("act", "invoice", "pdf")}
    with desk.app.app_context(), transaction():
        for whose in (desk.partner_id, None):
            other = replace(deals.ACCOUNT, holder="ООО «Иначе»", account="40702810000000009020")
            settlements.set_account(desk.programme.id, whose, other, now=clock.now())
        execute("UPDATE partners SET legal_name = 'ООО «Иначе»', name_ru = 'Иначе', name_en = 'Otherwise' WHERE id = %(id)s", {"id": desk.partner_id})  # fmt: skip
    assert {paper: owner.get(f"{mine}/files/{paper}").data for paper in kept} == kept
    for paper, title in (("act", "Act of services rendered"), ("invoice", "Invoice No.")):
        text = " ".join(PdfReader(io.BytesIO(kept[paper])).pages[0].extract_text().split())
        for said in (title, "₽4.80", "₽1.06", "₽5.86", "Contract В-114", "Tax number 9801004170"):
            assert said in text, (paper, said)
    packs = [owner.get(f"{mine}/files/evidence") for _ in range(2)]
    assert packs[0].data == packs[1].data
    with zipfile.ZipFile(io.BytesIO(packs[0].data)) as pack:
        assert sorted(pack.namelist()) == [
            "2-01.pdf",
            "2-02.pdf",
            "2-facts.csv",
            "2-words.csv",
            f"{number}.json",
            "lines.csv",
        ]
        assert pack.read("2-01.pdf") == RECEIPT
        assert "2-02.pdf (our log.pdf)" in pack.read("2-words.csv").decode()
        assert "104411" in pack.read("2-facts.csv").decode()
        assert "Taken at a till" in pack.read("2-facts.csv").decode()
        assert "86.00 by our till" in pack.read("2-words.csv").decode()


def _books(finance: Visitor, number: str) -> None:
    """Accounting has the statement of October as balanced entries, on the page, in CSV and in JSON."""
    days = "first=2026-10-01&last=2026-10-31"
    page = finance.get(f"/console/accounting?{days}").text
    for said in ("All totals tie", "Settlements with partners", "Multi-purpose: when used", "₽14.43"):
        assert said in page, said
    entries = json.loads(finance.get(f"/console/accounting/journal.json?{days}").data)["entries"]
    (used,) = (one for one in entries if one["kind"] == "statement:redemption")
    assert used["document"] == number
    assert {leg["account"]: leg.get("credit", 0) - leg.get("debit", 0) for leg in used["legs"]} == {
        "5100": -8_000, "2400": 7_414, "4200": 480, "2500": 106, "9100": -1_443, "9190": 1_443,
    }  # fmt: skip
    rows = list(
        csv.DictReader(io.StringIO(finance.get(f"/console/accounting/journal.csv?{days}").data.decode("utf-8-sig")))
    )
    assert [
        (row["Debit"], row["Credit"])
        for row in rows
        if row["Document"] == number and row["Account in the books"] == "2400"
    ] == [("", "74.14")]
    assert len(rows) == sum(len(one["legs"]) for one in entries)
    _days_that_tell_nothing(finance)
    for exe in ("accounting/journal", "liability/report", "funders/bank/statement"):
        assert finance.get(f"/console/{exe}.exe").status_code == 404
    _points_in_money(finance, days)


def _days_that_tell_nothing(finance: Visitor) -> None:
    """Reports of days to come, of a range that ends before it begins, or of half a range are refused beside the field, as pages and as files."""
    for asked, field, said in (
        ("accounting?first=2026-11-01&last=2026-10-01", "last", "The end is before the beginning."),
        ("accounting/journal.csv?first=2026-10-01&last=9999-12-31", "last", "This day is still to come."),
        ("accounting?first=2024-01-01&last=2026-10-01", "last", "Choose 366 days at most."),
        ("accounting/journal.json?first=2026-10-01", "last", "Enter a day."),
        ("funders/bank?first=2026-10-02&last=2026-10-01", "last", "The end is before the beginning."),
        ("funders/bank/statement.json?first=9999-12-30&last=9999-12-31", "first", "This day is still to come."),
        ("liability?day=9999-12-31", "day", "This day is still to come."),
        ("liability/report.csv?day=soon", "day", "Not a valid date value."),
    ):
        refused = finance.get(f"/console/{asked}")
        beside = re.search(rf'id="{field}-error">(.*?)</p>', refused.text, re.S)
        assert (refused.status_code, said in (beside[1] if beside else "")) == (422, True), asked


def _points_in_money(finance: Visitor, days: str) -> None:
    """What members hold stands in money beside points, on the page and in files; the bank has a statement, whose fingerprint its JSON has."""
    page = finance.get("/console/liability").text
    for said in ("In money", "/console/funders/bank", "/console/funders/programme"):
        assert said in page, said
    report = finance.get("/console/liability/report.csv?day=2026-10-31").data
    rows = list(csv.DictReader(io.StringIO(report.decode("utf-8-sig"))))
    together, ledger = rows[-2:]
    assert (together["What"], ledger["What"]) == ("Together", "The ledger’s entries")
    assert {together[one] for one in together if one not in ("What", "Earned", "Expires", "Who pays")} >= {
        ledger[list(ledger)[4]]
    }
    for kind in ("csv", "xlsx"):
        asked = f"/console/liability/report.{kind}?day=2026-10-31"
        assert finance.get(asked).data == finance.get(asked).data, kind
    page = finance.get(f"/console/funders/programme?{days}").text
    document = finance.get(f"/console/funders/programme/statement.json?{days}").data
    assert hashlib.sha256(document).hexdigest() in page
    assert finance.get(f"/console/funders/programme/statement.xlsx?{days}").status_code == 200
    assert finance.get("/console/funders/somebody").status_code == 404


def _downloads(desk: Desk, owner: Visitor, mine: str) -> None:
    """Every file is the same each time; the JSON is what the fingerprint is of."""
    for kind in ("pdf", "xlsx", "csv", "json"):
        first, second = (owner.get(f"{mine}/files/{kind}") for _ in range(2))
        assert first.status_code == 200
        assert first.data == second.data, kind
        if kind == "json":
            assert hashlib.sha256(first.data).hexdigest() in owner.get(mine).text.replace(" ", "")
        if kind == "pdf":
            assert "₽74.14" in PdfReader(io.BytesIO(first.data)).pages[0].extract_text()
    assert owner.get(f"{mine}/files/exe").status_code == 404
    assert desk.of("cashier").get(mine).status_code == 404


def _decide(desk: Desk, finance: Visitor, at: str) -> None:
    """A sum beyond what one person may is approved by another."""
    page = finance.get(at).text
    decide, remark = (re.search(rf'action="([^"]+/{deed})"', page) for deed in ("decision", "remarks"))
    assert decide is not None
    assert remark is not None
    answer = {"body": "We look into it", "files": [(io.BytesIO(one), "our log.pdf") for one in (OUR_LOG, RECEIPT)]}
    assert finance.post(remark[1], **answer).status_code == 303
    _both_read_what_is_attached(desk, finance, at)
    theirs = remark[1].replace("/console/", f"{desk.home}/")
    assert finance.post(theirs, body="We are right").status_code == 404, "nobody writes for the other side"
    assert "Redeemed" in finance.get(decide[1].replace("decision", "evidence")).text
    short = re.search(r'name="adjusted"[^>]*value="([^"]*)"', page)
    assert short, "what the line is short of stands in the box"
    facts = {"outcome": "upheld", "why": "The till was right", "ref": "A" * 26, "favour": "partner"}
    undecided = finance.post(decide[1], **facts | {"outcome": ""}, adjusted="5.86")
    assert (undecided.status_code, "Choose how the dispute ends." in undecided.text) == (422, True), (
        "nobody is right by default"
    )
    assert "Enter it without a sign" in finance.post(decide[1], **facts, adjusted="-5.86").text
    assert finance.post(decide[1], **facts, adjusted="0").status_code == 422
    with suspended(desk.app, desk.ids["finance"], desk.programme_id):
        assert finance.post(decide[1], **facts, adjusted="5.86").status_code == 409
    _asked_once_more(desk, finance, decide[1], facts)
    proposal = finance.post(decide[1], **facts, adjusted="1000.01", sure="100001").location
    assert "/console/approvals/" in proposal
    assert "₽80" in desk.of("manager").get(proposal).text, "what the partner asks for"
    _approve(desk.of("manager"), proposal)
    assert "Decided for the partner" in finance.get(at).text


def _asked_once_more(desk: Desk, finance: Visitor, decide: str, facts: dict[str, str]) -> None:
    """A sum beyond what the partner asks for, or against it, is asked about; another sum is asked about again."""
    more, other = "more than the partner asks for", "the other way than the partner asks"
    for sum_, favour, said, sure in (("1000.01", "partner", more, 100_001), ("5.86", "programme", other, -586)):
        asked = finance.post(decide, **facts | {"favour": favour}, adjusted=sum_, sure="5")
        assert asked.status_code == 422
        assert said in asked.text
        assert f'value="{sure}"' in asked.text
    assert "open" in {
        one.state
        for one in desk.rows(
            "SELECT CASE WHEN EXISTS (SELECT FROM statement_dispute_ends) THEN 'ended' ELSE 'open' END AS state"
        )
    }


def _both_read_what_is_attached(desk: Desk, finance: Visitor, at: str) -> None:
    """Each side finds the other's papers under its remark, those that were given twice once; nobody else does."""
    found = dict(re.findall(r'href="(/console[^"]+/papers/\d+)" download>([^<]+)<', finance.get(at).text))
    assert list(found.values()) == ["receipt 104411.pdf", "our log.pdf"]
    for address, content in zip(found, (RECEIPT, OUR_LOG), strict=True):
        answer = desk.of("owner").get(address.replace("/console/", f"{desk.home}/"))
        assert answer.data == finance.get(address).data == content
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert desk.of("competitor").get(address.replace("/console/", f"{desk.away}/")).status_code == 404
    kept = b"".join(bytes(one.ciphertext) for one in desk.rows("SELECT ciphertext FROM statement_dispute_file_parts"))
    assert b"104411" not in kept, "encrypted"


def _paid(desk: Desk, finance: Visitor) -> str:
    with desk.app.app_context(), transaction():
        for whose in (desk.partner_id, None):
            settlements.set_account(desk.programme_id, whose, deals.ACCOUNT, now=datetime(2026, 11, 1, tzinfo=UTC))
    early: dict[str, Any] = {"ref": "B" * 26, "pays_on": "2026-11-13"}
    refused = finance.post("/console/payouts", **early)
    assert (refused.status_code, "to be paid on 16" in refused.text) == (409, True), "the 15th is a Sunday"
    page = finance.get("/console/payouts?pays_on=2026-11-16").text
    assert re.search(r"Draft payouts of ₽[\d.,]+", page), "who would be paid is seen first"
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', page)
    assert ref is not None
    early["ref"] = ref[1]
    run = finance.post("/console/payouts", **early | {"pays_on": "2026-11-16"}).location.partition("?")[0]
    assert finance.post(f"{run}/file").status_code == 409, "nobody has approved it"
    assert "on its way" not in finance.get(run).text
    proposal = re.search(r'href="(/console/approvals/[0-9A-Z]{26})"', finance.get(run).text)
    assert proposal is not None
    held = finance.get("/console/payouts?pays_on=2026-11-16").text
    assert f'href="{run}"' in held, "what holds the sum is a click away"
    assert f'href="{proposal[1]}"' in held, "and so is the one act that is due"
    assert "To be approved by:" in held
    _approve(desk.of("manager"), proposal[1])
    assert "Finance sends it" in finance.get("/console/payouts?pays_on=2026-11-16").text
    today = finance.get("/console/").text
    assert "1 payment is overdue." in today
    assert re.search(rf'href="{run}">Finance sends it', today), "the way to the page where it is done"
    assert "See who would be paid today" not in today, "all of it is in these payouts"
    assert finance.post(f"{run}/handing-over").status_code == 409, "there is no file"
    assert finance.post(f"{run}/file").status_code == 303
    _handed_over(desk, finance, run)
    page = finance.get(run).text
    file = re.search(r'href="([^"]+/files/\d+)"', page)
    assert file is not None
    content = finance.get(file[1]).data
    assert content == finance.get(file[1]).data
    text = content.decode("cp1251")
    assert text.startswith("1CClientBankExchange\r\n")
    assert "Сумма=74.14\r\n" in text
    assert re.search(
        r"НазначениеПлатежа=Оплата по расчёту \S+\. (В т\.ч\. НДС \d+% - \d+\.\d\d|НДС не облагается)\r\n", text
    ), "banks want to know"
    made = re.search(r"ДатаСоздания=(\d\d\.\d\d\.\d{4})", text)
    assert made is not None
    assert f"\r\nДата={made[1]}\r\n" in text, "the day of the payouts is over, and banks refuse old orders"
    assert "ПолучательСчет=40702810000000009020\r\n" in text
    happened = re.search(r'action="([^"]+/payments/\d+)"', page)
    assert happened is not None
    asked = finance.post(happened[1], what="failed", code="AC04", note="The account is closed").location
    assert "/console/approvals/" in asked, "nobody opens a debt again alone"
    assert "The account is closed" in desk.of("manager").get(asked).text
    assert finance.post(happened[1], what="confirmed", code="", note="order 1244").status_code == 303
    _approve(desk.of("manager"), asked, deed="refusal", note="The bank says otherwise")
    return happened[1]


def _handed_over(desk: Desk, finance: Visitor, run: str) -> None:
    """Nobody says that the bank has a file before somebody has given it."""
    page, theirs = finance.get(run).text, desk.of("owner").get(f"{desk.home}/settlements").text
    assert "File ready: give it to the bank" in page
    assert "not handed over yet" in page
    assert "on its way" not in theirs
    link = re.search(rf'href="({desk.home}/settlements/S-[^"]+)"', theirs)
    assert link is not None
    pages = (f"{desk.home}/settlements", f"{desk.home}/payout-account", link[1])
    for address in pages:
        read = desk.of("owner").get(address).text
        assert "the file is ready, waiting for the bank" in read, address
        assert "went by bank transfer" not in read, address
    for address in pages[1:]:
        assert "it was due on 16" in desk.of("owner").get(address).text, address
    assert "The programme is late" in desk.of("owner").get(f"{desk.home}/").text, "a file is no money"
    assert "1 payment is overdue." in finance.get("/console/").text
    for _again in range(2):
        assert finance.post(f"{run}/handing-over").status_code == 303
    page = finance.get(run).text
    assert "The bank has the file" not in page, "it was said"
    assert re.search(r'class="badge[^"]*">(?:<svg.*?</svg>)?Sent</span>', page)
    for address in pages:
        read = desk.of("owner").get(address).text
        assert ("on its way" in read, "waiting for the bank" in read) == (True, False), address
    assert "The programme is late" not in desk.of("owner").get(f"{desk.home}/").text
    assert "1 payment is overdue." not in finance.get("/console/").text


def _came_back(desk: Desk, finance: Visitor, happened: str) -> None:
    """Once it is decided, an approval goes on showing how the payment stood when it was proposed."""
    proposal = finance.post(happened, what="returned", code="", note="The bank sent it back").location
    _approve(desk.of("manager"), proposal)
    row = re.search(r"<b>What happened</b>(.*?)</div>", finance.get(proposal).text, re.S)
    assert row is not None
    was, becomes = re.findall(r"</span>([^<]+)</(?:del|ins)>", row[1])
    assert was != becomes


def _approve(manager: Visitor, proposal: str, deed: str = "approval", note: str = "") -> None:
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', manager.get(f"{proposal}/{deed}").text)
    assert seen is not None
    assert manager.post(f"{proposal}/{deed}", seen=seen[1], note=note).status_code == 303


def test_account_is_changed_by_two_and_a_wrong_number_is_told_at_its_field(desk: Desk) -> None:
    finance = desk.of("finance")
    facts = {name: getattr(deals.ACCOUNT, name) for name in settlements.Holder.__dataclass_fields__}
    wrong = finance.post("/console/accounts/own", **facts | {"account": "40702810000000009021"})
    assert wrong.status_code == 422
    assert 'id="account-error"' in wrong.text
    proposal = finance.post("/console/accounts/own", **facts).location
    with desk.app.app_context():
        assert settlements.own_account(desk.programme_id) is None
    _approve(desk.of("manager"), proposal)
    with desk.app.app_context():
        own = settlements.own_account(desk.programme_id)
    assert own is not None
    assert own.holder == deals.ACCOUNT


def test_two_people_see_the_name_in_the_contract_beside_the_one_at_the_bank(desk: Desk) -> None:
    finance, manager = desk.of("finance"), desk.of("manager")
    with desk.app.app_context(), transaction():
        execute("UPDATE partners SET legal_name = 'ООО «Полярный двор»' WHERE id = %(id)s", {"id": desk.partner_id})
    where = f"/console/accounts/{desk.partner_id}"
    assert "In the contract: ООО «Полярный двор»" in finance.get(where).text
    facts = {name: getattr(deals.ACCOUNT, name) for name in settlements.Holder.__dataclass_fields__}
    warning = "Two different names: “ООО «Полярный двор»” in the contract, “ООО «Вереск Карты»” at the bank."
    asked = finance.post(where, **facts)
    assert asked.status_code == 303, asked.text
    assert warning in manager.get(asked.location).text
    _approve(manager, asked.location, deed="refusal", note="Whose is it?")
    proposal = finance.post(
        where, **facts | {"holder": "Общество с ограниченной ответственностью «Полярный двор»"}
    ).location
    page = manager.get(proposal).text
    assert "Two different names" not in page
    assert "ООО «Полярный двор»" in page
    _approve(manager, proposal, deed="refusal", note="Another one")
    abroad = {"holder": "Toy House GmbH", "town": "Berlin", "country": "DE", "iban": "DE89370400440532013000"}
    for wrong, said in (
        ({"bic": "COBADEF"}, "There is no such bank code."), ({"bic": "12345678"}, "There is no such bank code."),
        ({"bic": "BNPAFRPP"}, "not in the country of the IBAN"), ({"town": "!!!"}, "cannot carry this"),
    ):  # fmt: skip
        refused = finance.post(where, **abroad | wrong)
        assert (refused.status_code, said in refused.text) == (422, True), wrong
    assert finance.post(where, **abroad | {"bic": "COBADEFFXXX"}).status_code == 303


def test_sum_is_put_right_by_two_and_enters_the_period_that_is_open(desk: Desk) -> None:
    finance, manager = desk.of("finance"), desk.of("manager")
    where = f"/console/adjustments/{desk.partner_id}"
    assert finance.get(where).status_code == 404, "there is no contract"
    with desk.app.app_context(), transaction():
        contract = deals.a_contract(desk.programme, desk.partner_id)
    assert (
        where in manager.get(f"/console/contracts/{desk.partner_id}").text
        or where in finance.get(f"/console/contracts/{desk.partner_id}").text
    )
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', finance.get(where).text)
    assert ref is not None
    facts = {"favour": "programme", "amount": "12.50", "why": "Paid twice in October", "ref": ref[1]}
    for wrong in ({"amount": "0"}, {"amount": "-5"}, {"amount": "much"}, {"why": ""}):
        assert finance.post(where, **facts | wrong).status_code == 422, wrong
    proposal = finance.post(where, **facts).location
    page = manager.get(proposal).text
    assert all(said in page for said in ("In the programme’s favour", "₽12.50", "Paid twice in October"))
    with desk.app.app_context():
        assert execute("SELECT count(*) FROM settlement_adjustments").scalar_one() == 0, "nobody does it alone"
    _approve(manager, proposal)
    with desk.app.app_context(), transaction():
        (line,) = settlements.lines(deals.drawn(contract, JANUARY), "adjustment")
    assert (line.net, line.why) == (-1_250, "Paid twice in October")
