"""A shop under load whose processes are killed one after the other, and what its customers find afterwards."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from marketplace.cli import processes
from marketplace.core import clock, outbox
from marketplace.core.db import execute, transaction
from marketplace.jobs.outbox import drain
from marketplace.settings import ROOT
from tests.builders import orders as trade
from tests.builders.installation import Installation
from tests.crashes.customers import LONGEST_SECONDS, Customer, Journal
from tests.crashes.truth import Truth

REQUESTS_PER_SECOND = 20
PROCESSES, CUSTOMERS = 2, 8  # customers in each process
BACK_SECONDS = 60
POINTS = 10**9
WAITING = "SELECT EXISTS (SELECT FROM outbox WHERE kept_at IS NULL)"
LONGEST = "SELECT extract(epoch FROM max(kept_at - promised_at)) FROM outbox"

Wants = dict[str, dict[str, Any]]


@dataclass
class Drill:
    """Kills, brings back and asks."""

    shop: Installation
    truth: Truth
    probe: Customer  # a customer of our own: what they get shows that the shop is back
    random: Random
    slowest: dict[str, float] = field(default_factory=dict)  # seconds until back, by what was killed
    promise_waited: float = 0.0  # seconds, at most, of those that the worker has kept by itself

    def kill(self, victim: str, within: float) -> None:
        """Kill at a random moment and bring it back. Raises AssertionError when it does not come back in time."""
        time.sleep(self.random.uniform(0, within))
        names = [victim] if victim != "everything" else ["web", "worker", "timetable", "postgres"]
        began = time.monotonic()
        for name in names:
            self.shop.kill(name)
        killed_at = clock.now()
        if "postgres" in names:
            self.shop.start_postgres()
        self.shop.start(*(name for name in names if name != "postgres"))
        self.shop.wait_until_ready(BACK_SECONDS)
        self.probe.order("order")
        if "worker" in names:
            self._until_promises_are_kept(killed_at, began + BACK_SECONDS)
        took = time.monotonic() - began
        assert took <= BACK_SECONDS, f"{victim} was back after {took:.1f} s"
        self.slowest[victim] = max(took, self.slowest.get(victim, 0.0))
        ended = {name: self.shop.said(name)[-3000:] for name in self.shop.gone()}
        assert ended == {}, f"killed was {victim}; who was not killed must live on: {ended}"

    def keep_all_promises(self, patience_seconds: float) -> None:
        """Let the worker do what it can in this time; keep what was left lying as one would a little later."""
        ends = time.monotonic() + patience_seconds
        while time.monotonic() < ends and self._ask(WAITING):
            time.sleep(0.1)
        self.promise_waited = float(self._ask(LONGEST))
        with self.shop.app.app_context():
            drain(now=clock.now() + outbox.LEASE + timedelta(minutes=1))

    def _until_promises_are_kept(self, since: datetime, ends: float) -> None:
        """Only a worker keeps them; what it has to make up for first, it may do later."""
        self.probe.order("certificate")
        while not self._ask("SELECT EXISTS (SELECT FROM outbox WHERE kept_at > %(since)s)", since=since):
            assert time.monotonic() < ends, f"the worker does nothing: {self.shop.said('worker')[-2000:]}"
            time.sleep(0.1)

    def _ask(self, sql: str, **facts: object) -> Any:
        with self.shop.app.app_context(), transaction():
            return execute(sql, facts).scalar_one()


@contextmanager
def a_drill(shop: Installation, seed: int, stock: int) -> Iterator[Drill]:
    """A programme of its own, customers who buy in it as long as the block lasts, and the last answer to each of them."""
    programme_id, customers = a_town(shop, stock)
    folder = shop.folder / f"journals-{programme_id}"
    folder.mkdir()
    name, (key, wants) = customers.popitem()
    probe = Customer(name, shop.port, key, wants, Random(seed), Journal(str(folder / "probe")), Event())
    probe.begin()
    names, running = list(customers), []
    try:
        for place in range(PROCESSES):
            asked = {"journal": str(folder / str(place)), "seed": seed, "rate": REQUESTS_PER_SECOND / PROCESSES}
            mine = {each: customers[each] for each in names[place::PROCESSES]}
            running.append(_spawned(asked | {"port": shop.port, "customers": mine}))
        truth = Truth(shop, programme_id, [folder / "probe", *(folder / str(place) for place in range(PROCESSES))])
        yield Drill(shop, truth, probe, Random(seed))
        for process in running:
            process.communicate(timeout=LONGEST_SECONDS + 10)
            assert process.returncode == 0, "a customer has failed"
    finally:
        for process in running:
            processes.end(process, 1)


def a_town(shop: Installation, stock: int) -> tuple[int, dict[str, tuple[str, Wants]]]:
    """A programme and its customers by name: the key of the API and the orders of each."""
    with shop.app.app_context(), transaction():
        shelf = trade.a_shelf(stock=stock)
        own = trade.a_range_shelf(shelf.programme)
        accepted = {"accepted": {kind: digest.hex() for kind, digest in shelf.accepted.items()}}
        customers = {}
        for _ in range(PROCESSES * CUSTOMERS + 1):
            member = trade.a_member(shelf.programme, points=POINTS)
            whose = {"member": member.number} | accepted
            wants = {
                "order": whose | {"denomination_id": shelf.denomination_id, "price": shelf.price},
                "certificate": whose | {"offer_id": own.offer_id, "value": trade.RANGED, "price": own.price},
            }
            customers[member.number] = (trade.a_key(member), wants)
        return shelf.programme.id, customers


def _spawned(asked: dict[str, Any]) -> subprocess.Popen[str]:
    Path(asked["journal"]).touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crashes.customers"], cwd=ROOT, env={"PATH": os.environ.get("PATH", os.defpath)},
        stdin=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=processes.end_with_parent,
    )  # fmt: skip
    assert process.stdin
    print(json.dumps(asked), file=process.stdin, flush=True)
    return process
