"""What the practice supplier has sold: transactions and their codes, in memory."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marketplace.core import ids


@dataclass(slots=True)
class Sold:
    """One transaction."""

    number: int
    product: int
    price: Decimal
    identifier: str | None
    at: datetime
    code: str = field(repr=False)
    pin: str = field(repr=False)
    status: str = "SUCCESSFUL"
    card_in: int = 0  # how many calls until its code is there
    spoilt: bool = False

    def told(self, currency: str) -> dict[str, Any]:
        """As the API writes it."""
        return {
            "transactionId": self.number, "amount": self.price, "discount": 0, "currencyCode": currency, "fee": 0, "smsFee": 0,
            "recipientEmail": None, "recipientPhone": None, "customIdentifier": self.identifier, "status": self.status,
            "product": {
                "productId": self.product, "productName": "Practice card", "countryCode": "RU", "quantity": 1, "unitPrice": self.price,
                "totalPrice": self.price, "currencyCode": currency, "brand": {"brandId": 1, "brandName": "Practice"},
            },
            "transactionCreatedTime": f"{self.at:%Y-%m-%d %H:%M:%S}",
        }  # fmt: skip


class Books:
    """Every transaction, in its order. Numbers begin with the present, so that a restart repeats none."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now, self._lock = now, threading.Lock()
        self._next = int(time.time() * 1000)
        self.sold: list[Sold] = []

    def sell(self, product: int, price: Decimal, identifier: str | None) -> Sold:
        """Sell a card with a fresh code. The same identifier twice sells twice: nobody but the buyer looks after that."""
        with self._lock:
            self._next += 1
            pin = f"{secrets.randbelow(10_000):04d}"
            one = Sold(self._next, product, price, identifier, self._now(), ids.random_symbols(16), pin)
            self.sold.append(one)
            return one

    def one(self, number: int) -> Sold | None:
        """A transaction by its number."""
        with self._lock:
            return next((one for one in self.sold if one.number == number), None)

    def found(self, identifier: str | None, product: int | None, since: str, until: str) -> list[Sold]:
        """Transactions by identifier, product and dates, as far as each is given, the newest first."""
        with self._lock:
            return [
                one for one in reversed(self.sold)
                if identifier in (None, one.identifier) and product in (None, one.product)
                and (not since or f"{one.at:%Y-%m-%d %H:%M:%S}" >= since) and (not until or f"{one.at:%Y-%m-%d %H:%M:%S}" <= until)
            ]  # fmt: skip
