"""The sandbox as a WSGI application: Stripe's API under /v1, its hosted page under /pay, and what a tester may ask for under /practice."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from marketplace.integrations.stripe_sandbox import PREFIX, checkout, forms
from marketplace.integrations.stripe_sandbox.bank import Bank, Refused
from marketplace.integrations.stripe_sandbox.deliveries import Manners
from marketplace.integrations.stripe_sandbox.partners import Partners
from marketplace.integrations.stripe_sandbox.store import Thing

KEY_PREFIXES = ("sk_test_", "rk_test_")
_API = Map([
    Rule("/v1/checkout/sessions", endpoint="open", methods=["POST"]),
    Rule("/v1/checkout/sessions/<thing>", endpoint="session", methods=["GET"]),
    Rule("/v1/checkout/sessions/<thing>/expire", endpoint="expire", methods=["POST"]),
    Rule("/v1/payment_intents/<thing>", endpoint="intent", methods=["GET"]),
    Rule("/v1/charges/<thing>", endpoint="charge", methods=["GET"]),
    Rule("/v1/refunds", endpoint="refund", methods=["POST"]),
    Rule("/v1/refunds", endpoint="refunds", methods=["GET"]),
    Rule("/v1/refunds/<thing>", endpoint="one_refund", methods=["GET"]),
    Rule("/v1/disputes", endpoint="disputes", methods=["GET"]),
    Rule("/v1/disputes/<thing>", endpoint="one_dispute", methods=["GET"]),
    Rule("/v1/disputes/<thing>", endpoint="answer_dispute", methods=["POST"]),
    Rule("/v1/accounts", endpoint="open_account", methods=["POST"]),
    Rule("/v1/accounts", endpoint="accounts", methods=["GET"]),
    Rule("/v1/accounts/<thing>", endpoint="account", methods=["GET"]),
    Rule("/v1/account_links", endpoint="link", methods=["POST"]),
    Rule("/v1/transfers", endpoint="transfer", methods=["POST"]),
    Rule("/v1/transfers", endpoint="transfers", methods=["GET"]),
    Rule("/v1/transfers/<thing>", endpoint="one_transfer", methods=["GET"]),
    Rule("/v1/transfers/<thing>/reversals", endpoint="reverse", methods=["POST"]),
    Rule("/v1/transfers/<thing>/reversals", endpoint="reversals", methods=["GET"]),
    Rule("/v1/payouts", endpoint="pay_out", methods=["POST"]),
    Rule("/v1/payouts", endpoint="payouts", methods=["GET"]),
    Rule("/v1/payouts/<thing>", endpoint="one_payout", methods=["GET"]),
    Rule("/v1/events/<thing>", endpoint="event", methods=["GET"]),
    Rule("/practice/manners", endpoint="behave", methods=["POST"]),
    Rule("/practice/charges/<thing>/disputes", endpoint="dispute", methods=["POST"]),
    Rule("/practice/payouts/<thing>/failure", endpoint="fail_payout", methods=["POST"]),
])  # fmt: skip
Start = Callable[..., Any]


class Sandbox:
    """The application.

    Args:
        base: where its pages are for browsers; without it, under PREFIX of whoever is returned to.
        manners: how its events behave; may be changed from outside.
    """

    def __init__(self, bank: Bank, *, base: str = "", manners: Manners | None = None) -> None:
        self.bank, self.base, self.manners = bank, base, manners or Manners()
        self.partners = Partners(bank)
        self._pages = checkout.Pages(bank, self.partners)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        if not request.path.startswith(("/v1/", "/practice/")):
            return self._pages(request)(environ, start)
        return self._asked(request)(environ, start)

    def _asked(self, request: Request) -> Response:
        key = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not key.startswith(KEY_PREFIXES):
            return _refusal(Refused("Invalid API Key provided", "", 401))
        try:
            name, values = _API.bind_to_environ(request.environ).match()
        except HTTPException as error:
            return _refusal(Refused("Unrecognized request URL", "", error.code or 404))
        once = request.headers.get("Idempotency-Key") if request.method == "POST" else None
        return self._once(request, once, name, values) if once else self._done(request, name, values)

    def _once(self, request: Request, key: str, name: str, values: Mapping[str, str]) -> Response:
        """The answer under an idempotency key: the same for the same request, a refusal for another one."""
        asked = hashlib.sha256(request.path.encode() + b"\0" + request.get_data()).hexdigest()
        with self.bank.store.lock:
            known = self.bank.store.answered(key)
            if known is not None and known[0] != asked:
                said = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                )
                return _refusal(Refused(said, "idempotency_key_in_use", 400, "idempotency_error"))
            if known is not None:
                again = Response(known[2], known[1], content_type="application/json")
                again.headers["Idempotent-Replayed"] = "true"
                return again
            answer = self._done(request, name, values)
            self.bank.store.answer(key, asked, answer.status_code, answer.get_data(as_text=True))
            return answer

    def _done(self, request: Request, name: str, values: Mapping[str, str]) -> Response:
        try:
            thing: Thing = getattr(self, f"_{name}")(forms.nested(request.form.items()), request, **values)
        except Refused as no:
            return _refusal(no)
        except (KeyError, TypeError, ValueError, sqlite3.Error):
            return _refusal(Refused("Something of the request is missing or malformed", "parameter_missing"))
        return _json(thing)

    def _open(self, asked: dict[str, Any], _request: Request) -> Thing:
        there = urlsplit(asked.get("success_url", ""))
        return self.bank.open(asked, self.base or f"{there.scheme}://{there.netloc}{PREFIX}")

    def _session(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.page(thing)

    def _expire(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.expire(thing)

    def _intent(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.thing(thing, "payment_intent")

    def _charge(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.thing(thing, "charge")

    def _refund(self, asked: dict[str, Any], _request: Request) -> Thing:
        return self.bank.refund(asked)

    def _refunds(self, _asked: dict[str, Any], request: Request) -> Thing:
        return self._list("refund", request, "payment_intent", "charge")

    def _one_refund(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.thing(thing, "refund")

    def _disputes(self, _asked: dict[str, Any], request: Request) -> Thing:
        return self._list("dispute", request, "payment_intent", "charge")

    def _one_dispute(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.thing(thing, "dispute")

    def _answer_dispute(self, asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        evidence = asked.get("evidence", {}).get("uncategorized_text", "")
        if evidence not in ("winning_evidence", "losing_evidence"):
            raise Refused("the sandbox understands winning_evidence and losing_evidence", "parameter_invalid")
        return self.bank.decide(thing, won=evidence == "winning_evidence")

    def _open_account(self, asked: dict[str, Any], _request: Request) -> Thing:
        return self.partners.open(asked)

    def _accounts(self, _asked: dict[str, Any], request: Request) -> Thing:
        return self._list("account", request)

    def _account(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.thing(thing, "account")

    def _link(self, asked: dict[str, Any], _request: Request) -> Thing:
        there = urlsplit(asked.get("return_url", ""))
        return self.partners.link(asked, self.base or f"{there.scheme}://{there.netloc}{PREFIX}")

    def _transfer(self, asked: dict[str, Any], _request: Request) -> Thing:
        return self.partners.transfer(asked)

    def _transfers(self, _asked: dict[str, Any], request: Request) -> Thing:
        return self._list("transfer", request, "transfer_group", "destination")

    def _one_transfer(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.thing(thing, "transfer")

    def _reverse(self, asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.partners.reverse(thing, asked)

    def _reversals(self, _asked: dict[str, Any], request: Request, thing: str) -> Thing:
        return self._list("transfer_reversal", request, transfer=thing)

    def _pay_out(self, asked: dict[str, Any], request: Request) -> Thing:
        return self.partners.pay_out(request.headers.get("Stripe-Account", ""), asked)

    def _payouts(self, _asked: dict[str, Any], request: Request) -> Thing:
        return self._list("payout", request, sandbox_account=request.headers.get("Stripe-Account", ""))

    def _one_payout(self, _asked: dict[str, Any], request: Request, thing: str) -> Thing:
        return self.partners.payout(thing, request.headers.get("Stripe-Account", ""))

    def _fail_payout(self, asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.partners.end_payout(thing, asked.get("code", "account_closed"))

    def _event(self, _asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.thing(thing, "event")

    def _behave(self, asked: dict[str, Any], _request: Request) -> Thing:
        self.manners.times = int(asked.get("times", 1))
        self.manners.late_s = float(asked.get("late_s", 0))
        self.manners.newest_first = asked.get("newest_first") == "true"
        return {"object": "manners", **vars(self.manners)}

    def _dispute(self, asked: dict[str, Any], _request: Request, thing: str) -> Thing:
        return self.bank.dispute(thing, asked.get("reason", "fraudulent"), inquiry=asked.get("inquiry") == "true")

    def _list(self, kind: str, request: Request, *filters: str, **of: str) -> Thing:
        """A page of a list, as Stripe cuts it: `limit` things behind `starting_after`."""
        asked = {name: request.args[name] for name in filters if name in request.args}
        since = int(request.args.get("created[gte]", 0))
        found = [thing for thing in self.bank.store.all(kind, **asked, **of) if thing["created"] >= since]
        after, limit = request.args.get("starting_after"), min(max(int(request.args.get("limit", 10)), 1), 100)
        begin = next((at + 1 for at, thing in enumerate(found) if thing["id"] == after), 0)
        shown = [_shown(thing) for thing in found[begin : begin + limit]]
        return {"object": "list", "url": request.path, "has_more": len(found) > begin + limit, "data": shown}


def _json(thing: Thing, status: int = 200) -> Response:
    return Response(json.dumps(_shown(thing)), status, content_type="application/json")


def _shown(thing: Thing) -> Thing:
    """An object without what the sandbox keeps to itself."""
    return {name: value for name, value in thing.items() if not name.startswith("sandbox_")}


def _refusal(no: Refused) -> Response:
    said = {"error": {"type": no.kind, "code": no.code or None, "message": str(no)}}
    return _json(said, no.status)
