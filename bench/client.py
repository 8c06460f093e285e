"""The crowd: one process that keeps many connections busy and weighs next to nothing. Only Python's own library.

It reads one JSON object from standard input and writes one to standard output:

    {"port": 8000, "clients": 8, "warm": 1.0, "seconds": 4.0, "status": 200,
     "method": "GET", "host": "127.0.0.1", "headers": {…}, "paths": ["/…"], "bodies": ["{…}"], "seed": 1}
    {"rate": 1234.5, "requests": 4938, "p50": 0.004, "p95": …, "p99": …, "wrong": {}}

Each connection asks, waits for the whole answer, and asks again. Only answers that begin and end after the warm-up are
counted, and an answer with another status is told, never counted. Whatever has a body has an idempotency key of its own, which also stands
for each {key} in it. Where "bearers" are given, each request is that of one of them.
"""

import json
import random
import secrets
import select
import socket
import sys
import time
from collections import Counter
from typing import Any

HEAD_END = b"\r\n\r\n"
BLOCK = 262_144
NEVER = 1 << 60
PATIENCE = 900.0  # seconds


class Line:
    """One connection: what it has received of an answer, and since when it waits."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.needs = 0
        self.since = 0.0

    def ask(self, request: bytes) -> None:
        """Send a request; it is small enough for the socket's buffer."""
        self.received.clear()
        self.needs = 0
        self.since = time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> bool:
        """Read what is there; whether the answer is whole."""
        part = self.socket.recv(BLOCK)
        if not part:
            raise ConnectionError("the server has hung up")
        self.received += part
        if not self.needs:
            end = self.received.find(HEAD_END)
            if end < 0:
                return False
            self.needs = end + len(HEAD_END) + length_of(self.received[:end])
        return len(self.received) >= self.needs

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.received[9:12])


def length_of(head: bytearray) -> int:
    """How long the body is. Only answers with a Content-Length are understood, and ours all have one."""
    low = head.lower()
    at = low.index(b"content-length:") + 15
    end = low.find(b"\r\n", at)
    return int(low[at : end if end >= 0 else len(low)])


class Requests:
    """Requests drawn from what may be asked."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._random = random.Random(spec.get("seed"))
        headers = {"Host": spec.get("host", "127.0.0.1")} | spec.get("headers", {})
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        method = spec.get("method", "GET")
        self._heads = [f"{method} {path} HTTP/1.1\r\n{lines}".encode() for path in spec["paths"]]
        self._bearers = [f"Authorization: Bearer {bearer}\r\n".encode() for bearer in spec.get("bearers", [])]
        self._bodies = [body.encode() for body in spec.get("bodies", [])]
        self._keys = f"{secrets.token_hex(6)}-"
        self._count = 0

    def draw(self) -> bytes:
        """The next one."""
        head = self._heads[int(self._random.random() * len(self._heads))]
        if not self._bodies:
            return head + b"\r\n"
        body = self._bodies[int(self._random.random() * len(self._bodies))]
        self._count += 1
        key = f"{self._keys}{self._count}"
        if self._bearers:
            head += self._bearers[int(self._random.random() * len(self._bearers))]
            body = body.replace(b"{key}", key.encode())
        named = f"Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return head + named.encode() + body


def run(spec: dict[str, Any]) -> dict[str, Any]:
    """Keep the connections busy for the warm-up, then for the time asked for or until a number of `requests` is answered."""
    requests, expected = Requests(spec), spec.get("status", 200)
    lines = [Line(spec["port"]) for _ in range(spec["clients"])]
    by_number = {line.socket.fileno(): line for line in lines}
    poll = select.epoll()
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    times: list[float] = []
    wrong: Counter[int] = Counter()

    def until(ends: float, least: int, most: int) -> float:
        """Go on until a moment, then for as long as there are too few answers; returns the seconds that it took."""
        times.clear()
        begins = now = time.perf_counter()
        while (now < begins + ends or len(times) < least) and len(times) < most and now < begins + PATIENCE:
            for number, _ in poll.poll(1.0):
                line = by_number[number]
                if not line.answered():
                    continue
                if line.status != expected:
                    wrong[line.status] += 1
                elif line.since >= begins:
                    times.append(time.perf_counter() - line.since)
                line.ask(requests.draw())
            now = time.perf_counter()
        return now - begins

    for line in lines:
        line.ask(requests.draw())
    if spec.get("warm"):
        until(spec["warm"], spec["clients"], NEVER)
    wanted = spec.get("requests", 0)
    seconds = until(0.0 if wanted else spec["seconds"], wanted or spec["clients"], wanted or NEVER)
    return summed_up(times, seconds, wrong)


def summed_up(times: list[float], seconds: float, wrong: Counter[int]) -> dict[str, Any]:
    """The rate in answers a second, and how long an answer took, in seconds."""
    ordered = sorted(times) or [0.0]
    place = {"p50": 0.50, "p95": 0.95, "p99": 0.99}
    found = {name: ordered[min(len(ordered) - 1, int(part * len(ordered)))] for name, part in place.items()}
    return {"rate": len(times) / seconds, "requests": len(times), "wrong": dict(wrong)} | found


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
