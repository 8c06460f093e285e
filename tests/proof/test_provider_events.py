"""P07: whatever the payment provider says comes in any order, often, late and beside forgeries; the books end as the provider's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import giftcards, payments
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.integrations.stripe import events
from marketplace.integrations.stripe_sandbox.deliveries import signed
from marketplace.integrations.stripe_sandbox.store import Thing
from marketplace.members import Member
from marketplace.orders import Order
from tests.builders import orders as shop
from tests.builders.functions import function_changed
from tests.builders.payments import (
    DISPUTED,
    INQUIRED,
    MIXED,
    PASSES,
    REFUNDS_FAIL,
    REFUNDS_LATER,
    SECRET,
    Practice,
    fresh,
    payment_of,
    practice,
    work,
)
from tests.proof.plugin import Proof

PAID, VALUE, POINTS, GIVEN = 40_000, 100_000, 1_500, 1_000
LATEST = timedelta(hours=72)
OFTENEST, FORGED_OF_100 = 5, 5


@dataclass
class World:
    """A shop that takes money, its provider, and the clock that both go by."""

    bank: Practice
    shelf: shop.Shelf
    clock: Any
    chance: Random
    histories: list[Order] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    delivered: int = 0
    forged: int = 0
    accepted: int = 0  # of the forged
    unkept: int = 0  # acknowledged and not there

    def begin(self, how_many: int) -> None:
        """So many orders, each of a member of their own; then the provider lives its own life with each."""
        for _ in range(how_many):
            with transaction():
                member = shop.a_member(self.shelf.programme, points=2_000)
                self.members.append(member)
                self.histories.append(shop.an_order(member, self.shelf, points=GIVEN, now=clock.now()))
        work()
        for order in self.histories:
            self._live(order)

    def _live(self, order: Order) -> None:
        bank, chance = self.bank.bank, self.chance
        if chance.random() < 0.12:
            bank.expire(payment_of(order).session_ref or "")
            return
        self.bank.pay(order, chance.choice([PASSES, PASSES, DISPUTED, DISPUTED, INQUIRED, REFUNDS_LATER, REFUNDS_FAIL]))
        intent = bank.page(payment_of(order).session_ref or "")["payment_intent"]
        charge = bank.store.all("charge", payment_intent=intent)[0]
        for dispute in bank.store.all("dispute", charge=charge["id"]):
            if chance.random() < 0.75:
                bank.decide(dispute["id"], won=chance.random() < 0.6)
        if not bank.store.all("dispute", charge=charge["id"]):
            for _ in range(chance.choice([0, 0, 1, 2, 3])):
                bank.refund({"payment_intent": intent, "amount": str(chance.choice([1, 777, 5_000, 9_999]))})

    def hear_all(self) -> None:
        """Deliver all that was told, permuted, each one to five times, up to 72 hours late, with forgeries in between."""
        began = clock.now()
        while self.bank.told:
            told, due = list(self.bank.told), []
            self.bank.told.clear()
            for event in told:
                often = self.chance.randint(1, OFTENEST)
                due += [(self.chance.random() ** 3 * LATEST.total_seconds(), event) for _ in range(often)]
            due.sort(key=lambda one: one[0])
            for at in range(0, len(due), 40):
                until = began + timedelta(seconds=due[at][0])
                self.clock.shift(max(until - clock.now(), timedelta()))
                self._post([event for _, event in due[at : at + 40]])
                work()
            self.clock.shift(timedelta(hours=1, minutes=5))
            work()
            self.clock.shift(timedelta(hours=1, minutes=5))
            work()

    def _post(self, told: list[Thing]) -> None:
        for event in told:
            now = int(clock.now().timestamp())
            if self.chance.randrange(100) < FORGED_OF_100:
                self.forged += 1
                self.accepted += self.bank.post(*self._forgery(event, now)) == 200
            status = self.bank.post(*signed(event, SECRET, now))
            kept = execute(
                "SELECT count(*) FROM provider_events WHERE event_ref = %(ref)s", {"ref": event["id"]}
            ).scalar_one()
            self.unkept += status != 200 or kept != 1
            self.delivered += 1

    def _forgery(self, event: Thing, now: int) -> tuple[bytes, str]:
        """An event that somebody else has made of a true one: under another key, with another body, or much too old."""
        false = event | {"id": event["id"] + "f", "type": "checkout.session.completed"}
        kind = self.chance.randrange(3)
        if kind == 0:
            return signed(false, "whsec_guessed", now)
        signature = signed(event, SECRET, now)[1]
        return (signed(false, SECRET)[0], signature) if kind == 1 else signed(false, SECRET, now - 3_600)

    def wrong(self) -> list[str]:
        """Every history whose end is not what the provider's own books say."""
        found = [f"{self.accepted} forged accepted"] * bool(self.accepted) + [f"{self.unkept} not kept"] * bool(
            self.unkept
        )
        for order, member in zip(self.histories, self.members, strict=True):
            found += [f"order {order.id}: {said}" for said in self._misfits(fresh(order), member)]
        silent = execute(
            "SELECT count(*) FROM provider_events WHERE outcome IS NULL OR outcome = 'waiting'"
        ).scalar_one()
        return found + [f"{silent} events were not heard"] * bool(silent)

    def _misfits(self, order: Order, member: Member) -> Iterator[str]:
        payment, bank = payment_of(order), self.bank.bank
        page = bank.page(payment.session_ref or "")
        paid = PAID if page["status"] == "complete" else 0
        refunded = sum(
            one["amount"]
            for one in bank.store.all("refund", payment_intent=page["payment_intent"])
            if one["status"] == "succeeded"
        )
        disputes = bank.store.all("dispute", payment_intent=page["payment_intent"])
        gone = sum(one["amount"] for one in disputes if one["status"] in ("needs_response", "lost"))
        if _money(payment, "gateway") != -(paid - refunded - gone):
            yield f"{_money(payment, 'gateway')} stand at the provider, which has {paid - refunded - gone}"
        card = giftcards.of_orders([order.id]).get(order.id)
        live = order.state == "issued"
        if order.state not in ("issued", "cancelled") or (live and not paid):
            yield f"it is {order.state}"
        if shop.balance(member) != 2_000 - (GIVEN if live else 0):
            yield f"its member has {shop.balance(member)} points"
        share = -(-VALUE * (POINTS - GIVEN) * gone // (POINTS * PAID))
        if live and (card is None or card.remaining != VALUE - share):
            yield f"{card.remaining if card else None} are left on its card"
        tried = bank.store.all("refund", payment_intent=page["payment_intent"])
        sent_back = any(one["status"] == "failed" for one in tried)  # then it waits for a person
        if _money(payment, "prepaid") != (paid - refunded - gone if sent_back and not live else 0):
            yield f"{_money(payment, 'prepaid')} are neither handed over nor given back"


def _money(payment: payments.Payment, kind: str) -> int:
    """What a payment has moved on the accounts of a kind."""
    return int(
        execute(
            """SELECT coalesce(sum(e.amount), 0) FROM entries e JOIN accounts a ON a.id = e.account_id
                WHERE a.kind = %(kind)s AND e.memo ->> 'payment' = %(payment)s""",
            {"kind": kind, "payment": payment.public_id},
        ).scalar_one()
    )


@pytest.fixture
def world(ctx: Flask, monkeypatch: pytest.MonkeyPatch, proof: Proof) -> Iterator[World]:
    with time_machine.travel(shop.NOW, tick=True) as traveller, practice(ctx, monkeypatch) as bank:
        with transaction():
            shelf = shop.a_range_shelf(**MIXED)
        yield World(bank, shelf, traveller, proof.random)


@pytest.mark.proof("P07")
def test_however_the_provider_says_it_the_books_end_as_its_own(world: World, proof: Proof) -> None:
    world.begin(proof.size(14, 500))
    world.hear_all()
    assert world.wrong() == [], f"seed {proof.seed}"
    assert shop.wrong() == []
    proof.count("histories, all right", len(world.histories))
    proof.count("deliveries", world.delivered)
    proof.count("forged, none accepted", world.forged)


@pytest.mark.spoils_the_books
@pytest.mark.proof("P07", control=True)
def test_control_without_the_signature_forgeries_are_believed(
    world: World, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events.stripe.WebhookSignature, "verify_header", lambda *_given: True)
    world.chance = Random(3)
    world.begin(4)
    world.hear_all()
    assert any("forged accepted" in said for said in world.wrong())
    proof.figure("signature not looked at: forged events accepted")


REINSTATED = (
    "AND NOT EXISTS (SELECT FROM payment_dispute_steps WHERE dispute_id = p_dispute AND what = 'funds_reinstated')"
)


@pytest.mark.spoils_the_books
@pytest.mark.proof("P07", control=True)
def test_control_without_the_order_of_a_disputes_funds_value_stays_taken(
    world: World, proof: Proof, owner_url: str
) -> None:
    with function_changed(owner_url, "payment_dispute_gone", REINSTATED):
        world.begin(0)
        with transaction():
            world.members.append(shop.a_member(world.shelf.programme, points=2_000))
            world.histories.append(shop.an_order(world.members[0], world.shelf, points=GIVEN, now=clock.now()))
        work()
        world.bank.pay(world.histories[0], DISPUTED)
        world.bank.bank.decide(world.bank.bank.store.all("dispute")[0]["id"], won=True)
        world.bank.told.sort(key=lambda event: "dispute" in event["type"])
        world.bank.told[-3:] = reversed(world.bank.told[-3:])  # reinstated before withdrawn
        world.bank.deliver()
        work()
        world.bank.deliver()
        work()
        assert world.wrong() != []
    proof.figure("withdrawn told after reinstated: value taken for nothing")
