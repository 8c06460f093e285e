"""A caller of the API with a small shop to buy in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import identity, partners, webhooks
from marketplace.core.db import execute, transaction
from marketplace.members import Member
from tests.builders.orders import NOW, Shelf, a_member, a_shelf
from tests.builders.webhooks import URL, an_endpoint
from tests.proof.files import bank_samples

_keys = count(1)


@dataclass
class Caller:
    """An API client and what it can buy."""

    http: FlaskClient
    key: str
    shelf: Shelf
    member: Member
    number: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.http.get(f"/api/v1{path}", query_string=query, headers=self._headers())

    def post(self, path: str, body: Any, *, key: str | None = None) -> TestResponse:
        """Post JSON; a fresh Idempotency-Key unless one is given, none for an empty one."""
        key = f"key-{next(_keys)}" if key is None else key
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        return self.http.post(f"/api/v1{path}", json=body, headers=headers)

    def order(self, **over: Any) -> dict[str, Any]:
        """The body of an order for the shelf."""
        texts = self.get("/programme").json
        accepted = {"rules": texts["rules"]["digest"], "offer": texts["offer"]["digest"]}
        wanted = {"denomination_id": self.shelf.denomination_id, "price": self.shelf.price}
        return {"member": self.number, "accepted": accepted} | wanted | over

    def webhook(self, **over: Any) -> dict[str, Any]:
        """The body of an endpoint for the shelf's partner."""
        with self.http.application.app_context():
            partner = partners.partner(self.partner_id()).slug
        return {"partner": partner, "url": URL, "kinds": ["order.created"]} | over

    def report(self) -> dict[str, Any]:
        """The body of a bank's report of payments."""
        return {"report": bank_samples.statuses(Random(5)).decode()}

    def partner_id(self) -> int:
        """Whose the shelf is."""
        whose = "SELECT partner_id FROM offers JOIN brands ON brands.id = brand_id WHERE offers.id = %(id)s"
        with self.http.application.app_context():
            return int(execute(whose, {"id": self.shelf.offer_id}).scalar_one())

    def endpoint(self) -> int:
        """The endpoint of the shelf's partner, which waits with a delivery."""
        partner_id = self.partner_id()
        with self.http.application.app_context(), transaction():
            found = webhooks.endpoint_of(partner_id) or an_endpoint(self.shelf.programme.id, partner_id, NOW)
            webhooks.tell(partner_id, "codes.low", ref="1", facts={"left": 3}, now=NOW)
            return found.id

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} | self.headers


def a_caller(
    app: Flask,
    *,
    points: int = 1000,
    scopes: tuple[str, ...] = identity.SCOPES,
    stock: int = 3,
    beside: Caller | None = None,
    bound: bool = False,
) -> Caller:
    """A client of a programme of its own (or of `beside`'s) with every scope; `bound` to its member alone."""
    with app.app_context(), transaction():
        shelf = beside.shelf if beside else a_shelf(stock=stock)
        member = a_member(shelf.programme, points=points)
        _, key = identity.create_client(
            shelf.programme.id, "Till", scopes, member_id=member.id if bound else None, per_minute=100_000, now=NOW
        )
        number = member.number
    return Caller(app.test_client(), key, shelf, member, number)


def asking(owner: Caller) -> Callable[[Caller, str], TestResponse]:
    """Ask for an operation, "GET /cards/<card_id>", on the owner's things, an order and its card, with somebody's key."""
    order, body = owner.post("/orders", owner.order()).json, owner.order()
    bodies = {"/orders": body, "/webhooks": owner.webhook(), "/payment-statuses": owner.report()}
    endpoint_id = owner.endpoint()
    values = {
        "<card_id>": order["card"], "<int:offer_id>": owner.shelf.offer_id, "/orders/<number>": f"/orders/{order['number']}",
        "/members/<number>": f"/members/{owner.number}", "<int:webhook>": endpoint_id,
    }  # fmt: skip

    def asked(caller: Caller, operation: str) -> TestResponse:
        method, _, path = operation.partition(" ")
        for mark, value in values.items():
            path = path.replace(mark, str(value))
        if method == "POST":
            return caller.post(path, bodies.get(path, {}))
        query: dict[str, Any] = {"member": owner.number} if path in ("/cards", "/orders", "/quotes") else {}
        if path == "/quotes":
            query["denomination_id"] = owner.shelf.denomination_id
        return caller.get(path, **query)

    return asked
