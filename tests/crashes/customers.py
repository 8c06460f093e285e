"""Customers of a shop that keeps dying, in a process of their own; what they write down is the truth.

    python -m tests.crashes.customers

The first line of the input names the shop's port, the journal, a seed, requests a second and the customers. Each asks
at their own random moments, at the named rate in the long run whatever the shop does, for one thing at a time. A request
is written down before it is sent, and what came of each sending after it. While no answer comes (or a 503), the same
request is sent again under the same key. The end of the input is the end, once everybody has their last answer.
"""

import json
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from random import Random
from threading import Event, Lock, Thread
from typing import Any

from tests.builders.wire import LOST, UNAVAILABLE, Answer, Wire

PAUSE_SECONDS = 0.4  # before a request is sent again
LONGEST_SECONDS = 90  # that anybody waits for an answer
GIVEN_BACK_MAX = 2  # loaded codes of a customer: with a third no more of that offer is ordered on the day
HABITS = {"order": 30, "certificate": 12, "reveal": 26, "cancellation": 10, "repeat": 22}


class Journal:
    """One line for each thing that happened, on its way to the disk before anything else happens."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._lock = Lock()
        self._number = 0

    def asked(self, **what: Any) -> int:
        """A request is about to be sent; returns its number."""
        with self._lock:
            self._number += 1
            self._write({"request": self._number, "at": time.monotonic()} | what)
            return self._number

    def told(self, request: int, **what: Any) -> None:
        """What came of sending it once."""
        with self._lock:
            self._write({"of": request, "at": time.monotonic()} | what)

    def _write(self, line: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")


@dataclass
class Order:
    """What a customer remembers of an order of theirs."""

    number: str
    card: str | None
    loaded: bool
    cancelled: bool = False


@dataclass
class Customer:
    """One member with a key of the API."""

    name: str
    port: int
    key: str
    wants: dict[str, dict[str, Any]]  # the bodies of an "order" for a loaded code and for a "certificate" of ours
    random: Random
    journal: Journal
    ended: Event
    orders: list[Order] = field(default_factory=list)
    done: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)

    def begin(self) -> None:
        """Take up a telephone."""
        self.wire = Wire(self.port, self.key)

    def live(self, rate: float) -> None:
        """Ask for one thing after the other, `rate` a second."""
        self.begin()
        due = time.monotonic()
        while not self.ended.is_set():
            due += self.random.expovariate(rate)
            if not self.ended.wait(max(0.0, due - time.monotonic())):
                self.do(self.random.choices(list(HABITS), list(HABITS.values()))[0])

    def do(self, what: str) -> None:
        """One thing; an order where the other thing cannot be wanted yet."""
        mine = [order for order in self.orders if not order.cancelled]
        if what == "repeat" and self.done:
            path, body, key = self.random.choice(self.done)
            self.ask("repeat", path, body, key)
        elif what == "reveal" and mine:
            self.reveal(self.random.choice(mine))
        elif what == "cancellation" and (back := self.to_give_back(mine)):
            self.cancel(self.random.choice(back))
        else:
            self.order("certificate" if what == "certificate" else "order")

    def to_give_back(self, mine: list[Order]) -> list[Order]:
        """What is given back next: of loaded codes so few that more may still be ordered on that day."""
        enough = sum(order.loaded and order.cancelled for order in self.orders) >= GIVEN_BACK_MAX
        return [order for order in mine if not (order.loaded and enough)]

    def order(self, what: str) -> None:
        """Buy something."""
        told = self.ask(what, "/orders", self.wants[what], self.a_key())
        if told.status == 201:
            self.orders.append(Order(told.json["number"], told.json["card"], what == "order"))

    def reveal(self, order: Order) -> None:
        """Look at the code, once there is one."""
        order.card = order.card or self.look(order.number)
        if order.card:
            self.ask("reveal", f"/cards/{order.card}/reveals", {}, self.a_key())

    def look(self, number: str) -> str | None:
        """The card of an order, if it has been made by now."""
        told = self.ask("look", f"/orders/{number}", None, self.a_key())
        return told.json["card"] if told.status == 200 else None

    def cancel(self, order: Order) -> None:
        """Give it back, unless it has been looked at."""
        told = self.ask("cancellation", f"/orders/{order.number}/cancellation", {}, self.a_key())
        order.cancelled = told.status == 201

    def a_key(self) -> str:
        """A fresh idempotency key."""
        return f"{self.name}-{len(self.done)}-{self.random.getrandbits(64):x}"

    def ask(self, what: str, path: str, body: dict[str, Any] | None, key: str) -> Answer:
        """Send a request until it is answered; both are written down."""
        self.request = self.journal.asked(what=what, path=path, key=f"{self.name}:{key}")
        answer = self.insist(path, body, key)
        if body is not None and answer.status == 201 and what != "repeat":
            self.done.append((path, body, key))
        return answer

    def insist(self, path: str, body: dict[str, Any] | None, key: str) -> Answer:
        """Send it again and again until somebody says something. Raises AssertionError when nobody ever does."""
        ends = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < ends:
            try:
                answer = self.wire.get(path) if body is None else self.wire.post(path, body, key=key)
            except LOST as lost:
                answer = Answer(0, "", type(lost).__name__)
            self.journal.told(self.request, status=answer.status, text=answer.text)
            if answer.status not in (0, UNAVAILABLE):
                return answer
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"no answer in {LONGEST_SECONDS} s")


def give_up(failed: threading.ExceptHookArgs) -> None:
    """One customer who fails fails the drill."""
    sys.excepthook(failed.exc_type, failed.exc_value or failed.exc_type(), failed.exc_traceback)
    os._exit(1)


def main() -> None:
    """Let the customers live until the input ends."""
    threading.excepthook = give_up
    asked = json.loads(sys.stdin.readline())
    journal, ended, threads = Journal(asked["journal"]), Event(), []
    for name, (key, wants) in asked["customers"].items():
        random = Random(f"{asked['seed']} {name}")
        customer = Customer(name, asked["port"], key, wants, random, journal, ended)
        threads.append(Thread(target=customer.live, args=(asked["rate"] / len(asked["customers"]),)))
    for thread in threads:
        thread.start()
    sys.stdin.read()
    ended.set()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
