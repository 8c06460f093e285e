"""For a day after their password or second factor was changed nobody gives anything of value out, nor agrees to it; and each "no" leaves its record."""

from datetime import timedelta

import pytest
from flask import Flask

from marketplace import giftcards, gifts, identity
from marketplace.core import clock, ids
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from tests.builders.gifts import A_GIFT
from tests.builders.programmes import set_of
from tests.web.console.house import at, refused
from tests.web.console.test_corrections import Desk
from tests.web.console.test_recipients import owner_of, post
from tests.web.console.test_reissues import NAMED, a_card, newest
from tests.web.console.test_reissues import send as reissue
from tests.web.console.test_withdrawals import approve, send


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def unsettle(desk: Desk, who: str) -> None:
    user = desk.house.ids[who]
    with desk.app.app_context(), transaction(by=Actor("user", user)):
        identity.note_change(user, "app", now=clock.now() - timedelta(hours=23))


def extend(desk: Desk, card: giftcards.Card, days: int) -> int:
    client = desk.house.of("support")
    fields = {
        "until": (card.expires_on + timedelta(days=days)).isoformat(),
        "reason": "goodwill",
        "note": "a long wait",
        "identified": NAMED,
    }
    path = f"/console/cards/{card.public_id}/extension"
    return client.post(path, base_url="http://first.test", data=fields | {"csrf_token": client.token}).status_code  # type: ignore[attr-defined]


def reveal(desk: Desk, card: giftcards.Card) -> tuple[int, bool]:
    """What support is answered who looks at a code, and whether the code is shown."""
    client, path = desk.house.of("support"), f"/console/cards/{card.public_id}/code"
    sent = {"note": "A till cannot read it", "csrf_token": client.token}  # type: ignore[attr-defined]
    answer = client.post(path, base_url="http://first.test", data=sent)
    return answer.status_code, "secret-code" in answer.text


def test_whoever_has_just_changed_what_they_sign_in_with_gives_nothing_out_and_each_try_is_recorded(desk: Desk) -> None:
    house, card = desk.house, a_card(desk.house)
    waiting = a_card(house)
    with desk.app.app_context(), transaction(by=Actor("user", 1)):
        gifts.give(owner_of(house, waiting), waiting.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
    unsettle(desk, "support")
    answers = [
        reissue(house.of("support"), card).status_code,
        send(house.of("support"), card).status_code,
        extend(desk, card, 30),
        desk.post("support").status_code,
        desk.post("support", amount="1500").status_code,
        desk.post("support", "goodwill", amount="50").status_code,
        post(house, waiting, to_name="Ivan", email="ivan@right.example")[0],
    ]
    assert answers == [409] * 7
    assert (desk.balance(), newest(house, card).id) == (300, card.id)
    about, olga = f"giftcard:{card.id}", f"member:{desk.olga.id}"
    # The same "no" on the same page is counted.
    assert refused(desk.app) == [
        (one, "staff_changed") for one in (about, about, about, olga, olga, f"giftcard:{waiting.id}")
    ]
    unsettle(desk, "admin")
    assert send(house.of("admin"), card, refund="none").status_code == 303, "voiding gives nothing out"


def test_nobody_who_has_just_changed_what_they_sign_in_with_approves_that_value_is_given(desk: Desk) -> None:
    house, card = desk.house, a_card(desk.house, 60_000)
    proposal = reissue(house.of("support"), card).headers["Location"]
    points = desk.post("support", amount="1500").headers["Location"]
    unsettle(desk, "admin")
    for one in (proposal, points):
        answer = approve(house.of("admin"), one)
        assert (answer.status_code, "within the last 24 hours" in answer.text) == (409, True)
    assert (desk.balance(), newest(house, card).id) == (300, card.id)
    assert [code for _about, code in refused(desk.app)] == ["staff_changed"] * 2
    with desk.app.app_context(), transaction():
        another = house.another("admin")
    assert [approve(house.of(another), one).status_code for one in (proposal, points)] == [303, 303]


def test_whoever_is_suspended_from_issuing_gives_nothing_out_in_the_programme_nor_has_it_approved_for_them(
    desk: Desk,
) -> None:
    house, card, dear = desk.house, a_card(desk.house), a_card(desk.house, 60_000)
    user, proposal = house.ids["support"], reissue(house.of("support"), dear).headers["Location"]
    with desk.app.app_context(), transaction(by=Actor("user", house.ids["admin"])):
        assert identity.suspend_issuing(user, programme_id=house.first.id, why="looked odd", now=clock.now())
        assert not identity.suspend_issuing(user, programme_id=house.first.id, why="again", now=clock.now())
        identity.must_not_be_suspended(user, house.second.id)
    said, path = "You have been suspended from issuing since", f"/console/cards/{card.public_id}"
    for page in ("/console/", path, f"{path}/code", f"{path}/reissue", f"{path}/extension"):
        assert (said in at(house.of("support"), page)[1], said in at(house.of("admin"), page)[1]) == (True, False), page
    waits = at(house.of("admin"), proposal)[1]
    assert (
        "Whoever proposed this is suspended" in waits,
        f"{proposal}/approval" in waits,
        f"{proposal}/refusal" in waits,
    ) == (True, False, True)
    assert reveal(desk, card) == (409, False), "a code is as good as what is on the card"
    answers = [
        reissue(house.of("support"), card).status_code, send(house.of("support"), card).status_code, extend(desk, card, 30),
        desk.post("support").status_code, desk.post("support", amount="1500").status_code, desk.post("support", "goodwill", amount="50").status_code,
        approve(house.of("admin"), proposal).status_code,
    ]  # fmt: skip
    assert answers == [409] * 7
    assert {code for _about, code in refused(desk.app)} == {"issuing_suspended"}
    assert (desk.balance(), newest(house, card).id, newest(house, dear).id) == (300, card.id, dear.id)
    assert send(house.of("support"), card, refund="none").status_code == 303, "voiding gives nothing out"
    with desk.app.app_context(), transaction(by=Actor("user", house.ids["admin"])):
        assert identity.resume_issuing(user, programme_id=house.first.id, why="all is well", now=clock.now())
    assert (desk.post("support").status_code, approve(house.of("admin"), proposal).status_code) == (303, 303)
    assert reveal(desk, card) == (200, True)


def test_what_a_rule_refuses_to_staff_is_recorded_after_all_of_it_was_undone(desk: Desk) -> None:
    house, client = desk.house, desk.house.of("support")
    card, theirs = a_card(house), a_card(house, stock=1)  # type: ignore[arg-type]
    about = f"giftcard:{card.id}"
    assert send(client, theirs, ref="0" * 26).status_code == 409
    with desk.app.app_context(), transaction(by=Actor("user", house.ids["admin"])):
        giftcards.stop(card, "suspicion", note="", now=clock.now())
    assert reissue(client, card).status_code == 409
    assert extend(desk, card, 5_000) == 422
    with desk.app.app_context(), transaction():
        set_of(house.first, issued_person_day=0)
    assert send(client, card).status_code == 429
    assert desk.post("support", kind="debit", reason="twice", amount="400").status_code == 409
    mine = desk.post("support", amount="1500").headers["Location"]
    assert approve(client, mine).status_code in (403, 404, 409)
    at(client, f"/console/cards/{card.public_id}/reissue")
    assert refused(desk.app)[:5] == [
        (f"giftcard:{theirs.id}", "partners_code"), (about, "card_stopped"), (about, "not_later"), (about, "too_many_issued"),
        (f"member:{desk.olga.id}", "not_enough_points"),
    ]  # fmt: skip
    story = at(house.of("admin"), f"/console/cards/{card.public_id}")[1]
    assert story.count("A rule refused an act of staff") == 3
    assert "No more codes, refunds and extensions today" in story


def test_of_two_acts_that_wait_about_one_card_each_page_names_the_other(desk: Desk) -> None:
    house, dear = desk.house, a_card(desk.house, 60_000)
    first = reissue(house.of("support"), dear).headers["Location"]
    path, waits = f"/console/cards/{dear.public_id}", "Something about this card waits for approval"
    alone = at(house.of("support"), first)[1]
    asked = [at(house.of("support"), f"{path}{page}")[1] for page in ("", "/withdrawal")]
    assert [(waits in page, first in page) for page in asked] == [(True, True)] * 2
    second = send(house.of("support"), dear, refund="none").headers["Location"]
    pages = [at(house.of("admin"), one)[1] for one in (first, second)]
    assert (waits in alone, [waits in page for page in pages]) == (False, [True, True])
    assert (second in pages[0], first in pages[1]) == (True, True)
