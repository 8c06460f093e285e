"""The till without a network at the partner's desk: the owner sees what he can lose first, the till's page sends, sign-out waits."""

import re
from datetime import timedelta

from flask import Flask
from werkzeug.test import TestResponse

from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import execute
from tests.builders.identity import csrf, sign_in, staff
from tests.web.partner.test_tills import Person, Shop, said, shop

__all__ = ["shop"]
DEVICE, OTHER = "0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"
LIMITS = {"card_limit": "30", "stored_limit": "90", "count_limit": "2"}


def switched_on(shop: Shop) -> None:
    page = f"terminals/{shop.till.terminal.id}/offline"
    seen = re.search(r'name="agreed" value="(\d+)"', shop.owner.post(page, **LIMITS).text)
    assert seen
    assert shop.owner.post(page, **LIMITS, agreed=seen[1]).status_code == 303


def test_the_owner_sees_what_he_can_lose_before_it_is_switched_on_and_nobody_else_switches(shop: Shop) -> None:
    page = f"terminals/{shop.till.terminal.id}/offline"
    first = shop.owner.post(page, **LIMITS)
    assert "The most you can lose: ₽60" in said(first)
    guessed = shop.owner.post(page, **LIMITS, agreed="1")
    for answer in (first, guessed):
        assert answer.status_code == 200
    assert "off" in said(shop.owner.get("terminals"))
    switched_on(shop)
    assert "All tills together can lose at most ₽60" in said(shop.owner.get("terminals"))
    assert shop.owner.post(page, **(LIMITS | {"stored_limit": "20"})).status_code == 422
    for nobody in (shop.cashier, shop.accountant, shop.competitor):
        assert nobody.post(page, **LIMITS, agreed="6000").status_code in (403, 404)
    assert shop.owner.post(f"{page}/end").status_code == 303
    assert shop.cashier.post(f"{shop.path}/package", device=DEVICE).status_code == 404


def test_page_of_a_till_that_does_not_work_offline_says_nothing_of_what_waits(shop: Shop) -> None:
    parts = [f"{what} hidden" for what in ("data-sends", "data-look", "data-save")]
    off = shop.cashier.get(f"{shop.path}/offline").text
    switched_on(shop)
    on = shop.cashier.get(f"{shop.path}/offline").text
    assert [(part in off, part in on) for part in parts] == [(True, False)] * 3
    assert "data-as-of hidden" in on, "until a list of blocked cards has come"


def test_the_tills_page_takes_a_package_and_sends_what_was_taken_once(shop: Shop) -> None:
    switched_on(shop)
    assert 'data-signs="рублей рубля рубль руб. руб р. р rub ₽"' in shop.cashier.get(f"{shop.path}/offline").text
    package = shop.cashier.post(f"{shop.path}/package", device=DEVICE).json
    with shop.work():
        assert tills.reach(shop.till.card, now=clock.now()) is None, "no pass of it was given"
        shown = tills.give_pass(shop.till.card, pin="", now=clock.now())
        assert tills.reach(shop.till.card, now=clock.now()) == 3_000, "what its owner is told when they freeze it"
        assert tills.reach(shop.till.card, now=clock.now() + timedelta(days=8)) is None
    sent = {"ref": "F1", "package": package["ref"], "shown": shown, "amount": "3000", "taken_at": package["issued_at"]}
    for _ in range(2):
        assert shop.cashier.post(f"{shop.path}/takings", **sent).json == {"taken": 3_000, "lost": 0, "why": ""}
    more = shop.cashier.post(f"{shop.path}/takings", **(sent | {"ref": "F2"}))
    assert more.json == {"taken": 0, "lost": 3_000, "why": "limit"}
    assert shop.left() == (7_000, "active")
    assert shop.cashier.post(f"{shop.path}/takings", **(sent | {"taken_at": "now"})).status_code == 400
    assert shop.competitor.post(f"{shop.path}/takings", **sent).status_code == 404
    token = {"X-CSRFToken": csrf(shop.cashier.http)}
    for odd in ([1], "text", None, {"ref": {"a": [1]}, "amount": True}):
        answer = shop.cashier.http.post(shop.cashier.at(f"{shop.path}/takings"), json=odd, headers=token)
        assert (answer.status_code, answer.json) == (400, {"code": "invalid_request"}), odd
    listed = said(shop.owner.get("redemptions/offline"))
    assert "over the limit" in listed
    assert "₽30" in listed


def test_while_something_waits_in_the_browser_nobody_signs_out_of_it(shop: Shop) -> None:
    waits = shop.cashier.at(f"{shop.path}/offline")
    shop.cashier.http.set_cookie("till-waits", waits)
    held = shop.cashier.post("/sign-out")
    assert (held.status_code, held.location, held.headers.get("Clear-Site-Data")) == (303, f"{waits}#waits", None)
    assert shop.cashier.get(shop.path).status_code == 200
    shop.cashier.http.set_cookie("till-waits", "https://example.org/partner/x/tills/1/offline")
    assert "Clear-Site-Data" in shop.cashier.post("/sign-out").headers


def test_one_device_works_offline_its_owner_sees_which_and_ends_it(shop: Shop) -> None:
    """Another partner has no such till."""
    switched_on(shop)
    page, package = f"terminals/{shop.till.terminal.id}/offline", f"{shop.path}/package"
    json = {"Accept": "application/json"}

    def asked(device: str, path: str = package) -> TestResponse:
        sent = {"device": device, "csrf_token": csrf(shop.cashier.http)}
        return shop.cashier.http.post(shop.cashier.at(path), data=sent, headers=json)

    assert asked("no name").status_code == asked("", f"{package}/return").status_code == 400
    assert [asked(device).status_code for device in (DEVICE, OTHER, DEVICE)] == [200, 409, 200]
    assert (asked(OTHER).json["code"], set(asked(OTHER).json["facts"])) == ("offline_elsewhere", {"since"})
    assert asked(OTHER, f"{package}/return").json == {"held": False}, "it held nothing"
    assert asked(OTHER).status_code == 409
    assert asked(DEVICE, f"{package}/return").status_code == 200
    assert [asked(device).status_code for device in (OTHER, DEVICE)] == [200, 409]
    with shop.work():
        held = tills.held(shop.till.terminal.partner_id, now=clock.now())[-1]
        execute("UPDATE users SET name = 'Egor T.' WHERE id = %(id)s", {"id": held.user_id})
    assert "Egor T. since" in said(shop.owner.get(page))
    end = f"{page}/devices/{held.id}/end"
    assert "up to ₽60 more can be lost" in said(shop.owner.get(end))
    for nobody in (shop.cashier, shop.accountant, shop.competitor):
        assert nobody.post(end).status_code in (403, 404)
    assert shop.owner.post(end).status_code == 303
    assert asked(DEVICE).status_code == 200
    told = said(shop.owner.get(page))
    assert "up to ₽60 may still come" in told
    assert "all your tills can lose ₽120" in told
    for path in ("offline", "package"):
        assert shop.competitor.post(f"{shop.path}/{path}", device=DEVICE).status_code in (404, 405)
    assert shop.competitor.get(f"{shop.path}/offline").status_code == 404
    assert shop.cashier.get(f"{shop.path}/offline").status_code == 200


def test_more_than_the_cap_is_proposed_by_the_owner_and_allowed_by_the_programme_alone(app: Flask, shop: Shop) -> None:
    page, wanted = (
        f"terminals/{shop.till.terminal.id}/offline",
        {"card_limit": "5000", "stored_limit": "60000", "count_limit": "50"},
    )
    with shop.work():
        manager = staff(shop.till.shelf.programme, "manager").id
    seen = shop.owner.post(page, **wanted).text
    assert "the programme has to agree" in seen
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', seen)
    assert ref
    for _ in range(2):
        assert shop.owner.post(page, **wanted, agreed="6000000", ref=ref[1]).status_code == 303
    assert "The programme is asked to allow up to ₽60,000" in said(shop.owner.get(page))
    for _ in range(2):
        assert shop.owner.post(f"{page}/proposal/withdrawal").status_code == 303
    assert "The programme is asked" not in said(shop.owner.get(page))
    ref = re.search(r'name="ref"[^>]*value="([0-9A-Z]{26})"', shop.owner.post(page, **wanted).text)
    assert ref
    assert shop.owner.post(page, **wanted, agreed="6000000", ref=ref[1]).status_code == 303
    assert shop.cashier.post(f"{shop.path}/package", device=DEVICE).status_code == 404, (
        "nothing has changed at the till"
    )
    http = app.test_client()
    sign_in(http, manager, fresh=True)
    office = Person(http, shop.owner.slug)
    with shop.work():
        proposal = execute("SELECT ref FROM proposals ORDER BY id DESC LIMIT 1").scalar_one()
        digest = execute(
            "SELECT encode(digest, 'hex') FROM proposal_versions ORDER BY proposal_id DESC LIMIT 1"
        ).scalar_one()
    shown = said(http.get(f"/console/approvals/{proposal}", headers={"Accept-Language": "en"}))
    assert "₽60,000" in shown
    assert "Maximum redemptions" in shown
    assert shop.owner.post(f"/console/approvals/{proposal}/approval", seen=digest, note="").status_code in (403, 404)
    assert office.post(f"/console/approvals/{proposal}/approval", seen=digest, note="").status_code == 303
    assert shop.cashier.post(f"{shop.path}/package", device=DEVICE).json["stored_limit"] == 6_000_000
    assert shop.owner.post(page, **(wanted | {"stored_limit": "500001"})).status_code == 422, (
        "nobody has more than that"
    )


def test_redemptions_say_which_were_taken_offline_and_can_be_narrowed_to_them(shop: Shop) -> None:
    switched_on(shop)
    shop.take(how="part", sum="10.00")
    package = shop.cashier.post(f"{shop.path}/package", device=DEVICE).json
    with shop.work():
        shown = tills.give_pass(shop.till.card, pin="", now=clock.now())
    sent = {"ref": "F1", "package": package["ref"], "shown": shown, "amount": "3000", "taken_at": package["issued_at"]}
    shop.cashier.post(f"{shop.path}/takings", **sent)
    rows = [shop.owner.get(f"redemptions{asked}").text.partition("<tbody")[2] for asked in ("", "?way=offline")]
    assert ["₽10" in one for one in rows] == [True, False]
    assert ["wifi-off" in one for one in rows] == [True, True]
