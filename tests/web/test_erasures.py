"""A member's data are erased at the desk and by herself: what stands in the way, a week to take it back, and nobody's card afterwards."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask

from marketplace import erasures, giftcards, gifts, members, orders, support
from marketplace.cli.erasures import repeat
from marketplace.core import clock, erased, ids, outbox
from marketplace.core.db import execute, transaction
from marketplace.jobs import erasures as jobs
from tests.builders.cardholders import Holder, a_holder
from tests.builders.gifts import A_GIFT
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.orders import an_order

LETTERS = "SELECT recipient, subject FROM mails WHERE ref LIKE 'erasure:%%' ORDER BY id"


@pytest.fixture
def anna(app: Flask) -> Holder:
    return a_holder(app, cards=2, fresh=True)


def at_desk(anna: Holder, role: str = "support") -> Any:
    """A colleague's browser."""
    with anna.app.app_context(), transaction():
        user = staff(anna.shelf.programme, role).id
    client = anna.app.test_client()
    sign_in(client, user, fresh=True)
    return client


def page_of(anna: Holder) -> str:
    return f"/console/members/{anna.member.number}/erasure"


def eight_days_later(monkeypatch: pytest.MonkeyPatch) -> datetime:
    then = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: then)
    return then


def the_worker(anna: Holder) -> None:
    """Does what was promised."""
    with anna.app.app_context():
        [ref] = execute("SELECT ref FROM outbox WHERE topic = 'erasures.erase' ORDER BY id DESC LIMIT 1").scalars()
        jobs.erase(ref)


def test_it_is_refused_by_name_while_a_gift_waits_and_asked_twice_it_is_once(anna: Holder) -> None:
    with anna.app.app_context(), transaction():
        given = gifts.give(anna.member, anna.card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
    assert "take it back first" in anna.get("/account/erasure?lang=en", **{"Accept-Language": "en"}).text
    assert anna.post("/account/erasure").status_code == 409
    with anna.app.app_context(), transaction():
        gifts.take_back(gifts.gift(given.id), now=clock.now())
    assert [anna.post("/account/erasure").status_code for _ in range(2)] == [303, 303]
    with anna.app.app_context():
        assert execute("SELECT count(*) FROM erasures").scalar_one() == 1
        [ref] = execute("SELECT ref FROM outbox WHERE topic = 'erasures.tell'").scalars()
        jobs.tell(ref)
        jobs.tell(ref)
        [letter] = execute(LETTERS).all()
        assert letter.recipient == anna.member.email
        with pytest.raises(outbox.NotYet):
            jobs.erase(ref.partition(":")[0])


def test_without_a_fresh_password_nothing_is_asked(app: Flask) -> None:
    anna = a_holder(app)
    answer = anna.post("/account/erasure")
    assert "/verify" in answer.headers["Location"]
    with app.app_context():
        assert execute("SELECT count(*) FROM erasures").scalar_one() == 0
    sign_in(anna.http, anna.member.user_id or 0, fresh=True)
    assert ["data-go-on" in anna.get("/account/erasure").text for _ in range(2)] == [True, False], "asked for once"


def test_what_moves_of_a_membership_that_went_on_as_hers_stands_in_the_way_too(anna: Holder) -> None:
    with anna.app.app_context(), transaction():
        former = a_member(anna.shelf.programme, points=1_000)
        order = an_order(former, anna.shelf, now=clock.now())
        orders.fulfil(order.id, now=clock.now())
        card = giftcards.of_orders([order.id])[order.id]
        gifts.give(former, card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
        become_one(former, anna.member, now=clock.now())
    with anna.app.app_context(), transaction():
        assert erasures.in_the_way(anna.member, clock.now()) == ["gift"]


def test_a_membership_about_to_be_erased_goes_on_as_no_other(anna: Holder) -> None:
    with anna.app.app_context(), transaction():
        other = a_member(anna.shelf.programme)
    anna.post("/account/erasure")
    for of, into in ((anna.member, other), (other, anna.member)):
        with anna.app.app_context(), pytest.raises(erasures.ErasureAsked), transaction():
            become_one(of, into, now=clock.now())
    anna.post("/account/erasure/withdrawal")
    with anna.app.app_context(), transaction():
        become_one(other, anna.member, now=clock.now())
        assert members.goes_on(other.id)


def test_taken_back_in_time_nothing_is_erased(anna: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    anna.post("/account/erasure")
    assert anna.post("/account/erasure/withdrawal").status_code == 303
    eight_days_later(monkeypatch)
    the_worker(anna)
    with anna.app.app_context():
        kept = members.member(anna.member.id)
        assert kept is not None
        assert kept.email == anna.member.email


def test_the_desk_records_it_and_hands_out_the_act_and_the_cards_are_nobodys(
    anna: Holder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(erased, "_folder", tmp_path)
    desk, page = at_desk(anna), page_of(anna)
    assert desk.get(page).status_code == 200, desk.get(page).text[:300]
    assert desk.post(page, data={"csrf_token": csrf(desk), "evidence": " "}).status_code == 422
    letter = {"csrf_token": csrf(desk), "evidence": "letter No. 5 of 1 November"}
    assert desk.post(page, data=letter | {"identified": "number"}).status_code == 422, "nobody is erased for a stranger"
    assert desk.post(page, data=letter | {"identified": ["number", "email"]}).status_code == 303
    assert "letter No. 5" in desk.get(page).text
    member = desk.get(page.removesuffix("/erasure"), headers={"Accept-Language": "en"}).text
    assert "The member’s data will be erased after" in member
    assert "/account/erasure/withdrawal" in anna.http.get("/account/data").text, (
        "so does the member, where their data are"
    )
    assert desk.get(f"{page}/act").status_code == 404
    then = eight_days_later(monkeypatch)
    the_worker(anna)
    with anna.app.app_context():
        of = erasures.newest(anna.member.id)
        assert of is not None
        assert (of.state, of.ended_at, of.evidence) == ("done", then, "")
        card = giftcards.card_by_id(anna.card.id)
        assert card.state == "active", "valid at tills until its last day"
        assert (
            execute("SELECT count(*) FROM mails WHERE recipient = %(to)s", {"to": anna.member.email}).scalar_one() == 1
        )
        jobs.forget_farewell(str(of.id))
        assert (
            execute("SELECT count(*) FROM mails WHERE recipient = %(to)s", {"to": anna.member.email}).scalar_one() == 0
        )
        assert [line.member for line in erased.read(tmp_path)] == [anna.member.id]
    monkeypatch.undo()  # a session lasts less than a week
    fresh = at_desk(anna)
    act = fresh.get(f"{page}/act")
    assert act.mimetype == "application/pdf"
    text = pypdf.PdfReader(io.BytesIO(act.data)).pages[0].extract_text()
    assert anna.member.number in text
    assert anna.member.last_name not in text
    with anna.app.app_context(), transaction(), pytest.raises(members.MemberErased):
        support.check_withdrawal(giftcards.card_by_id(anna.card.id), "none", by=0, now=clock.now())
    with anna.app.app_context(), transaction(), pytest.raises(members.MemberHeld):
        gifts.give(anna.member, anna.card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())


def test_after_a_restore_nobody_is_erased_who_was_given_the_id_anew(
    anna: Holder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erased, "_folder", tmp_path)
    erased.note(erased.Line(clock.now(), anna.shelf.programme.id, anna.member.id, "770000000000"))
    said = anna.app.test_cli_runner().invoke(repeat, ["--journal", str(tmp_path), "--apply"])
    assert "0 back in the database" in said.output
    with anna.app.app_context():
        assert erasures.newest(anna.member.id) is None


def test_after_a_restore_it_is_erased_again(anna: Holder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = anna.app
    monkeypatch.setattr(erased, "_folder", tmp_path)
    erased.note(
        erased.Line(clock.now() - timedelta(days=1), anna.shelf.programme.id, anna.member.id, anna.member.number)
    )
    runner = app.test_cli_runner()
    said = runner.invoke(repeat, ["--journal", str(tmp_path)])
    assert f"Member No. {anna.member.number}" in said.output
    assert "1 back in the database" in said.output
    assert runner.invoke(repeat, ["--journal", str(tmp_path), "--apply"]).exit_code == 0
    the_worker(anna)
    again = runner.invoke(repeat, ["--journal", str(tmp_path)])
    assert "0 back in the database" in again.output
    with app.app_context():
        gone = members.member(anna.member.id)
        assert gone is not None
        assert (gone.email, gone.last_name) == ("", "")
