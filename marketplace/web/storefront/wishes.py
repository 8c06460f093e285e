"""Wishes: what a member would like to have, what it costs now, and how far it is."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import catalogue, partners, wishes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared.visitor import actor, member
from marketplace.web.storefront import joined
from marketplace.web.storefront.context import purse
from marketplace.web.storefront.wish_form import WishForm
from marketplace.wishes import Wish

blueprint = Blueprint("wishes", __name__)


class Wished(NamedTuple):
    """A wish with its brand, and how many points are missing."""

    wish: Wish
    brand: partners.Brand
    called: catalogue.Called
    missing: int

    @property
    def enough(self) -> bool:
        """Whether it can be had now."""
        return self.wish.price is not None and not self.missing


@blueprint.get("/wishes")
@joined.members_only
def index() -> ResponseReturnValue:
    known = purse()
    balance = known.balance if known else 0
    found = wishes.of_member(member(), clock.now())
    brands, called = partners.brands([one.brand_id for one in found]), catalogue.called([one.offer_id for one in found])
    listed = [Wished(one, brands[one.brand_id], called[one.offer_id], one.missing(balance)) for one in found]
    listed.sort(key=lambda one: (one.wish.price is None, one.missing))
    first = min((one for one in listed if one.enough), key=lambda one: one.wish.wished_at, default=None)
    rest = [one for one in listed if one is not first]
    return render_template(
        "storefront/wishes/index.html",
        first=first,
        rest=rest,
        total=len(listed),
        enough=sum(one.enough for one in listed),
    )


@blueprint.post("/wishes")
@joined.members_only
def add() -> ResponseReturnValue:
    form = WishForm()
    if form.validate_on_submit():
        with transaction(by=actor()):
            wishes.add(member(), **form.wanted, now=clock.now())
        flash(gettext("Added to your wishes"), "toast")
    return redirect(url_for(".index"), 303)


@blueprint.post("/wishes/<int:wish_id>/removal")
@joined.members_only
def drop(wish_id: int) -> ResponseReturnValue:
    with transaction(by=actor()):
        wishes.drop(member(), wish_id, now=clock.now())
    flash(gettext("Removed from your wishes"), "toast")
    return redirect(url_for(".index"), 303)
