"""Stripe as a payment provider (https://docs.stripe.com/api): Checkout sessions and refunds, through Stripe's own SDK."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import stripe

from marketplace.integrations.http import NotSent
from marketplace.integrations.stripe.currencies import counts_alike
from marketplace.integrations.stripe.port import Page
from marketplace.integrations.stripe.wire import Line
from marketplace.payments import Answer, Outcome, Payment, Refund

# A page must live for half an hour at least (docs.stripe.com/api/checkout/sessions/create, expires_at); we end it before.
PAGE_LIFE = timedelta(minutes=31)
REFUND_STATES = {
    "succeeded": Outcome.DONE, "pending": Outcome.PENDING, "requires_action": Outcome.PENDING, "failed": Outcome.FAILED,
    "canceled": Outcome.FAILED,
}  # fmt: skip


class Stripe:
    """An adapter for one account; see port.Gateway.

    Args:
        base_url: where the API is, if it is not Stripe's own.
    """

    def __init__(self, key: str, *, base_url: str | None = None, line: Line | None = None) -> None:
        bases: Any = {"api": base_url} if base_url else {}
        self._api = stripe.StripeClient(key, base_addresses=bases, http_client=line or Line(), max_network_retries=0).v1

    def open(self, payment: Payment, page: Page) -> Answer:
        """See port.Gateway."""
        if not counts_alike(payment.currency):
            return Answer(Outcome.REFUSED, note=f"the provider counts {payment.currency} in other units")
        asked: Any = {
            "mode": "payment",
            "client_reference_id": payment.public_id,
            "metadata": {"payment": payment.public_id},
            "payment_intent_data": {"metadata": {"payment": payment.public_id}, "description": page.title},
            "payment_method_types": ["card"],  # what is paid later, or perhaps, cannot hold a card back
            "line_items": [{
                "quantity": 1,
                "price_data": {
                    "currency": payment.currency.lower(), "unit_amount": payment.amount, "product_data": {"name": page.title},
                },
            }],
            "success_url": page.paid_url,
            "cancel_url": page.back_url,
            "expires_at": int((payment.pay_until + PAGE_LIFE).timestamp()),  # the same however often it is asked
            "locale": page.language,
        }  # fmt: skip
        try:
            session = self._api.checkout.sessions.create(asked, {"idempotency_key": f"{payment.public_id}-open"})
        except stripe.StripeError as error:
            return failed(error)
        return Answer(Outcome.OPENED, session_ref=session.id, url=session.url or "")

    def look(self, payment: Payment) -> Answer:
        """See port.Gateway."""
        try:
            return _standing(self._api.checkout.sessions.retrieve(_session(payment)))
        except stripe.StripeError as error:
            return unclear(error)

    def close(self, payment: Payment) -> Answer:
        """See port.Gateway."""
        try:
            return _standing(self._api.checkout.sessions.expire(_session(payment)))
        except stripe.InvalidRequestError:  # it has ended already, in either way
            return self.look(payment)
        except stripe.StripeError as error:
            return unclear(error)

    def refund(self, payment: Payment, refund: Refund) -> Answer:
        """See port.Gateway."""
        asked: Any = {
            "payment_intent": payment.intent_ref,
            "amount": refund.amount,
            "metadata": {"refund": refund.public_id},
        }
        try:
            made = self._api.refunds.create(asked, {"idempotency_key": f"{refund.public_id}-refund"})
        except stripe.StripeError as error:
            return failed(error)
        return _refund(made)

    def find_refund(self, payment: Payment, refund: Refund) -> Answer:
        """See port.Gateway."""
        asked: Any = {"payment_intent": payment.intent_ref, "limit": 100}
        try:
            found: Iterable[stripe.Refund] = self._api.refunds.list(asked).auto_paging_iter()
            for one in found:
                if one.id == refund.provider_ref or (
                    one.metadata and one.metadata.to_dict().get("refund") == refund.public_id
                ):
                    return _refund(one)
        except stripe.StripeError as error:
            return unclear(error)
        return Answer(Outcome.NONE)


def _session(payment: Payment) -> str:
    assert payment.session_ref is not None, "its page was opened"
    return payment.session_ref


def _standing(session: stripe.checkout.Session) -> Answer:
    if session.status == "complete" and session.payment_status == "paid":
        intent = session.payment_intent
        return Answer(
            Outcome.PAID, intent_ref=intent if isinstance(intent, str) else intent.id if intent else "",
            amount=session.amount_total or 0, currency=(session.currency or "").upper(),
        )  # fmt: skip
    return Answer(Outcome.EXPIRED if session.status == "expired" else Outcome.OPEN)


def _refund(made: stripe.Refund) -> Answer:
    outcome = REFUND_STATES.get(made.status or "", Outcome.PENDING)
    return Answer(outcome, note=made.failure_reason or "" if outcome is Outcome.FAILED else "", provider_ref=made.id)


def failed(error: stripe.StripeError) -> Answer:
    """Why something was not done: it never arrived, they refused it for good, or nobody knows."""
    if isinstance(error, stripe.APIConnectionError):
        outcome = Outcome.NOT_SENT if isinstance(error.__cause__, NotSent) else Outcome.UNCLEAR
        return Answer(outcome, note=str(error.__cause__ or ""))
    if isinstance(error, stripe.RateLimitError | stripe.AuthenticationError | stripe.PermissionError):
        return Answer(Outcome.NOT_SENT, note=_note(error))  # waits until the operator has put it right
    if (
        isinstance(error, stripe.InvalidRequestError | stripe.CardError | stripe.IdempotencyError)
        and error.http_status != 409
    ):
        return Answer(Outcome.REFUSED, note=_note(error))
    return Answer(Outcome.UNCLEAR, note=_note(error))


def unclear(error: stripe.StripeError) -> Answer:
    """Looking does nothing, so whatever went wrong, it is looked again."""
    cause = error.__cause__
    return Answer(Outcome.UNCLEAR, note=str(cause) if isinstance(error, stripe.APIConnectionError) else _note(error))


def _note(error: stripe.StripeError) -> str:
    """The kind and code of an error; never its text, which may repeat what was sent."""
    return f"{type(error).__name__} {error.http_status or ''} {error.code or ''}".strip()
