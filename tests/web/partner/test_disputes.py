"""A partner disputes a line: what is refused stays on its page, beside its field, and nothing that was typed is lost."""

import io
import re
from datetime import UTC, date, datetime

import pytest

from marketplace import settlements
from marketplace.core.db import transaction
from marketplace.web.shared import filters
from tests.builders import orders as shop
from tests.builders import settlements as deals
from tests.web.partner.desk import Desk

TYPED = {"reason": "amount", "claimed": "300", "body": "Row 17 of our export"}


def a_line(desk: Desk) -> str:
    """A statement with one line of 271.17 was sent; where the line is disputed."""
    with desk.app.app_context(), transaction():
        of, by = deals.a_contract(desk.programme, desk.partner_id), desk.ids["manager"]
        settlements.adjust(
            desk.partner_id, 27_117, ref=f"builder:{desk.partner_id}", why="Test", by=by, now=deals.moment(10)
        )
    with desk.app.app_context(), transaction():
        made = settlements.send(deals.drawn(of), by=by, now=datetime(2026, 12, 1, 9, tzinfo=UTC))
    return f"{desk.home}/settlements/{made.number}/lines/1/dispute"


def test_partner_reads_beside_the_field_what_is_wrong_with_a_file_and_with_a_second_dispute(desk: Desk) -> None:
    owner, form = desk.of("owner"), a_line(desk)
    refused = owner.post(form, **TYPED, files=(io.BytesIO(b"PK\x03\x04 a table"), "till.xlsx"))
    assert refused.status_code == 422
    error = re.search(r'id="files-error".*?<span>([^<]+)<', refused.text, re.DOTALL)
    assert error is not None
    assert error[1] == "till.xlsx: Only PDF, JPEG and PNG files can be attached."
    for kept in (f'href="{desk.home}/settlements"', 'value="300"', TYPED["body"]):
        assert kept in refused.text, kept
    assert desk.rows("SELECT id FROM statement_disputes") == [], "nothing of it was done"
    same = owner.post(form, **TYPED | {"claimed": "271.17"})
    error = re.search(r'id="claimed-error".*?<span>([^<]+)<', same.text, re.DOTALL)
    assert error is not None
    assert error[1].startswith("The line comes to this sum already")
    assert TYPED["body"] in same.text
    assert owner.get(form).status_code == 200
    assert owner.post(form, **TYPED).status_code == 303
    no_form = owner.get(form)
    assert (no_form.status_code, 'name="body"' in no_form.text) == (409, False), "before anything is typed"
    assert "This line cannot be disputed" in no_form.text
    again = owner.post(form, **TYPED | {"body": "Once more"})
    assert again.status_code == 409
    for said in ("This line cannot be disputed", "Once more", 'value="300"'):
        assert said in again.text, said


def test_column_of_a_statement_adds_up_and_what_is_told_besides_stands_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "today", lambda *_: date(2026, 12, 6))
    with desk.app.app_context(), transaction():
        shop.an_order(shop.a_member(desk.programme, points=450), desk.shelf)
    number = a_line(desk).split("/settlements/")[1].split("/")[0]
    owner = desk.of("owner")
    page, listed = owner.get(f"{desk.home}/settlements/{number}").text, owner.get(f"{desk.home}/settlements").text
    column, besides = page.split('id="how"')[1].split('id="beside"')
    assert "Adjustments" in column
    assert "Sales" not in column, "by this contract a card is owed when it is used"
    assert "Sales" in besides
    assert "Please answer by 6\u00a0Dec" in page
    assert "answer by 6\u00a0Dec" in listed
    monkeypatch.setattr(filters, "today", lambda *_: date(2026, 12, 7))
    page, listed = owner.get(f"{desk.home}/settlements/{number}").text, owner.get(f"{desk.home}/settlements").text
    assert "Please answer by" not in page, "the day is over"
    assert "was to be answered by 6\u00a0Dec" in page
    assert "nothing of it is paid before you accept it" in page, "and this is what follows"
    assert "was to be answered by 6\u00a0Dec" in listed


def test_what_is_accepted_says_what_of_it_is_being_paid_already(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "today", lambda *_: date(2027, 1, 1))
    with desk.app.app_context(), transaction():
        of, by = deals.a_contract(desk.programme, desk.partner_id, payout_day=1), desk.ids["manager"]
        settlements.adjust(desk.partner_id, 27_117, ref="november", why="Test", by=by, now=deals.moment(10))
    with desk.app.app_context(), transaction():
        deals.accepted(deals.drawn(of))
        names = deals.paid(desk.programme, desk.partner_id, desk.ids["admin"], by, deals.moment(2, month=12))
    with desk.app.app_context(), transaction():
        settlements.adjust(desk.partner_id, 10_000, ref="december", why="Test", by=by, now=deals.moment(10, month=12))
    with desk.app.app_context(), transaction():
        second = settlements.send(deals.drawn(of, deals.JANUARY), by=by, now=datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert names["payout_id"]
    owner, page = desk.of("owner"), f"{desk.home}/settlements/{second.number}"
    assert second.closing == 37_117
    for address in (page, f"{page}/acceptance"):
        said = owner.get(address).text
        assert "For this period: ₽100" in said, address
        assert "Carried over, already paid or being paid: ₽271.17" in said, address
    assert "You agree that it comes to ₽371.17" in owner.get(f"{page}/acceptance").text
    assert re.search(r"₽100[^<]*is paid on", owner.get(f"{page}/acceptance").text), "the rest is on its way"


def test_partner_who_turns_a_line_round_is_asked_once_more(desk: Desk) -> None:
    owner, form = desk.of("owner"), a_line(desk)
    asked = owner.post(form, **TYPED | {"claimed": "-4"})
    assert asked.status_code == 422
    assert "The line’s net has the other sign" in asked.text
    assert 'value="-400"' in asked.text, "what is agreed to by pressing again"
    assert owner.post(form, **TYPED | {"claimed": "-5"}, sure="-400").status_code == 422, "another sum"
    assert owner.post(form, **TYPED | {"claimed": "-4"}, sure="-400").status_code == 303
    assert [row.claimed for row in desk.rows("SELECT claimed FROM statement_disputes")] == [-400]


def test_partner_says_what_the_sum_should_be_and_is_asked_before_it_is_less(desk: Desk) -> None:
    owner, form = desk.of("owner"), a_line(desk)
    for reason in ("amount", "missing", "terms", "other"):
        empty = owner.post(form, **TYPED | {"reason": reason, "claimed": ""})
        error = re.search(r'id="claimed-error".*?<span>([^<]+)<', empty.text, re.DOTALL)
        assert (empty.status_code, error and error[1]) == (
            422, "Enter what the net should come to: left empty, it would be nothing.",
        )  # fmt: skip
    less = owner.post(form, **TYPED | {"claimed": "200"})
    assert less.status_code == 422
    assert "You ask for ₽71.17 less than the line says. If that is right, press again." in less.text
    assert desk.rows("SELECT id FROM statement_disputes") == []
    assert owner.post(form, **TYPED | {"claimed": "200"}, sure="20000").status_code == 303
    assert [row.claimed for row in desk.rows("SELECT claimed FROM statement_disputes")] == [20_000]


def test_remark_that_is_sent_again_stands_once_and_a_wrong_file_is_told_on_its_page(desk: Desk) -> None:
    owner, form = desk.of("owner"), a_line(desk)
    assert owner.post(form, **TYPED | {"reason": "duplicate", "claimed": ""}).status_code == 303, (
        "nothing is left of what is counted twice"
    )
    [made] = desk.rows("SELECT id, claimed FROM statement_disputes")
    assert made.claimed == 0
    address, page = f"{desk.home}/settlements/disputes/{made.id}/remarks", form.partition("/lines/")[0]
    ref = re.search(r'name="ref" value="([^"]+)"', owner.get(page).text)
    assert ref is not None
    for body in ("See row 18", "See row 18", "And row 19"):
        assert owner.post(address, body=body, ref=ref[1]).status_code == 303
    said = [row.body for row in desk.rows("SELECT body FROM statement_dispute_remarks ORDER BY id")]
    assert said == [TYPED["body"], "See row 18", "And row 19"]
    refused = owner.post(
        address, body="With a table", ref=ref[1], files=(io.BytesIO(b"PK\x03\x04 a table"), "till.xlsx")
    )
    assert refused.status_code == 422
    for kept in ("till.xlsx: Only PDF, JPEG and PNG files can be attached.", "With a table"):
        assert kept in refused.text, kept


def test_what_cannot_be_taken_back_is_asked_about_with_its_consequence(desk: Desk) -> None:
    owner, form = desk.of("owner"), a_line(desk)
    page = form.partition("/lines/")[0]
    assert f'action="{page}/acceptance"' not in owner.get(page).text
    asked = owner.get(f"{page}/acceptance").text
    assert f'action="{page}/acceptance"' in asked
    assert "You agree that it comes to ₽271.17. This cannot be taken back." in asked
    assert desk.rows("SELECT id FROM statement_steps WHERE step = 'accepted'") == []
    assert owner.post(f"{page}/acceptance").status_code == 303
