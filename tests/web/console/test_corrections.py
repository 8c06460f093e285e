"""Points put right at the desk: given and taken by hand within limits, with another person above them, and goodwill from a day's budget."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import approvals, earning, ledger, mailings, members, programmes, support
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import db, execute, transaction
from marketplace.earning import Operation
from marketplace.jobs import support as letters
from marketplace.support import accounts, cases
from marketplace.web.shared import movements
from tests.builders.ledger import give
from tests.builders.members import a_member
from tests.web.console.house import House, at, refused

FIRST = "http://first.test"
PAPER = b"%PDF-1.4\n%%EOF\n"


class Desk:
    """Olga with points in two lots, her case, and people who put her account right."""

    def __init__(self, app: Flask) -> None:
        self.app, self.house = app, House(app, clock.now())
        with app.app_context():
            with transaction():
                self.olga = a_member(self.house.first, points=300, expires_on=date(2027, 3, 31), email="olga@mail.test")
                self.purse = ledger.account(self.house.first.id, "member", owner_id=self.olga.id)
            with transaction():
                contact = cases.Contact(email="olga@mail.test", phone="", reply_by="letter", language="ru")
                opened = cases.open_case(
                    self.house.first.id, channel="phone", category="points", text="", contact=contact, ref="desk:1", member=self.olga,
                    now=clock.now(),
                )  # fmt: skip
            self.case = opened.case.id

    def post(self, who: str, page: str = "points", **fields: Any) -> TestResponse:
        """Ask for the page of an act and answer it."""
        client, path = self.house.of(who), f"/console/members/{self.olga.number}/{page}"
        usual = {"ref": ids.new_ref(), "amount": "500", "note": "checked with the bank", "csrf_token": client.token}  # type: ignore[attr-defined]
        if page == "points":
            usual |= {"kind": "credit", "reason": "missing", "case": str(self.case)}
        else:
            usual |= {"identified": ["number", "order"]}
        self.last = client
        return client.post(path, base_url=FIRST, data=usual | fields)

    def set(self, **settings: Any) -> None:
        """Give the programme other settings."""
        with self.app.app_context(), transaction():
            held = programmes.settings_of(self.house.first.id)
            programmes.change(self.house.first.id, replace(held, **settings), now=clock.now())

    def said(self, answer: TestResponse) -> str:
        """The page to which an act leads, with what is said there."""
        return plain(self.last.get(answer.headers["Location"], base_url=FIRST).text)

    def balance(self) -> int:
        with self.app.app_context():
            return ledger.balance(self.purse, self.house.first.day(clock.now()))

    def proposals(self, *, for_: str) -> list[approvals.Proposal]:
        """What somebody could decide now."""
        with self.app.app_context():
            return approvals.waiting_for(self.house.ids[for_], programme_id=self.house.first.id, now=clock.now())

    def audited(self) -> list[tuple[str, str, Any, Any]]:
        with self.app.app_context():
            rows = execute(
                "SELECT action, why, before, after FROM audit_records WHERE action LIKE 'accounts.%%' ORDER BY id"
            )
            return [(row.action, row.why, row.before, row.after) for row in rows]

    def is_right(self) -> bool:
        with self.app.app_context():
            return [*support.invariants(), *ledger.invariants()] == []


def beside(page: str, field: str) -> str:
    """What is said beside a field."""
    said = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page, re.S)
    return said[1] if said else ""


def plain(text: str) -> str:
    """With spaces that may break."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_ask_10_who_changed_this_balance_why_before_and_after(desk: Desk) -> None:
    asked = f"/console/members/{desk.olga.number}/points?kind=credit&amount="
    assert "Credit 500 points" in plain(at(desk.house.of("support"), asked + "500")[1])
    two = plain(at(desk.house.of("support"), asked + "1500")[1])
    assert (
        "Propose to credit 1,500 points" in two,
        "Another person has to approve this. Because it is 1,500 points, and the limit is 1,000 points." in two,
    ) == (True, True)
    assert "500 points credited; balance 800." in desk.said(desk.post("support", ref="A" * 26))
    assert desk.post("support", ref="A" * 26).status_code == 303, "asked twice, it happens once"
    assert desk.balance() == 800
    [(action, why, before, after)] = desk.audited()
    assert (action, why, before) == ("accounts.credit", "checked with the bank", {"balance": 300})
    assert after == {"balance": 800, "reason": "missing", "case": desk.case}
    page = plain(at(desk.house.of("support"), f"/console/members/{desk.olga.number}")[1])
    for said in ("Points were given by hand", "checked with the bank", "300 points → 800 points"):
        assert said in page
    with desk.app.app_context():
        asked = execute("SELECT actor_kind, actor_id FROM audit_records WHERE action = 'accounts.credit'").one()
        assert tuple(asked) == ("user", desk.house.ids["support"])
        moved = ledger.history(desk.purse, limit=1).items
        said = movements.say(moved, "ru")[0]
        assert (said.title, said.detail) == ("Исправление", "не было начислено вовремя")
    assert desk.is_right()


def test_points_expire_by_the_programmes_term_and_the_soonest_are_taken_first(desk: Desk) -> None:
    desk.set(expiry_months=12, expiry_end="year")
    assert desk.post("support", "goodwill").status_code == 303
    assert desk.post("support", kind="debit", reason="twice", amount="400").status_code == 303
    with desk.app.app_context():
        today = desk.house.first.day(clock.now())
        until = date(today.year + 1, 12, 31)
        left = [(lot.expires_on, lot.remaining) for lot in ledger.open_lots(desk.purse, today)]
    assert left == [(until, 400)], "300 of the older lot and 100 of the new one are gone"
    more = desk.post("support", kind="debit", reason="twice", amount="401")
    assert (more.status_code, desk.balance()) == (409, 400)
    assert beside(more.text, "amount") == "There are fewer points. Nothing was taken. Take at most the balance."
    assert (
        'value="401"' in more.text,
        "checked with the bank</textarea>" in more.text,
        'class="rail"' in more.text,
    ) == (True, True, True)
    assert refused(desk.app)[-1] == (f"member:{desk.olga.id}", "not_enough_points")
    assert desk.post("support", kind="debit", reason="twice", amount="5000").status_code == 409, "nor is it proposed"
    assert desk.is_right()


def test_more_than_one_person_may_takes_another_and_counts_for_whoever_asked(desk: Desk) -> None:
    sent = desk.post("support", amount="1500", paper=(BytesIO(PAPER), "receipt.pdf"), case="")
    assert (sent.status_code, desk.balance()) == (303, 300)
    proposal, manager = sent.headers["Location"], desk.house.of("finance")
    page = at(manager, proposal)[1]
    assert "receipt.pdf" in page
    paper = manager.get(re.search(r'href="(/console/members/evidence/\d+)"', page)[1], base_url=FIRST)  # type: ignore[index]
    assert (paper.status_code, paper.headers["Content-Disposition"][:10]) == (200, "attachment")
    page = at(manager, f"{proposal}/approval")[1]
    assert decide(desk.house.of("support"), proposal, page).status_code >= 400, "nobody approves their own"
    assert desk.balance() == 300
    assert decide(manager, proposal, page).status_code == 303
    assert desk.balance() == 1800
    with desk.app.app_context():
        written = execute(
            "SELECT asked_by, proposal_id IS NOT NULL AS approved, paper_id IS NOT NULL AS shown FROM point_corrections"
        ).one()
    assert tuple(written) == (desk.house.ids["support"], True, True)
    assert desk.is_right()


def decide(client: FlaskClient, proposal: str, page: str) -> TestResponse:
    digest = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    assert digest
    fields = {"csrf_token": client.token, "seen": digest[1]}  # type: ignore[attr-defined]
    return client.post(f"{proposal}/approval", base_url=FIRST, data=fields)


def test_what_shows_nothing_or_is_about_somebody_else_changes_nothing(desk: Desk) -> None:
    with desk.app.app_context():
        with transaction():
            other = a_member(desk.house.first)
            contact = cases.Contact(email="", phone="1", reply_by="phone", language="ru")
            foreign = cases.open_case(
                desk.house.first.id, channel="phone", category="points", text="", contact=contact, ref="desk:2", member=other, now=clock.now()
            ).case.id  # fmt: skip
        wanted = accounts.Wanted(kind="credit", amount=1, reason="missing", note="x", case_id=foreign)
        with pytest.raises(accounts.EvidenceNeeded), transaction(by=Actor("user", desk.house.ids["support"])):
            accounts.correct(desk.olga, wanted, ref=ids.new_ref(), now=clock.now())
        with pytest.raises(accounts.NotAskedFor), transaction():
            accounts.correct(desk.olga, wanted, ref=ids.new_ref(), now=clock.now())
    wrong = (
        {"case": ""},
        {"case": str(foreign)},
        {"reason": "twice"},
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "1.5"},
        {"note": ""},
    )
    assert [desk.post("support", **fields).status_code for fields in wrong] == [422] * len(wrong)
    assert {desk.post(who).status_code for who in ("finance", "other admin", "member")} <= {403, 404}
    assert desk.balance() == 300


def test_limits_of_a_day_hold_for_one_person_and_for_all_and_are_told_before_they_are_reached(desk: Desk) -> None:
    desk.set(correction_person_day=950, correction_day=1400)
    assert [desk.post("support", amount=sum_).status_code for sum_ in ("900", "51")] == [303, 429]
    today = plain(at(desk.house.of("finance"), "/console/")[1])
    assert "has given and taken 900 points by hand today, of 950 at most" in today
    assert "Staff has given" not in today
    assert desk.balance() == 1200
    with desk.app.app_context(), transaction():
        desk.olga = a_member(desk.house.first)  # another one: of one member it would take two
    for amount, status in (("501", 429), ("500", 303)):
        assert desk.post("admin", amount=amount, case="", paper=(BytesIO(PAPER), "receipt.pdf")).status_code == status
    assert [code for _about, code in refused(desk.app)] == ["correction_limit", "correction_programme_limit"]
    assert desk.is_right()


def test_goodwill_of_two_hands_at_once_never_exceeds_the_days_budget(desk: Desk) -> None:
    agent = Actor("user", desk.house.ids["support"])

    def give(_: int) -> bool:
        with desk.app.app_context():
            try:
                with transaction(by=agent):
                    accounts.give_goodwill(desk.olga, 300, note="a long wait", ref=ids.new_ref(), now=clock.now())
            except accounts.GoodwillSpent:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(6) as hands:
        given = list(hands.map(give, range(6)))
    assert (sum(given), desk.balance()) == (3, 1200)
    page = plain(at(desk.house.of("support"), f"/console/members/{desk.olga.number}/goodwill")[1])
    assert "You can give 100 points more today, of 1,000" in page
    unknown = desk.post("support", "goodwill", amount="101", identified=["order"])
    assert (unknown.status_code, "Because points that went to the wrong person" in unknown.text) == (422, True)
    assert 'value="101"' in unknown.text, "what was typed is still there"
    refused = desk.post("support", "goodwill", amount="101")
    assert (refused.status_code, beside(refused.text, "amount")[:18]) == (429, "Nothing was given.")
    assert desk.post("support", "goodwill", amount="100").status_code == 303
    assert desk.is_right()


def test_desk_names_all_points_of_the_day_that_comes_next(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        give(desk.house.first, desk.purse, [(645, date(2027, 3, 31)), (55, date(2027, 6, 30))])
    page = plain(at(desk.house.of("support"), f"/console/members/{desk.olga.number}")[1])
    assert "1,000 points" in page
    assert "945 points" in page, "as the member's own page says"


def test_the_member_is_written_to_once_and_reads_the_reason(desk: Desk) -> None:
    assert desk.post("support").status_code == 303
    with desk.app.app_context():
        made = accounts.corrections(desk.olga.id)[0]
        for _ in range(2):
            letters.points(str(made.id))
        sent = mailings.to_send(f"correction:{made.id}")
    assert plain(sent.subject) == "Ваш баланс исправлен: +500 баллов"
    assert "не было начислено вовремя" in sent.body_text
    assert "checked with the bank" not in sent.body_text


def test_a_wrongly_bound_bank_card_stops_earning_at_once_and_two_people_take_back_what_it_earned(desk: Desk) -> None:
    token = "220220******1186"
    with desk.app.app_context():
        with transaction():
            card_id = members.bind_card(desk.olga, token, clock.now() - timedelta(days=2)).id
        bought = Operation(
            1, "op-1", token, clock.now() - timedelta(days=1), "purchase", 4_000_000, "RUB", "5999", "SHOP", ""
        )
        with transaction():
            earning.take_in(desk.house.first, [bought], source="test", file="ops.csv", now=clock.now())
    earned = desk.balance() - 300
    assert 0 < earned < accounts.CAP, "so little that one person could take it"
    agent, path = desk.house.of("support"), f"/console/members/bank-cards/{card_id}"
    assert f"Take back {earned} points" in plain(at(agent, path)[1])
    fields = {
        "csrf_token": agent.token,
        "ref": ids.new_ref(),
        "note": "the son's card",
        "case": str(desk.case),
        "take_back": "y",
    }  # type: ignore[attr-defined]
    assert agent.post(path, base_url=FIRST, data=fields | {"case": ""}).status_code == 422
    sent = agent.post(path, base_url=FIRST, data=fields)
    assert (sent.status_code, "/console/approvals/" in sent.headers["Location"]) == (303, True)
    with desk.app.app_context():
        assert members.cards(desk.olga.id) == []
        unbound = execute("SELECT why, before, after FROM audit_records WHERE action = 'members.unbind_card'").one()
        assert (unbound.why, unbound.before["bound"], unbound.after["bound"]) == ("the son's card", True, False)
    assert desk.balance() == 300 + earned, "nothing is taken by one person"
    finance = desk.house.of("finance")
    assert (
        decide(finance, sent.headers["Location"], at(finance, f"{sent.headers['Location']}/approval")[1]).status_code
        == 303
    )
    assert desk.balance() == 300
    assert at(agent, path)[0] == 404, "it is unbound"
    with desk.app.app_context():
        with transaction():
            again = members.bind_card(desk.olga, token, clock.now())
        assert accounts.bound_card(desk.olga, again.id).earned == 0, "what was taken back is not taken twice"
    assert desk.is_right()


def test_small_corrections_of_one_member_count_together_and_nobody_corrects_an_account_of_their_own(desk: Desk) -> None:
    assert [desk.post(who, amount=sum_).headers["Location"].split("/")[2] for who, sum_ in (("support", "600"), ("admin", "600"))] == [
        "members", "approvals",
    ]  # fmt: skip
    assert desk.balance() == 900
    [waiting] = desk.proposals(for_="finance")
    with desk.app.app_context(), transaction():
        execute(
            "UPDATE members SET user_id = %(user)s WHERE id = %(id)s",
            {"user": desk.house.ids["finance"], "id": desk.olga.id},
        )
    assert desk.proposals(for_="finance") == []
    path = f"/console/approvals/{waiting.ref}"
    page = at(desk.house.of("support"), f"{path}/approval")[1]
    assert decide(desk.house.of("finance"), path, page).status_code == 403, "whose account it is agrees to nothing"
    with desk.app.app_context(), transaction():
        execute(
            "UPDATE members SET user_id = %(user)s WHERE id = %(id)s",
            {"user": desk.house.ids["support"], "id": desk.olga.id},
        )
    assert [desk.post("support", page, amount="1").status_code for page in ("points", "goodwill")] == [403, 403]
    assert desk.balance() == 900
    assert desk.is_right()


def test_a_form_that_was_sent_before_does_nothing_else_under_its_ref(desk: Desk) -> None:
    assert desk.post("support", ref="A" * 26, amount="100").status_code == 303
    assert [desk.post("support", ref="A" * 26, amount=more).status_code for more in ("200", "5000")] == [409, 409]
    assert (desk.balance(), desk.is_right()) == (400, True)


def test_a_form_that_is_sent_again_is_no_second_correction_that_needs_another_person(desk: Desk) -> None:
    for _ in range(2):
        answer = desk.post("support", ref="A" * 26, amount="600")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/console/members/{desk.olga.number}")
    assert desk.post("support", ref="B" * 26, amount="600").headers["Location"].startswith("/console/approvals/")
    assert desk.post("support", ref="A" * 26, amount="600").headers["Location"].startswith("/console/members/")
    [waiting] = desk.proposals(for_="finance")
    assert (waiting.ref, desk.balance(), desk.is_right()) == ("B" * 26, 900, True)


def test_a_request_that_the_desk_refuses_is_answered_within_the_desk(desk: Desk) -> None:
    foreign = desk.house.of("support").get("/console/members/7700000000", base_url=FIRST)
    assert (foreign.status_code, 'class="rail"' in foreign.text) == (404, True)
    stranger = desk.house.of("member").get("/console/members/7700000000", base_url=FIRST)
    assert (stranger.status_code, 'class="rail"' in stranger.text) == (404, False)
