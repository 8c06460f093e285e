"""The partner's shops: a list, each with its facts and the days on which it is closed, which members see."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import identity, partners, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import filters, listing, sent_forms, sure
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.desk import here, of_address
from partner_portal.shop_forms import ClosureForm, ShopForm
from partner_portal.shop_list import FACE, PLACE

__all__ = ["PLACE", "blueprint"]
blueprint = Blueprint("shops", __name__, url_prefix="/<partner>/shops")


@blueprint.get("")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def index(partner: str) -> ResponseReturnValue:
    return listing.answer(FACE, _asker(), above="partner/shops/above.html", told=partners.shops_told(here().id))


@blueprint.post("/exports")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def export(partner: str) -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=identity.Permission.PORTAL_BRANDS)


@blueprint.get("/new")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def new(partner: str) -> str:
    told = partners.shops_told(here().id)
    wanted = told[at] if 0 <= (at := request.args.get("told", -1, type=int)) < len(told) else ""
    return render_template("partner/shops/new.html", form=ShopForm(here().id, new=True, data=_begun(wanted)))


@blueprint.post("/new")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def add(partner: str) -> ResponseReturnValue:
    form = ShopForm(here().id, new=True)
    if not form.validate_on_submit():
        return render_template("partner/shops/new.html", form=form), 422
    with transaction(by=actor()):
        brand = partners.brand_of(here().id, form.brand.data)
        shop_id = partners.open_shop(brand.id, form.facts(), now=clock.now())
    flash(gettext("The shop is added. Members see it."))
    return redirect(url_for("partner.shops.show", shop_id=shop_id), 303)


@blueprint.get("/<own:shop_id>")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def show(partner: str, shop_id: int) -> str:
    shop = _own(shop_id)
    return _page(shop, ShopForm(here().id, new=False, obj=shop), ClosureForm(data={"from_on": filters.today()}))


@blueprint.post("/<own:shop_id>")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def change(partner: str, shop_id: int) -> ResponseReturnValue:
    shop, form = _own(shop_id), ShopForm(here().id, new=False)
    if not form.validate_on_submit():
        return _page(shop, form, ClosureForm(formdata=None)), 422
    with transaction(by=actor()):
        partners.change_shop(shop, form.facts(), now=clock.now())
    flash(gettext("Members see it from now on."))
    return redirect(url_for("partner.shops.show", shop_id=shop_id), 303)


@blueprint.post("/<own:shop_id>/closures")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def close(partner: str, shop_id: int) -> ResponseReturnValue:
    shop, form = _own(shop_id), ClosureForm()

    def closed() -> ResponseReturnValue:
        if form.to_ask:
            return _ask_for_good(shop, form)
        facts: dict[str, Any] = {"from_on": form.from_on.data, "until_on": form.until_on.data, "today": filters.today()}
        with transaction(by=actor()):
            partners.close_shop(
                shop, **facts, why_ru=form.why_ru.data or "", why_en=form.why_en.data or "", now=clock.now()
            )
        flash(gettext("Members see when the shop is closed."))
        return redirect(url_for("partner.shops.show", shop_id=shop_id), 303)

    return sent_forms.answer(
        form, lambda: _page(shop, ShopForm(here().id, new=False, formdata=None, obj=shop), form), closed
    )


@blueprint.post("/closures/<own:closure_id>/removal")
@require(identity.Permission.PORTAL_BRANDS, partner=of_address)
def lift(partner: str, closure_id: int) -> ResponseReturnValue:
    shop = partners.shop_with(here().id, closure_id)
    with transaction(by=actor()):
        partners.lift_closure(shop, closure_id, now=clock.now())
    flash(gettext("The closure is cancelled."))
    return redirect(url_for("partner.shops.show", shop_id=shop.id), 303)


def _ask_for_good(shop: partners.Shop, form: ClosureForm) -> str:
    """Before a shop closes and no day is named on which it opens."""
    assert form.from_on.data is not None
    return sure.asked(
        gettext("Close the shop permanently?"),
        gettext("From %(day)s on members no longer see it. To close it for some days, name the last one.", day=filters.day(form.from_on.data)),
        yes=gettext("Close permanently"), back=url_for("partner.shops.show", shop_id=shop.id), carries=form.typed(),
    )  # fmt: skip


def _begun(told: str) -> dict[str, str]:
    """The form of a shop that the company wrote into its application as a line: its address, and the city that stands in it."""
    if not told:
        return {}
    named = (
        city
        for city in programmes.cities()
        if any(name.casefold() in told.casefold() for name in (city.name_ru, city.name_en))
    )
    city = next(named, None)
    return {"address_ru": told, "address_en": told} | ({"city_slug": city.slug} if city else {})


def _own(shop_id: int) -> partners.Shop:
    return partners.shop_of(here().id, shop_id)


def _page(shop: partners.Shop, form: ShopForm, closing: ClosureForm) -> str:
    closed = partners.closures([shop.id], filters.today()).get(shop.id, [])
    return render_template("partner/shops/show.html", shop=shop, form=form, closing=closing, closed=closed)


def _asker() -> listing.Asker:
    return listing.Asker({"partner": here().id, "today": filters.today().isoformat()})
