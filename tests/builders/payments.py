"""A payment provider to practise with, and a shop whose cards take part of their price in money."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from marketplace import orders, payments
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.integrations.http import Limits
from marketplace.integrations.practising import running
from marketplace.integrations.stripe import connecting
from marketplace.integrations.stripe.connect import StripeConnect
from marketplace.integrations.stripe.gateway import Stripe
from marketplace.integrations.stripe.wire import Line
from marketplace.integrations.stripe_sandbox.api import Sandbox
from marketplace.integrations.stripe_sandbox.bank import Bank
from marketplace.integrations.stripe_sandbox.deliveries import signed
from marketplace.integrations.stripe_sandbox.partners import Partners
from marketplace.integrations.stripe_sandbox.store import Store, Thing
from marketplace.jobs import outbox as relay
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.payments import Payment
from tests.builders import orders as shop

SECRET = "whsec_practice"
PASSES, DECLINES, POOR, CHALLENGES = "4242424242424242", "4000000000000002", "4000000000009995", "4000002760003184"
DISPUTED, INQUIRED, REFUNDS_LATER, REFUNDS_FAIL = (
    "4000000000000259",
    "4000000000001976",
    "4000000000007726",
    "4000000000005126",
)
# 300 ₽ for 450 points: at least 100 of them, 80 kopecks for each of the rest.
MIXED = {"min_points": 100, "money_rate": 80}


@dataclass
class Practice:
    """The sandbox at work. What it has told waits in `told` until somebody delivers it."""

    app: Flask
    bank: Bank
    url: str
    told: list[Thing] = field(default_factory=list)
    sandbox: Sandbox | None = None

    @property
    def partners(self) -> Partners:
        """The provider's business with partners."""
        assert self.sandbox is not None, "it is at work"
        return self.sandbox.partners

    def deliver(self, *, times: int = 1, chance: random.Random | None = None) -> list[int]:
        """Post all that was told through the front door, each so often, in any order that chance likes; the worker hears it."""
        due = [event for event in self.told for _ in range(times)]
        self.told.clear()
        if chance is not None:
            chance.shuffle(due)
        return [self.post(*signed(event, SECRET, int(clock.now().timestamp()))) for event in due]

    def post(self, body: bytes, signature: str) -> int:
        """Post an event; returns the status of the answer."""
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        return self.app.test_client().post("/hooks/stripe", data=body, headers=headers).status_code

    def pay(self, order: Order, number: str = PASSES, *, proven: bool = False) -> None:
        """The member pays on the hosted page."""
        session = payment_of(order).session_ref
        assert session is not None, "its page is open"
        self.bank.pay(session, number, proven=proven)


@contextmanager
def practice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    """The sandbox on a port of this machine, connected to the shop; its clock is the shop's."""
    told: list[Thing] = []
    bank = Bank(Store(), told.append, now=lambda: clock.now().timestamp())
    sandbox = Sandbox(bank)
    with running(sandbox) as url:
        sandbox.base = url
        line = Line(limits=Limits(5, 2, 2**20))
        monkeypatch.setattr(connecting, "connected", lambda _settings: True)
        monkeypatch.setattr(connecting, "gateway", lambda _settings: Stripe("sk_test_x", base_url=url, line=line))
        monkeypatch.setattr(connecting, "signing_secret", lambda _settings: SECRET)
        monkeypatch.setattr(
            connecting, "connect", lambda _settings: StripeConnect("sk_test_x", base_url=url, line=line)
        )
        yield Practice(app, bank, url, told, sandbox)


def a_mixed_order(member: Member, shelf: shop.Shelf, points: int = 250, **over: Any) -> Order:
    """An order of which so many points are given, and money for the rest; nothing is asked of the provider yet."""
    with transaction():
        return shop.an_order(member, shelf, points=points, now=clock.now(), **over)


def payment_of(order: Order) -> Payment:
    """The payment of an order, as it is now."""
    return payments.payment_of("order", order.id)


def fresh(order: Order) -> Order:
    """The order as it is now."""
    return orders.order_by_id(order.id)


def work(now: datetime | None = None) -> None:
    """Let the worker keep what is due."""
    relay.drain(now)


def money_in(kind: str, unit: str = "RUB") -> int:
    """What all accounts of a kind come to."""
    return int(
        execute(
            """SELECT coalesce(sum(e.amount), 0) FROM entries e JOIN accounts a ON a.id = e.account_id
                WHERE a.kind = %(kind)s AND a.unit = %(unit)s""",
            {"kind": kind, "unit": unit},
        ).scalar_one()
    )


def refunds_of(order: Order) -> list[tuple[str, int, str]]:
    """The refunds of an order's money: cause, amount, state."""
    return [(one.cause, one.amount, one.state) for one in payments.refunds(payment_of(order).id)]
