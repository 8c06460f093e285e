"""Buyers in a process of their own: every one has a connection, and all ask at the same moment.

    python -m tests.races.buyers

The first line of its input names the shop's port and each buyer's key and order; every further line is a round: an
idempotency key and the moment of the machine's monotonic clock at which all are let go. Each round is answered by one
line with what every buyer was told. The end of the input is the end.
"""

import json
import sys
import time
from threading import Barrier, Thread
from typing import Any

from tests.builders.wire import LOST, Wire


def main() -> None:
    """Read the rounds and have them run."""
    asked = json.loads(sys.stdin.readline())
    buyers, told, key = asked["buyers"], [None] * len(asked["buyers"]), [""]
    barrier = Barrier(len(buyers) + 1)

    def buy(place: int) -> None:
        wire, body = Wire(asked["port"], buyers[place][0]), buyers[place][1]
        wire.connect()
        while True:
            barrier.wait()
            told[place] = _told(wire, body, key[0])
            barrier.wait()

    for place in range(len(buyers)):
        Thread(target=buy, args=(place,), daemon=True).start()
    for line in sys.stdin:
        key[0], moment = json.loads(line)
        time.sleep(max(0.0, moment - time.monotonic()))
        barrier.wait()
        barrier.wait()
        print(json.dumps(told), flush=True)


def _told(wire: Wire, body: dict[str, Any], key: str) -> list[Any]:
    try:
        answer = wire.post("/orders", body, key=key)
    except LOST as lost:
        return [0, "", repr(lost)]
    return [answer.status, answer.kind, answer.text]


if __name__ == "__main__":
    main()
