"""An order that was refused, in words: what happened, that no points were taken, and what can be done."""

from typing import Any

from flask import g
from flask_babel import gettext
from wtforms import Field

from marketplace import catalogue
from marketplace.core import clock
from marketplace.core.errors import Conflict, Refusal
from marketplace.core.money import minor_digits
from marketplace.shop import BrandPage
from marketplace.web.shared import filters
from marketplace.web.shared.visitor import member
from marketplace.web.storefront import amounts
from marketplace.web.storefront.order_form import OUT_OF_DATE, OrderForm


class ChoiceChanged(Conflict):
    """Another card is chosen than the one whose price was shown."""

    code = "choice_changed"


def explain(no: Refusal, form: OrderForm) -> None:
    """Put the words beside what they are about: the acceptances, or the order as a whole."""
    if no.code == "terms_changed":
        for field in (form.rules, form.terms):
            _say(field, gettext("The text has changed in the meantime. Read it and accept it again."))
            field.data = ""
    form.form_errors.append(_words(no, form))


def chosen(form: OrderForm, page: BrandPage) -> dict[str, Any]:
    """What was ordered, as the page's own choice; nothing of it that cannot be had any more."""
    offers = {offer.id: offer for offer in page.offers}
    if any(price.id == form.quoted_d.data for offer in page.offers for price in offer.denominations):
        return {"d": str(form.quoted_d.data)}
    if form.quoted_offer.data in offers and form.quoted_value.data:
        digits = minor_digits(offers[form.quoted_offer.data].currency)
        return {"offer": str(form.quoted_offer.data), "value": amounts.plain(form.quoted_value.data, digits)}
    return {}


def _words(no: Refusal, form: OrderForm) -> str:
    if no.code == "out_of_stock":
        return _sold_out(form)
    if no.code == "limit_reached" and no.facts.get("whose") == "member":
        more = gettext(
            "That is more than one member may have: at most %(limit)s. You were not charged.",
            limit=no.facts["limit"],
        )
        return str(more)
    if no.code == "limit_reached" and no.facts.get("whose") == "cancellations":
        back = gettext(
            "You have taken back %(limit)s of these cards today. You were not charged. You can order another one tomorrow.",
            limit=no.facts["limit"],
        )
        return str(back)
    return {
        "limit_reached": gettext("This offer has run out. You were not charged."),
        "not_enough_points": gettext("You do not have enough points for it now. You were not charged."),
        "terms_changed": gettext("The terms have changed since you opened the page. You were not charged."),
        "choice_changed": gettext("You have chosen a different card. You were not charged. Check its price and "
                                  "place the order again."),
        "price_changed": gettext("The price has changed since you opened the page. You were not charged. Check it "
                                 "and decide again."),
        "not_for_sale": gettext("This is no longer on offer. You were not charged. Choose something else."),
        "no_offer": gettext("This is no longer on offer. You were not charged. Choose something else."),
        "wrong_split": gettext("It cannot be paid with so many points. You were not charged. Choose another mix."),
        "payments_off": gettext("Money cannot be taken just now. You were not charged. Pay in points, or come back later."),
        "wrong_value": gettext("There are no more cards of this value. You were not charged. Choose another value."),
    }.get(no.code) or str(OUT_OF_DATE)  # fmt: skip


def _sold_out(form: OrderForm) -> str:
    """With the value of the cards, if it can still be found out."""
    try:
        sale = catalogue.for_sale(
            form.quoted_d.data or 0, programme_id=g.programme.id, tier=member().tier, now=clock.now()
        )
    except Refusal:
        return str(gettext("These cards have run out. You were not charged. Choose another value."))
    value = filters.money(sale.value, sale.currency)
    return str(gettext("Cards for %(value)s have run out. You were not charged. Choose another value.", value=value))


def _say(field: Field, words: str) -> None:
    field.errors = [*field.errors, words]
