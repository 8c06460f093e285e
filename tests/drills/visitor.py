"""Somebody who looks at a shop from outside while things go wrong, and notes how long each answer takes."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

from marketplace.core.db import db, execute, transaction
from tests.builders.api import Caller, a_caller
from tests.builders.installation import Installation
from tests.builders.wire import LOST, Answer, Wire

PATIENCE_SECONDS = 60


@dataclass
class Visitor:
    """A till with a key, and a browser."""

    shop: Installation
    caller: Caller
    body: dict[str, Any]
    slowest: float = 0.0
    statuses: list[int] = field(default_factory=list)

    def page(self, path: str = "/") -> Answer:
        """What a browser sees."""
        connection = HTTPConnection("127.0.0.1", self.shop.port, timeout=PATIENCE_SECONDS)
        began = time.monotonic()
        try:
            connection.request("GET", path, headers={"Accept": "text/html"})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers.get_content_type(), response.read().decode())
        finally:
            connection.close()
        self._note(answer.status, began)
        return answer

    def order(self, key: str) -> Answer:
        """One order by this key."""
        wire = Wire(self.shop.port, self.caller.key)
        began = time.monotonic()
        try:
            answer = wire.post("/orders", self.body, key=key)
        finally:
            wire.close()
        self._note(answer.status, began)
        return answer

    def orders(self) -> int:
        """How many there are in the database."""
        return int(ask(self.shop, "SELECT count(*) FROM orders"))

    def _note(self, status: int, began: float) -> None:
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.statuses.append(status)


def a_visitor(shop: Installation, *, points: int = 1_000_000, stock: int = 50) -> Visitor:
    """A programme that answers on the loopback, a member with points, codes in stock."""
    caller = a_caller(shop.app, points=points, stock=stock)
    return Visitor(shop, caller, caller.order())


def ask(shop: Installation, sql: str, **values: Any) -> Any:
    """One figure from the shop's database."""
    with shop.app.app_context():
        try:
            with transaction():
                return execute(sql, values).scalar()
        finally:
            db.session.remove()


def until(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float:
    """Wait for it; returns how long it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, "it did not happen"
        time.sleep(0.1)
    return time.monotonic() - began


__all__ = ["LOST", "Visitor", "a_visitor", "ask", "until"]
