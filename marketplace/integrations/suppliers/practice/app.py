"""The practice supplier as a WSGI application: token, products, orders, cards, transactions; and a way to ask for faults."""

import json
import secrets
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from marketplace.integrations import exact_json
from marketplace.integrations.suppliers.practice.books import Books, Sold
from marketplace.integrations.suppliers.practice.faults import BY_VALUE, Fault

CURRENCY = "RUB"
PRODUCTS = (
    {"productId": 101, "productName": "Северное сияние", "denominationType": "RANGE", "recipientCurrencyCode": CURRENCY,
     "minRecipientDenomination": 500, "maxRecipientDenomination": 5000, "fixedRecipientDenominations": [],
     "brand": {"brandId": 1, "brandName": "Северное сияние"}, "country": {"isoName": "RU", "name": "Russia"}},
    {"productId": 102, "productName": "Полярная ночь", "denominationType": "FIXED", "recipientCurrencyCode": CURRENCY,
     "minRecipientDenomination": None, "maxRecipientDenomination": None, "fixedRecipientDenominations": [500, 1000, 3000],
     "brand": {"brandId": 2, "brandName": "Полярная ночь"}, "country": {"isoName": "RU", "name": "Russia"}},
)  # fmt: skip
_PATHS = Map([
    Rule("/oauth/token", endpoint="give_token", methods=["POST"]),
    Rule("/products", endpoint="products", methods=["GET"]),
    Rule("/orders", endpoint="order", methods=["POST"]),
    Rule("/orders/transactions/<int:number>/cards", endpoint="cards", methods=["GET"]),
    Rule("/reports/transactions", endpoint="transactions", methods=["GET"]),
    Rule("/reports/transactions/<int:number>", endpoint="transaction", methods=["GET"]),
    Rule("/practice/faults", endpoint="ask_for_fault", methods=["POST"]),
])  # fmt: skip
Start = Callable[..., Any]


class PracticeSupplier:
    """The application. `hang_seconds`: how long it leaves others waiting where it does; `by_value`: as in the demo."""

    def __init__(
        self, *, hang_seconds: float = 20, now: Callable[[], datetime] = lambda: datetime.now(UTC), by_value: bool = False
    ) -> None:  # fmt: skip
        self.books = Books(now)
        self.faults: deque[Fault] = deque()
        self.by_order: Callable[[dict[str, Any]], Fault | None] = lambda _asked: None
        self._hang, self._by_value = hang_seconds, by_value
        self._token = secrets.token_urlsafe(24)
        self._met: set[str] = set()
        self._resets = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            name, values = _PATHS.bind_to_environ(environ).match()
            known = (
                name in ("give_token", "ask_for_fault")
                or request.headers.get("Authorization") == f"Bearer {self._token}"
            )
            answer = getattr(self, f"_{name}")(request, **values) if known else _refused(401, "INVALID_TOKEN")
        except HTTPException as error:
            answer = _refused(error.code or 500, "NOT_FOUND")
        return answer(environ, start)

    def _give_token(self, request: Request) -> Response:
        asked = request.get_json()
        if asked.get("grant_type") != "client_credentials" or not asked.get("client_secret"):
            return _refused(401, "INVALID_CREDENTIALS")
        return _json(
            {"access_token": self._token, "expires_in": 5184000, "token_type": "Bearer", "scope": "send-gift-cards"}
        )

    def _ask_for_fault(self, request: Request) -> Response:
        asked = request.get_json()
        self.faults.extend([Fault(asked["fault"])] * int(asked.get("times", 1)))
        return _json({"waiting": len(self.faults)})

    def _products(self, request: Request) -> Response:
        return _page(list(PRODUCTS), request)

    def _order(self, request: Request) -> Response:
        asked = json.loads(request.get_data(), parse_float=Decimal)
        price = Decimal(asked["unitPrice"])
        fault = self._fault(asked, price)
        if fault is Fault.TOO_MANY:
            answer = _refused(429, "TOO_MANY_REQUESTS")
            answer.headers["Retry-After"] = "7"
            return answer
        if fault is Fault.REFUSED:
            return _refused(400, "INSUFFICIENT_BALANCE")
        if fault is Fault.RESET and self._turn():
            return self._reset(request)
        if fault is Fault.SLOW:
            time.sleep(self._hang)
        one = self._sell(asked, price, fault)
        if fault in (Fault.COMMIT_THEN_TIMEOUT, Fault.NO_IDENTIFIER):
            time.sleep(self._hang)
        if fault is Fault.COMMIT_THEN_500:
            return _refused(500, "INTERNAL_ERROR")
        if fault is Fault.RESET:
            return self._reset(request)
        if fault is Fault.MALFORMED:
            return Response(json.dumps(one.told(CURRENCY), default=str)[:40], content_type="application/json")
        return _json(one.told(CURRENCY))

    def _fault(self, asked: dict[str, Any], price: Decimal) -> Fault | None:
        """What goes wrong with an order: what was asked for, else what its value says; once for each identifier."""
        identifier = str(asked.get("customIdentifier"))
        with self._lock:
            if self.faults:
                return self.faults.popleft()
            if identifier in self._met:
                return None
            self._met.add(identifier)
        return self.by_order(asked) or (BY_VALUE.get(int(price)) if self._by_value else None)

    def _sell(self, asked: dict[str, Any], price: Decimal, fault: Fault | None) -> Sold:
        wrong = price * 2 if fault is Fault.WRONG_DENOMINATION else price
        identifier = None if fault is Fault.NO_IDENTIFIER else asked.get("customIdentifier")
        one = self.books.sell(int(asked["productId"]), wrong, identifier)
        if fault is Fault.DUPLICATE_CODE:
            one.code = next((other.code for other in self.books.sold if other is not one), one.code)
        if fault in (Fault.CODE_LATER, Fault.FAILS):
            one.card_in, one.status = (2, "PENDING") if fault is Fault.CODE_LATER else (10**6, "FAILED")
        one.spoilt = fault is Fault.MALFORMED_CARD
        return one

    def _cards(self, _request: Request, number: int) -> Response:
        one = self.books.one(number)
        if one is None:
            return _refused(404, "NOT_FOUND")
        if one.card_in > 0:
            one.card_in -= 1
            return _json([])
        one.status = "SUCCESSFUL"
        return _json([{"cardNumber": None if one.spoilt else one.code, "pinCode": one.pin}])

    def _transactions(self, request: Request) -> Response:
        asked = request.args
        product = asked.get("productId", type=int)
        found = self.books.found(
            asked.get("customIdentifier"), product, asked.get("startDate", ""), asked.get("endDate", "")
        )
        return _page([one.told(CURRENCY) for one in found], request)

    def _transaction(self, _request: Request, number: int) -> Response:
        one = self.books.one(number)
        return _refused(404, "NOT_FOUND") if one is None else _json(one.told(CURRENCY))

    def _turn(self) -> bool:
        with self._lock:
            self._resets += 1
            return self._resets % 2 == 0

    def _reset(self, request: Request) -> Response:
        """Break the line without a word, as a firewall or a crash does."""
        line: socket.socket = request.environ["werkzeug.socket"]
        if line.family != socket.AF_UNIX:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError


def _json(document: Any, status: int = 200) -> Response:
    return Response(exact_json.written(document), status, content_type="application/json")


def _refused(status: int, code: str) -> Response:
    return _json({"message": "The request was refused", "errorCode": code, "details": []}, status)


def _page(rows: list[Any], request: Request) -> Response:
    size = min(max(request.args.get("size", 200, type=int), 1), 200)
    page = max(request.args.get("page", 1, type=int), 1)
    shown = rows[(page - 1) * size : page * size]
    return _json(
        {"content": shown, "totalElements": len(rows), "last": page * size >= len(rows), "number": page, "size": size}
    )
