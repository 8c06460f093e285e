"""Reloadly's gift card API (https://docs.reloadly.com/gift-cards), as far as we use it.

A token for the client, a catalogue in pages, orders with an identifier of ours, the code by a second call, and the report
of transactions: by our identifier, and by dates for those in which it came back empty.
"""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from marketplace.core import clock
from marketplace.core.money import minor_digits
from marketplace.integrations import exact_json, http
from marketplace.integrations.http import Limits, Lost, NotSent, Reply
from marketplace.integrations.suppliers import reloadly_sales as sales
from marketplace.integrations.suppliers.port import SupplierSilent
from marketplace.suppliers import Answer, Bought, Outcome, Purchase

AUDIENCE = "https://giftcards.reloadly.com"
ACCEPT = "application/com.reloadly.giftcards-v1+json"
LIMITS = Limits(seconds=7, connect_seconds=3, most_bytes=8 * 2**20)
PAGE, PAGES_MAX = 200, 200
# Its moments carry no time zone: the window is wider than any zone could shift it.
CLOCK_MARGIN = timedelta(hours=26)
# What these say is permanently. Others may have been taken in all the same, or are about something that passes.
REFUSALS = frozenset({400, 402, 403, 404, 405, 410, 413, 415, 422})
_TOKENS: dict[tuple[str, str], tuple[str, float]] = {}
_TOKEN_SPARE_S = 60


class Reloadly:
    """An adapter for one connection. Its token stays in this process."""

    def __init__(
        self, base_url: str, auth_url: str, client_id: str, secret: str, *, socket_file: str | None = None, limits: Limits = LIMITS
    ) -> None:  # fmt: skip
        self._base, self._auth = base_url.rstrip("/"), auth_url
        self._client_id, self._secret = client_id, secret
        self._socket_file, self._limits = socket_file, limits

    def order(self, wanted: Purchase) -> Answer:
        """See port.Supplier."""
        try:
            reply = self._ask("POST", "/orders", _order(wanted))
        except NotSent as why:
            return Answer(Outcome.NOT_TAKEN, note=str(why))
        except Lost as why:
            return Answer(Outcome.UNCLEAR, note=str(why))
        if reply.status in (401, 429):
            return Answer(Outcome.NOT_TAKEN, reply.status, _note(reply), retry_after=reply.retry_after(clock.now()))
        if reply.status in REFUSALS and not _is_known(reply):
            return Answer(Outcome.REFUSED, reply.status, _note(reply))
        sale = sales.sale(_json(reply), None) if reply.status in (200, 201) else None
        if sale is None:
            return Answer(Outcome.UNCLEAR, reply.status, _note(reply))
        return Answer(Outcome.SOLD, reply.status, sales=(sale,))

    def find(self, wanted: Purchase, now: datetime) -> Answer:
        """See port.Supplier."""
        by_ref = self._transactions({"customIdentifier": wanted.ref}, wanted.ref)
        if by_ref.outcome is not Outcome.NONE:
            return by_ref
        dates = {
            "startDate": f"{wanted.asked_at - CLOCK_MARGIN:%Y-%m-%d %H:%M:%S}", "endDate": f"{now + CLOCK_MARGIN:%Y-%m-%d %H:%M:%S}",
        }  # fmt: skip
        return self._transactions(dates | {"productId": wanted.product}, wanted.ref)

    def collect(self, supplier_ref: str) -> Answer | Bought:
        """See port.Supplier."""
        reply = self._look(f"/orders/transactions/{supplier_ref}/cards")
        if isinstance(reply, Answer):
            return reply
        cards = _json(reply)
        if reply.status == 404 or cards == []:
            return self._without_code(supplier_ref)
        if reply.status != 200:
            return _unclear(reply)
        bought = sales.card(cards)
        return bought or Answer(Outcome.MALFORMED, reply.status, "what came is not one card with a number")

    def well(self) -> Answer:
        """See port.Supplier."""
        reply = self._look("/products?size=1&page=1")
        if isinstance(reply, Answer):
            return reply
        return Answer(Outcome.NONE, 200) if reply.status == 200 and _json(reply) is not None else _unclear(reply)

    def catalogue(self) -> Iterator[list[dict[str, Any]]]:
        """See port.Supplier."""
        for page in range(1, PAGES_MAX + 1):
            reply = self._look(f"/products?size={PAGE}&page={page}")
            document = None if isinstance(reply, Answer) else _json(reply)
            if not isinstance(document, dict) or not isinstance(document.get("content"), list):
                said = (
                    reply.note
                    if isinstance(reply, Answer)
                    else f"page {page} is not a list of products ({reply.status})"
                )
                raise SupplierSilent(said)
            yield document["content"]
            if document.get("last") is not False:
                return

    def _without_code(self, supplier_ref: str) -> Answer:
        """Why a transaction has no card: it is being made, or has failed."""
        reply = self._look(f"/reports/transactions/{supplier_ref}")
        if isinstance(reply, Answer):
            return reply
        sale = sales.sale(_json(reply), None) if reply.status == 200 else None
        if sale is None:
            return _unclear(reply)
        return Answer(Outcome.FAILED if sale.failed else Outcome.NOT_YET, reply.status)

    def _transactions(self, asked: dict[str, str], ref: str) -> Answer:
        """All transactions of a question, page by page. One page that is not understood leaves all of it unclear."""
        found = []
        for page in range(1, PAGES_MAX + 1):
            reply = self._look("/reports/transactions?" + urlencode(asked | {"size": PAGE, "page": page}))
            if isinstance(reply, Answer):
                return reply
            listed = sales.listed(_json(reply), ref) if reply.status == 200 else None
            if listed is None:
                return _unclear(reply)
            found += listed.sales
            if listed.last:
                return Answer(Outcome.SOLD if found else Outcome.NONE, reply.status, sales=tuple(found))
        return Answer(Outcome.UNCLEAR, note="the list of transactions does not end")

    def _look(self, path: str) -> Reply | Answer:
        """Ask for something that changes nothing; what went wrong as an answer."""
        try:
            reply = self._ask("GET", path)
        except (NotSent, Lost) as why:
            return Answer(Outcome.UNCLEAR, note=str(why))
        return _unclear(reply) if reply.status in (401, 429) or reply.status >= 500 else reply

    def _ask(self, method: str, path: str, content: bytes = b"") -> Reply:
        """Ask with our token; with a fresh one where it has ended. Raises NotSent, Lost."""
        for fresh in (False, True):
            headers = {
                "Authorization": f"Bearer {self._token(fresh=fresh)}",
                "Accept": ACCEPT,
                "Content-Type": "application/json",
            }
            reply = self._http(method, self._base + path, headers, content)
            if reply.status != 401:
                break
        return reply

    def _token(self, *, fresh: bool) -> str:
        """The client's token (OAuth 2, client credentials). Raises NotSent: without one nothing is asked."""
        key = (self._base, self._client_id)
        token, ends = _TOKENS.get(key, ("", 0.0))
        if not fresh and time.monotonic() < ends:
            return token
        wanted = {
            "client_id": self._client_id, "client_secret": self._secret, "grant_type": "client_credentials", "audience": AUDIENCE,
        }  # fmt: skip
        try:
            reply = self._http("POST", self._auth, {"Content-Type": "application/json"}, json.dumps(wanted).encode())
        except Lost as why:
            raise NotSent(f"no token: {why}") from None
        given = _json(reply)
        if reply.status != 200 or not isinstance(given, dict) or not isinstance(given.get("access_token"), str):
            raise NotSent(f"no token: {reply.status}")
        seconds = given.get("expires_in")
        lasts = seconds if isinstance(seconds, int | Decimal) else 0
        _TOKENS[key] = given["access_token"], time.monotonic() + float(lasts) - _TOKEN_SPARE_S
        return str(given["access_token"])

    def _http(self, method: str, url: str, headers: dict[str, str], content: bytes) -> Reply:
        return http.ask(
            method, url, headers=headers, content=content, limits=self._limits, socket_file=self._socket_file
        )


def _order(wanted: Purchase) -> bytes:
    """The order as JSON; the price is written as the decimal that it is."""
    price = Decimal(wanted.value).scaleb(-minor_digits(wanted.currency))
    return exact_json.written({
        "productId": int(wanted.product), "quantity": 1, "unitPrice": price, "customIdentifier": wanted.ref, "senderName": "Vitrina",
    }).encode()  # fmt: skip


def _json(reply: Reply) -> Any:
    """The body as JSON with exact amounts; None where it is none, or was cut."""
    try:
        return json.loads(reply.body, parse_float=Decimal) if reply.whole else None
    except (ValueError, RecursionError):
        return None


def _is_known(reply: Reply) -> bool:
    """Whether a refusal says that our identifier is there already: then an order of ours was taken in."""
    said = _json(reply)
    words = f"{said.get('errorCode', '')} {said.get('message', '')}".lower() if isinstance(said, dict) else ""
    return "identifier" in words or "duplicate" in words


def _unclear(reply: Reply) -> Answer:
    return Answer(
        Outcome.UNCLEAR,
        reply.status,
        _note(reply),
        retry_after=reply.retry_after(clock.now()) if reply.status == 429 else None,
    )


def _note(reply: Reply) -> str:
    """What the supplier said of it: their own code of the error, and nothing else of their text, which may hold anything."""
    said = _json(reply)
    code = said.get("errorCode") if isinstance(said, dict) else None
    return code[:60] if isinstance(code, str) and code.replace("_", "").isalnum() and code.isascii() else ""
