"""What staff gives to a member, or makes another's, waits while the fraud desk holds them, and for a day after what they sign in with was changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from marketplace import giftcards, gifts, identity, members
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import execute, transaction
from marketplace.members import Member
from marketplace.support import cases
from tests.builders.gifts import A_GIFT
from tests.builders.identity import a_user
from tests.builders.members import a_member
from tests.web.console.house import at, refused
from tests.web.console.test_corrections import Desk
from tests.web.console.test_recipients import owner_of, post
from tests.web.console.test_reissues import a_card, newest
from tests.web.console.test_reissues import send as reissue
from tests.web.console.test_withdrawals import send


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def held(desk: Desk, of: Member) -> None:
    with desk.app.app_context(), transaction(by=Actor("user", desk.house.ids["admin"])):
        members.put_on_hold(of, "hold", why="looked odd", now=clock.now())


def changed(desk: Desk, of: Member) -> None:
    """Somebody has just given a new password to the member's account."""
    with desk.app.app_context():
        with transaction():
            user = a_user().id
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user, "id": of.id})
        with transaction(by=Actor("user", user)):
            identity.note_change(user, "password", now=clock.now() - timedelta(hours=1))


@pytest.mark.parametrize(("befalls", "code", "refund"), [(held, "owner_held", 303), (changed, "recently_changed", 409)])
def test_nothing_is_given_to_a_member_who_is_held_or_may_have_been_taken_over_nor_moved_away_from_them(
    desk: Desk, befalls: Callable[[Desk, Member], None], code: str, refund: int
) -> None:
    house, waiting = desk.house, a_card(desk.house)
    theirs, away, others = a_card(house), a_card(house), a_card(house)
    giver, owner, loser = (owner_of(house, one) for one in (waiting, theirs, away))
    with desk.app.app_context():
        with transaction(by=Actor("user", 1)):
            gifts.give(giver, waiting.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
        with transaction():
            stranger = a_member(house.first, points=0)
    before = desk.balance()
    for one in (desk.olga, giver, owner, loser):
        befalls(desk, one)
    support = house.of("support")
    answers = {
        "another code": reissue(support, theirs, ref=ids.new_ref()).status_code,
        "points": desk.post("support").status_code,
        "many points": desk.post("support", amount="1500").status_code,
        "goodwill": desk.post("support", "goodwill", amount="50").status_code,
        "another address": post(house, waiting, to_name="Ivan", email="ivan@right.example")[0],
        "from them to another": post(house, away, member=stranger.number)[0],
        "from another to them": post(house, others, member=desk.olga.number)[0],
    }
    assert answers == dict.fromkeys(answers, 409)
    assert {said for _about, said in refused(desk.app)} == {code}
    assert (desk.balance(), newest(house, theirs).id) == (before, theirs.id)
    assert desk.post("support", kind="debit", reason="twice", amount="100").status_code == 303, "taking gives nothing"
    assert send(support, theirs, ref=ids.new_ref()).status_code == refund, "to its source, which is held, too"


def test_pages_that_give_say_that_a_member_is_held(desk: Desk) -> None:
    house, card = desk.house, a_card(desk.house)
    owner = owner_of(house, card)
    held(desk, owner)
    support, its, hers = house.of("support"), f"/console/cards/{card.public_id}", f"/console/members/{owner.number}"
    for page in (its, f"{its}/reissue", f"{its}/recipient", f"{hers}/points", f"{hers}/goodwill", hers):
        assert "The member has been on hold since" in at(support, page)[1], page
    assert 'name="step"' not in at(support, f"{its}/reissue")[1]
    with desk.app.app_context(), transaction(by=Actor("user", house.ids["admin"])):
        members.lift_hold(owner, "hold", why="all is well", now=clock.now())
    assert "on hold since" not in at(support, f"{its}/reissue")[1]
    assert reissue(support, card).status_code == 303


def test_a_wish_that_was_written_before_the_account_was_changed_counts_again_after_a_day(desk: Desk) -> None:
    house, card = desk.house, a_card(desk.house)
    owner = owner_of(house, card)
    with desk.app.app_context(), transaction():
        stranger = a_member(house.first, points=0)
        cases.open_case(
            house.first.id, channel="cabinet", category="other", text="It is not mine", contact=cases.Contact(email=owner.email),
            ref=ids.new_ref(), member=owner, card=card, now=clock.now() - timedelta(hours=2),
        )  # fmt: skip
    changed(desk, owner)
    assert post(house, card, member=stranger.number, identified=[])[0] == 422, "who says so?"
    with time_machine.travel(clock.now() + timedelta(hours=24)):
        status, proposal = post(house, card, member=stranger.number, identified=[])
    assert (status, "/console/approvals/" in proposal) == (303, True)
    with desk.app.app_context():
        assert giftcards.card_by_id(card.id).member_id == owner.id
