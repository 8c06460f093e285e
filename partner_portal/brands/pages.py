"""The partner's brands: a list, a new one, and the page of each with what waits and its versions."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.brands import review
from partner_portal.brands.forms import NewBrandForm, PictureForm
from partner_portal.desk import here, of_address


@require(Permission.PORTAL_BRANDS, partner=of_address)
def index(partner: str) -> str:
    return _all(NewBrandForm())


@require(Permission.PORTAL_BRANDS, partner=of_address)
def add(partner: str) -> ResponseReturnValue:
    form = NewBrandForm()
    if not form.validate_on_submit():
        return _all(form), 422
    with transaction(by=actor()):
        added = partners.introduce(here(), **form.facts(), now=clock.now())
    flash(gettext("The brand is there. Say what it is; its offers come with the catalogue."))
    return redirect(url_for("partner.brands.show", brand=added.slug), 303)


@require(Permission.PORTAL_BRANDS, partner=of_address)
def show(partner: str, brand: str) -> str:
    of = review.own(brand)
    return review.page(of, review.form_for(of, review.wanted(of)), PictureForm())


def _all(form: NewBrandForm) -> str:
    return render_template("partner/brands/index.html", brands=partners.brands_of_partner(here().id), form=form)
