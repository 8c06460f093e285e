"""Two memberships of one person, by two members of staff: shown side by side, agreed to, and nothing is left behind."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace import giftcards, gifts, ledger, members, orders, support, tills
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.core.formats import masked_email
from marketplace.giftcards import Card
from marketplace.jobs import outbox as relay
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.support import alone, cases
from tests.builders.gifts import A_GIFT
from tests.builders.identity import staff
from tests.builders.ledger import give
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.orders import a_shelf, an_order, wrong
from tests.builders.tills import a_terminal, redeem
from tests.web.console.house import House, at, refused
from tests.web.console.test_reissues import code_of
from tests.web.console.test_withdrawals import approve
from tests.web.console.test_withdrawals import send as withdraw

SOON, LATER = date(2027, 1, 15), date(2027, 12, 31)


@pytest.fixture
def house(app: Flask) -> House:
    return House(app, clock.now())


@dataclass
class Twice:
    """Anna, a member twice: the former membership has points of two days, a card, a gift on its way, and an order that waits for its code."""

    house: House
    old: Member
    new: Member
    card: Card
    gift: gifts.Gift
    waiting: Order
    cancelled: Order


def twice(house: House) -> Twice:
    """Both sign in; the second is where she looks."""
    now = clock.now()
    with house.app.app_context():
        with transaction():
            shelf = a_shelf(house.first, fulfilment="own")
            old, new = (
                a_member(house.first, points=2_000, expires_on=LATER, phone="+7 900 111-22-33"),
                a_member(house.first, points=50),
            )
            give(
                house.first,
                ledger.account(old.programme_id, "member", owner_id=old.id),
                [(300, SOON)],
                at=now,
                memo=None,
            )
            members.bind_card(old, "411111******1111", now - timedelta(days=3))
            placed = [an_order(old, shelf, now=now) for _ in range(4)]
            cases.open_case(
                house.first.id, channel="cabinet", category="points", text="Where are my points?",
                contact=cases.Contact(old.email, "", "letter", "ru"), member=old, ref=ids.new_ref(), now=now,
            )  # fmt: skip
        for order in placed[:2]:
            with transaction():
                orders.fulfil(order.id, now=now)
        cards = giftcards.of_orders([one.id for one in placed])
        with transaction(by=Actor("user", old.user_id or 0)):
            gift = gifts.give(old, cards[placed[1].id].public_id, A_GIFT, ref=ids.new_ref(), now=now)
    return Twice(house, old, new, cards[placed[0].id], gift, placed[2], placed[3])


def propose(house: House, of: Member, into: str, **over: object) -> TestResponse:
    client = house.of("support")
    path = f"/console/members/{of.number}/merge"
    page = at(client, f"{path}?into={into}")[1]
    found = re.search(r'name="ref" value="([0-9A-Z]{26})"', page)
    with house.app.app_context():
        case = [one.id for one in cases.of_member(of.id)]
    fields = {
        "csrf_token": client.token,
        "ref": found[1] if found else ids.new_ref(),
        "into": into,
        "note": "the same document was seen",
        "case": case,
    }  # type: ignore[attr-defined]
    return client.post(path, base_url="http://first.test", data=fields | over)


def drained(house: House) -> None:
    with house.app.app_context():
        relay.drain(clock.now() + timedelta(seconds=1))


def test_two_memberships_become_one_by_two_people_and_what_comes_later_reaches_the_one_that_stays(house: House) -> None:
    anna = twice(house)
    old, new = anna.old, anna.new
    code = code_of(house, anna.card)
    page = at(house.of("support"), f"/console/members/{old.number}/merge?into={new.number}")[1]
    assert all(
        said in page
        for said in (f"№ {old.number}", f"№ {new.number}", "1 card", "1 gift", "2 orders in progress", "1 bank card")
    )
    assert propose(house, old, new.number, note="").status_code == 422
    proposed = propose(house, old, new.number)
    assert proposed.status_code == 303, proposed.text
    assert approve(house.of("support"), proposed.location).status_code == 403, "nobody approves what they proposed"
    assert approve(house.of("admin"), proposed.location).status_code == 303
    evidence = at(house.of("admin"), proposed.location)[1]
    assert all(said in evidence for said in ("1 gift", "2 orders in progress", "1 bank card")), "as the approver saw it"
    today = house.first.day(clock.now())
    with house.app.app_context():
        with transaction():
            own, former = (ledger.account(one.programme_id, "member", owner_id=one.id) for one in (new, old))
            assert sorted((lot.expires_on, lot.remaining) for lot in ledger.open_lots(own, today)) == [
                (LATER, 50),
                (LATER, 500),
            ]
            assert set(alone.concerned(new.id)) == {old.user_id, new.user_id}, (
                "neither sign-in acts on an account of its own"
            )
            [card] = [one for one in giftcards.of_member(new.id, today=today).items if one.state == "active"]
            assert (members.member_now(old.id).id, members.line(new.id)) == (new.id, [new.id, old.id])
            assert [one.last4 for one in members.cards(new.id)] == ["1111"]
            assert (len(cases.of_member(old.id)), len(cases.of_member(new.id))) == (0, 1)
            told = execute("SELECT before, after FROM audit_records WHERE action = 'members.merge'").one()
            assert (told.before["number"], told.after["number"]) == (old.number, new.number)
            terminal = a_terminal(
                execute("SELECT partner_id FROM brands WHERE id = %(id)s", {"id": card.brand_id}).scalar_one()
            )
        with transaction():  # the printed code works
            assert redeem(terminal, code, pin="", amount=100, now=clock.now()).remaining == card.value - 100
        with transaction():  # what comes back of a gift and of an order comes back to the one that stays
            gifts.take_back(anna.gift, now=clock.now())
            orders.cancel(anna.cancelled, why="no code", now=clock.now())
        with transaction():
            assert (ledger.balance(own, today), ledger.balance(former, today)) == (50 + 500 + 450, 0)
    drained(house)  # the order that waited gets its code, and both addresses a letter
    with house.app.app_context(), transaction():
        states = [one.state for one in giftcards.of_member(new.id, today=today).items]
        letters = execute("SELECT recipient FROM mails WHERE ref LIKE 'merged:%%'").scalars()
        assert states == ["active"] * 3
        assert sorted(letters) == sorted([old.email, new.email])
        assert [*wrong(), *members.invariants(), *gifts.invariants(), *tills.invariants(), *support.invariants()] == []
    tombstone = at(house.of("support"), f"/console/members/{old.number}")[1]
    assert f"/console/members/{new.number}" in tombstone
    assert f"/console/members/{old.number}" in at(house.of("support"), f"/console/members/{new.number}")[1]


def test_whoever_may_be_the_same_person_is_offered_and_a_wrong_choice_stays_on_its_page(house: House) -> None:
    with house.app.app_context(), transaction():
        anna = a_member(house.first, points=70, first_name="Анна", last_name="Соколова", phone="+7 921 555-42-18")
        phone = a_member(house.first, points=40, first_name="Ann", last_name="S", phone="8 (921) 5554218")
        name = a_member(house.first, first_name="Anna", last_name="Sokolova")
        other = a_member(house.first, first_name="Пётр", last_name="Долгих")
    agent, path = house.of("support"), f"/console/members/{anna.number}/merge"
    page = at(agent, path)[1]
    assert [f"into={one.number}" in page for one in (phone, name, other)] == [True, True, False]
    assert ("the same phone" in page, "the same name" in page) == (True, True)
    found = at(agent, f"{path}?into=Petr+Dolgih")[1]
    assert f"into={other.number}" in found
    status, nobody = at(agent, f"{path}?into=nobody")
    assert (status, "No one was found." in nobody, 'value="nobody"' in nobody) == (422, True, True)
    both = at(agent, f"{path}?into={phone.number}")[1].replace("\u00a0", " ")
    assert ("70 points" in both, "40 points" in both) == (True, True), "balances stand beside each other"
    itself = propose(house, anna, anna.number)
    assert (
        itself.status_code in (409, 422),
        "it is the same membership" in itself.text,
        'class="rail"' in itself.text,
    ) == (True, True, True)


def test_what_may_not_become_one_is_refused_by_name_and_leaves_its_record(house: House) -> None:
    now = clock.now()
    with house.app.app_context(), transaction():
        anna, olga, ivan, held = (a_member(house.first) for _ in range(4))
        works = a_member(house.first, user=staff(house.first))
        elsewhere = a_member(house.second)
        members.put_on_hold(held, "hold", why="test", now=now)
        become_one(olga, ivan, now=now)
        for one in (anna, olga):
            cases.open_case(
                house.first.id, channel="cabinet", category="points", text="Twice", contact=cases.Contact(), member=one, ref=ids.new_ref(), now=now
            )  # fmt: skip
    assert propose(house, anna, elsewhere.number).status_code == 422
    for other in (anna, held, works):
        assert propose(house, anna, other.number).status_code in (409, 422)
    assert propose(house, olga, anna.number).status_code == 409, "it goes on as another already"
    page = at(house.of("support"), f"/console/members/{anna.number}/merge?into={olga.number}")[1]
    assert f"№ {ivan.number}" in page, "a chain is shown as where it ends"
    assert [code for _about, code in refused(house.app)] == [
        "no_such_recipient", "merged_with_self", "member_held", "member_is_staff", "member_merged",
    ]  # fmt: skip


def test_two_memberships_of_one_address_become_one_and_get_one_letter(house: House) -> None:
    with house.app.app_context(), transaction():
        old, new = (a_member(house.first, points=100, email="anna@mail.test", user=None) for _ in range(2))
        become_one(old, new, now=clock.now())
    drained(house)
    with house.app.app_context(), transaction():
        letters = execute("SELECT recipient FROM mails WHERE ref LIKE 'merged:%%'").scalars()
        own = ledger.account(new.programme_id, "member", owner_id=new.id)
        assert (list(letters), ledger.balance(own, house.first.day(clock.now()))) == (["anna@mail.test"], 200)
        assert (members.member_now(old.id).id, [*wrong(), *members.invariants()]) == (new.id, [])


def test_who_signs_in_with_the_former_address_is_told_which_one_to_use(house: House) -> None:
    anna = twice(house)
    with house.app.app_context(), transaction():
        become_one(anna.old, anna.new, now=clock.now())
    house.ids["former"], house.ids["anna"] = anna.old.user_id or 0, anna.new.user_id or 0
    answer = house.of("former").get("/points", base_url="http://first.test", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, "/account/moved")
    assert anna.new.email not in answer.text
    assert masked_email(anna.new.email) in answer.text
    page = house.of("anna").get("/orders", base_url="http://first.test", follow_redirects=True)
    assert (page.status_code, anna.waiting.number in page.text) == (200, True), "what she ordered then is hers to see"
    assert at(house.of("anna"), f"/cards/{anna.card.public_id}")[0] in (200, 302, 303), (
        "the link of a letter that was sent before"
    )
    assert at(house.of("anna"), f"/gifts/{anna.gift.ref}")[0] == 200


def test_a_card_that_was_reported_lost_follows_with_its_stop(house: House) -> None:
    anna, now = twice(house), clock.now()
    with house.app.app_context():
        with transaction():
            giftcards.stop(anna.card, "lost", note="stolen", now=now)
            become_one(anna.old, anna.new, now=now)
        with transaction():
            new = giftcards.heir(anna.card)
            stop = giftcards.stop_of(new)
            assert (new.member_id, new.state, stop and (stop.reason, stop.note)) == (
                anna.new.id,
                "frozen",
                ("lost", "stolen"),
            )
            with pytest.raises(giftcards.CardStopped):
                giftcards.unfreeze(new.public_id, member=anna.new, now=now)
        with transaction():
            assert giftcards.invariants() == []


def test_a_merge_begins_no_limit_of_a_day_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, now = twice(house), clock.now()
    monkeypatch.setattr(gifts.rules, "GIFTS_A_DAY", 1)  # she has given one with the former membership
    assert withdraw(house.of("support"), anna.card).status_code == 303, "one person alone"
    with house.app.app_context():
        with transaction():
            order = an_order(anna.new, a_shelf(house.first, fulfilment="own", price=10), now=now)
            orders.fulfil(order.id, now=now)
            card = giftcards.of_orders([order.id])[order.id]
            assert support.size(card, now=now) == card.remaining
            become_one(anna.old, anna.new, now=now)
        with transaction():
            assert support.size(card, now=now) == card.remaining + anna.card.remaining
        with pytest.raises(gifts.TooManyGifts), transaction():
            gifts.give(anna.new, card.public_id, A_GIFT, ref=ids.new_ref(), now=now)
