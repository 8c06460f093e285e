"""The calls to the payment provider: what is asked, and what its page says to whoever pays."""

from flask import current_app

from marketplace import catalogue, members, orders, partners, payments, programmes
from marketplace.core import formats
from marketplace.integrations.stripe import connecting
from marketplace.integrations.stripe.port import Page
from marketplace.payments import Answer, Asked, Outcome, Payment
from marketplace.settings import Settings


def make(step: Asked) -> Answer:
    """Make the call of a step; what went wrong is an answer, too."""
    settings: Settings = current_app.config["SETTINGS"]
    if not connecting.connected(settings):
        return Answer(Outcome.NOT_SENT, note="no provider is connected")
    provider, payment = connecting.gateway(settings), step.payment
    if step.refund is not None:
        return (
            provider.refund(payment, step.refund)
            if step.what == "refund"
            else provider.find_refund(payment, step.refund)
        )
    if step.what == "open":
        return provider.open(payment, _page(payment, settings))
    return provider.look(payment) if step.what == "look" else provider.close(payment)


def _page(payment: Payment, settings: Settings) -> Page:
    """What the provider's page says: the goods or points, and the page of ours to which it leads back."""
    programme, member = programmes.get(payment.programme_id), members.member(payment.member_id)
    language = programme.language(member.language if member else "")
    front = programmes.address(settings.public_url, programmes.hosts(programme.id))
    if payment.purpose == "topup":
        points = formats.points(payments.topup(payment).points, programme, language)
        address = f"{front}/points/purchases/{payment.public_id}"
        title = f"{points}, {programme.name(language)}"
        return Page(title, paid_url=f"{address}?paid=yes", back_url=f"{address}?paid=no", language=language)
    order = orders.order_by_id(payment.purpose_id)
    called = catalogue.called([order.offer_id])[order.offer_id]
    title = f"{partners.brand(order.brand_id).name(language)}, {called.at(order.value, order.currency, language)}"
    address = f"{front}/orders/{order.number}"
    return Page(title, paid_url=f"{address}?paid=yes", back_url=f"{address}?paid=no", language=language)
