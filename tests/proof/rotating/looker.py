"""A member who never stops looking at their cards, and a till that takes something of one now and then, by themselves or as a process: `python -m tests.proof.rotating.looker`.

The process reads a line of JSON, looks until its standard input ends, and prints what they saw.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from threading import Event, Thread
from typing import Any

from tests.builders.wire import LOST, Wire

Post = Callable[[str, Mapping[str, Any], str], tuple[int, Any]]  # path, body and idempotency key to status and answer
PAUSE_SECONDS = 0.02
BOUGHT_EVERY = 10
TAKEN_EVERY = 10
TAKEN = 100  # minor units
PIN = "0417"  # of every code that tests.builders.orders loads; what loads the shop is not loaded here
AGAIN_EVERY = 3


@dataclass
class Seen:
    """How often they looked, what went wrong, how many cards they bought in the meantime, and how often a till took something of one."""

    looks: int = 0
    bought: int = 0
    taken: int = 0
    slowest_ms: int = 0
    failed: list[str] = field(default_factory=list)


def look(
    post: Post, at_till: Post, codes: Mapping[str, str], order: Mapping[str, Any], ends: Callable[[], bool]
) -> Seen:
    """Reveal cards whose codes are known, some with a key of long ago; now and then buy a card of our own, and use one at a till."""
    seen, cards = Seen(), list(codes)
    for number in count():
        card = cards[number % len(cards)]
        again = number >= len(cards) and number % AGAIN_EVERY == 0
        began = time.monotonic()
        status, answer = post(f"/cards/{card}/reveals", {}, f"first-{card}" if again else _key(number, card, cards))
        if (status, (answer or {}).get("code")) != (201, codes[card]):
            seen.failed.append(f"look {number}: {status} {'again' if again else ''}")
        seen.slowest_ms = max(seen.slowest_ms, round(1000 * (time.monotonic() - began)))
        seen.looks += 1
        if number % BOUGHT_EVERY == 0:
            seen.failed += _buy(post, order, number)
            seen.bought += 1
        if number % TAKEN_EVERY == 0:
            seen.failed += _use(at_till, codes[cards[number // TAKEN_EVERY % len(cards)]], number)
            seen.taken += 1
        if ends():
            return seen
        time.sleep(PAUSE_SECONDS)
    raise AssertionError("never ends")


def _key(number: int, card: str, cards: list[str]) -> str:
    return f"first-{card}" if number < len(cards) else f"look-{number}"


def _buy(post: Post, order: Mapping[str, Any], number: int) -> list[str]:
    """A card of our own making: a code is made and encrypted for it, here or by the worker."""
    status, _ = post("/orders", order, f"order-{number}")
    return [] if status == 201 else [f"order {number}: {status}"]


def _use(at_till: Post, code: str, number: int) -> list[str]:
    """A card is checked at a till, and something is taken of it with its PIN."""
    body = {"code": code, "pin": PIN, "ref": f"look-{number}", "amount": TAKEN, "currency": "RUB"}
    said = at_till("/terminal/checks", {"code": code}, "")[0], at_till("/terminal/redemptions", body, "")[0]
    return [] if said == (200, 201) else [f"till {number}: {said}"]


def beside(post: Post, at_till: Post, codes: Mapping[str, str], order: Mapping[str, Any]) -> Callable[[], Seen]:
    """Start looking in a thread of this process; call what is returned to end it and hear what was seen."""
    over, seen = Event(), []
    thread = Thread(target=lambda: seen.append(look(post, at_till, codes, order, over.is_set)), daemon=True)
    thread.start()

    def end() -> Seen:
        over.set()
        thread.join(60)
        return seen[0]

    return end


def main() -> None:
    """Look at a real server until standard input ends."""
    told = json.loads(sys.stdin.readline())

    def by(key: str) -> Post:
        wire = Wire(told["port"], key)

        def post(path: str, body: Mapping[str, Any], again: str) -> tuple[int, Any]:
            try:
                answer = wire.post(path, body, key=again)
            except LOST as lost:
                return 0, {"code": type(lost).__name__}
            return answer.status, answer.json if answer.status == 201 else None

        return post

    over = Event()
    Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    print(json.dumps(asdict(look(by(told["key"]), by(told["till"]), told["codes"], told["order"], over.is_set))))


if __name__ == "__main__":
    main()
