"""Changes of a brand's page: their difference is shown first, then they happen, or the programme is asked. Everything is cleaned before anybody sees it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import approvals, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor
from partner_portal.brands import review
from partner_portal.brands.forms import BrandForm, NoteForm, PictureForm
from partner_portal.desk import here, of_address

REASONS = {
    "empty": lazy_gettext("The file is empty."), "large": lazy_gettext("The picture is too large: at most 10 MB and 40 million pixels."),
    "small": lazy_gettext("The picture is too small: at least 64 pixels a side."),
    "kind": lazy_gettext("This is not a JPEG, PNG, WebP or plain SVG."), "broken": lazy_gettext("The picture is damaged."),
}  # fmt: skip


@require(Permission.PORTAL_BRANDS, partner=of_address)
def describe(partner: str, brand: str) -> ResponseReturnValue:
    """First the difference is shown; sent again with it agreed to, the shop says so, or somebody of the programme is asked."""
    of, form = review.own(brand), BrandForm()
    if not form.validate_on_submit():
        return review.page(of, form, PictureForm(formdata=None)), 422
    if form.agreed.data != "y":
        return review.review(of, form)
    user = actor()
    assert user.id is not None, "a person is signed in"
    try:
        with transaction(by=user):
            proposed = partners.put_forward(
                of, form.page(), base=form.stood or partners.stands_at(of), seen=form.seen.data or "", by=user.id, ref=form.ref.data, now=clock.now()
            )  # fmt: skip
    except (approvals.TargetMoved, approvals.ProposalChanged, approvals.ProposalOpen):
        return review.review(of, review.form_for(of, form.page()), moved=True)
    flash(
        gettext("The programme has been asked. Until it agrees, the shop stays as it is.")
        if proposed
        else gettext("Members see it from now on.")
    )
    return redirect(url_for("partner.brands.show", brand=brand), 303)


@require(Permission.PORTAL_BRANDS, partner=of_address)
def put_picture(partner: str, brand: str) -> ResponseReturnValue:
    of, form = review.own(brand), PictureForm()
    page = review.wanted(of)
    if not form.validate_on_submit():
        return review.page(of, review.form_for(of, page), form), 422
    try:
        face, mark = partners.picture_of(form.file.data.read())
    except partners.PictureRefused as error:
        form.file.errors = [str(REASONS[error.facts["reason"]])]
        return review.page(of, review.form_for(of, page), form), 422
    with transaction(by=actor()):
        version = partners.keep_picture(of.id, face, mark, now=clock.now())
    return review.review(of, review.form_for(of, {**page, "picture": version}))


@require(Permission.PORTAL_BRANDS, partner=of_address)
def drop_picture(partner: str, brand: str) -> ResponseReturnValue:
    of = review.own(brand)
    return review.review(of, review.form_for(of, {**review.wanted(of), "picture": ""}))


@require(Permission.PORTAL_BRANDS, partner=of_address)
def version(partner: str, page_id: int) -> ResponseReturnValue:
    """An earlier version beside what the shop says now; one press brings it back, by the same rule as any change."""
    brand_id, kept = partners.version_of(here().id, page_id)
    of = partners.brand(brand_id)
    return review.review(of, review.form_for(of, kept.page), kept=kept)


@require(Permission.PORTAL_BRANDS, partner=of_address)
def take_back(partner: str, brand: str) -> ResponseReturnValue:
    of, user = review.own(brand), actor()
    assert user.id is not None, "a person is signed in"
    with transaction(by=user):
        partners.take_back(of, by=user.id, now=clock.now())
    flash(gettext("The proposal is withdrawn. The shop stays as it is."))
    return redirect(url_for("partner.brands.show", brand=brand), 303)


@require(Permission.PORTAL_BRANDS, partner=of_address)
def write_note(partner: str, brand: str) -> ResponseReturnValue:
    of, form, user = review.own(brand), NoteForm(), actor()
    asked = partners.asked_for(of, now=clock.now())
    if asked is not None and form.validate_on_submit():
        assert user.id is not None, "a person is signed in"
        with transaction(by=user):
            approvals.write_note(asked.id, form.body.data, audience="everyone", by=user.id, now=clock.now())
    return redirect(url_for("partner.brands.show", brand=brand), 303)
