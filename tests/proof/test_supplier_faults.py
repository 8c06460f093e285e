"""P08: a supplier who leaves us in the dark is never paid twice, nothing is issued twice, and nothing is given back on a guess."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import catalogue, codes, orders, suppliers
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.integrations.suppliers.practice.faults import Fault
from marketplace.jobs import outbox as relay
from marketplace.jobs import supplier_orders
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.suppliers import rules
from tests.builders import orders as shop
from tests.builders.suppliers import Watched, a_supplied_shelf, practice
from tests.proof.plugin import Proof

MODES = (
    Fault.COMMIT_THEN_TIMEOUT, Fault.COMMIT_THEN_500, Fault.SLOW, Fault.DUPLICATE_CODE, Fault.WRONG_DENOMINATION, Fault.MALFORMED,
    Fault.TOO_MANY, Fault.RESET,
)  # fmt: skip
NEVER_ISSUED = (Fault.DUPLICATE_CODE, Fault.WRONG_DENOMINATION)
RELAYS, AT_ONCE = 4, 16
PROMISED = timedelta(minutes=15)


@dataclass
class World:
    """A shop, its supplier, and the clock that both go by."""

    app: Flask
    supplier: Watched
    shelves: Iterator[shop.Shelf]
    anna: Member
    clock: Any

    def place(self) -> Order:
        """An order, of a range and of a denomination in turn; while the supplier's cards are off sale, because they do not answer, she waits."""
        shelf = next(self.shelves)
        for _ in range(100):
            try:
                with transaction():
                    return shop.an_order(self.anna, shelf, now=clock.now())
            except catalogue.NotForSale:
                self.pass_time(5)
        raise AssertionError("the supplier stays off sale")

    def pass_time(self, seconds: int) -> None:
        """Let time go on, and several relays keep what is due then, side by side."""
        self.supplier.wait_until_idle()
        self.clock.shift(timedelta(seconds=seconds))
        db.session.remove()

        def work(_number: int) -> None:
            with self.app.app_context():
                relay.drain(run_seconds=60)
                db.session.remove()

        with ThreadPoolExecutor(RELAYS) as pool:
            list(pool.map(work, range(RELAYS)))
        supplier_orders.look.run()


@pytest.fixture
def world(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with practice(monkeypatch) as (supplier, url), time_machine.travel(shop.NOW, tick=True) as traveller:
        with transaction():
            ranged = a_supplied_shelf(url)
            fixed = a_supplied_shelf(url, ranged.programme, fixed=True)
            anna = shop.a_member(ranged.programme, points=10**9)
        yield World(ctx, supplier, cycle((ranged, fixed)), anna, traveller)


def run(world: World, faults: list[Fault]) -> dict[int, Fault]:
    """Place an order for each fault, some at a time, until each is issued, given back, or in front of support."""
    met: dict[int, Fault] = {}
    met[world.place().id] = Fault.CODE_LATER  # whose code is the duplicate
    world.pass_time(0)
    world.supplier.by_order = lambda asked: met.get(_order_of(asked["customIdentifier"]))
    for at in range(0, len(faults), AT_ONCE):
        for fault in faults[at : at + AT_ONCE]:
            met[world.place().id] = fault
        world.pass_time(5)
    for _ in range(400):
        if not open_orders():
            return met
        world.pass_time(next_due())
    return met


def next_due() -> int:
    """In how many seconds something is to be done."""
    due = execute("SELECT min(due_at) FROM outbox WHERE kept_at IS NULL").scalar_one()
    return max(int((due - clock.now()).total_seconds()) + 1, 1)


def open_orders() -> int:
    """How many orders wait, and not for a person."""
    return int(
        execute(
            """SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)
                AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
                AND NOT EXISTS (SELECT FROM supplier_purchases p JOIN supplier_troubles t ON t.purchase_id = p.id
                                 WHERE p.order_id = o.id)"""
        ).scalar_one()
    )


def wrong(world: World, met: dict[int, Fault]) -> list[str]:
    """Every order with which something is not as it must be."""
    found: list[str] = []
    sold: dict[int, list[Any]] = {}
    for one in world.supplier.books.sold:
        sold.setdefault(_order_of(one.identifier), []).append(one)
    seen: Counter[str] = Counter()
    for order_id, fault in met.items():
        order, bought = orders.order_by_id(order_id), sold.get(order_id, [])
        if len(bought) > 1:
            found.append(f"{fault}: bought {len(bought)} times")
        if order.state == "issued":
            code = _code_of(order)
            seen[code] += 1
            if [one.code for one in bought] != [code] or fault in NEVER_ISSUED:
                found.append(f"{fault}: another code was issued than was bought")
        elif order.state == "cancelled" and bought:
            found.append(f"{fault}: given back, though it was bought")
        if late(order):
            found.append(f"{fault}: open and unseen for more than a quarter of an hour ({order.state})")
        if fault in NEVER_ISSUED and bought and suppliers.purchase_of(order_id).trouble is None:
            found.append(f"{fault}: nobody was told")
    return found + [f"a code was issued {times} times" for times in seen.values() if times > 1]


def late(order: Order) -> bool:
    """Whether it was neither closed nor shown to support within what is promised."""
    purchase = suppliers.purchase_of(order.id)
    until = min(filter(None, (purchase.ended_at, purchase.trouble_since)), default=None)
    return until is None or until - purchase.asked_at > PROMISED


def _order_of(identifier: str | None) -> int:
    return int((identifier or "0-").partition("-")[0])


def _code_of(order: Order) -> str:
    row = execute("SELECT id, ciphertext FROM codes WHERE id = %(id)s", {"id": order.code_id}).one()
    return codes.unseal(row.id, row.ciphertext).code


@pytest.mark.proof("P08")
def test_whatever_the_supplier_leaves_unsaid_nothing_is_bought_issued_or_given_back_twice(
    world: World, proof: Proof
) -> None:
    faults = [mode for mode in MODES for _ in range(proof.size(1, 200))]
    proof.random.shuffle(faults)
    met = run(world, faults)
    assert wrong(world, met) == [], f"seed {proof.seed}"
    assert shop.wrong() == []
    ends = Counter(orders.order_by_id(order_id).state for order_id in met)
    proof.count("orders of 8 faults: 0 issued twice, 0 given back while unknown", len(met))
    for state in ("issued", "cancelled", "unknown"):
        proof.count({"unknown": "in front of support"}.get(state, state), ends[state])


@pytest.mark.spoils_the_books
@pytest.mark.proof("P08", control=True)
def test_control_ordering_again_without_asking_buys_twice(
    world: World, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hopeful(purchase: Any, calls: Any, now: Any, **_: Any) -> Any:
        """Takes silence for "no"."""
        return rules._collecting(purchase, calls, now) if purchase.supplier_ref else rules._paced("order", calls, now)

    monkeypatch.setattr(rules, "next_step", hopeful)
    met = run(world, [Fault.COMMIT_THEN_500, Fault.COMMIT_THEN_TIMEOUT, Fault.RESET, Fault.RESET])
    assert any("bought 2 times" in said for said in wrong(world, met))
    proof.figure("ordered again without asking: bought twice")
