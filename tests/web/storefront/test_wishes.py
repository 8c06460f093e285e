"""Wishes: kept, priced as of now, told once when the points are enough, and nobody else's."""

import pytest
from flask import Flask

from marketplace import ledger, wishes
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.jobs import wishes as job
from tests.builders.cardholders import Holder, a_holder
from tests.builders.identity import csrf
from tests.builders.ledger import give
from tests.builders.letters import letters
from tests.builders.pages import visit
from tests.builders.promises import keep


@pytest.fixture
def anna(app: Flask) -> Holder:
    return a_holder(app, points=450, cards=1)


def wish(holder: Holder) -> None:
    data = {"csrf_token": csrf(holder.http), "quoted_d": str(holder.shelf.denomination_id)}
    assert holder.http.post("/wishes", data=data).status_code == 303


def told(app: Flask) -> list[str]:
    """Who was written to about a wish, after the worker has looked."""
    with app.app_context():
        job.look_at(clock.now())
        db.session.remove()
    keep(app)
    with app.app_context():
        return [letter.recipient for letter in letters() if "хватает" in letter.subject]


def test_a_wish_says_what_is_missing_and_a_letter_comes_once_when_it_is_enough(app: Flask, anna: Holder) -> None:
    wish(anna)
    wish(anna)
    assert "не хватает 450" in visit(anna.http, "/wishes").words
    assert told(app) == []
    with app.app_context(), transaction():
        account = ledger.account(anna.member.programme_id, "member", owner_id=anna.member.id)
        give(anna.shelf.programme, account, [(500, None)], at=clock.now(), memo=None)
    assert "Уже хватает" in visit(anna.http, "/wishes").words
    assert told(app) == [anna.member.email]
    assert told(app) == [anna.member.email], "never twice"
    [row] = anna.rows("SELECT id FROM wishes")
    assert anna.post(f"/wishes/{row.id}/removal").status_code == 303
    assert "Желаний пока нет" in visit(anna.http, "/wishes").words


def test_a_wish_that_is_gone_stays_and_says_so_and_a_strangers_is_not_there(app: Flask, anna: Holder) -> None:
    wish(anna)
    with app.app_context(), transaction():
        execute("UPDATE offers SET published = false")
    assert "больше нет" in visit(anna.http, "/wishes").words
    assert told(app) == []
    olga = a_holder(app, beside=anna, cards=0)
    [row] = anna.rows("SELECT id FROM wishes")
    assert olga.post(f"/wishes/{row.id}/removal").status_code == 404
    with app.app_context():
        assert len(wishes.of_member(anna.member, clock.now())) == 1
