"""The journey of money in a real browser: from a contract to a payment that the bank has shown, and books that tie.

Sales happen in the middle of last month, all else today: the clock of the application is set, nobody waits.
"""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
import sepaxml
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from marketplace import giftcards, orders, partners, payments, settlements
from marketplace.cli.statements import statement
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.giftcards import Card
from marketplace.integrations.stripe import events
from marketplace.jobs.runs import carry_on, check_file
from marketplace.orders import Order
from marketplace.settlements import Holder
from tests.browser.fixtures import SLOW_MS
from tests.browser.test_paying import at_work
from tests.builders.codes import in_the_clear
from tests.builders.identity import sign_in, staff
from tests.builders.members import a_member
from tests.builders.orders import a_shelf, wrong
from tests.builders.own import own
from tests.builders.payments import MIXED, PASSES, Practice, a_mixed_order, payment_of, practice, refunds_of
from tests.builders.programmes import a_programme
from tests.builders.tills import PIN, a_terminal

TERMS = {
    "Contract number": "C-114", "Commission, %": "6", "VAT, %": "22", "Points that the programme gives": "0.7", "Payout day": "1", "Minimum payout": "1",
}  # fmt: skip
OURS = Holder(
    holder="Altitude Rewards GmbH", country="DE", town="Berlin", iban="DE89370400440532013000", bic="COBADEFFXXX"
)
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M{number}</MsgId><CreDtTm>{day}T09:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S{number}</Id><CreDtTm>{day}T09:00:00</CreDtTm><Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>B-7{number}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
"""
PAIN = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"  # ISO's own, as the package carries it
THEIRS = Holder(holder="Childhood SARL", country="FR", town="Paris", iban="FR1420041010050500013M02606")

# What the statement of the month counts: four sales, of which one was cancelled and one lost to a bank; two uses, of which one was reversed.
SUMS = {
    "sale": (4, 0), "cancellation": (1, 0), "withheld": (1, 0), "redemption": (2, 15_756), "reversal": (1, -4_634),
    "points_programme": (4, 0), "points_programme_back": (1, 0),
}  # fmt: skip
LINES = (
    "Sales", "Cancelled orders", "Withheld: a bank took the money back", "Redemptions at tills", "Reversals",
    "Paid with points of the programme", "Points of the programme, cancelled orders",
)  # fmt: skip

T = TypeVar("T")


class Journey:
    """Who takes part, with a browser for each, and what it is about."""

    def __init__(self, app: Flask, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.browser, self.address = app, browser, address
        # In the first days of a month the one before cannot be drawn yet: then it is told as of some days ago.
        self._told_late = (
            timedelta(5) if clock.now().day <= 3 or (clock.now() + timedelta(1)).day == 1 else timedelta(0)
        )
        today = clock.now() - self._told_late
        self.first_day = (today.replace(day=1) - timedelta(1)).date().replace(day=1)
        self.sold_at = datetime(self.first_day.year, self.first_day.month, 15, 9, tzinfo=UTC)
        self._behind, self._set = today - self.sold_at, monkeypatch
        self.travel(self._behind)
        with transaction():
            self.programme = a_programme(hosts=("localhost",), currency="EUR", now=self.sold_at)
            self.shelf = a_shelf(self.programme, stock=6, currency="EUR", **MIXED)
            self.partner_id = self.shelf.brand.partner_id
            self.anna = a_member(self.programme, points=3_000, expires_on=None, now=self.sold_at)
            self.till = a_terminal(self.partner_id, "Till 7")
            self.people = {role: staff(self.programme, role).id for role in ("manager", "finance")}
            self.people["owner"] = staff(self.programme, "owner", partner_id=self.partner_id).id
            assert self.anna.user_id is not None
            self.people["anna"] = self.anna.user_id
            for whose, holder in ((None, OURS), (self.partner_id, THEIRS)):
                settlements.set_account(self.programme.id, whose, holder, now=self.sold_at)
        self._pages: dict[str, Page] = {}

    def travel(self, behind: timedelta) -> None:
        """Let the application's clock be so far behind."""
        self._set.setattr(clock, "now", lambda: datetime.now(UTC) - self._told_late - behind)

    def of(self, who: str) -> Page:
        """The page of somebody who is signed in, with their second factor shown."""
        if who not in self._pages:
            client = self.app.test_client()
            sign_in(client, self.people[who], fresh=True, now=max(clock.now(), datetime.now(UTC)))
            cookie = client.get_cookie("session")
            assert cookie is not None
            context = self.browser.new_context(
                viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=self.address
            )
            context.set_default_timeout(SLOW_MS)
            context.add_cookies([{"name": "session", "value": cookie.value, "domain": "localhost", "path": "/"}])
            self._pages[who] = context.new_page()
        return self._pages[who]

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()

    def sign_in_again(self) -> None:
        """Sessions are over after a month."""
        self.close()
        self._pages.clear()

    def ask(self, question: Callable[[], T]) -> T:
        """What the books say."""
        with transaction():
            return question()


@pytest.fixture
def journey(ctx: Flask, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journey]:
    monkeypatch.setattr(events, "TOLERANCE_SECONDS", 10**8)  # events are signed by a clock that is set
    made = Journey(ctx, browser, address, monkeypatch)
    yield made
    made.close()


@pytest.mark.browser
def test_money_goes_from_a_contract_to_the_bank_and_all_of_it_adds_up(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    _contract(journey)
    _month_of_sales(journey, monkeypatch)
    journey.travel(timedelta(0))
    number = _statement(journey)
    _bank_says(journey, _payout(journey), "111.22", opening="500.00")
    _all_matched(journey)
    _all_adds_up(journey, number)
    journey.travel(-timedelta(days=32))
    _adjustment_is_paid(journey)


def _contract(of: Journey) -> None:
    """The manager writes it, the partner's owner signs it."""
    manager, owner = of.of("manager"), of.of("owner")
    manager.goto(f"/console/contracts/{of.partner_id}")
    manager.get_by_role("link", name="Begin a contract").click()
    for label, text in TERMS.items():
        manager.get_by_label(label, exact=True).fill(text)
    manager.get_by_label("In force from").fill(of.first_day.isoformat())
    manager.get_by_role("button", name="Sign and send to the partner").click()
    expect(manager.get_by_text("Waits for the partner", exact=True)).to_be_visible()
    owner.goto(f"{_home(of)}/contract")
    _sure(owner, "Sign version 1")
    expect(owner.get_by_text("In force").first).to_be_visible()


def _month_of_sales(of: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anna buys in the browser; of her next three cards one is used and partly taken back, one returned, one lost to a dispute."""
    with practice(of.app, monkeypatch) as bank, at_work(of.app, bank, of.address):
        _anna_buys(of, bank)
        used, refunded, disputed = (_bought(of, bank) for _ in range(3))
        _at_the_till(of, used)
        _anna_returns(of, refunded)
        intent = payment_of(disputed).intent_ref
        (charge,) = (one for one in bank.bank.store.all("charge") if one["payment_intent"] == intent)
        made = bank.bank.dispute(charge["id"], "fraudulent")
        left = "SELECT remaining FROM giftcards WHERE order_id = %(id)s"
        _until(of, lambda: execute(left, {"id": disputed.id}).scalar_one() == 0)
        bank.bank.decide(made["id"], won=False)
        _until(of, lambda: payments.disputes(payment_of(disputed).id)[0].outcome == "lost")
    assert of.ask(wrong) == []


def _anna_buys(of: Journey, bank: Practice) -> None:
    """250 points, and the rest on the sandbox's hosted page."""
    page = of.of("anna")
    page.goto(f"/brands/{of.shelf.brand.slug}")
    page.get_by_role("link", name="Pay part of it in money").click()
    page.get_by_label("Points, out of 450").fill("250")
    page.locator("#rules").check()
    page.locator("#terms").check()
    page.get_by_role("button", name="Pay €160").click()
    page.wait_for_url(f"{bank.url}/pay/*")
    page.locator("input[name=number]").fill(PASSES)
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{of.address}/orders/*")
    expect(page.get_by_text("Paid with 250 points and €160")).to_be_visible(timeout=SLOW_MS)


def _bought(of: Journey, bank: Practice) -> Order:
    """The same again, without the pages; with its card."""
    order = a_mixed_order(of.anna, of.shelf)
    _until(of, lambda: payment_of(order).session_ref is not None)
    bank.pay(order)
    _until(of, lambda: orders.order_by_id(order.id).state == "issued")
    return order


def _at_the_till(of: Journey, order: Order) -> None:
    """120.00 and 50.00 of a card whose code is typed at the till's page; the latter is reversed on the page of its redemption."""
    page = of.of("owner")
    asked = "SELECT code_id FROM giftcards WHERE id = %(id)s"
    code = of.ask(lambda: in_the_clear(execute(asked, {"id": _card(order).id}).scalar_one()).code)
    page.goto(f"{_home(of)}/tills/{own(of.app, _slug(of), 'terminal_id', of.till.id)}")
    for receipt, amount, left in (("T-1", "120", "€180"), ("T-2", "50", "€130")):
        page.locator("#code").fill(code)
        page.locator("[data-scan] button[type=submit]").click()
        page.wait_for_url("**/cards/**")
        page.locator("[name=how][value=part]").check(force=True)
        page.get_by_label("Amount", exact=True).fill(amount)
        page.get_by_label("Receipt number").fill(receipt)
        page.get_by_label("PIN of the card").fill(PIN)
        page.locator("form[data-taking] button[type=submit]").click()
        expect(page.get_by_text(f"Left on the card: {left}").first).to_be_visible()
    page.get_by_role("link", name="Reverse the redemption").click()
    page.get_by_role("button", name="Refund €50").click()
    expect(page.get_by_role("heading", name="Reversed")).to_be_visible()


def _anna_returns(of: Journey, order: Order) -> None:
    """A card that she has not opened: points to their lots, money to where it came from."""
    page = of.of("anna")
    page.goto(f"/orders/{order.number}")
    page.get_by_role("link", name="Return the card").click()
    page.get_by_role("button", name=re.compile(r"^Get 250\spoints and €160 back")).click()
    expect(page.get_by_text("are back, with their original expiry dates").first).to_be_visible()
    _until(of, lambda: [state for _cause, _sum, state in refunds_of(order)] == ["done"])


def _statement(of: Journey) -> str:
    """Drawn and sent; a line is disputed and decided for the partner, and the rest accepted. Returns its number."""
    finance, owner = of.of("finance"), of.of("owner")
    finance.goto("/console/settlements")
    finance.get_by_role("button", name="Draw").click()
    _sure(finance, "Send to the partner")
    number = finance.url.rpartition("/")[2]
    owner.goto(f"{_home(of)}/settlements/{number}")
    expect(owner.get_by_text("€111.22").first).to_be_visible()  # 120 less 6 %, less 22 % of that
    for said in LINES:
        expect(owner.locator("summary", has_text=said).first).to_be_visible()
    made = of.ask(lambda: settlements.statement(number))
    assert of.ask(lambda: {one.kind: (one.lines, one.net) for one in settlements.totals(made)}) == SUMS
    owner.locator("summary", has_text="Redemptions at tills").click()
    owner.get_by_role("link", name="Dispute", exact=True).first.click()
    owner.get_by_label("What the net should come to").fill("115")
    owner.get_by_label("Why").fill("Our till says 124.10.")
    owner.get_by_role("button", name="Dispute the line").click()
    finance.goto(f"/console/settlements/{number}")
    finance.get_by_label("Decision").select_option("upheld")
    finance.get_by_label("Adjustment of the net").fill("3.78")
    finance.get_by_label("Why").fill("The till is right.")
    finance.get_by_role("button", name="Decide").click()
    expect(finance.get_by_text("Decided for the partner").first).to_be_visible()
    owner.goto(f"{_home(of)}/settlements/{number}")
    _sure(owner, "Accept €111.22")
    expect(owner.get_by_text("Accepted").first).to_be_visible()
    return number


def _payout(of: Journey) -> str:
    """Drafted by finance, approved by the manager, written as pain.001. Returns the address of the run."""
    finance, manager = of.of("finance"), of.of("manager")
    finance.goto("/console/payouts")
    finance.get_by_label("Pay on").fill((clock.now() + timedelta(40)).date().isoformat())
    finance.get_by_role("button", name="See who would be paid").click()
    finance.get_by_role("button", name="Draft payouts of").click()
    run_page = finance.url.partition("?")[0]
    proposal = finance.get_by_role("link", name="See the proposal").get_attribute("href")
    assert proposal is not None
    manager.goto(f"{proposal}/approval")
    manager.get_by_role("button", name="Approve the payouts").click()
    finance.goto(run_page)
    finance.get_by_role("button", name="Make the bank’s file").click()
    expect(finance.get_by_text("The file is made.").first).to_be_visible()
    finance.get_by_role("button", name="The bank has the file").click()
    expect(finance.get_by_text("Noted: the bank has the file.").first).to_be_visible()
    return run_page


def _bank_says(of: Journey, run_page: str, sum_: str, *, opening: str) -> None:
    """The file is valid; the bank's camt.053 with the same identifiers is read back, and the payment stands as arrived. `opening`: the account's balance."""
    finance = of.of("finance")
    with finance.expect_download() as waiting:
        finance.get_by_role("link", name="pain.001.001.09").click()
    document = etree.parse(waiting.value.path())
    etree.XMLSchema(etree.parse(PAIN)).assertValid(document)
    name, amount = (next(document.iter(f"{{*}}{tag}")).text or "" for tag in ("EndToEndId", "InstdAmt"))
    assert amount == sum_
    said = CAMT.format(
        iban=OURS.iban, name=name, amount=amount, day=clock.now().date(), number=name[-1], opening=opening, closing=Decimal(opening) - Decimal(amount)
    )  # fmt: skip
    finance.goto("/console/runs/new?kind=bank_statement")
    finance.locator("input[type=file]").set_input_files(
        {"name": "camt053.xml", "mimeType": "text/xml", "buffer": said.encode()}
    )  # fmt: skip
    finance.get_by_role("button", name="Check the file").click()
    finance.wait_for_url(re.compile(r"/console/runs/\d+"))
    _runs_go_on(of)
    finance.reload()
    expect(finance.get_by_text("Payouts that these statements confirm: 1")).to_be_visible()
    finance.get_by_role("button", name="Apply").click()
    _runs_go_on(of)
    finance.goto(run_page)
    expect(finance.get_by_text("arrived").first).to_be_visible()


def _all_matched(of: Journey) -> None:
    """Nothing is left over: neither of what was expected nor of what the bank shows."""
    finance = of.of("finance")
    finance.goto("/console/reconciliation")
    expect(finance.get_by_text("All is matched", exact=True)).to_be_visible()


def _adjustment_is_paid(of: Journey) -> None:
    """The next statement carries what was decided, and it is paid like any other."""
    of.sign_in_again()
    finance, owner = of.of("finance"), of.of("owner")
    finance.goto("/console/settlements")
    finance.get_by_role("button", name="Draw").click()
    expect(finance.locator("summary", has_text="Adjustments").first).to_be_visible()
    _sure(finance, "Send to the partner")
    number = finance.url.rpartition("/")[2]
    owner.goto(f"{_home(of)}/settlements/{number}")
    _sure(owner, "Accept €3.78")
    expect(owner.get_by_text("Accepted").first).to_be_visible()
    _bank_says(of, _payout(of), "3.78", opening="388.78")
    _all_matched(of)
    _all_adds_up(of, number)


def _all_adds_up(of: Journey, number: str) -> None:
    """The liability is what the ledger says, accounts balance and tie, and the statement is drawn again to the same bytes."""
    finance, owner = of.of("finance"), of.of("owner")
    finance.goto("/console/liability")
    expect(finance.get_by_text("Ties to the ledger").first).to_be_visible()
    finance.goto(f"/console/accounting?first={of.first_day}&last={clock.now().date()}")
    expect(finance.get_by_text("All totals tie").first).to_be_visible()
    owner.goto(f"{_home(of)}/settlements/{number}/replay")
    expect(owner.get_by_text("The same to the byte").first).to_be_visible()
    expect(owner.get_by_text("Settled").first).to_be_visible()
    told = CliRunner().invoke(statement, ["replay", number], obj=ScriptInfo(create_app=lambda: of.app))
    assert told.exit_code == 0, told.output
    assert of.ask(settlements.invariants) == []
    assert of.ask(wrong) == []


def _sure(page: Page, what: str) -> None:
    """Ask for it, and say yes to the question that comes."""
    page.get_by_role("link", name=what).click()
    page.get_by_role("button", name=what).click()


def _home(of: Journey) -> str:
    return f"/partner/{_slug(of)}"


def _slug(of: Journey) -> str:
    return of.ask(lambda: partners.partner(of.partner_id).slug)


def _card(order: Order) -> Card:
    return giftcards.of_orders([order.id])[order.id]


def _until(of: Journey, there: Callable[[], bool]) -> None:
    """Wait until the worker has done it."""
    ends = time.monotonic() + SLOW_MS / 1000
    while not of.ask(there):
        assert time.monotonic() < ends, "the worker does not come to it"
        time.sleep(0.05)


def _runs_go_on(of: Journey) -> None:
    """What the worker does with files that were sent."""
    for row in execute("SELECT id FROM runs ORDER BY id").all():
        check_file(row.id)
        carry_on(row.id)
