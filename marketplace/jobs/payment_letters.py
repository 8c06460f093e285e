"""Tells members by letter what became of their money: sent back, sent back in vain, withdrawn by a bank, paid again."""

from dataclasses import dataclass

from flask import current_app

from marketplace import mailings, members, orders, payments, programmes
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.promises import keeps
from marketplace.payments import Payment
from marketplace.programmes import Programme


@dataclass(frozen=True, slots=True)
class _News:
    """What happened to how much of a payment; `owed` of it in minor units of its currency."""

    payment: Payment
    what: str
    amount: int
    owed: int = 0


@keeps(Topic.PAYMENTS_LETTER)
def tell(ref: str) -> None:
    """Write to the payer what became of a refund or a dispute, once; `ref` says of which, and what."""
    kind, number, what = ref.split(":")
    now = clock.now()
    with transaction():
        news = _of_refund(int(number), what) if kind == "refund" else _of_dispute(int(number), what)
        member = members.member_now(news.payment.member_id)
        if not member.email or not members.wants(member.id, "orders"):
            return
        programme = programmes.get(member.programme_id)
        language = programme.language(member.language)
        currency = news.payment.currency
        mailings.write(
            f"payment:{ref}", programme=programme, recipient=member.email, template="payment_news", language=language, now=now,
            context={
                "first_name": member.first_name, "what": news.what, "sum": formats.money(news.amount, currency, language),
                "owed": _owed(news, programme, language), **_bought(news.payment, programme, language),
            },
        )  # fmt: skip


def _of_refund(refund_id: int, what: str) -> _News:
    refund = payments.refund(refund_id)
    return _News(payments.payment(refund.payment_id), what, refund.amount)


def _of_dispute(dispute_id: int, what: str) -> _News:
    dispute = payments.dispute(dispute_id)
    owed = dispute.owed if what == "taken" else 0
    return _News(payments.payment(dispute.payment_id), what, dispute.amount, owed)


def _owed(news: _News, programme: Programme, language: str) -> str:
    """What of it was used already and is owed: money, or points that were bought; "" where nothing is."""
    if news.what == "returned":
        return ""
    if news.payment.purpose == "topup":
        points = payments.topup(news.payment).owed
        return formats.points(points, programme, language) if points else ""
    return formats.money(news.owed, news.payment.currency, language) if news.owed else ""


def _bought(payment: Payment, programme: Programme, language: str) -> dict[str, str]:
    """What it was paid for, and where it is shown."""
    front = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
    if payment.purpose == "topup":
        points = formats.points(payments.topup(payment).points, programme, language)
        return {"number": "", "points": points, "payment_url": f"{front}/points/purchases/{payment.public_id}"}
    number = orders.number_of(payment.purpose_id)
    return {"number": number, "points": "", "payment_url": f"{front}/orders/{number}"}
