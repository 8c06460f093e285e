"""A change of a brand's page before it happens: the difference to what the shop says, what it means, who has to agree."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import partners
from marketplace.core import clock
from marketplace.partners import Brand, Page, Version
from marketplace.web.shared import brand_changes, own_ids, who
from marketplace.web.shared.runs import talk
from partner_portal.brands.forms import BrandForm, PictureForm
from partner_portal.desk import here

VERSIONS_SHOWN = 8


def own(slug: str) -> Brand:
    """The brand of this desk's partner. Raises NotFound."""
    return partners.brand_of(here().id, slug)


def wanted(of: Brand) -> Page:
    """What a brand's page shall be as far as its people have got: as proposed, or as the shop has it."""
    asked = partners.asked_for(of, now=clock.now())
    return asked.payload if asked else partners.page_of(of)


def form_for(of: Brand, page: Page) -> BrandForm:
    """The form with this page in it, made against what stands now."""
    asked = partners.asked_for(of, now=clock.now())
    stands: dict[str, Any] = {
        "base": own_ids.own_id("page_id", int(partners.stands_at(of))),
        "seen": asked.digest.hex() if asked else "",
    }
    return BrandForm(formdata=None, data={**page, **stands})


def review(of: Brand, form: BrandForm, *, kept: Version | None = None, moved: bool = False) -> ResponseReturnValue:
    """The page that shows the difference and asks for one press more; `kept`: the version that would be brought back; `moved`: it has changed meanwhile."""
    drawn = brand_changes.shown(of, partners.page_of(of), form.page())
    if drawn.nothing and not form.seen.data:
        flash(gettext("The shop says exactly this already."))
        return redirect(url_for("partner.brands.show", brand=of.slug), 303)
    return render_template(
        "partner/brands/review.html", brand=of, form=form, drawn=drawn, kept=kept, moved=moved, needs_consent=partners.approver_needed(of)
    ), 409 if moved else 200  # fmt: skip


def page(of: Brand, form: BrandForm, picture: PictureForm) -> str:
    """The brand's page: the form, its picture, what waits for the programme, its versions."""
    asked = partners.asked_for(of, now=clock.now())
    return render_template(
        "partner/brands/show.html", brand=of, form=form, picture=picture, asked=asked, talk=talk.of(asked) if asked else None,
        drawn=brand_changes.shown(of, asked.before, asked.payload) if asked else None, versions=partners.versions(of.id, limit=VERSIONS_SHOWN),
        who=who.text, needs_consent=partners.approver_needed(of),
    )  # fmt: skip
