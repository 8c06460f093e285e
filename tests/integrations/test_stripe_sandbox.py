"""The payment sandbox answers as Stripe does: its objects have the form of the SDK's models, keys are kept, too much is refused."""

import builtins
import sys
import time
import typing
from collections.abc import Iterator
from typing import Any, ClassVar, ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

import pytest
import stripe

from marketplace.integrations.practising import running
from marketplace.integrations.stripe.wire import Line
from marketplace.integrations.stripe_sandbox import api, bank, shapes, store

MODELS = {
    "checkout.session": stripe.checkout.Session, "payment_intent": stripe.PaymentIntent, "charge": stripe.Charge, "refund": stripe.Refund,
    "dispute": stripe.Dispute, "event": stripe.Event, "account": stripe.Account, "transfer": stripe.Transfer,
    "transfer_reversal": stripe.TransferReversal, "payout": stripe.Payout,
}  # fmt: skip


@pytest.fixture
def told() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def at_bank(told: list[dict[str, Any]]) -> bank.Bank:
    return bank.Bank(store.Store(), told.append)


@pytest.fixture
def sandbox(at_bank: bank.Bank) -> api.Sandbox:
    return api.Sandbox(at_bank)


@pytest.fixture
def client(sandbox: api.Sandbox) -> Iterator[stripe.StripeClient]:
    with running(sandbox) as url:
        yield stripe.StripeClient("sk_test_x", base_addresses={"api": url}, http_client=Line(), max_network_retries=0)


def a_page(**over: Any) -> dict[str, Any]:
    price = {"currency": "rub", "unit_amount": 40_000, "product_data": {"name": "a card"}}
    return {
        "mode": "payment", "client_reference_id": "P1", "line_items": [{"quantity": 1, "price_data": price}], "success_url": "https://a.example/x",
        "cancel_url": "https://a.example/y", "expires_at": int(time.time()) + 3600, "locale": "ru", "metadata": {"payment": "P1"},
    } | over  # fmt: skip


def test_whole_life_of_a_payment_has_the_form_of_the_models(
    client: stripe.StripeClient, sandbox: api.Sandbox, at_bank: bank.Bank, told: list[dict[str, Any]]
) -> None:
    page = client.v1.checkout.sessions.create(a_page())
    assert page.status == "open"
    at_bank.pay(page.id, "4242 4242 4242 4242")
    intent = client.v1.payment_intents.retrieve(str(client.v1.checkout.sessions.retrieve(page.id).payment_intent))
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 10_000, "metadata": {"refund": "R1"}})
    disputed = client.v1.checkout.sessions.create(a_page())
    at_bank.pay(disputed.id, "4000000000000259")
    at_bank.decide(at_bank.store.all("dispute")[0]["id"], won=True)
    ended = client.v1.checkout.sessions.create(a_page())
    assert client.v1.checkout.sessions.expire(ended.id).status == "expired"
    partner = client.v1.accounts.create({"country": "DE", "business_profile": {"name": "A shop"}})
    leads = {"return_url": "https://a.example/x", "refresh_url": "https://a.example/y"}
    link = client.v1.account_links.create({"account": partner.id, "type": "account_onboarding", **leads})
    assert misfits(link.to_dict(), stripe.AccountLink) == []
    sandbox.partners.fill_in(partner.id)
    sent = client.v1.transfers.create(
        {"amount": 9_000, "currency": "rub", "destination": partner.id, "transfer_group": "T1"}
    )
    paid = client.v1.payouts.create({"amount": 4_000, "currency": "rub"}, {"stripe_account": partner.id})
    assert client.v1.payouts.retrieve(paid.id, None, {"stripe_account": partner.id}).status == "paid"
    client.v1.transfers.reversals.create(sent.id, {"amount": 5_000})
    assert [one.id for one in client.v1.transfers.list({"transfer_group": "T1"}).data] == [sent.id]
    assert {event["type"] for event in told} >= {
        "account.updated", "transfer.created", "transfer.reversed", "payout.created", "payout.paid",
        "checkout.session.completed", "checkout.session.expired", "refund.created", "charge.dispute.created",
        "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated", "charge.dispute.closed",
    }  # fmt: skip
    wrong = [
        f"{kind} {thing['id']}: {said}"
        for kind, model in MODELS.items()
        for thing in at_bank.store.all(kind)
        for said in misfits(thing, model)
    ]
    assert wrong == []


def test_control_a_missing_a_strange_and_a_mistyped_value_are_seen(at_bank: bank.Bank) -> None:
    page = at_bank.open(
        a_page() | {"line_items": [{"quantity": "1", "price_data": {"currency": "rub", "unit_amount": "1"}}]},
        "http://x",
    )
    spoilt = {name: value for name, value in page.items() if name != "payment_status"} | {"mine": 1, "status": 7}
    spoilt |= {"automatic_tax": {"liability": 7, "provider": None, "status": None, "theirs": 1}}
    assert {said.split(" ")[0] for said in misfits(spoilt, stripe.checkout.Session)} == {
        "mine", "status", "payment_status", "automatic_tax.theirs", "automatic_tax.liability", "automatic_tax.enabled",
    }  # fmt: skip
    bank_account = {"object": "list", "data": [{"id": 7}], "has_more": False, "url": "/"}
    account = shapes.account({"country": "DE"}, 1) | {"external_accounts": bank_account}
    assert any(said.startswith("external_accounts.") for said in misfits(account, stripe.Account)), "also in lists"


def test_same_key_gives_the_same_answer_and_another_body_under_it_is_refused(client: stripe.StripeClient) -> None:
    asked = a_page()
    first = client.v1.checkout.sessions.create(asked, {"idempotency_key": "k1"})
    again = client.v1.checkout.sessions.create(asked, {"idempotency_key": "k1"})
    assert first.id == again.id
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(asked | {"client_reference_id": "P2"}, {"idempotency_key": "k1"})


def test_more_than_was_paid_a_declined_card_and_an_ended_page_are_refused(
    client: stripe.StripeClient, at_bank: bank.Bank
) -> None:
    page = client.v1.checkout.sessions.create(a_page())
    for number, code in (
        ("4000000000000002", "generic_decline"),
        ("4000000000009995", "insufficient_funds"),
        ("1", "incorrect_number"),
    ):
        with pytest.raises(bank.Declined, match=code):
            at_bank.pay(page.id, number)
    for proven in (True, False):  # an answer that comes before the question proves nothing
        with pytest.raises(bank.Challenged):
            at_bank.pay(page.id, "4000002760003184", proven=proven)
    at_bank.pay(page.id, "4000002760003184", proven=True)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(page.id)
    intent = str(client.v1.checkout.sessions.retrieve(page.id).payment_intent)
    client.v1.refunds.create({"payment_intent": intent, "amount": 30_000})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": intent, "amount": 10_001})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(a_page(expires_at=int(time.time()) + 60))


def misfits(thing: dict[str, Any], model: type) -> list[str]:
    """Where an object has not the form of a model: a name it does not know, a value of another type, a name that is missing."""
    hints = _hints(model)
    thing = {
        name: value for name, value in thing.items() if not name.startswith("sandbox_")
    }  # which it keeps to itself
    found = [f"{name} is not known" for name in thing if name not in hints]
    for name, value in thing.items():
        if name in hints and not _fits(value, hints[name]):
            found.append(f"{name} is {value!r}, and should be {hints[name]}")
        elif name in hints:
            found += [f"{name}.{said}" for said in _within(value, hints[name])]
    needed = [
        name for name, hint in hints.items() if type(None) not in get_args(hint) and get_origin(hint) is not ClassVar
    ]
    return found + [f"{name} is missing" for name in needed if name not in thing and not name.startswith("_")]


class Known(dict[str, Any]):
    """The names that a model's hints use; the SDK's own are looked up in it, any other that its module only imports for type checkers may be anything."""

    def __missing__(self, name: str) -> Any:
        return getattr(stripe, name, Any)


def _hints(model: type) -> dict[str, Any]:
    names = Known(vars(builtins) | vars(typing) | vars(stripe) | vars(sys.modules[model.__module__]) | vars(model))
    hints = get_type_hints(model, localns=names)
    own = {
        name
        for base in model.__mro__
        if base.__module__ == model.__module__
        for name in vars(base).get("__annotations__", {})
    }
    return {name: hint for name, hint in hints.items() if name in own and name not in ("OBJECT_NAME", "deleted")}


def _within(value: Any, hint: Any) -> list[str]:
    """Where objects within a value have not the form of their own models; where it may be one of several, of the one that it fits best."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Union:
        fitting = (_within(value, part) for part in parts if _fits(value, part))
        return min(fitting, key=len, default=[])
    if origin is list:
        return [said for one in value for said in _within(one, parts[0])]
    if origin is stripe.ListObject:
        return [said for one in value["data"] for said in _within(one, parts[0])]
    nested = isinstance(hint, type) and issubclass(hint, stripe.StripeObject) and hint is not stripe.StripeObject
    return misfits(value, hint) if nested else []


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a type, as far as the SDK says it; what stands within it, `_within` asks."""
    origin, parts = get_origin(hint), get_args(hint)
    if isinstance(hint, str | ForwardRef) or hint is Any:
        return True
    if origin is Union:
        return any(_fits(value, part) for part in parts)
    if origin is Literal:
        return value in parts
    if origin is list:
        return isinstance(value, list) and all(_fits(one, parts[0]) for one in value)
    if isinstance(hint, type) and issubclass(hint, stripe.StripeObject):
        return isinstance(value, dict)
    if origin is not None:
        return True
    return value is None if hint is type(None) else isinstance(value, hint) if isinstance(hint, type) else True
