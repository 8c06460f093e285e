"""Reconciliation on its pages: suggested, matched and undone by hand; repairs; receipts of tills at both desks."""

import io
import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from marketplace import approvals, reconciliation, tills
from marketplace.core import clock, ids
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Reason
from marketplace.reconciliation import Unread
from marketplace.reconciliation.at_tills.reading import TillLine
from tests.builders import settlements as deals
from tests.builders.identity import staff, suspended
from tests.builders.orders import a_shelf
from tests.builders.reconciliation import an_entry, taken, till_told
from tests.builders.tills import a_card
from tests.web.partner.desk import Desk

HOME = "/console/reconciliation"


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A partner that is asked for an advance, a bank that tells of half of it and of something else, and somebody of finance."""
    made, now = Desk(app), clock.now()
    with app.app_context(), transaction():
        made.ids["finance"] = staff(made.programme, "finance").id
        deals.a_contract(made.programme, made.partner_id)
        reconciliation.request_deposit(
            made.programme.id, made.partner_id, 10_000, due=now.date(), ref=ids.new_ref(), now=now
        )
        unread = Unread(7, "Сумма=abc", Reason("the amount is missing or is no number"))
        taken(
            made.programme, an_entry(9_900, "Аванс", booked=now.date(), party="Вереск", party_account=""),
            an_entry(-700, "Обслуживание", booked=now.date(), line=2), now=now, unread=(unread,),
        )  # fmt: skip
    return made


def _id(desk: Desk, sql: str) -> int:
    return int(desk.rows(sql)[0][0])


def test_finance_matches_by_hand_undoes_it_sets_aside_and_puts_right(desk: Desk) -> None:
    finance, manager = desk.of("finance"), desk.of("manager")
    expected, entry = (
        _id(desk, "SELECT max(id) FROM expectations"),
        _id(desk, "SELECT id FROM bank_entries WHERE amount > 0"),
    )
    charge, repair = (
        _id(desk, "SELECT id FROM bank_entries WHERE amount < 0"),
        _id(desk, "SELECT max(id) FROM bank_repairs"),
    )
    front = finance.get(HOME).text
    assert "Expected and arrived" in front
    assert "Repairs: 1" in front
    page = f"{HOME}/expected/{expected}"
    assert finance.post(f"{page}/matches", chosen=str(entry), rest="fee", why="").status_code == 422, (
        "a reason is needed"
    )
    assert manager.post(f"{page}/matches", chosen=str(entry), rest="fee", why="x").status_code == 404, (
        "to read is not to act"
    )
    assert finance.post(f"{page}/matches", chosen=str(charge), rest="open", why="x").status_code == 409, (
        "the other direction"
    )
    assert finance.post(f"{page}/matches", chosen=str(entry), rest="fee", why="Банк удержал").status_code == 303
    shown = manager.get(page).text
    assert "Matched" in shown
    assert "Банк удержал" in shown
    slug = desk.home.rpartition("/")[2]
    of_partner = {
        path: finance.get(f"{HOME}/{path}&partner={slug}").text for path in ("expected?state=all", "matches?state=all")
    }
    for path, listed in of_partner.items():
        assert f"{HOME}/expected/{expected}" in listed, path
        assert f"{HOME}/expected/{expected}" not in finance.get(f"{HOME}/{path}&partner=another").text, path
    assert f"{HOME}/matches?partner={slug}" in finance.get(HOME).text, "by partner"
    match = _id(desk, "SELECT max(id) FROM bank_matches")
    assert finance.post(f"{HOME}/matches/{match}/parting", why="Другой платёж").status_code == 303
    assert "Другой платёж" in finance.get(page).text
    assert finance.post(f"{HOME}/entries/{charge}/setting-aside", why="Плата банку").status_code == 303
    assert "Плата банку" in finance.get(f"{HOME}/entries/{charge}").text
    assert finance.post(f"{HOME}/entries/{charge}/taking-up", why="Ошибся").status_code == 303

    mended = finance.post(
        f"{HOME}/repairs/{repair}/mending",
        sum="-12.50",
        booked="2026-11-03",
        reference="",
        party="Банк",
        note="",
        why="Из банка",
    )
    assert mended.status_code == 303
    assert "12.50" in finance.get(mended.location).text
    assert finance.post(f"{HOME}/repairs/{repair}/leaving-out", why="Ещё раз").status_code == 409
    for path in ("expected?state=all", "matches?state=all", "entries?state=all", "statements", "repairs?state=all"):
        assert "</table>" in finance.get(f"{HOME}/{path}").text, path
    told = [
        row.action
        for row in desk.rows("SELECT action FROM audit_records WHERE action LIKE 'reconciliation.%%' ORDER BY id")
    ]
    assert told[-5:] == [f"reconciliation.{verb}" for verb in ("match", "part", "set_aside", "take_up", "mend")]


def test_large_sum_is_credited_to_a_partner_and_its_advance_released_by_two_people_alone(desk: Desk) -> None:
    finance, now = desk.of("finance"), clock.now()
    with desk.app.app_context(), transaction():
        desk.ids["agreeing"] = staff(desk.programme, "manager").id
        ref = ids.new_ref()
        reconciliation.request_deposit(desk.programme.id, desk.partner_id, 500_000, due=now.date(), ref=ref, now=now)
        entry, again = taken(
            desk.programme, an_entry(500_000, "Аванс", booked=now.date()), an_entry(-40, "", booked=now.date(), line=2), now=now, form="mt940"
        )  # fmt: skip
        taken(desk.programme, an_entry(-40, "", booked=now.date()), now=now, form="camt.053")
    expected = _id(desk, "SELECT max(id) FROM expectations")
    repeat = _id(desk, "SELECT max(entry_id) FROM bank_entry_repeats")
    asked = finance.post(f"{HOME}/entries/{entry}/matches", chosen=str(expected), rest="open", why="Это их аванс")
    assert "/approvals/" in asked.location
    assert "Credited to the partner" in finance.get(asked.location).text
    assert desk.rows("SELECT id FROM bank_matches") == []
    _agreed(desk)
    assert [row.amount for row in desk.rows("SELECT amount FROM partner_payments")] == [500_000]
    front = finance.get(HOME).text
    assert "Advances that are kept" in front
    fields = {
        "release-partner": str(desk.partner_id),
        "release-sum": "6000",
        "release-why": "Договор",
        "release-ref": ids.new_ref(),
    }
    short = finance.post(f"{HOME}/deposits/releases", **fields)
    assert (short.status_code, "So much is not kept" in short.text) == (409, True)
    assert finance.post(f"{HOME}/deposits/releases", **(fields | {"release-sum": "x"})).status_code == 422
    asked = finance.post(
        f"{HOME}/deposits/releases", **(fields | {"release-sum": "4000", "release-ref": ids.new_ref()})
    )
    assert "Advance that is kept" in finance.get(asked.location).text
    _agreed(desk)
    assert "1,000" in re.sub(r"\s", " ", finance.get(HOME).text)
    assert finance.post(f"{HOME}/entries/{repeat}/telling-apart", why="Две комиссии").status_code == 303
    assert "Not matched yet" in finance.get(f"{HOME}/entries/{repeat}").text
    assert again != repeat


def _agreed(desk: Desk) -> None:
    """Somebody else approves what was proposed last."""
    with desk.app.app_context(), transaction():
        found = approvals.by_id(_id(desk, "SELECT max(id) FROM proposals"), now=clock.now())
        approvals.approve(found.id, seen=found.digest, by=desk.ids["agreeing"], now=clock.now())


def test_partner_uploads_its_tills_and_sees_what_differs_and_nobody_else_does(desk: Desk) -> None:
    at = datetime(2026, 11, 20, 6, 1, tzinfo=UTC)
    owner, finance, competitor = desk.of("owner"), desk.of("finance"), desk.of("competitor")
    new = owner.get(f"{desk.home}/uploads/new?kind=till_export").text
    assert "What columns mean" in new
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', new)
    assert ref is not None
    file = (io.BytesIO("Дата;Чек;Сумма\n20.11.2026 09:00;104411;80,00\n".encode()), "tills.csv")
    assert owner.post(f"{desk.home}/uploads/new?kind=till_export", file=file, ref=ref[1], columns="").status_code == 303
    with desk.app.app_context(), transaction():
        card, _code = a_card(desk.shelf)
        terminal = tills.open_terminal(desk.partner_id, "Касса 7", now=at)
        tills.redeem(
            terminal,
            tills.Found(card.id),
            ref="R1",
            asked=bytes(32),
            amount=8_100,
            currency="RUB",
            receipt="104411",
            now=at,
        )
        (line,) = till_told(
            desk.programme, desk.partner_id, TillLine(2, at, at.date(), "104411", "Касса 7", 8_000), now=at
        )
        redemption = execute("SELECT max(id) FROM redemptions").scalar_one()
    page = owner.get(f"{desk.home}/till-lines/{line}").text
    assert "another sum here" in page
    assert "/matches" not in page, "who decides sits at the programme"
    assert competitor.get(f"{desk.away}/till-lines/{line}").status_code == 404
    ours = f"/console/till-lines/{line}"
    assert "/matches" in finance.get(ours).text
    assert finance.post(f"{ours}/matches", chosen=str(redemption), why="Доплата картой").status_code == 303
    assert "Доплата картой" in owner.get(f"{desk.home}/till-lines/{line}").text
    assert finance.post(f"{ours}/parting", why="Ошибка").status_code == 303
    assert finance.post(f"{ours}/dismissal", why="Обучение кассира").status_code == 303
    assert "Обучение кассира" in finance.get(ours).text
    for path in ("till-lines?state=all", "till-lines/missing"):
        assert finance.get(f"/console/{path}").status_code == owner.get(f"{desk.home}/{path}").status_code == 200


def test_redemption_that_no_till_tells_of_is_cleared_off_with_a_reason_and_a_large_one_by_two(desk: Desk) -> None:
    """It moves no money, and a list that tells of it later is matched all the same."""
    at = datetime(2026, 11, 20, 6, 1, tzinfo=UTC)
    finance, owner = desk.of("finance"), desk.of("owner")
    with desk.app.app_context(), transaction():
        shelf = a_shelf(desk.programme, value=200_000)
        tills.begin_acceptance(shelf.brand.partner_id, desk.partner_id, now=at)
        terminal = tills.open_terminal(desk.partner_id, "Касса 7", now=at)
        small, large = (
            tills.redeem(
                terminal, tills.Found(a_card(shelf)[0].id), ref=f"R{amount}", asked=bytes(32), amount=amount, currency="RUB", receipt=f"C-{amount}", now=at
            ).id
            for amount in (100_000, 100_001)
        )  # fmt: skip
        other = TillLine(2, at, at.date(), "1", "Касса 9", 5)
        till_told(desk.programme, desk.partner_id, other, now=at)
    page = finance.get("/console/till-lines/missing").text
    assert f"/console/till-lines/missing/{small}" in page
    assert "/missing/" not in owner.get(f"{desk.home}/till-lines/missing").text, "who decides sits at the programme"
    addresses = [f"/console/till-lines/missing/{one}" for one in (small, large)]
    assert finance.post(f"{addresses[0]}/clearing", why=" ", ref="A" * 26).status_code == 422
    with suspended(desk.app, desk.ids["finance"], desk.programme_id):
        assert finance.post(f"{addresses[0]}/clearing", why="I may not", ref="C" * 26).status_code == 409
    assert finance.post(f"{addresses[0]}/clearing", why="The till’s memory was lost", ref="A" * 26).status_code == 303
    proposal = finance.post(f"{addresses[1]}/clearing", why="The same till", ref="B" * 26).location
    assert "/console/approvals/" in proposal
    assert finance.get(addresses[0]).status_code == 404, "nobody waits for it"
    assert finance.get(addresses[1]).status_code == 200, "one person alone clears no such sum"
    manager = desk.of("manager")
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', manager.get(f"{proposal}/approval").text)
    assert seen is not None
    assert manager.post(f"{proposal}/approval", seen=seen[1], note="").status_code == 303
    assert finance.get(addresses[1]).status_code == 404
    assert "C-100001" in manager.get(proposal).text, "what was agreed to stays there to be read"
    with desk.app.app_context(), transaction():
        late = TillLine(2, at, at.date(), "C-100001", "Касса 7", 100_001)
        (line,) = till_told(desk.programme, desk.partner_id, late, now=at)
        assert reconciliation.till_line(desk.programme_id, line).state == "matched"
