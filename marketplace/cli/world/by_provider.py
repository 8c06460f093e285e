"""What has gone through the payment sandbox in the demo world, told in its own books too: points that members have bought, an account of a
partner that is connected, and one that lacks a document."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from marketplace import partners, payments, settlements
from marketplace.cli.world.people import Members
from marketplace.core import ids
from marketplace.integrations import stripe_sandbox
from marketplace.integrations.stripe_sandbox.bank import Bank
from marketplace.integrations.stripe_sandbox.partners import Partners
from marketplace.integrations.stripe_sandbox.store import Store
from marketplace.programmes import Programme
from marketplace.settings import Settings

PROGRAMME = "vysota"
PASSES = "4242424242424242"
# Who has bought how many points, and how many minutes ago: after all that is told of the past, because a history is read in the order of its
# writing. They cannot be spent yet.
BOUGHT = (("dmitry", 2_000, 20), ("dmitry", 500, 10))
MISSING = "representative.verification.document"
ACCOUNTS = {"veresk": "", "polyarny-dvor": MISSING}  # what is missing of each


def live(of_slug: Mapping[str, Programme], people: Members, now: datetime) -> None:
    """Have members pay and partners connect, as the sandbox would have it; where it cannot run, nothing of this happens."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.stripe_secret_key is not None or not stripe_sandbox.has_room(settings.var_dir):
        return
    programme, store = of_slug[PROGRAMME], Store(settings.var_dir / stripe_sandbox.BOOKS)
    for who, points, minutes in BOUGHT:
        _buy(programme, people[who, PROGRAMME], points, store, now - timedelta(minutes=minutes))
    for slug, missing in ACCOUNTS.items():
        _connect(programme, slug, missing, store, now - timedelta(days=20))


def _buy(programme: Programme, member: Any, points: int, store: Store, at: datetime) -> None:
    price = payments.topup_price(programme, points)
    payment = payments.top_up(member, points, amount=price.amount, ref=ids.new_ref(), now=at)
    bank = Bank(store, _nobody, now=at.timestamp)
    page = bank.open(
        {
            "mode": "payment", "client_reference_id": payment.public_id, "success_url": "http://localhost/", "metadata": {"payment": payment.public_id},
            "expires_at": int((payment.pay_until + timedelta(minutes=31)).timestamp()),
            "line_items": [{"quantity": 1, "price_data": {"currency": price.currency.lower(), "unit_amount": price.amount}}],
        },
        "http://localhost",
    )  # fmt: skip
    bank.pay(page["id"], PASSES)
    payments.complete(
        payment, intent_ref=page["payment_intent"], amount=price.amount, currency=price.currency, known_by="event", now=at
    )  # fmt: skip


def _connect(programme: Programme, slug: str, missing: str, store: Store, at: datetime) -> None:
    partner = partners.partner_by_slug(programme.id, slug)
    business = Partners(Bank(store, _nobody, now=at.timestamp))
    account = settlements.connect(partner.id, country="RU", now=at)
    opened = business.open(
        {
            "country": "RU",
            "business_profile": {"name": partner.legal_name or partner.name_en},
            "metadata": {"account": account.public_id},
        }
    )
    said = business.fill_in(opened["id"], without=missing)
    settlements.note_opened(account, opened["id"])
    due = said["requirements"]["currently_due"]
    held = said["external_accounts"]["data"][0]
    settlements.note_state(
        account, submitted=True, pays_out=said["payouts_enabled"], missing=due, bank=f"{held['bank_name']}, …{held['last4']}, {held['account_holder_name']}",
        bank_mark=held["fingerprint"], holder=held["account_holder_name"], now=at,
    )  # fmt: skip


def _nobody(_event: dict[str, Any]) -> None:
    """What happened before today was told then."""
