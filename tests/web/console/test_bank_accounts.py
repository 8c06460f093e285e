"""Bank accounts of the programme: one person's word makes none, the file waits, and an account can be taken back."""

import re

from flask import Flask

from marketplace import reconciliation
from marketplace.core import clock, ids
from marketplace.core.db import execute, transaction
from marketplace.jobs.runs import carry_on, check_file
from marketplace.runs import Run, run
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.reconciliation import an_entry, taken
from tests.builders.runs import checked, started
from tests.integrations.test_bank_files import MT940
from tests.web.partner.desk import Desk, Visitor

HOME, FOREIGN = "/console/reconciliation/accounts", "DE89370400440532013000"


def _approved(who: Visitor, proposal: str) -> int:
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', who.get(f"{proposal}/approval").text)
    return 0 if seen is None else who.post(f"{proposal}/approval", seen=seen[1], note="").status_code


def _read_again(desk: Desk, one: Run) -> Run:
    """The run after the worker has kept what was promised of it."""
    with desk.app.app_context():
        again = run(one.id)
        promised = execute(
            "SELECT count(*) FROM outbox WHERE topic = 'runs.check' AND ref LIKE %(ref)s", {"ref": f"{one.id}:%"}
        )
        assert (again.state, promised.scalar_one()) == ("kept", 1), "it is read again by itself"
        return check_file(one.id)


def test_foreign_account_becomes_ours_by_two_people_its_file_waits_and_it_can_be_taken_back(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        with transaction():
            desk.ids["finance"] = staff(desk.programme, "finance").id
        waiting = checked(desk.programme, "bank_statement", MT940)
    finance, admin = desk.of("finance"), desk.of("admin")
    assert 'name="add"' not in finance.get("/console/runs/new?kind=bank_statement").text, "no tick makes it ours"
    page = f"/console/runs/{waiting.id}"
    link = re.search(r'href="([^"]+accounts/new[^"]+)"', finance.get(page).text)
    assert link is not None
    form = finance.get(link[1].replace("&amp;", "&")).text
    assert desk.of("manager").get(link[1].replace("&amp;", "&")).status_code == 404, (
        "who brings no bank's files proposes none"
    )
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', form)
    assert ref is not None
    given = {"run": waiting.id, "place": 0, "number": FOREIGN, "ref": ref[1]}
    assert finance.post(HOME, **given, why="").status_code == 422, "a reason is needed"
    assert finance.post(HOME, **given | {"number": "DE02"}, why="x").status_code == 404, "what was shown"
    proposal = finance.post(HOME, **given, why="The bank's contract").location
    assert proposal.startswith("/console/approvals/"), proposal
    assert proposal in finance.get(page).text, "the file says what it waits for"
    assert _approved(finance, proposal) in (0, 403, 409), "nobody agrees with themselves"
    assert desk.rows("SELECT count(*) FROM bank_accounts")[0][0] == 0
    assert _approved(admin, proposal) == 303
    again = _read_again(desk, waiting)
    assert (again.preview["foreign"], again.to_apply, again.state) == ([], 1, "checked")

    account = desk.rows("SELECT id FROM bank_accounts")[0][0]
    shown = finance.get(f"{HOME}/{account}").text
    assert proposal in shown, "who agreed"
    assert desk.of("manager").post(f"{HOME}/{account}/closing", why="x").status_code == 404, "to read is not to act"
    assert finance.post(f"{HOME}/{account}/closing", why="").status_code == 422
    assert finance.post(f"{HOME}/{account}/closing", why="It is the landlord's").status_code == 303
    assert finance.post(f"{HOME}/{account}/closing", why="again").status_code == 409
    closed = finance.get(f"{HOME}/{account}").text
    assert "landlord" in closed
    assert "Taken back on" in closed
    with app.app_context():
        assert carry_on(started(again).id).applied == 0, "what was looked at before is not taken either"
        later = checked(desk.programme, "bank_statement", MT940.replace("BANK-77", "BANK-78"))
    assert (later.preview["foreign"], later.to_apply) == ([[FOREIGN, "EUR"]], 0)


def test_what_an_account_told_is_matched_with_nothing_once_it_is_taken_back(app: Flask) -> None:
    desk, now, ref = Desk(app), clock.now(), ids.new_ref()
    with app.app_context(), transaction():
        deals.a_contract(desk.programme, desk.partner_id)
        reconciliation.request_deposit(desk.programme.id, desk.partner_id, 9_900, due=now.date(), ref=ref, now=now)
        taken(desk.programme, an_entry(-700, "Rent", booked=now.date()), now=now)
        account = reconciliation.bank_accounts(desk.programme.id)[0]
        reconciliation.close_account(desk.programme.id, account.id, why="The landlord's", now=now)
        (entry,) = taken(desk.programme, an_entry(9_900, f"Advance {ref}", booked=now.date()), now=now)
        assert reconciliation.entry(desk.programme.id, entry).state == "closed"
        expected = execute("SELECT max(id) FROM expectations").scalar_one()
        assert reconciliation.expectation(desk.programme.id, expected, today=now.date()).arrived == 0
