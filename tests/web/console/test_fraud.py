"""The fraud desk: each signal is made as a stranger would make it, and what only comes near it makes none; then what decisions do."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import fraud, giftcards, identity, members, orders, support, tills
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.jobs import fraud as job
from tests.builders.codes import in_the_clear
from tests.builders.identity import PASSWORD, a_user, csrf, staff
from tests.builders.merging import become_one
from tests.builders.orders import a_member, a_shelf, an_order
from tests.builders.tills import a_terminal, redeem
from tests.web.console.house import House, at


@pytest.fixture
def house(app: Flask) -> House:
    made = House(app, clock.now())
    with app.app_context(), transaction():
        made.ids["manager"] = staff(made.first, "manager").id
        made.ids["second manager"] = staff(made.first, "manager").id
    return made


def seen(house: House) -> list[str]:
    """The kinds of what is new."""
    with house.app.app_context():
        known = set(execute("SELECT id FROM fraud_signals").scalars())
        job.look_at(clock.now())
        found = execute("SELECT id, kind FROM fraud_signals ORDER BY id").all()
        return sorted(row.kind for row in found if row.id not in known)


def come(house: House, many: int, agent: str) -> list[int]:
    """So many members sign in with one browser at one place; returns them."""
    came: list[int] = []
    for _ in range(many):
        with house.app.app_context(), transaction():
            user = a_user()
            member = a_member(house.first, points=2000, email=user.email)
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user.id, "id": member.id})
            came.append(member.id)
            email = user.email
        client = house.app.test_client()
        answer = client.post(
            "/sign-in", headers={"User-Agent": agent}, data={"csrf_token": csrf(client), "email": email, "password": PASSWORD}
        )  # fmt: skip
        assert answer.status_code in (302, 303), answer.text
    return came


def send(client: FlaskClient, path: str, **fields: Any) -> Any:
    return client.post(path, base_url="http://first.test", data={"csrf_token": client.token} | fields)  # type: ignore[attr-defined]


def decide(house: House, who: str, signal: int, outcome: str, **fields: str) -> Any:
    client, page = house.of(who), f"/console/fraud/{signal}"
    shown = at(client, page)
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', shown[1])
    assert ref or "own account" in shown[1], shown
    return send(client, f"{page}/{outcome}", ref=ref[1] if ref else ids.new_ref(), why="looked at it", **fields)


def test_many_members_on_one_device_are_seen_and_a_family_is_not(house: House) -> None:
    come(house, 3, "Family browser")
    assert seen(house) == []
    come(house, 4, "Farm browser")
    assert (seen(house), seen(house)) == (["device"], [])


def test_points_that_come_in_and_go_out_at_once_are_seen_and_slow_or_small_ones_are_not(house: House) -> None:
    now = clock.now()
    with house.app.app_context():
        for points, price, late in ((1000, 950, 5), (1000, 950, 45), (1000, 800, 5), (900, 900, 5)):
            with transaction():
                member = a_member(house.first, points=points, now=now - timedelta(hours=1))
                an_order(member, a_shelf(house.first, price=price), now=now - timedelta(minutes=60 - late))
    assert seen(house) == ["burn"]


def test_order_after_order_taken_back_is_seen_from_the_third_on(house: House) -> None:
    with house.app.app_context(), transaction():
        member, shelf = a_member(house.first, points=5000), a_shelf(house.first, stock=9)
    for times, found in ((2, []), (1, ["refunds"])):
        for _ in range(times):
            with house.app.app_context(), transaction():
                orders.cancel(an_order(member, shelf, now=clock.now()), why="", now=clock.now())
        assert seen(house) == found


def test_what_staff_gives_back_counts_with_what_was_taken_back_also_under_a_former_number(house: House) -> None:
    with house.app.app_context():
        with transaction():
            former, member = a_member(house.first, points=5000), a_member(house.first, points=5000)
            own = a_shelf(house.first, fulfilment="own")
            placed = [an_order(one, own, now=clock.now()) for one in (former, former, member)]
        with transaction():
            for order in placed:
                orders.fulfil(order.id, now=clock.now())
            become_one(former, member, now=clock.now())
        for order, found in zip(placed, ([], [], ["refunds"]), strict=True):
            card = giftcards.heir(giftcards.of_orders([order.id])[order.id])
            with transaction(by=Actor("user", house.ids["support"])):
                support.withdraw(card, "unwanted", "source", note="asked", by=house.ids["support"], now=clock.now())
            assert seen(house) == found


def test_guessing_at_a_till_is_seen_and_honest_mistakes_are_not(house: House) -> None:
    with house.app.app_context():
        with transaction():
            shelf = a_shelf(house.first, stock=1)
            order = an_order(a_member(house.first, points=900), shelf, now=clock.now())
        card = giftcards.of_orders([order.id])[order.id]
        code = in_the_clear(execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one())
        with transaction():
            guessing, honest = (a_terminal(shelf.brand.partner_id, name) for name in ("Till A", "Till B"))
        for till, times in ((honest, 3), (guessing, 11)):
            for guess in range(times):
                with transaction(), pytest.raises((tills.CardUnusable, tills.TooManyCodes)):
                    tills.find(till, f"GUESS{till.id}{guess}", now=clock.now())
        with transaction():
            redeem(honest, code.code, pin=code.pin, amount=100, now=clock.now())
    assert seen(house) == ["guessing"]


def another_code(house: House, value: int) -> Any:
    """Support gives a new card of this value another code, as the page does it."""
    with house.app.app_context():
        with transaction():
            member = a_member(house.first, points=900)
            order = an_order(member, a_shelf(house.first, value=value, fulfilment="own"), now=clock.now())
        with transaction():
            orders.fulfil(order.id, now=clock.now())
        card = giftcards.of_orders([order.id])[order.id]
    desk, page = house.of("support"), f"/console/cards/{card.public_id}/reissue"
    ref = re.search(r'name="ref" value="([0-9A-Z]{26})"', at(desk, page)[1])
    return send(
        desk, page, ref=ref[1] if ref else "", step="act", reason="lost", identified=["number", "order"], note=""
    )


def test_a_colleague_just_below_what_one_person_may_do_is_seen_and_whom_they_served_is_nobody_to_hold(
    house: House,
) -> None:
    for value in (49_900, 49_000):
        assert another_code(house, value).status_code == 303
    assert seen(house) == ["limit"]
    with house.app.app_context():
        signal = execute("SELECT id, member_id, evidence FROM fraud_signals").one()
        served = members.by_number(house.first.id, signal.evidence["member"])
        assert (signal.member_id, served is not None and fraud.of_member(served.id)) == (None, [])
    page = at(house.of("manager"), f"/console/fraud/{signal.id}")[1]
    assert ("Suspend from issuing" in page, "Put on hold" in page, f"/{signal.evidence['member']}" in page) == (
        True,
        False,
        True,
    )
    for member in ("", signal.evidence["member"]):
        assert decide(house, "manager", signal.id, "hold", member=member).status_code == 409
    own = at(house.of("support"), f"/console/fraud/{signal.id}")[1]
    assert ("a colleague has to decide" in own, 'id="decision"' in own, 'id="decision"' in page) == (True, False, True)
    assert decide(house, "support", signal.id, "release").status_code == 403, "it is about himself"
    assert decide(house, "manager", signal.id, "release").status_code == 303


def test_a_suspended_colleague_gives_nothing_out_until_two_others_lift_that(house: House) -> None:
    for value in (49_900, 49_000):
        another_code(house, value)
    seen(house)
    with house.app.app_context():
        signal = execute("SELECT id FROM fraud_signals").scalar_one()
    assert decide(house, "manager", signal, "resume").status_code == 409, "nothing keeps him from it"
    assert decide(house, "manager", signal, "suspend").status_code == 303
    no = another_code(house, 100)
    assert (no.status_code, "has suspended whoever asked for this" in no.text) == (409, True)
    assert decide(house, "manager", signal, "release").status_code == 409
    assert decide(house, "support", signal, "resume").status_code == 403, "it is about himself"
    where = decide(house, "manager", signal, "resume").headers["Location"]
    assert another_code(house, 100).status_code == 409
    other = house.of("second manager")
    digest = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', at(other, f"{where}/approval")[1])
    assert send(other, f"{where}/approval", seen=digest[1] if digest else "").status_code == 303
    assert another_code(house, 100).status_code == 303
    with house.app.app_context():
        acts = execute(
            """SELECT action, before->>'suspended' AS was, after->>'suspended' AS becomes FROM audit_records
                WHERE subject = %(support)s AND action IN ('identity.suspend_issuing', 'identity.resume_issuing') ORDER BY id""",
            {"support": f"user:{house.ids['support']}"},
        ).all()
        assert [tuple(row) for row in acts] == [
            ("identity.suspend_issuing", "false", "true"), ("identity.resume_issuing", "true", "false"),
        ]  # fmt: skip
        assert identity.invariants() == []


def test_who_is_held_moves_nothing_is_told_and_goes_on_after_a_release_that_is_remembered(house: House) -> None:
    first = come(house, 4, "Farm browser")[-1]
    seen(house)
    with house.app.app_context():
        signal = execute("SELECT id, member_id FROM fraud_signals").one()
        member = members.member(first)
        assert member is not None
        assert signal.member_id == first
        with transaction():
            shelf = a_shelf(house.first)
            order = an_order(member, shelf, now=clock.now())
        card = giftcards.of_orders([order.id])[order.id]
    assert decide(house, "support", signal.id, "hold").status_code == 303
    with house.app.app_context():
        with pytest.raises(members.MemberHeld), transaction():
            an_order(member, shelf, now=clock.now())
        with pytest.raises(members.MemberHeld), transaction():
            giftcards.reveal(
                card.public_id, programme_id=house.first.id, member_id=first, now=clock.now(), fresh_factor=True
            )
        job.tell(execute("SELECT ref FROM outbox WHERE topic = 'fraud.tell'").scalar_one())
        assert "/cases/new" in execute("SELECT body_text FROM mails WHERE left(ref, 6) = 'fraud:'").scalar_one()
    house.ids["held"] = member.user_id or 0
    for page in ("/", "/cards", "/account/profile"):
        said = at(house.of("held"), page)[1]
        assert ("Your account is on hold." in said, 'href="/cases/new"' in said) == (True, True), page
    assert "on hold since" in at(house.of("support"), f"/console/members/{member.number}")[1]
    assert decide(house, "support", signal.id, "release").status_code == 303
    assert "Your account is on hold." not in at(house.of("held"), "/")[1]
    with house.app.app_context(), transaction():
        an_order(member, shelf, now=clock.now())
    come(house, 1, "Farm browser")
    assert seen(house) == []
    with house.app.app_context():
        acts = execute(
            "SELECT action, after FROM audit_records WHERE split_part(action, '.', 1) = 'fraud' OR action IN ('members.hold', 'members.lift_hold') ORDER BY id"
        ).all()
        assert [(row.action, row.after.get("held", row.after.get("state"))) for row in acts] == [
            ("members.hold", "hold"), ("fraud.hold", "hold"), ("members.lift_hold", ""), ("fraud.release", "release"),
        ]  # fmt: skip


def test_devices_of_a_held_member_raise_the_score_of_others_until_a_release(house: House) -> None:
    come(house, 4, "Farm browser")
    seen(house)
    with house.app.app_context():
        signal = execute("SELECT id FROM fraud_signals").scalar_one()

    def score_of_a_newcomer() -> int:
        """Somebody comes from there and takes back order after order: how suspicious that is."""
        [one] = come(house, 1, "Farm browser")
        with house.app.app_context():
            member, shelf = members.member(one), a_shelf_of(house)
            assert member is not None
            for _ in range(3):
                with transaction():
                    orders.cancel(an_order(member, shelf, now=clock.now()), why="", now=clock.now())
        assert seen(house) == ["refunds"]
        with house.app.app_context():
            return int(execute("SELECT score FROM fraud_signals ORDER BY id DESC LIMIT 1").scalar_one())

    usual = score_of_a_newcomer()
    assert decide(house, "support", signal, "hold").status_code == 303
    assert seen(house) == [], "what was decided about is not found once more"
    assert score_of_a_newcomer() == usual + 20
    assert decide(house, "support", signal, "release").status_code == 303
    assert score_of_a_newcomer() == usual


def a_shelf_of(house: House) -> Any:
    with transaction():
        return a_shelf(house.first, stock=9)


def test_a_block_takes_two_people_shuts_the_door_and_counts_against_the_next(house: House) -> None:
    blocked = come(house, 4, "Farm browser")[-1]
    seen(house)
    with house.app.app_context():
        signal = execute("SELECT id, score FROM fraud_signals").one()
        user = members.member(blocked).user_id  # type: ignore[union-attr]
        house.ids["blocked"] = user or 0
        with transaction():
            members.join(
                house.second, user_id=user, first_name="Anna", last_name="S", email="a@second.test", language="en", city=None, now=clock.now()
            )  # fmt: skip
    where = decide(house, "manager", signal.id, "block").headers["Location"]
    with house.app.app_context():
        assert members.held(blocked) is None
    other = house.of("second manager")
    digest = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', at(other, f"{where}/approval")[1])
    assert digest
    assert send(house.of("manager"), f"{where}/approval", seen=digest[1]).status_code >= 400
    assert send(other, f"{where}/approval", seen=digest[1]).status_code == 303
    with house.app.app_context():
        held, member = members.held(blocked), members.member(blocked)
        assert held is not None
        assert member is not None
        assert held.kind == "block"
    client = house.of("blocked")
    shut = at(client, "/orders")
    assert (shut[0], "Your account is blocked" in shut[1]) == (403, True)
    assert at(client, "/account/joining")[0] == 403, "nor does he join once more"
    assert at(client, "/orders", host="second.test")[0] == 200, "another programme is not closed by it"
    for less in ("hold", "release"):
        assert decide(house, "manager", signal.id, less).status_code == 409, "one person undoes nothing of it"
    come(house, 1, "Farm browser")
    assert seen(house) == ["device"]
    with house.app.app_context():
        scores = [row.score for row in execute("SELECT score FROM fraud_signals ORDER BY id")]
        assert scores == [signal.score, signal.score + 40]
    where = decide(house, "manager", signal.id, "unblock").headers["Location"]
    with house.app.app_context():
        assert members.held(blocked) is not None
    digest = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', at(other, f"{where}/approval")[1])
    assert send(other, f"{where}/approval", seen=digest[1] if digest else "").status_code == 303
    with house.app.app_context():
        assert members.held(blocked) is None
        job.tell(execute("SELECT ref FROM outbox WHERE topic = 'fraud.tell' ORDER BY id DESC LIMIT 1").scalar_one())
        assert "снова работает" in execute("SELECT subject FROM mails WHERE left(ref, 6) = 'fraud:'").scalar_one()
    assert at(house.of("blocked"), "/orders")[0] == 200
    assert decide(house, "manager", signal.id, "unblock").status_code == 409


def test_thresholds_are_the_programmes_own(house: House) -> None:
    manager = house.of("manager")
    assert at(house.of("support"), "/console/fraud/limits")[0] == 404
    with house.app.app_context():
        usual = fraud.limits(house.first.id)
    assert send(manager, "/console/fraud/limits", **usual | {"burn_percent": 101}).status_code == 422
    assert send(manager, "/console/fraud/limits", **usual | {"device_accounts": 2}).status_code == 303
    come(house, 2, "Farm browser")
    assert seen(house) == ["device"]


def test_of_several_members_one_is_chosen_and_a_release_frees_all_whom_the_signal_held(house: House) -> None:
    came = come(house, 4, "Farm browser")
    seen(house)
    with house.app.app_context():
        signal = execute("SELECT id FROM fraud_signals").scalar_one()
        numbers = {one: members.member(one).number for one in came}  # type: ignore[union-attr]
        with transaction():
            stranger = a_member(house.first)
    page = at(house.of("support"), f"/console/fraud/{signal}")[1]
    assert all(f"/console/members/{number}" in page for number in numbers.values())
    assert ("Families and shared computers" in page, "How rarely honest people look like this" in page) == (True, True)
    assert decide(house, "support", signal, "hold", member=stranger.number).status_code == 409, (
        "it names no such member"
    )
    for one in came[:2]:
        assert decide(house, "support", signal, "hold", member=numbers[one]).status_code == 303
    with house.app.app_context():
        assert [members.held(one) is not None for one in came] == [True, True, False, False]
    assert decide(house, "support", signal, "release").status_code == 303
    with house.app.app_context():
        assert [members.held(one) for one in came] == [None] * 4
        told = execute(
            "SELECT split_part(ref, ':', 2)::bigint FROM outbox WHERE topic = 'fraud.tell' ORDER BY id"
        ).scalars()
        assert sorted(told) == sorted([*came[:2], *came[:2]]), "each was told of both"


def test_a_signal_about_a_till_is_answered_by_telling_its_partner_or_closing_the_till(house: House) -> None:
    now = clock.now()
    with house.app.app_context():
        with transaction():
            till = a_terminal(a_shelf(house.first, stock=1).brand.partner_id, "Till A")
        for guess in range(11):
            with transaction(), pytest.raises((tills.CardUnusable, tills.TooManyCodes)):
                tills.find(till, f"GUESS{guess}", now=now)
    assert seen(house) == ["guessing"]
    with house.app.app_context():
        signal = execute("SELECT id FROM fraud_signals").scalar_one()
    page = at(house.of("support"), f"/console/fraud/{signal}")[1]
    assert ("Tell the partner" in page, "Close the till" in page, "Put on hold" in page) == (True, True, False)
    assert decide(house, "support", signal, "hold").status_code == 409, "nobody is there to hold"
    assert decide(house, "support", signal, "tell").status_code == 303
    again = decide(house, "support", signal, "tell")
    assert (again.status_code, "already handled this alarm" in again.text) == (409, True)
    assert decide(house, "support", signal, "stop").status_code == 303
    with house.app.app_context():
        assert execute("SELECT note FROM till_alarm_answers WHERE desk = 'programme'").scalar_one() == "looked at it"
        assert execute("SELECT closed_at IS NOT NULL FROM terminals WHERE id = %(id)s", {"id": till.id}).scalar_one()
        acts = execute(
            "SELECT action FROM audit_records WHERE split_part(action, '.', 1) = 'fraud' ORDER BY id"
        ).scalars()
        assert list(acts) == ["fraud.tell", "fraud.stop"]
