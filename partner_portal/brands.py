"""The partner's brands: what the shop says of each, and its picture. Everything is cleaned before anybody sees it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.brand_forms import BrandForm, NewBrandForm, PictureForm
from partner_portal.desk import here, of_address

blueprint = Blueprint("brands", __name__, url_prefix="/<partner>/brands")
PLACE = Place("partner.brands.index", lazy_gettext("Brands"), "tag", Permission.PORTAL_BRANDS, "b")
REASONS = {
    "empty": lazy_gettext("The file is empty."), "large": lazy_gettext("The picture is too large: at most 10 MB and 40 million pixels."),
    "small": lazy_gettext("The picture is too small: at least 64 pixels a side."),
    "kind": lazy_gettext("This is not a JPEG, PNG, WebP or plain SVG."), "broken": lazy_gettext("The picture is damaged."),
}  # fmt: skip


@blueprint.get("")
@require(Permission.PORTAL_BRANDS, partner=of_address)
def index(partner: str) -> str:
    return _all(NewBrandForm())


@blueprint.post("")
@require(Permission.PORTAL_BRANDS, partner=of_address)
def add(partner: str) -> ResponseReturnValue:
    form = NewBrandForm()
    if not form.validate_on_submit():
        return _all(form), 422
    with transaction(by=actor()):
        partners.must_work(here())
        added = partners.introduce(here(), **form.facts(), now=clock.now())
    flash(gettext("The brand is there. Say what it is; its offers come with the catalogue."))
    return redirect(url_for("partner.brands.show", brand=added.slug), 303)


@blueprint.get("/<brand>")
@require(Permission.PORTAL_BRANDS, partner=of_address)
def show(partner: str, brand: str) -> str:
    of = _own(brand)
    return _page(of, BrandForm(obj=of), PictureForm())


@blueprint.post("/<brand>")
@require(Permission.PORTAL_BRANDS, partner=of_address)
def describe(partner: str, brand: str) -> ResponseReturnValue:
    of, form = _own(brand), BrandForm()
    if not form.validate_on_submit():
        return _page(of, form, PictureForm(formdata=None)), 422
    with transaction(by=actor()):
        partners.must_work(here())
        partners.describe(of, form.facts(), now=clock.now())
    flash(gettext("Members see it from now on."))
    return redirect(url_for("partner.brands.show", brand=brand), 303)


@blueprint.post("/<brand>/picture")
@require(Permission.PORTAL_BRANDS, partner=of_address)
def put_picture(partner: str, brand: str) -> ResponseReturnValue:
    of, form = _own(brand), PictureForm()
    if not form.validate_on_submit():
        return _page(of, BrandForm(formdata=None, obj=of), form), 422
    try:
        face, mark = partners.picture_of(form.file.data.read())
    except partners.PictureRefused as error:
        form.file.errors = [str(REASONS[error.facts["reason"]])]
        return _page(of, BrandForm(formdata=None, obj=of), form), 422
    with transaction(by=actor()):
        partners.must_work(here())
        partners.show_picture(of, face, mark, now=clock.now())
    flash(gettext("The picture is in the shop."))
    return redirect(url_for("partner.brands.show", brand=brand), 303)


@blueprint.post("/<brand>/picture/removal")
@require(Permission.PORTAL_BRANDS, partner=of_address)
def drop_picture(partner: str, brand: str) -> ResponseReturnValue:
    of = _own(brand)
    with transaction(by=actor()):
        partners.must_work(here())
        partners.drop_picture(of, now=clock.now())
    flash(gettext("The shop shows our drawing again."))
    return redirect(url_for("partner.brands.show", brand=brand), 303)


def _all(form: NewBrandForm) -> str:
    return render_template("partner/brands/index.html", brands=partners.brands_of_partner(here().id), form=form)


def _own(slug: str) -> partners.Brand:
    return partners.brand_of(here().id, slug)


def _page(of: partners.Brand, form: BrandForm, picture: PictureForm) -> str:
    return render_template("partner/brands/show.html", brand=of, form=form, picture=picture)
