"""Endpoints of partners over the API: set up with a key that is given once, exchanged, and deliveries sent once more."""

import pytest
from flask import Flask

from marketplace import partners, webhooks
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.builders.api import Caller, a_caller
from tests.builders.webhooks import URL, an_endpoint


@pytest.fixture
def caller(app: Flask) -> Caller:
    return a_caller(app)


def test_an_endpoint_is_made_with_a_key_that_is_given_once(caller: Caller) -> None:
    made = caller.post("/webhooks", caller.webhook())
    assert made.status_code == 201
    assert made.json["key"].startswith("whsec_")
    shown = caller.get(f"/webhooks/{made.json['id']}").json
    assert (shown["url"], shown["kinds"], shown["state"]) == (URL, ["order.created"], "on")
    assert shown["key"] is None
    [listed] = caller.get("/webhooks").json["items"]
    assert (listed["id"], listed["kinds"]) == (made.json["id"], "order.created")
    again = caller.post("/webhooks", caller.webhook())
    assert (again.status_code, again.json["code"]) == (409, "webhook_there")


@pytest.mark.parametrize(
    ("over", "status", "code"),
    [
        ({"url": "https://10.0.0.1/"}, 422, "bad_webhook_url"),
        ({"kinds": ["order.lost"]}, 422, "no_webhook_kinds"),
        ({"partner": "nobodys"}, 404, "not_found"),
    ],
)
def test_what_cannot_be_an_endpoint_is_refused(caller: Caller, over: dict[str, object], status: int, code: str) -> None:
    refused = caller.post("/webhooks", caller.webhook(**over))
    assert (refused.status_code, refused.json["code"]) == (status, code)


def test_keys_are_exchanged_with_both_signing_for_a_week(app: Flask, caller: Caller) -> None:
    made = caller.post("/webhooks", caller.webhook()).json
    turned = caller.post(f"/webhooks/{made['id']}/rotation", {}).json
    assert turned["key"] not in (made["key"], None)
    assert turned["old_key_dies_at"]
    twice = caller.post(f"/webhooks/{made['id']}/rotation", {})
    assert (twice.status_code, twice.json["code"]) == (409, "webhook_rotating")


def test_one_delivery_or_all_that_failed_are_sent_again_and_nobody_elses(app: Flask, caller: Caller) -> None:
    stranger = a_caller(app)
    owners = [(one, one.partner_id()) for one in (caller, stranger)]
    with app.app_context(), transaction():
        for one, partner_id in owners:
            an_endpoint(one.shelf.programme.id, partner_id, clock.now())
            for ref in ("1", "2", "3"):
                webhooks.tell(partner_id, "codes.low", ref=ref, facts={"left": 3}, now=clock.now())
        execute("UPDATE webhook_deliveries SET state = 'dropped', next_at = NULL")
    [endpoint] = caller.get("/webhooks").json["items"]
    sent = caller.get("/webhooks/deliveries").json["items"]
    assert [row["state"] for row in sent] == ["dropped"] * 3
    path = f"/webhooks/{endpoint['id']}/replays"
    assert caller.post(path, {"delivery": sent[0]["id"]}).json == {"deliveries": 1}
    assert caller.post(path, {}).json == {"deliveries": 3}
    theirs = stranger.get("/webhooks/deliveries").json["items"]
    assert caller.post(path, {"delivery": theirs[0]["id"]}).status_code == 404
    assert stranger.post(path, {}).status_code == 404
    assert [row["state"] for row in stranger.get("/webhooks/deliveries").json["items"]] == ["dropped"] * 3


def test_a_key_of_one_member_has_no_business_with_them(app: Flask, caller: Caller) -> None:
    bound = a_caller(app, beside=caller, bound=True)
    for answer in (bound.get("/webhooks"), bound.post("/webhooks", caller.webhook())):
        assert (answer.status_code, answer.json["code"]) == (403, "key_bound_to_member")


def test_nothing_is_set_up_for_a_partner_that_has_left(app: Flask, caller: Caller) -> None:
    made = caller.post("/webhooks", caller.webhook()).json
    with app.app_context(), transaction():
        partners.suspend(of := partners.partner(caller.partner_id()), why="x", now=clock.now())
        partners.leave(of, partners.Unsettled(), why="x", now=clock.now())
    asked = {
        "/webhooks": caller.webhook(),
        f"/webhooks/{made['id']}/rotation": {},
        f"/webhooks/{made['id']}/replays": {},
    }
    assert {path: caller.post(path, body).json["code"] for path, body in asked.items()} == dict.fromkeys(
        asked, "partner_left"
    )
