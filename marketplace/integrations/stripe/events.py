"""What Stripe's events say (https://docs.stripe.com/api/events/types), once their signature has been found good."""

import json
from typing import Any, NamedTuple

import stripe

from marketplace.payments import DisputeSaid, RefundSaid, RefundState, Said, SessionExpired, SessionPaid, Step

# How old a signature may be: longer than any clock is wrong, shorter than a stolen body is of use.
TOLERANCE_SECONDS = 300
_REFUNDS: dict[str, RefundState] = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
_STEPS: dict[str, Step] = {
    "charge.dispute.funds_withdrawn": "funds_withdrawn", "charge.dispute.funds_reinstated": "funds_reinstated",
    "charge.dispute.closed": "closed",
}  # fmt: skip


class Forged(Exception):
    """This was not signed by the provider, or too long ago; or it is no event at all."""


def checked(body: bytes, signature: str, secret: str, *others: str) -> tuple[str, str]:
    """The id and type of an event whose signature over the raw body is good, by one of the secrets. Raises Forged."""
    if others:
        try:
            return checked(body, signature, secret)
        except Forged:
            return checked(body, signature, *others)
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS)
        event = json.loads(body)
        if event["object"] != "event":
            raise Forged
        return str(event["id"]), str(event["type"])
    except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise Forged from error


class AccountSaid(NamedTuple):
    """Something about a connected account is other than before; `event_ref` says it."""

    provider_ref: str
    event_ref: str


class PayoutSaid(NamedTuple):
    """Something about a payout, a transfer or its reversal is other than before; `key` is that of our payment."""

    key: str
    event_ref: str


def said_of_partners(body: bytes) -> AccountSaid | PayoutSaid | None:
    """What an event says about partners' accounts and payments to them; None where it is about neither. How they stand is asked, not read
    here, so that the order of events makes no difference."""
    event = json.loads(body)
    kind, thing = event["type"], event["data"]["object"]
    if kind == "account.updated":
        return AccountSaid(str(thing["id"]), str(event["id"]))
    if kind.startswith(("payout.", "transfer.")):
        return PayoutSaid(str((thing.get("metadata") or {}).get("payment", "")), str(event["id"]))
    return None


def said(body: bytes) -> Said | None:
    """What an event says; None where it is of no concern."""
    event = json.loads(body)
    kind, thing = event["type"], event["data"]["object"]
    if kind in ("checkout.session.completed", "checkout.session.async_payment_succeeded"):
        if thing["payment_status"] != "paid":
            return None
        return SessionPaid(
            str(thing.get("client_reference_id") or ""), _ref(thing["payment_intent"]), int(thing["amount_total"]),
            str(thing["currency"]).upper(),
        )  # fmt: skip
    if kind == "checkout.session.expired":
        return SessionExpired(str(thing.get("client_reference_id") or ""))
    if kind in ("refund.created", "refund.updated", "refund.failed", "charge.refund.updated"):
        return _refund(thing)
    return _dispute(kind, thing) if kind.startswith("charge.dispute.") else None


def _refund(thing: dict[str, Any]) -> RefundSaid | None:
    intent = _ref(thing.get("payment_intent"))
    if not intent:
        return None
    return RefundSaid(
        intent, thing["id"], str((thing.get("metadata") or {}).get("refund", "")), int(thing["amount"]),
        _REFUNDS.get(thing.get("status") or "", "requested"), str(thing.get("failure_reason") or ""),
    )  # fmt: skip


def _dispute(kind: str, thing: dict[str, Any]) -> DisputeSaid | None:
    intent = _ref(thing.get("payment_intent"))
    if not intent:
        return None
    step = _STEPS.get(kind)
    outcome = str(thing.get("status") or "") if step == "closed" else ""
    return DisputeSaid(intent, thing["id"], int(thing["amount"]), str(thing.get("reason") or ""), step, outcome)


def _ref(thing: Any) -> str:
    """The id of a thing that is named or told whole."""
    return str(thing["id"]) if isinstance(thing, dict) else str(thing or "")
