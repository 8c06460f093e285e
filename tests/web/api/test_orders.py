"""A machine exchanges a member's points for a card, sees it masked, opens it, or gives it back."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask

from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.builders.api import Caller, a_caller
from tests.builders.ledger import points_last_until


@pytest.fixture
def caller(app: Flask) -> Caller:
    return a_caller(app)


def test_stranger_orders_a_card_and_opens_it(caller: Caller) -> None:
    placed = caller.post("/orders", caller.order())
    assert placed.status_code == 201
    assert placed.json["state"] == "issued"
    card = caller.get(f"/cards/{placed.json['card']}").json
    assert card["value"] == {"amount": 30_000, "currency": "RUB"}
    assert card["masked"].startswith("•••• ")
    secret = caller.post(f"/cards/{card['id']}/reveals", {}).json
    assert secret["code"].startswith("MARK")
    assert secret["code"][-4:] == card["masked"][-4:]
    assert secret["pin"] == "0417"
    assert caller.get(f"/members/{caller.number}").json["balance"] == 550
    history = caller.get(f"/members/{caller.number}/history").json["items"]
    assert [item["amount"] for item in history] == [-450, 1000]
    assert history[0]["balance_after"] == 550


def test_card_is_given_back_and_the_points_return(caller: Caller) -> None:
    lots = f"/members/{caller.number}/lots"
    [lot] = caller.get(lots).json["lots"]
    order = caller.post("/orders", caller.order()).json
    back = caller.post(f"/orders/{order['number']}/cancellation", {"why": "wrong value"})
    assert back.status_code == 201
    assert back.json["state"] == "cancelled"
    assert back.json["returned"] == [{"points": 450, "last_day": lot["last_day"]}]
    assert caller.get(f"/members/{caller.number}").json["balance"] == 1000
    assert caller.post(f"/cards/{order['card']}/reveals", {}).status_code == 409


def test_points_whose_day_has_passed_come_back_with_the_day_that_the_answer_names(
    caller: Caller, owner_url: str
) -> None:
    order = caller.post("/orders", caller.order()).json
    points_last_until(owner_url, -9)
    back = caller.post(f"/orders/{order['number']}/cancellation", {})
    [lot] = caller.get(f"/members/{caller.number}/lots").json["lots"]
    assert back.json["returned"] == [{"points": 450, "last_day": lot["last_day"]}]


def test_what_came_back_long_ago_is_named_with_the_days_of_then(
    caller: Caller, owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = caller.post("/orders", caller.order()).json
    points_last_until(owner_url, 2)
    first = caller.post(f"/orders/{order['number']}/cancellation", {})
    later = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = caller.post(f"/orders/{order['number']}/cancellation", {"why": "once more"})
    assert again.json == first.json


def test_opened_card_is_not_given_back(caller: Caller) -> None:
    order = caller.post("/orders", caller.order()).json
    caller.post(f"/cards/{order['card']}/reveals", {})
    refused = caller.post(f"/orders/{order['number']}/cancellation", {})
    assert (refused.status_code, refused.json["code"]) == (409, "not_cancellable")


def test_quote_says_what_is_taken_and_what_is_left(caller: Caller) -> None:
    quote = caller.get("/quotes", member=caller.number, denomination_id=caller.shelf.denomination_id).json
    assert (quote["price"], quote["balance"], quote["remains"], quote["missing"]) == (450, 1000, 550, 0)
    assert sum(part["points"] for part in quote["takes"]) == 450


def test_offers_are_listed_until_they_are_sold_out(app: Flask) -> None:
    caller = a_caller(app, stock=1)
    assert [offer["id"] for offer in caller.get("/offers").json["items"]] == [caller.shelf.offer_id]
    assert caller.get("/offers", q="деский мир").json["items"]
    caller.post("/orders", caller.order())
    assert caller.get("/offers").json["items"] == []
    refused = caller.post("/orders", caller.order())
    assert (refused.status_code, refused.json["code"]) == (409, "out_of_stock")
    assert caller.get(f"/members/{caller.number}").json["balance"] == 550


def test_too_few_points_change_nothing(app: Flask) -> None:
    caller = a_caller(app, points=449)
    refused = caller.post("/orders", caller.order())
    assert (refused.status_code, refused.json["code"]) == (409, "not_enough_points")
    assert refused.content_type == "application/problem+json"
    assert caller.get(f"/members/{caller.number}").json["balance"] == 449
    assert caller.get("/cards", member=caller.number).json["items"] == []


def test_only_the_price_that_the_order_names_is_charged(app: Flask, caller: Caller) -> None:
    """The price rises after the quote: the order is refused with the new one, and placed once it names that."""
    body = caller.order()
    with app.app_context(), transaction():
        raised = {"id": caller.shelf.denomination_id}
        execute("UPDATE denominations SET price_points = 500 WHERE id = %(id)s", raised)
    refused = caller.post("/orders", body, key="one-key")
    assert (refused.status_code, refused.content_type) == (409, "application/problem+json")
    assert (refused.json["code"], refused.json["facts"]) == ("price_changed", {"price": 500})
    assert caller.get(f"/members/{caller.number}").json["balance"] == 1000
    assert caller.get("/orders", member=caller.number).json["items"] == []
    lower = caller.post("/orders", body | {"price": 1})
    assert (lower.status_code, lower.json["facts"]) == (409, {"price": 500})
    again = caller.post("/orders", body | {"price": 500}, key="one-key")
    assert (again.status_code, again.json["price"]) == (201, 500)
    assert caller.get(f"/members/{caller.number}").json["balance"] == 500


def test_terms_that_were_not_shown_are_not_accepted(caller: Caller) -> None:
    stale = {"rules": "0" * 64, "offer": "0" * 64}
    refused = caller.post("/orders", caller.order(accepted=stale))
    assert (refused.status_code, refused.json["code"]) == (409, "terms_changed")


@pytest.mark.parametrize(
    "over",
    [
        {"denomination_id": None},
        {"denomination_id": 0},
        {"denomination_id": -1},
        {"denomination_id": 2**63},
        {"denomination_id": 1.5},
        {"denomination_id": "1"},
        {"denomination_id": True},
        {"offer_id": 1, "value": 5},
        {"member": ""},
        {"member": "x" * 1000},
        {"member": 5},
        {"member": "A\x00BCDEF"},
        {"accepted": None},
        {"accepted": {"rules": "z" * 64, "offer": "0" * 64}},
        {"surprise": 1},
        {"price": None},
        {"price": -1},
        {"price": "450"},
        {"price": 2**63},
    ],
)
def test_bad_field_is_named_and_nothing_moves(caller: Caller, over: dict[str, Any]) -> None:
    refused = caller.post("/orders", caller.order(**over))
    assert refused.status_code == 422
    assert refused.json["code"] == "invalid_request"
    assert refused.json["facts"]["errors"]
    assert caller.get(f"/members/{caller.number}").json["balance"] == 1000


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"{" * 5000])
def test_body_that_is_no_order_is_refused(caller: Caller, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {caller.key}", "Idempotency-Key": "k", "Content-Type": "application/json"}
    refused = caller.http.post("/api/v1/orders", data=body, headers=headers)
    assert refused.status_code in (400, 413, 422)
    assert refused.content_type == "application/problem+json"


def test_answers_tell_what_is_left_of_the_rate(caller: Caller) -> None:
    answer = caller.get("/offers")
    assert int(answer.headers["RateLimit-Remaining"]) == int(answer.headers["RateLimit-Limit"]) - 1
    assert 1 <= int(answer.headers["RateLimit-Reset"]) <= 60


def test_an_order_makes_eight_round_trips_to_the_database(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client, its rate, BEGIN with the key, the member, what is for sale, all that is written, the kept answer, COMMIT; docs/speed.md says so."""
    body = caller.order()
    caller.post("/orders", body)  # what a process reads once is read
    waited: list[str] = []
    wait = psycopg.Connection.wait

    def counted(connection: psycopg.Connection, of: Any, *args: Any, **more: Any) -> Any:
        waited.append(of.__qualname__)
        return wait(connection, of, *args, **more)

    monkeypatch.setattr(psycopg.Connection, "wait", counted)
    assert caller.post("/orders", body).status_code == 201
    trips = [name for name in waited if "rollback" not in name]  # of a transaction that is over it asks for nothing
    assert len(trips) == 8
