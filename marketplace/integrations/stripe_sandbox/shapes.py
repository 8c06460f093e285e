"""How Stripe writes its objects (docs.stripe.com/api), as far as they hold something here. A test holds them against the SDK's models."""

from typing import Any

from marketplace.integrations.stripe_sandbox.store import Thing, new_id

# What the holder of an account is asked for.
ASKED = ("business_type", "external_account", "representative.verification.document", "tos_acceptance.date")


def session(asked: dict[str, Any], line: dict[str, Any], now: int, url: str) -> Thing:
    """A Checkout page: `asked` is the form of its making, `line` its only line."""
    price = line["price_data"]
    total = int(price["unit_amount"]) * int(line["quantity"])
    thing_id = new_id("cs_test")
    return {
        "id": thing_id, "object": "checkout.session", "livemode": False, "created": now, "expires_at": int(asked["expires_at"]),
        "mode": asked["mode"], "status": "open", "payment_status": "unpaid", "amount_subtotal": total, "amount_total": total,
        "currency": price["currency"], "client_reference_id": asked.get("client_reference_id"), "metadata": asked.get("metadata", {}),
        "success_url": asked["success_url"], "cancel_url": asked.get("cancel_url"), "url": f"{url}/pay/{thing_id}",
        "locale": asked.get("locale"), "payment_intent": None, "payment_method_types": ["card"], "customer": None, "customer_email": None,
        "automatic_tax": {"enabled": False, "liability": None, "status": None, "provider": None}, "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None, "terms_of_service_acceptance": None},
        "shipping_options": [],
    }  # fmt: skip


def intent(page: Thing, asked: dict[str, Any], now: int) -> Thing:
    """The payment of a page, still to be confirmed."""
    return {
        "id": new_id("pi"), "object": "payment_intent", "livemode": False, "created": now, "amount": page["amount_total"],
        "amount_capturable": 0, "amount_received": 0, "capture_method": "automatic_async", "confirmation_method": "automatic",
        "currency": page["currency"], "description": asked.get("description"), "metadata": asked.get("metadata", {}),
        "payment_method_types": ["card"], "status": "requires_payment_method", "latest_charge": None, "last_payment_error": None,
        "next_action": None,
    }  # fmt: skip


def charge(of: Thing, number: str, now: int) -> Thing:
    """Money that came by a card; a card's number is kept by its last four digits, as Stripe does."""
    return {
        "id": new_id("ch"), "object": "charge", "livemode": False, "created": now, "amount": of["amount"], "amount_captured": of["amount"],
        "amount_refunded": 0, "captured": True, "currency": of["currency"], "description": of["description"], "disputed": False,
        "metadata": of["metadata"], "paid": True, "refunded": False, "status": "succeeded", "payment_intent": of["id"],
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": number[-4:], "exp_month": 12, "exp_year": 2034}},
    }  # fmt: skip


def refund(of: Thing, amount: int, metadata: dict[str, str], status: str, now: int) -> Thing:
    """Money that goes back."""
    return {
        "id": new_id("re"), "object": "refund", "created": now, "amount": amount, "currency": of["currency"], "charge": of["id"],
        "payment_intent": of["payment_intent"], "metadata": metadata, "reason": None, "status": status,
    }  # fmt: skip


def dispute(of: Thing, reason: str, status: str, now: int) -> Thing:
    """What a bank wants back."""
    return {
        "id": new_id("du"), "object": "dispute", "livemode": False, "created": now, "amount": of["amount"] - of["amount_refunded"],
        "currency": of["currency"], "charge": of["id"], "payment_intent": of["payment_intent"], "reason": reason, "status": status,
        "balance_transactions": [], "enhanced_eligibility_types": [], "evidence": {"enhanced_evidence": {}}, "is_charge_refundable": status.startswith("warning"),
        "evidence_details": {"due_by": now + 7 * 86_400, "has_evidence": False, "past_due": False, "submission_count": 0, "submission_method": "not_submitted",
                             "enhanced_eligibility": {}},
        "metadata": {},
    }  # fmt: skip


def account(asked: dict[str, Any], now: int) -> Thing:
    """A partner's account, of which nothing is known yet but where it is and how it is called."""
    return {
        "id": new_id("acct"), "object": "account", "created": now, "country": asked.get("country"), "email": asked.get("email"),
        "business_profile": asked.get("business_profile"), "metadata": asked.get("metadata", {}), "charges_enabled": False,
        "details_submitted": False, "payouts_enabled": False, "default_currency": None, "type": "none",
        "requirements": {
            "alternatives": [], "current_deadline": None, "currently_due": list(ASKED), "disabled_reason": "requirements.past_due",
            "errors": [], "eventually_due": list(ASKED), "past_due": list(ASKED), "pending_verification": [],
        },
    }  # fmt: skip


def bank_accounts(of: Thing, last4: str, holder: str = "") -> Thing:
    """The one bank account to which a partner's account pays out; the company's own unless another holder is said."""
    bank = {
        "id": new_id("ba"), "object": "bank_account", "account": of["id"], "account_holder_name": holder or (of.get("business_profile") or {}).get("name"),
        "account_holder_type": "company", "bank_name": "SANDBOX BANK", "country": of.get("country"), "currency": "eur",
        "default_for_currency": True, "fingerprint": f"fp{last4}", "last4": last4, "routing_number": "110000000", "status": "new",
    }  # fmt: skip
    return {"object": "list", "data": [bank], "has_more": False, "url": f"/v1/accounts/{of['id']}/external_accounts"}


def account_link(url: str, now: int) -> Thing:
    """The address at which the holder of an account says what is asked."""
    return {"object": "account_link", "created": now, "expires_at": now + 300, "url": url}


def transfer(asked: dict[str, Any], now: int) -> Thing:
    """Money that goes to a partner's account."""
    thing_id = new_id("tr")
    return {
        "id": thing_id, "object": "transfer", "livemode": False, "created": now, "amount": int(asked["amount"]), "amount_reversed": 0,
        "balance_transaction": None, "currency": asked["currency"], "description": None, "destination": asked["destination"],
        "metadata": asked.get("metadata", {}), "reversed": False, "source_transaction": None, "source_type": "card",
        "transfer_group": asked.get("transfer_group"),
        "reversals": {"object": "list", "data": [], "has_more": False, "url": f"/v1/transfers/{thing_id}/reversals"},
    }  # fmt: skip


def reversal(of: Thing, amount: int, metadata: dict[str, str], now: int) -> Thing:
    """Money that comes back from there."""
    return {
        "id": new_id("trr"), "object": "transfer_reversal", "created": now, "amount": amount, "balance_transaction": None,
        "currency": of["currency"], "destination_payment_refund": None, "metadata": metadata, "source_refund": None, "transfer": of["id"],
    }  # fmt: skip


def payout(asked: dict[str, Any], now: int) -> Thing:
    """Money on its way from an account to its bank."""
    return {
        "id": new_id("po"), "object": "payout", "livemode": False, "created": now, "arrival_date": now + 86_400, "automatic": False,
        "amount": int(asked["amount"]), "balance_transaction": None, "currency": asked["currency"], "description": None,
        "destination": None, "failure_code": None, "failure_message": None, "metadata": asked.get("metadata", {}), "method": "standard",
        "reconciliation_status": "not_applicable", "source_type": "card", "statement_descriptor": None, "status": "pending",
        "type": "bank_account",
    }  # fmt: skip


def event(kind: str, thing: Thing, now: int, account: str = "") -> Thing:
    """That something happened, with the thing as it was then; in a partner's account, where one is given."""
    return ({"account": account} if account else {}) | {
        "id": new_id("evt"), "object": "event", "livemode": False, "created": now, "api_version": "2026-10-28", "type": kind,
        "data": {"object": thing}, "pending_webhooks": 1, "request": {"id": None, "idempotency_key": None},
    }  # fmt: skip
