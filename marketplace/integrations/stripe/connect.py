"""Stripe Connect (https://docs.stripe.com/connect): partners' accounts, transfers to them and their reversal, payouts from them to banks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, Protocol

import stripe

from marketplace.integrations.stripe.currencies import counts_alike
from marketplace.integrations.stripe.gateway import failed, unclear
from marketplace.integrations.stripe.wire import Line
from marketplace.payments import Outcome
from marketplace.settlements import Connected, Fetched, MoveAnswer, Moved, MoveOutcome

PAYOUT_STATES = {
    "paid": MoveOutcome.PAID, "failed": MoveOutcome.FAILED, "canceled": MoveOutcome.FAILED, "pending": MoveOutcome.PENDING,
    "in_transit": MoveOutcome.PENDING,
}  # fmt: skip
CLOCKS_APART = timedelta(hours=1)  # at most, the provider's and ours


class Unreachable(Exception):
    """The provider gave no answer, or refused; says what went wrong, in no words of anybody's."""


class Standing(NamedTuple):
    """How an account stands: its holder has said all that was asked, it can be paid out from, and what is missing; to which bank account it pays out,
    as it may be shown, and what tells that from others."""

    submitted: bool
    pays_out: bool
    missing: tuple[str, ...]
    bank: str = ""
    bank_mark: str = ""
    bank_holder: str = ""


class Payee(NamedTuple):
    """Whose account it is to be: where the company is, as ISO 3166 has it, and how it is called."""

    country: str
    name: str


class Connecting(Protocol):
    """What a provider of connected accounts can be asked. Each call that moves money carries the payment's key, and never raises."""

    def open_account(self, of: Connected, payee: Payee) -> str:
        """Open an account, once while its key is remembered; returns the provider's id. Raises Unreachable."""
        ...

    def find_account(self, of: Connected) -> str | None:
        """The provider's id of an account that was opened, whose answer was lost perhaps; None: there is none. Raises Unreachable."""
        ...

    def link(self, provider_ref: str, *, back_url: str, again_url: str) -> str:
        """The address, good for minutes, where its holder says what is asked of them. Raises Unreachable."""
        ...

    def standing(self, provider_ref: str) -> Standing:
        """How it stands now. Raises Unreachable."""
        ...

    def make(self, what: str, of: Moved) -> MoveAnswer:
        """Make one call of `settlements.moving.What` for a payment."""
        ...


class StripeConnect:
    """An adapter for one platform account; see Connecting.

    Args:
        base_url: where the API is, if it is not Stripe's own.
    """

    def __init__(self, key: str, *, base_url: str | None = None, line: Line | None = None) -> None:
        bases: Any = {"api": base_url} if base_url else {}
        self._api = stripe.StripeClient(key, base_addresses=bases, http_client=line or Line(), max_network_retries=0).v1
        self._calls: dict[str, Callable[[Moved], MoveAnswer]] = {
            "transfer": self._transfer, "find_transfer": self._find_transfer, "payout": self._payout, "find_payout": self._find_payout,
            "look": self._look, "reverse": self._reverse, "find_reversal": self._find_reversal,
        }  # fmt: skip

    def open_account(self, of: Connected, payee: Payee) -> str:
        """See Connecting."""
        asked: Any = {
            "country": payee.country,
            "business_profile": {"name": payee.name},
            "capabilities": {"transfers": {"requested": True}},
            "controller": {
                "fees": {"payer": "application"}, "losses": {"payments": "application"}, "requirement_collection": "stripe",
                "stripe_dashboard": {"type": "express"},
            },
            "settings": {"payouts": {"schedule": {"interval": "manual"}}},  # what is paid out, and when, is ours to say
            "metadata": {"account": of.public_id},
        }  # fmt: skip
        return str(_answer(lambda: self._api.accounts.create(asked, {"idempotency_key": f"{of.public_id}-open"})).id)

    def find_account(self, of: Connected) -> str | None:
        """See Connecting. Accounts cannot be searched by what is written on them, so those opened since are looked through."""
        since: Any = {"created": {"gte": int((of.asked_at - CLOCKS_APART).timestamp())}, "limit": 100}
        every = _answer(lambda: list(self._api.accounts.list(since).auto_paging_iter()))
        named = (one.id for one in every if one.metadata and one.metadata.to_dict().get("account") == of.public_id)
        return next(named, None)

    def link(self, provider_ref: str, *, back_url: str, again_url: str) -> str:
        """See Connecting."""
        asked: Any = {
            "account": provider_ref, "type": "account_onboarding", "return_url": back_url, "refresh_url": again_url,
        }  # fmt: skip
        return str(_answer(lambda: self._api.account_links.create(asked)).url)

    def standing(self, provider_ref: str) -> Standing:
        """See Connecting."""
        found: stripe.Account = _answer(lambda: self._api.accounts.retrieve(provider_ref))
        due = found.requirements.currently_due if found.requirements else None
        return Standing(bool(found.details_submitted), bool(found.payouts_enabled), tuple(due or ()), *_bank(found))

    def make(self, what: str, of: Moved) -> MoveAnswer:
        """See Connecting."""
        return self._calls[what](of)

    def _transfer(self, of: Moved) -> MoveAnswer:
        if not counts_alike(of.currency):
            return MoveAnswer(MoveOutcome.REFUSED, note=f"the provider counts {of.currency} in other units")
        asked: Any = {
            "amount": of.amount, "currency": of.currency.lower(), "destination": of.provider_ref, "transfer_group": of.key,
            "metadata": {"payment": of.key},
        }  # fmt: skip
        return _made(lambda: self._api.transfers.create(asked, {"idempotency_key": f"{of.key}-transfer"}).id)

    def _find_transfer(self, of: Moved) -> MoveAnswer:
        return _found(
            lambda: [one.id for one in self._api.transfers.list({"transfer_group": of.key, "limit": 10}).data]
        )

    def _payout(self, of: Moved) -> MoveAnswer:
        asked: Any = {"amount": of.amount, "currency": of.currency.lower(), "metadata": {"payment": of.key}}
        options: Any = {"idempotency_key": f"{of.key}-payout", "stripe_account": of.provider_ref}
        return _made(lambda: self._api.payouts.create(asked, options).id)

    def _find_payout(self, of: Moved) -> MoveAnswer:
        def ids() -> list[str]:
            every = self._api.payouts.list({"limit": 100}, {"stripe_account": of.provider_ref}).auto_paging_iter()
            return [one.id for one in every if one.metadata and one.metadata.to_dict().get("payment") == of.key]

        return _found(ids)

    def _look(self, of: Moved) -> MoveAnswer:
        try:
            found = self._api.payouts.retrieve(of.moves["payout"], None, {"stripe_account": of.provider_ref})
        except stripe.StripeError as error:
            return _told(unclear(error).outcome, unclear(error).note)
        return MoveAnswer(
            PAYOUT_STATES.get(found.status, MoveOutcome.PENDING), ref=found.id, note=found.failure_code or ""
        )

    def _reverse(self, of: Moved) -> MoveAnswer:
        asked: Any = {"amount": of.left, "metadata": {"payment": of.key}}
        key = f"{of.key}-reverse-{of.tries}-{of.left}"  # what was refused under one key would be for ever
        try:
            made = self._api.transfers.reversals.create(of.moves["transfer"], asked, {"idempotency_key": key})
        except stripe.StripeError as error:
            return _told(failed(error).outcome, failed(error).note)
        return MoveAnswer(MoveOutcome.DONE, parts=(Fetched(made.id, made.amount),))

    def _find_reversal(self, of: Moved) -> MoveAnswer:
        """All reversals of its transfer that are not known yet, whoever made them: each may have fetched back only a part."""
        try:
            every = self._api.transfers.reversals.list(of.moves["transfer"], {"limit": 100}).auto_paging_iter()
            parts = tuple(Fetched(one.id, one.amount) for one in every if one.id not in of.fetched)
        except stripe.StripeError as error:
            return _told(unclear(error).outcome, unclear(error).note)
        return MoveAnswer(MoveOutcome.DONE, parts=parts) if parts else MoveAnswer(MoveOutcome.NONE)


def _bank(of: stripe.Account) -> tuple[str, str, str]:
    """The bank account that pays out first: its bank, last digits and holder; the fingerprint that Stripe gives each number; and its holder alone."""
    banks = of.external_accounts.data if of.external_accounts else []
    if not banks:
        return "", "", ""
    first = banks[0].to_dict()
    holder = first.get("account_holder_name") or ""
    shown = ", ".join(filter(None, [first.get("bank_name"), f"…{first.get('last4', '')}", holder]))
    return shown, first.get("fingerprint") or f"{first.get('routing_number', '')}/{first.get('last4', '')}", holder


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except stripe.StripeError as error:
        raise Unreachable(failed(error).note) from error


def _made(ask: Callable[[], str]) -> MoveAnswer:
    try:
        return MoveAnswer(MoveOutcome.DONE, ref=ask())
    except stripe.StripeError as error:
        return _told(failed(error).outcome, failed(error).note)


def _found(ask: Callable[[], list[str]]) -> MoveAnswer:
    try:
        ids = ask()
    except stripe.StripeError as error:
        return _told(unclear(error).outcome, unclear(error).note)
    return MoveAnswer(MoveOutcome.DONE, ref=ids[0]) if ids else MoveAnswer(MoveOutcome.NONE)


def _told(outcome: Outcome, note: str) -> MoveAnswer:
    return MoveAnswer(MoveOutcome(outcome.value), note=note)
