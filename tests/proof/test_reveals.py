"""P26: a code that is shown leaves its record, and staff see no more of them than they may, however many ask at once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from marketplace import giftcards
from marketplace.codes import Secret
from marketplace.core import logs
from marketplace.core.actors import Actor
from marketplace.core.db import db, execute, transaction
from marketplace.giftcards import actions as verbs
from marketplace.giftcards import rules
from marketplace.members import Member
from tests.builders import orders as trade
from tests.builders.identity import a_user
from tests.proof.plugin import Proof
from tests.races.crowd import together

WAYS = ("member", "printed", "staff")
CROWD = 50


@dataclass(frozen=True)
class Look:
    """One showing that was asked for: who, when, why, of which card, and what must be seen."""

    card: str
    card_id: int
    code: str
    way: str
    user: int
    request: str
    at: datetime
    why: str


def cards(how_many: int) -> tuple[Member, list[tuple[str, int, str]]]:
    """A member's cards: public id, id and the code in the clear."""
    with transaction():
        shelf = trade.a_shelf(stock=0)
        sold = trade.codes_in_stock(shelf.brand, int(shelf.denomination_id or 0), how_many)
        anna = trade.a_member(shelf.programme, points=450 * how_many)
        placed = [trade.an_order(anna, shelf) for _ in sold]
        found = giftcards.of_orders([order.id for order in placed])
    named = [(found[order.id].public_id, found[order.id].id, code) for order, code in zip(placed, sold, strict=True)]
    return anna, named


def show(look: Look, anna: Member) -> Secret:
    if look.way == "staff":
        return giftcards.reveal_to_staff(
            look.card, programme_id=anna.programme_id, staff_id=look.user, why=look.why, now=look.at
        )
    return giftcards.reveal(
        look.card,
        programme_id=anna.programme_id,
        member_id=anna.id,
        now=look.at,
        fresh_factor=True,
        printed=look.way == "printed",
        why=look.why,
    )


def looked(proof: Proof, how_many: int) -> list[str]:
    """Show codes in every way, one after the other; what is wrong with what was seen and with the records of it."""
    anna, own = cards(10)
    with transaction():
        staff = [a_user().id for _ in range(how_many // (2 * rules.STAFF_REVEALS_A_DAY) + 1)]
    wrong, wanted, seen_by_staff = [], Counter[tuple[object, ...]](), 0
    for number in range(how_many):
        card, card_id, code = proof.random.choice(own)
        way = WAYS[number % len(WAYS)]
        user = staff[seen_by_staff // rules.STAFF_REVEALS_A_DAY % len(staff)] if way == "staff" else 1000 + anna.id
        seen_by_staff += way == "staff"
        look = Look(
            card, card_id, code, way, user, f"request-{number}",
            trade.NOW + timedelta(minutes=number), f"reason {number}",
        )  # fmt: skip
        logs.begin(request_id=look.request)
        with transaction(by=Actor("user", look.user)):
            if show(look, anna).code != look.code:
                wrong.append(f"look {number} showed another code")
        action = "giftcards.staff_reveal" if way == "staff" else "giftcards.reveal"
        wanted[(action, f"giftcard:{card_id}", "user", user, look.at, look.why, look.request)] += 1
    promised = execute("SELECT count(*) FROM outbox WHERE topic = 'giftcards.seen'").scalar_one()
    if promised != seen_by_staff:
        wrong.append(f"owners are told of {promised} looks of staff, not of {seen_by_staff}")
    return wrong + _unlike(wanted)


def _unlike(wanted: Counter[tuple[object, ...]]) -> list[str]:
    """Records that are missing or too many."""
    rows = execute(
        """SELECT action, subject, actor_kind, actor_id, at, why, request_id FROM audit_records
            WHERE action IN ('giftcards.reveal', 'giftcards.staff_reveal')"""
    )
    there = Counter(tuple(row) for row in rows)
    return [f"missing {fact}" for fact in (wanted - there)] + [f"too many {fact}" for fact in (there - wanted)]


@pytest.mark.proof("P26")
def test_every_showing_leaves_a_record_of_who_when_and_why(ctx: Flask, proof: Proof) -> None:
    how_many = proof.size(30, 1_000)
    assert looked(proof, how_many) == [], f"seed {proof.seed}"
    proof.count("reveals, each with its record", how_many)


@pytest.mark.spoils_the_books
@pytest.mark.proof("P26", control=True)
def test_control_without_the_trail_records_are_missing(
    ctx: Flask, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, end = verbs._SHOW.index(", audit_record("), verbs._SHOW.rindex(" FROM card")
    untold = verbs._SHOW[:begin] + verbs._SHOW[end:]
    monkeypatch.setattr(verbs, "_SHOW", untold)
    assert any(fact.startswith("missing") for fact in looked(proof, 6))
    proof.figure("without the trail records are missing")


@pytest.mark.proof("P26")
def test_a_showing_that_is_undone_leaves_neither_code_nor_record(ctx: Flask) -> None:
    anna, [(card, _, _)] = cards(1)

    def falls() -> None:
        giftcards.reveal(card, programme_id=anna.programme_id, member_id=anna.id, now=trade.NOW, fresh_factor=True)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction():
        falls()
    assert execute("SELECT count(*) FROM audit_records WHERE action = 'giftcards.reveal'").scalar_one() == 0
    assert giftcards.card(card, anna.id).revealed_at is None


def crowd(app: Flask, anna: Member, card: str, user: int, day: datetime) -> Counter[str]:
    """Fifty requests of one member of staff at the same moment: what became of them."""
    deed = partial(
        giftcards.reveal_to_staff, card, programme_id=anna.programme_id, staff_id=user, why="asked by phone", now=day
    )
    return Counter(type(outcome).__name__ for outcome in together(app, [deed] * CROWD))


def rounds(app: Flask, proof: Proof, how_many: int) -> list[str]:
    """Crowds on days of their own; the rounds in which not exactly twenty were shown and recorded."""
    wrong = []
    with app.app_context():
        anna, [(card, _, _)] = cards(1)
        with transaction():
            user = a_user().id
        for number in range(how_many):
            outcomes = crowd(app, anna, card, user, trade.NOW + timedelta(days=number))
            told = execute("SELECT count(*) FROM audit_records WHERE action = 'giftcards.staff_reveal'").scalar_one()
            db.session.rollback()
            if outcomes != {"Secret": 20, "TooManyReveals": CROWD - 20} or told != 20 * (number + 1):
                wrong.append(f"round {number}: {dict(outcomes)}, {told} records in all")
    return wrong


@pytest.mark.proof("P26")
def test_staff_see_twenty_a_day_when_fifty_ask_at_once(app: Flask, proof: Proof) -> None:
    how_many = proof.size(1, 20)
    assert rounds(app, proof, how_many) == []
    proof.count("crowds of 50: 20 shown each", how_many)


@pytest.mark.proof("P26", control=True)
def test_control_a_cap_that_reads_and_then_writes_lets_more_than_twenty_see(
    app: Flask, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: Callable[..., object] = verbs.execute

    def naive(sql: str, parameters: dict[str, object]) -> object:
        """Counts first and hopes: the row is not locked between looking and adding."""
        if "staff_reveals AS s" not in sql:
            return whole(sql, parameters)
        used = whole("SELECT used FROM staff_reveals WHERE user_id = %(user)s AND day = %(day)s", parameters).scalar()  # type: ignore[attr-defined]
        if (used or 0) >= 20:
            return whole("SELECT 1 WHERE false", parameters)
        unlocked = sql.replace(" WHERE s.used < %(most)s", "").replace("s.used + 1", "least(s.used + 1, 20)")
        return whole(unlocked, parameters)

    monkeypatch.setattr(verbs, "execute", naive)
    wrong = rounds(app, proof, 1)
    assert wrong
    proof.figure(f"counted before the lock: {wrong[0]}")
