"""Whose data go with an erasure: sign-ins of several memberships, proposals of which they are the other side, backups that bring them back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, ProgrammingError

from marketplace import approvals, erasures, gifts, identity, members
from marketplace.cli.erasures import repeat
from marketplace.core import audit, clock, erased, ids
from marketplace.core.actors import Actor
from marketplace.core.db import broken_rule, db, execute, transaction
from marketplace.jobs import erasures as jobs
from marketplace.members import Member
from marketplace.web.console.merge_kind import MERGE
from tests.builders.cardholders import Holder, a_holder
from tests.builders.gifts import A_GIFT
from tests.builders.identity import sign_in, staff
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.pages import send, visit
from tests.builders.programmes import a_programme

FORGETS = (
    "SELECT proname FROM pg_proc WHERE proname LIKE '%%\\_forget' AND has_function_privilege(oid, 'EXECUTE') ORDER BY 1"
)


@pytest.fixture
def anna(app: Flask) -> Holder:
    return a_holder(app, cards=1, fresh=True)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The term is over at once, and the list outside the database is this test's own."""
    monkeypatch.setattr(erasures.asking, "TERM", timedelta(microseconds=1))
    monkeypatch.setattr(erased, "_folder", tmp_path)


def erase(member: Member) -> None:
    """They ask, and the worker does it; in an application context."""
    with transaction(by=Actor("user", member.user_id)):
        of = erasures.ask(member, by=member.user_id or 0, now=clock.now())
    jobs.erase(str(of.id))
    now = erasures.newest(members.member_now(member.id).id)
    assert now is not None
    assert now.state == "done"


def fresh(member: Member) -> Member:
    found = members.member(member.id)
    assert found is not None
    return found


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(IntegrityError) as no, transaction():
        act()
    return broken_rule(no.value) or ""


def test_words_go_for_an_erasure_that_is_due_alone_and_are_its_own_members(anna: Holder) -> None:
    def forget() -> int:
        facts = {"id": of.id, "now": clock.now()}
        return int(execute("SELECT erasure_forget(%(id)s, 'records', %(now)s)", facts).scalar_one())

    with anna.app.app_context():
        with transaction():
            other = a_member(anna.shelf.programme)
            for one in (anna.member, other):
                audit.record(
                    "tests.note",
                    f"member:{one.id}",
                    at=clock.now(),
                    why="told",
                    before={"n": 1},
                    after={"note": "told", "n": 2},
                )
        with transaction(by=Actor("user", anna.member.user_id)):
            of = erasures.ask(anna.member, by=anna.member.user_id or 0, now=clock.now())
        assert execute(FORGETS).scalars() == ["brand_pictures_forget", "erasure_forget"], "words go by an erasure alone"
        with pytest.raises(ProgrammingError), transaction():
            execute("INSERT INTO erased_members (member_id, at) VALUES (%(id)s, now())", {"id": other.id})
        assert refused(forget) == "erasure_due", "it has not begun"
        jobs.erase(str(of.id))
        said = dict(
            execute(
                "SELECT subject, (why, after->>'note', after->>'n')::text FROM audit_records WHERE action = 'tests.note'"
            ).all()
        )
        assert said == {f"member:{anna.member.id}": '("","",2)', f"member:{other.id}": "(told,told,2)"}
        assert refused(forget) == "erasure_due", "it is done"
        with transaction():
            waiting = erasures.ask(other, by=other.user_id or 0, now=clock.now() + timedelta(days=1))
        of = waiting
        assert refused(forget) == "erasure_due", "its term is not over"


def test_whoever_has_another_membership_signs_in_for_that_one_and_may_join_again(anna: Holder) -> None:
    with anna.app.app_context():
        who = anna.member.user_id or 0
        with transaction():
            elsewhere = a_member(a_programme(), user=identity.user(who), email=anna.member.email)
        erase(anna.member)
        assert (fresh(anna.member).user_id, fresh(elsewhere).user_id) == (None, who)
        db.session.remove()
    sign_in(anna.http, who, fresh=True)
    assert "/account/joining" in anna.get("/account/profile").headers["Location"], (
        "not blocked: they are no member here"
    )
    form = next(form for form in visit(anna.http, "/account/joining").forms if "agreed" in form.ticks)
    send(anna.http, "/account/joining", form.ticked(first_name="Anna", last_name="S", language="ru", city=""))
    with anna.app.app_context():
        again = members.of_user(who, anna.shelf.programme.id)
        assert again is not None
        assert again.id != anna.member.id
        for one in (elsewhere, again):
            erase(one)
        gone = identity.user(who)
        assert gone is not None
        assert gone.email == f"erased-{who}@invalid"


def test_a_sign_in_that_came_with_a_former_membership_goes_with_the_last_one(anna: Holder) -> None:
    """She signs in for the former and for one elsewhere; somebody else's sign-in is that of the one that stays."""
    with anna.app.app_context():
        user = identity.user(anna.member.user_id or 0)
        assert user is not None
        with transaction():
            elsewhere = a_member(a_programme(), user=user, email=user.email)
            into = a_member(anna.shelf.programme)
            become_one(anna.member, into, now=clock.now())
        erase(into)
        still = identity.user(user.id)
        assert still is not None
        assert still.email == user.email
        erase(elsewhere)
        gone = identity.user(user.id)
        assert gone is not None
        assert (gone.email, gone.password) == (f"erased-{user.id}@invalid", None)


def test_two_memberships_of_one_sign_in_that_go_at_once_take_it_with_them(anna: Holder) -> None:
    app = anna.app
    with app.app_context():
        who = anna.member.user_id or 0
        with transaction():
            elsewhere = a_member(a_programme(), user=identity.user(who), email=anna.member.email)
            both = [erasures.ask(one, by=who, now=clock.now()) for one in (anna.member, elsewhere)]

        def do() -> None:
            with app.app_context():
                jobs.erase(str(both[1].id))
                db.session.remove()

        thread = Thread(target=do, daemon=True)
        with transaction():
            erasures.step(both[0], "points", now=clock.now())
            thread.start()
            thread.join(0.5)
            assert thread.is_alive(), "of the two one waits for the other"
        thread.join(20)
        assert not thread.is_alive()
        jobs.erase(str(both[0].id))
        db.session.remove()
        gone = identity.user(who)
        assert gone is not None
        assert gone.email == f"erased-{who}@invalid"


def test_what_was_written_of_him_as_the_other_side_of_a_proposal_goes_too(anna: Holder) -> None:
    with anna.app.app_context():
        with transaction():
            other, vera, elena = (
                a_member(anna.shelf.programme),
                staff(anna.shelf.programme),
                staff(anna.shelf.programme),
            )
        with transaction(by=Actor("user", vera.id)):
            made = approvals.propose(
                MERGE, other.number, {"into": anna.member.number, "case_id": None, "paper_id": None}, programme_id=anna.shelf.programme.id, by=vera.id,
                ref=ids.new_ref(), why="his brother says so", now=clock.now(),
            )  # fmt: skip
            approvals.write_note(made.id, "he called twice", audience="everyone", by=vera.id, now=clock.now())
        assert erasures.in_the_way(anna.member, clock.now()) == ["proposal"]
        with transaction(by=Actor("user", elena.id)):
            approvals.refuse(made.id, seen=made.digest, by=elena.id, note="it is another person", now=clock.now())
        erase(anna.member)
        left = execute(
            """SELECT p.why, d.note, n.body, (SELECT count(*) FROM audit_records WHERE subject = 'proposal:' || p.id AND why <> '') AS told
                 FROM proposals p JOIN proposal_decisions d ON d.proposal_id = p.id JOIN proposal_notes n ON n.proposal_id = p.id"""
        ).one()
        assert tuple(left) == ("", "—", "—", 0)


def test_each_act_of_two_that_knows_whose_account_it_is_says_whom_it_is_about(app: Flask) -> None:
    unsaid = {name: approvals.Kind.__dataclass_fields__[name].default for name in ("about", "concerned")}
    kinds = [approvals.kind(name) for name in approvals.names()]
    known = {one.name for one in kinds if one.concerned is not unsaid["concerned"]}
    assert {"card_rebind", "points_correction"} <= known
    assert known <= {one.name for one in kinds if one.about is not unsaid["about"]}


def brought_back(anna: Holder, folder: Path, *, apply: bool = True) -> str:
    """What the operator reads after a restore, where the list says that she was erased."""
    erased.note(
        erased.Line(clock.now() - timedelta(days=1), anna.shelf.programme.id, anna.member.id, anna.member.number)
    )
    return anna.app.test_cli_runner().invoke(repeat, ["--journal", str(folder), *(["--apply"] if apply else [])]).output


def test_after_a_restore_a_request_that_came_back_is_taken_up_and_repeating_is_once(
    anna: Holder, tmp_path: Path
) -> None:
    with anna.app.app_context(), transaction():
        of = erasures.ask(anna.member, by=anna.member.user_id or 0, now=clock.now())
    for _ in range(2):
        assert "1 back in the database" in brought_back(anna, tmp_path)
    with anna.app.app_context():
        assert execute("SELECT id FROM erasures").scalars() == [of.id]
        jobs.erase(str(of.id))
        assert erasures.erasure(of.id).state == "done"
    assert "0 back in the database" in brought_back(anna, tmp_path)


def test_after_a_restore_a_request_made_since_is_overtaken_and_a_gift_that_waits_is_told(
    anna: Holder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasures.asking, "TERM", timedelta(days=7))
    with anna.app.app_context(), transaction():
        early = erasures.ask(anna.member, by=anna.member.user_id or 0, now=clock.now())
        given = gifts.give(anna.member, anna.card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
    said = [brought_back(anna, tmp_path) for _ in range(2)]
    assert all("It waits until this has ended: gift." in one for one in said)
    with anna.app.app_context():
        now = erasures.newest(anna.member.id)
        assert now is not None
        assert (erasures.erasure(early.id).state, now.asked_by, now.id) == ("overtaken", None, early.id + 1)
        with pytest.raises(jobs.outbox.NotYet):
            jobs.erase(str(now.id))
        then = clock.now() + timedelta(days=4)
        assert [one.number for one in erasures.late(then)] == [anna.member.number]
        with transaction():
            desk = staff(anna.shelf.programme, "admin").id
    monkeypatch.setattr(erasures.queries, "LATE", timedelta(0))
    client = anna.app.test_client()
    sign_in(client, desk, fresh=True)
    client.set_cookie("language", "en")
    assert f"/console/members/{anna.member.number}/erasure" in client.get("/console/").text
    page = client.get(f"/console/members/{anna.member.number}/erasure").text
    assert "A gift has not been claimed yet" in page
    with anna.app.app_context():
        with transaction():
            gifts.take_back(gifts.gift(given.id), now=then)
        jobs.erase(str(now.id))
        monkeypatch.setattr(clock, "now", lambda: then + timedelta(days=7))
        jobs.erase(str(early.id))  # its own term is over, too
        assert (erasures.erasure(now.id).state, erasures.erasure(early.id).state) == ("done", "overtaken")
        assert erasures.late(then) == []
