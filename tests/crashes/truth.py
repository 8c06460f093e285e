"""What the customers have written down, held against the database: whatever was acknowledged must be there."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from marketplace import orders
from marketplace.core.db import db, execute
from tests.builders.installation import Installation
from tests.builders.wire import UNAVAILABLE

# A customer may be too late for these, and for nothing else.
REFUSALS = {"not_cancellable", "card_not_active"}
ORDERS = """SELECT o.id, m.number AS member, o.value, o.currency, o.price_points AS price, o.placed_at, g.public_id AS card,
        g.state = 'void' AS void, g.revealed_at IS NOT NULL AS revealed, c.order_id IS NOT NULL AS cancelled
    FROM orders o JOIN members m ON m.id = o.member_id LEFT JOIN giftcards g ON g.order_id = o.id
    LEFT JOIN order_cancellations c ON c.order_id = o.id WHERE o.programme_id = %(programme)s"""
TWICE = """SELECT g.code_id FROM giftcards g WHERE g.programme_id = %(programme)s AND (g.state <> 'void' OR g.revealed_at IS NOT NULL)
    GROUP BY g.code_id HAVING count(*) > 1"""
BROKEN_PROMISES = """
    SELECT topic || ' ' || ref AS promise FROM outbox WHERE kept_at IS NULL
    UNION ALL SELECT 'no card of order ' || o.id FROM orders o
     WHERE o.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)
       AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
    UNION ALL SELECT 'not one letter of card ' || g.id FROM giftcards g
     WHERE g.programme_id = %(programme)s AND g.state <> 'void' AND 1 <> (SELECT count(*) FROM mails m WHERE m.ref = 'card:' || g.id)
    UNION ALL SELECT 'letter twice ' || ref FROM mails GROUP BY ref HAVING count(*) > 1"""


@dataclass
class Request:
    """What was asked under one idempotency key, however often."""

    what: str
    path: str
    given: dict[str, Any] = field(default_factory=dict)  # the answers that said yes, byte for byte, and what they mean
    answered: bool = False

    def told(self, status: int, text: str) -> bool:
        """What came of sending it once; whether that may be."""
        if status in (0, UNAVAILABLE):
            return True
        self.answered = True
        if status == 201 and text not in self.given:
            self.given[text] = json.loads(text)
        late = status == 409 and json.loads(text)["code"] in REFUSALS and not self.given
        return status in (200, 201) or late


@dataclass
class Truth:
    """All journals of a drill, read as far as they are written."""

    shop: Installation
    programme_id: int
    journals: list[Path]
    requests: dict[str, Request] = field(default_factory=dict)  # by idempotency key
    odd: list[str] = field(default_factory=list)  # answers that nobody should have had
    statuses: Counter[int] = field(default_factory=Counter)
    _read: dict[Path, int] = field(default_factory=dict)
    _keys: dict[tuple[Path, int], str] = field(default_factory=dict)

    def wrong(self) -> list[str]:
        """What was acknowledged and is not so. Safe beside a running shop: the journals are read first."""
        self._read_on()
        rows = {row.id: row for row in self._ask(ORDERS)}
        found = [*self._lost_orders(rows), *self._lost_deeds(rows), *self._codes_twice()]
        found += [f"{key}: two answers" for key, request in self.requests.items() if len(request.given) > 1]
        found += self.odd
        return found[:10]

    def wrong_at_last(self) -> list[str]:
        """The same once everybody has gone home, when also nothing may be there that nobody was told of."""
        found = self.wrong()
        bought = {orders.id_of(answer["number"]) for _, answer in self._given("order", "certificate")}
        unknown = {row.id for row in self._ask(ORDERS)} - bought
        found += [f"order {number} was told to nobody" for number in unknown]
        found += [f"{key} was never answered" for key, request in self.requests.items() if not request.answered]
        found += [row.promise for row in self._ask(BROKEN_PROMISES)]
        return [*found[:10], *self.shop.wrong_in_the_books()]

    @property
    def sent(self) -> int:
        """How many requests were sent, with those that were repeated."""
        return sum(self.statuses.values())

    def orders_given(self) -> int:
        """How many orders were acknowledged."""
        return sum(1 for _ in self._given("order", "certificate"))

    def _lost_orders(self, rows: dict[int, Any]) -> Iterator[str]:
        for key, answer in self._given("order", "certificate"):
            row = rows.get(orders.id_of(answer["number"]) or 0)
            same = row is not None and (
                (answer["member"], answer["price"], answer["value"], datetime.fromisoformat(answer["placed_at"]))
                == (row.member, row.price, {"amount": row.value, "currency": row.currency}, row.placed_at)
                and answer["card"] in (None, row.card)
            )
            if not same:
                yield f"{key}: order {answer['number']} is lost or changed: {row}"

    def _lost_deeds(self, rows: dict[int, Any]) -> Iterator[str]:
        revealed = {row.card for row in rows.values() if row.revealed}
        for key, _ in self._given("reveal"):
            if self.requests[key].path.split("/")[2] not in revealed:
                yield f"{key}: nobody has seen this card"
        for key, answer in self._given("cancellation"):
            row = rows.get(orders.id_of(answer["number"]) or 0)
            if row is None or not row.cancelled or row.void is False:
                yield f"{key}: order {answer['number']} is not cancelled"

    def _codes_twice(self) -> Iterator[str]:
        """By what customers have read, and by what the database says."""
        cards: dict[str, str] = {}
        read: dict[str, str] = {}
        for key, secret in self._given("reveal"):
            card = self.requests[key].path.split("/")[2]
            if (
                cards.setdefault(secret["code"], card) != card
                or read.setdefault(card, secret["code"]) != secret["code"]
            ):
                yield f"{key}: card {card} has another code than before, or one that another card has"
        yield from (f"code {row.code_id} was issued twice" for row in self._ask(TWICE))

    def _given(self, *kinds: str) -> Iterator[tuple[str, Any]]:
        for key, request in self.requests.items():
            if request.what in kinds:
                yield from ((key, answer) for answer in request.given.values())

    def _read_on(self) -> None:
        for journal in self.journals:
            with journal.open("rb") as file:
                file.seek(self._read.get(journal, 0))
                lines, _, _ = file.read().rpartition(b"\n")
            self._read[journal] = self._read.get(journal, 0) + len(lines) + bool(lines)
            for line in lines.splitlines():
                self._note(journal, json.loads(line))

    def _note(self, journal: Path, line: dict[str, Any]) -> None:
        if "request" in line:
            self._keys[journal, line["request"]] = line["key"]
            self.requests.setdefault(line["key"], Request(line["what"], line["path"]))
        else:
            key = self._keys[journal, line["of"]]
            request = self.requests[key]
            if not request.told(line["status"], line["text"]):
                self.odd.append(f"{key} {request.path}: {line['status']} {line['text']}")
            self.statuses[line["status"]] += 1

    def _ask(self, sql: str) -> list[Any]:
        with self.shop.app.app_context():
            rows = execute(sql, {"programme": self.programme_id}).all()
            db.session.rollback()
        return list(rows)
